/**
 * Taints keep pods off a node: NoSchedule and NoExecute for good, PreferNoSchedule by a worse score.
 * Models pkg/scheduler/framework/plugins/tainttoleration (v1.36.3).
 */
import type { Node, Taint } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { type Plugin, scaleToMax, unresolvable } from '../framework';
import { isTolerated } from '../../api/core/tolerations';

/** Since 1.36 the taint itself is not told. */
const REASON = 'node(s) had untolerated taint(s)';

export const taintToleration: Plugin = {
  name: 'TaintToleration',
  preFilter: (pod) => ({
    type: 'filter',
    filter: ({ node }) => (fits(pod, node) ? undefined : unresolvable(REASON)),
  }),
  preScore: (pod) => ({
    type: 'score',
    score: ({ node }) => untolerated(pod, node, (taint) => taint.effect === 'PreferNoSchedule').length,
    normalize: (scores) => scaleToMax(scores, true),
  }),
  wakes(event, pod) {
    if (event.type === 'nodeAdd') return fits(pod, event.node);
    if (event.type === 'nodeUpdate') return fits(pod, event.node) && !fits(pod, event.previous);
    if (event.type !== 'pendingPodUpdate') return false;
    return !isDeepEqual(event.pod.spec.tolerations, event.previous.spec.tolerations);
  },
};

function fits(pod: Pod, node: Node): boolean {
  return untolerated(pod, node, (taint) => taint.effect !== 'PreferNoSchedule').length === 0;
}

const none: readonly Taint[] = [];

function untolerated(pod: Pod, node: Node, isMeant: (taint: Taint) => boolean): readonly Taint[] {
  const { taints } = node.spec;
  if (taints === undefined) return none;
  return taints.filter((taint) => isMeant(taint) && !isTolerated(taint, pod.spec.tolerations));
}
