/** What a prediction is about: the pod whose fate is guessed, and who keeps it. Pure. */
import type { Pod } from '../../api/core/pod';
import { isPodActive } from '../../api/core/podStatus';
import { type Kind, kinds } from '../../api/kinds';
import { controllerOf } from '../../api/meta/objectMeta';
import type { OutcomeAsk } from '../../client/predict';
import type { ObjectPlace } from '../../client/why';
import type { Target } from '../actions/target';
import { isSystemNamespace } from '../cluster/inNamespace';
import type { Asking } from './predictStore';

/** The pods that can be asked about, the likeliest first: on a node those that somebody replaces. */
export function subjectsOf(target: Target, pods: readonly Pod[]): readonly Pod[] {
  if (target.type === 'pod') return [target.object];
  if (target.type !== 'node') return [];
  const { name } = target.object.metadata;
  const there = pods.filter((pod) => pod.spec.nodeName === name && isPodActive(pod));
  const rank = (pod: Pod) => {
    const owner = controllerOf(pod)?.kind;
    if (isSystemNamespace(pod.metadata.namespace ?? '')) return 3;
    return owner === undefined ? 2 : owner === 'DaemonSet' ? 1 : 0;
  };
  return there.filter((pod) => controllerOf(pod)?.kind !== 'Node').sort((left, right) => rank(left) - rank(right));
}

/** Who keeps the pods that are counted. */
function ownerOf(target: Target, pod: Pod | undefined): ObjectPlace | undefined {
  if (target.type === 'scalable') return placeOf(target.kind, target.object.metadata);
  const owner = pod && controllerOf(pod);
  if (pod === undefined || owner === undefined || !Object.hasOwn(kinds, owner.kind)) return undefined;
  const { namespace } = pod.metadata;
  return placeOf(owner.kind as Kind, { ...owner, ...(namespace === undefined ? {} : { namespace }) }); // As just checked.
}

function placeOf(
  kind: Kind,
  { name, namespace, uid }: { readonly name: string; readonly namespace?: string; readonly uid: string },
): ObjectPlace {
  return { kind, name, uid, ...(namespace === undefined ? {} : { namespace }) };
}

/** What the engine is asked for it. `after` is the last write before the deed. */
export function askOf(
  { action, target }: Asking,
  pod: Pod | undefined,
  at: { readonly since: number; readonly after?: number },
): OutcomeAsk {
  const owner = ownerOf(target, pod);
  const isReadiness = action.id.startsWith('break-readiness');
  return {
    ...at,
    until: target.type === 'scalable' ? 'count' : isReadiness ? 'lost' : 'ready',
    ...(pod === undefined ? {} : { pod: placeOf('Pod', pod.metadata) }),
    ...(owner === undefined ? {} : { owner }),
    ...(action.id === 'drain' && target.type === 'node' ? { cordons: target.object.metadata.name } : {}),
  };
}

/** A node's trouble takes minutes until anybody moves; the rest is over sooner, or never. In virtual milliseconds. */
export const limitOf = ({ type }: Target): number => (type === 'node' ? 900_000 : 300_000);
