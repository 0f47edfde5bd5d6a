/** One of two clusters that are compared, as its copy of the objects and its countdowns say. Pure reading. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { keyOf, keyText } from '../../api/meta/objectMeta';
import type { SimulationStatus } from '../../client/simulation';
import type { ObjectStore } from '../cluster/objectStore';
import { type Controller, controllerKinds } from '../graph/controllerKinds';
import { podState } from '../graph/podState';
import { groupWaits, type WaitIndex } from '../stores/playbackStore';

export interface Half {
  readonly pods: readonly Pod[];
  readonly nodes: readonly Node[];
  readonly controllers: readonly Controller[];
  readonly waits: WaitIndex;
  /** Virtual milliseconds since the epoch. */
  readonly now: number;
  readonly startedAt: number;
}

/** What `objects` hold now. */
export function halfOf(objects: ObjectStore, status: SimulationStatus): Half {
  const byName = <T extends { readonly metadata: { readonly name: string } }>(list: readonly T[]): readonly T[] =>
    [...list].sort((a, b) => a.metadata.name.localeCompare(b.metadata.name, 'en', { numeric: true }));
  return {
    pods: byName(objects.list('Pod')),
    nodes: byName(objects.list('Node')),
    controllers: controllerKinds.flatMap((kind) => byName<Controller>(objects.list(kind))),
    waits: groupWaits(status.waits),
    now: status.now,
    startedAt: status.startedAt,
  };
}

/** The node that a pod is on. */
export function nodeOf({ nodes }: Half, pod: Pod): Node | undefined {
  return nodes.find(({ metadata }) => metadata.name === pod.spec.nodeName);
}

/** `default/kubia-x`. */
export const podKey = (pod: Pod): string => keyText(keyOf(pod));

/** How a pod of one cluster stands to the other one: only here, or there in another state. Absent: the same in both. */
export type PodMark = 'only' | 'different';

/** Marks by uid for the pods of `half` that the other cluster has not, or not so. */
export function podMarks(half: Half, other: Half): ReadonlyMap<string, PodMark> {
  const there = new Map(other.pods.map((pod) => [pod.metadata.uid, pod]));
  const marks = new Map<string, PodMark>();
  for (const pod of half.pods) {
    const twin = there.get(pod.metadata.uid);
    if (twin === undefined || podKey(twin) !== podKey(pod)) marks.set(pod.metadata.uid, 'only');
    else if (faceOfPod(half, pod) !== faceOfPod(other, twin)) marks.set(pod.metadata.uid, 'different');
  }
  return marks;
}

/** Pods of the other cluster that this one has not: their names. */
export function missingPods(half: Half, other: Half): readonly string[] {
  const here = new Set(half.pods.map((pod) => `${pod.metadata.uid} ${podKey(pod)}`));
  return other.pods
    .filter((pod) => !here.has(`${pod.metadata.uid} ${podKey(pod)}`))
    .map(({ metadata }) => metadata.name);
}

function faceOfPod(half: Half, pod: Pod): string {
  const { state, status, ready, restarts } = podState(pod, nodeOf(half, pod));
  return [state, status, ready, restarts, pod.spec.nodeName].join(' ');
}
