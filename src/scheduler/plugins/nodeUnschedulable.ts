/** A cordoned node takes no new pod. Models pkg/scheduler/framework/plugins/nodeunschedulable (v1.36.3). */
import type { Node, Taint } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { type Plugin, unresolvable } from '../framework';
import { isTolerated } from '../../api/core/tolerations';

const REASON = 'node(s) were unschedulable';
const taint: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  preFilter: (pod) => ({
    type: 'filter',
    filter: ({ node }) => (fits(pod, node) ? undefined : unresolvable(REASON)),
  }),
  wakes(event, pod) {
    if (event.type === 'nodeAdd') return fits(pod, event.node);
    if (event.type === 'nodeUpdate') return fits(pod, event.node) && !fits(pod, event.previous);
    return event.type === 'pendingPodUpdate' && isTolerated(taint, event.pod.spec.tolerations);
  },
};

function fits(pod: Pod, node: Node): boolean {
  return node.spec.unschedulable !== true || isTolerated(taint, pod.spec.tolerations);
}
