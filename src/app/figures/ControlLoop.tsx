/** The loop of a controller: what is wanted, what is there, and what it does about the difference. */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { isPodActive } from '../../api/core/podStatus';
import type { ReplicationController } from '../../api/core/replicationController';
import { useLists } from '../cluster/ClusterContext';
import { podState } from '../graph/podState';
import { useText } from '../i18n/useText';
import { useStore } from 'zustand';
import { selectedRef, selectionStore } from '../stores/selectionStore';
import { Arrow, Box, Canvas, fitted, Glyph, WIDTH, Word } from './parts';
import { newest, useOwn } from './subject';

type Controller = ReplicationController | ReplicaSet | DaemonSet;
const KINDS = ['ReplicationController', 'ReplicaSet', 'DaemonSet'] as const;
const MOST_PODS = 14;

export function ControlLoop() {
  const t = useText();
  const all = useLists(KINDS);
  const selected = useStore(selectionStore, selectedRef);
  const controller =
    all.find(({ kind, metadata }) => kind === selected?.kind && metadata.name === selected.name) ??
    newest(all.filter((each) => wanted(each) > 0)) ??
    newest(all);
  if (controller === undefined) return <p>{t('figure.noController')}</p>;
  return <Loop controller={controller} />;
}

function Loop({ controller }: { readonly controller: Controller }) {
  const t = useText();
  const pods = useOwn('Pod', controller.metadata.uid);
  // Pods that are on their way out do not count, nor those that have ended.
  const alive = pods.filter(isPodActive);
  const desired = wanted(controller);
  const difference = desired - alive.length;
  const deed =
    difference > 0
      ? t('figure.loop.create', { count: difference })
      : difference < 0
        ? t('figure.loop.delete', { count: -difference })
        : t('figure.loop.nothing');
  const { name } = controller.metadata;
  const label = t('figure.loop', { name, desired, current: alive.length, deed });
  const steps = [
    { title: t('figure.loop.desired'), value: String(desired) },
    { title: t('figure.loop.current'), value: String(alive.length) },
    { title: t('figure.loop.difference'), value: difference > 0 ? `+${difference}` : String(difference) },
  ];
  return (
    <Canvas label={label} height={124}>
      <Word x={2} y={12} tone="strong">
        {fitted(`${controller.kind ?? ''} ${name}`.trim(), WIDTH - 10)}
      </Word>
      {steps.map(({ title, value }, index) => (
        <g key={title}>
          <Box
            x={1 + index * 116}
            y={22}
            width={106}
            height={40}
            look={index === 2 && difference !== 0 ? 'lit' : 'plain'}
          />
          <Word x={9 + index * 116} y={37} tone="dim">
            {title}
          </Word>
          <Word x={9 + index * 116} y={54} tone="strong">
            {value}
          </Word>
          {index === 2 ? null : <Arrow from={[108 + index * 116, 42]} to={[116 + index * 116, 42]} />}
        </g>
      ))}
      <path d="M212 92H54V64" className="fig-line fig-line-open" markerEnd="url(#fig-head)" />
      <Arrow from={[286, 64]} to={[286, 80]} look={difference === 0 ? 'open' : 'lit'} />
      <Word x={WIDTH - 2} y={95} anchor="end" tone={difference === 0 ? 'dim' : 'strong'}>
        {deed}
      </Word>
      {pods.slice(0, MOST_PODS).map((pod, index) => (
        <Glyph key={pod.metadata.uid} x={2 + index * 17} y={104} size={14} state={podState(pod, undefined).state} />
      ))}
      {/* What is not there yet. */}
      {Array.from({ length: Math.max(0, Math.min(difference, MOST_PODS - pods.length)) }, (_, index) => (
        <Box key={index} x={3 + (pods.length + index) * 17} y={105} width={12} height={12} look="open" />
      ))}
      <Word x={62} y={86} tone="dim">
        {t('figure.loop.again')}
      </Word>
    </Canvas>
  );
}

/** How many pods a controller wants. */
function wanted(controller: Controller): number {
  if ('desiredNumberScheduled' in controller.status) return controller.status.desiredNumberScheduled ?? 0;
  // A DaemonSet has no such field, and was told apart above.
  return (controller as ReplicationController).spec.replicas ?? 1;
}
