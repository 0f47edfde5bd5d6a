/**
 * A snapshot with pods taken off one node or put onto it: what preemption tries out, and how nominated pods count.
 * Stands for the AddPod and RemovePod of pkg/scheduler/framework (v1.36.3): plugins are simply asked anew.
 */
import type { Pod } from '../api/core/pod';
import { labelSelectorMatches } from '../api/meta/labels';
import type { PlacedPod, PodQuery, Snapshot } from './framework';
import { withPod } from './nodeInfo';
import { claimNames } from '../api/core/podClaims';

/** Pods to imagine on `node`, or away from it. */
export interface Change {
  readonly node: string;
  readonly gone?: readonly Pod[];
  readonly added?: readonly Pod[];
}

const nobody: readonly Pod[] = [];

/** `snapshot` after `change`. */
export function altered(snapshot: Snapshot, { node, gone = nobody, added = nobody }: Change): Snapshot {
  const stays = (pod: Pod) => !gone.some(({ metadata }) => metadata.uid === pod.metadata.uid);
  const came = added.map((pod): PlacedPod => ({ pod, node }));
  return {
    ...snapshot,
    nodes: snapshot.nodes.map((info) => {
      if (info.name !== node) return info;
      const less = gone.reduce((usage, pod) => withPod(usage, pod, -1), info.usage);
      return { ...info, usage: added.reduce((usage, pod) => withPod(usage, pod, 1), less) };
    }),
    podsOn: (name) => (name === node ? [...snapshot.podsOn(name).filter(stays), ...added] : snapshot.podsOn(name)),
    count(query) {
      const count = snapshot.count(query);
      const more = added.filter((pod) => answers(pod, query)).length;
      const change = more - gone.filter((pod) => answers(pod, query)).length;
      return (name) => (name === node ? count(name) + change : count(name));
    },
    podsWithAffinity: () => [
      ...snapshot.podsWithAffinity().filter(({ pod }) => stays(pod)),
      ...came.filter(({ pod: { spec } }) => spec.affinity?.podAffinity ?? spec.affinity?.podAntiAffinity),
    ],
    podsUsing: (namespace, claim) => [
      ...snapshot.podsUsing(namespace, claim).filter(({ pod }) => stays(pod)),
      ...came.filter(({ pod }) => pod.metadata.namespace === namespace && claimNames(pod).includes(claim)),
    ],
  };
}

function answers({ metadata }: Pod, { namespace, selector, terminating }: PodQuery): boolean {
  if (metadata.namespace !== namespace || (!terminating && metadata.deletionTimestamp !== undefined)) return false;
  return labelSelectorMatches(selector, metadata.labels);
}
