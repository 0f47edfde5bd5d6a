/**
 * How far an owner of running pods would have to be scaled down for a waiting pod to fit, whichever of its pods go: if
 * all nodes together could keep fewer pods than would be left without one of them being free enough, it fits.
 */
import type { Pod } from '../api/core/pod';
import { controllerOf } from '../api/meta/objectMeta';
import type { Cache } from '../client/cache';
import type { Snapshot } from './framework';
import { podRequests } from './podRequests';
import type { Fix, Trial } from './trial';
import { altered } from './whatIf';

/** An owner whose pods are on more nodes would have to shrink beyond all reason. */
const MOST_NODES = 20;
const MOST_OWNERS = 20;
const scalable = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);

interface Group {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly onNode: Map<string, Pod[]>;
}

/** Scaling down one owner each; `fits` says whether the pod of a trial fits on a node. */
export function scaleDowns(trial: Trial, cache: Cache, fits: (trial: Trial, node: string) => boolean): readonly Fix[] {
  const groups = groupsOf(trial.snapshot, cache);
  const own = ownerOf(trial.pod, cache);
  const ownText = own && textOf(own, trial.pod);
  const small = [...groups].filter(([, { onNode }]) => onNode.size <= MOST_NODES).slice(0, MOST_OWNERS);
  return small.flatMap(([text, group]) => {
    const fix = text === ownText ? undefined : scaleDown(group, trial, fits);
    return fix === undefined ? [] : [fix];
  });
}

function textOf({ kind, name }: { readonly kind: string; readonly name: string }, { metadata }: Pod): string {
  return `${kind} ${metadata.namespace ?? ''}/${name}`;
}

function groupsOf(snapshot: Snapshot, cache: Cache): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const { name: node } of snapshot.nodes) {
    for (const pod of snapshot.podsOn(node)) {
      const { namespace = '', deletionTimestamp } = pod.metadata;
      const owner = ownerOf(pod, cache);
      if (owner === undefined || namespace === 'kube-system' || deletionTimestamp !== undefined) continue;
      const text = textOf(owner, pod);
      const group = groups.get(text) ?? { ...owner, namespace, onNode: new Map<string, Pod[]>() };
      groups.set(text, group);
      group.onNode.set(node, [...(group.onNode.get(node) ?? []), pod]);
    }
  }
  return groups;
}

function scaleDown(group: Group, trial: Trial, fits: (trial: Trial, node: string) => boolean): Fix | undefined {
  let { snapshot } = trial;
  let [running, hidden] = [0, 0];
  for (const [node, pods] of group.onNode) {
    running += pods.length;
    const gone = neededOn(node, pods, trial, fits);
    if (gone === undefined) continue;
    // So many of them may stay here without the pod fitting.
    hidden += pods.length - gone.length + 1;
    snapshot = altered(snapshot, { node, gone });
  }
  if (hidden === 0) return undefined;
  const { kind, namespace, name } = group;
  const replicas = hidden - 1;
  const place = namespace === 'default' ? '' : ` -n ${namespace}`;
  const command = `kubectl scale ${kind.toLowerCase()} ${name} --replicas=${replicas}${place}`;
  const change = { type: 'scaleDown', params: { kind, owner: name, from: running, to: replicas }, command } as const;
  return { change, trial: { ...trial, snapshot }, loss: (running - replicas) / (running + 1) };
}

/** The fewest of `pods` that have to leave `node`, the smallest first; undefined if all of them are not enough. */
function neededOn(
  node: string,
  pods: readonly Pod[],
  trial: Trial,
  fits: (trial: Trial, node: string) => boolean,
): readonly Pod[] | undefined {
  const size = (pod: Pod) => podRequests(pod).cpuMilli * 1e6 + podRequests(pod).memory / 1e6;
  const smallestFirst = [...pods].sort((a, b) => size(a) - size(b));
  const without = (count: number) => {
    const snapshot = altered(trial.snapshot, { node, gone: smallestFirst.slice(0, count) });
    return fits({ ...trial, snapshot }, node);
  };
  if (!without(pods.length)) return undefined;
  let [low, high] = [1, pods.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (without(middle)) high = middle;
    else low = middle + 1;
  }
  return smallestFirst.slice(0, low);
}

/** Who keeps the number of `pod` and its like: of a ReplicaSet, its Deployment. */
function ownerOf(pod: Pod, cache: Cache): { readonly kind: string; readonly name: string } | undefined {
  const owner = controllerOf(pod);
  if (owner === undefined || !scalable.has(owner.kind)) return undefined;
  const { namespace = '' } = pod.metadata;
  const rs = owner.kind === 'ReplicaSet' ? cache.get('ReplicaSet', { namespace, name: owner.name }) : undefined;
  const { kind, name } = (rs && controllerOf(rs)) ?? owner;
  return { kind, name };
}
