/** Actions on controllers of pods: more or fewer pods, or all of them anew. */
import { type Kind, kinds } from '../../api/kinds';
import { keyOf } from '../../api/meta/objectMeta';
import { formatTime } from '../../api/meta/time';
import { playbackStore } from '../stores/playbackStore';
import type { Action, ActionLine } from './action';
import { isScalable, kubectlObject, type Target } from './target';

const nothing: ActionLine = { type: 'kubectl', text: '' };
const kubectl = (text: string): ActionLine => ({ type: 'kubectl', text });

const scale: Action = {
  id: 'scale',
  kinds: (Object.keys(kinds) as Kind[]).filter(isScalable), // Keys of the table of kinds.
  label: 'actions.scale',
  icon: 'plus',
  needsSimulation: false,
  input: 'replicas',
  isPossible: (target) => target.type === 'scalable',
  line: (target: Target, { replicas }) =>
    target.type === 'scalable'
      ? kubectl(`kubectl scale ${kubectlObject(target.kind, target.object)} --replicas=${replicas ?? 'N'}`)
      : nothing,
  run: async ({ client }, target, { replicas }) => {
    if (target.type !== 'scalable' || replicas === undefined) return;
    await client.patch(target.kind, keyOf(target.object), { type: 'merge', body: { spec: { replicas } } }, 'scale');
  },
};

/** What kubectl writes into the pod template, so that every pod is replaced. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const RESTARTABLE: readonly Kind[] = ['Deployment', 'DaemonSet', 'StatefulSet'];

const rolloutRestart: Action = {
  id: 'rolloutRestart',
  kinds: RESTARTABLE,
  label: 'actions.rolloutRestart',
  icon: 'restart',
  needsSimulation: false,
  isPossible: () => true,
  line: (target) =>
    target.type === 'scalable' || target.type === 'other'
      ? kubectl(`kubectl rollout restart ${kubectlObject(target.kind, target.object)}`)
      : nothing,
  run: async ({ client }, target) => {
    if (target.type !== 'scalable' && target.type !== 'other') return;
    // The simulation's time; a real cluster goes by ours.
    const annotations = { [RESTARTED_AT]: formatTime(playbackStore.getState().status?.now ?? Date.now()) };
    const body = { spec: { template: { metadata: { annotations } } } };
    await client.patch(target.kind, keyOf(target.object), { type: 'strategic', body });
  },
};

export const controllerActions: readonly Action[] = [scale, rolloutRestart];
