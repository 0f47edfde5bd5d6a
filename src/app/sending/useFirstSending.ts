/** What "Send one" of the learner's machine asks for: what is selected, else the first thing that can be reached. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Service } from '../../api/core/service';
import type { Ingress } from '../../api/networking/ingress';
import { useList } from '../cluster/ClusterContext';
import { isRefTo, selectedRef, selectionStore, type ObjectRef } from '../stores/selectionStore';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import { type Sending, type SendTarget, sendingTo, usualSender } from './sending';
import { useSendScene } from './useSend';

/** Undefined where nothing can be reached yet. */
export function useFirstSending(): Sending | undefined {
  const scene = useSendScene();
  const ingresses = useList('Ingress');
  const selected = useStore(selectionStore, selectedRef);
  return useMemo(() => {
    const targets = targetsInOrder(scene.services, ingresses, selected);
    const reached = targets.flatMap((target) => {
      const sender = usualSender(target, scene);
      const sending = sender === undefined ? undefined : sendingTo(target, sender, scene);
      return sending === undefined ? [] : [sending];
    });
    const isChosen = targets[0] !== undefined && isRefTo(selected, targets[0].kind, keyText(keyOf(targets[0].object)));
    if (isChosen && reached[0] !== undefined) return reached[0];
    return reached.find(({ sender }) => sender.type === 'outside') ?? reached[0];
  }, [scene, ingresses, selected]);
}

function targetsInOrder(
  services: readonly Service[],
  ingresses: readonly Ingress[],
  selected: ObjectRef | undefined,
): readonly SendTarget[] {
  const all: readonly SendTarget[] = [
    ...ingresses.map((object) => ({ kind: 'Ingress', object }) as const),
    ...services
      .filter((service) => keyText(keyOf(service)) !== 'default/kubernetes')
      .map((object) => ({ kind: 'Service', object }) as const),
  ];
  const isSelected = ({ kind, object }: SendTarget) => isRefTo(selected, kind, keyText(keyOf(object)));
  return [...all.filter(isSelected), ...all.filter((target) => !isSelected(target))];
}
