/** What is in the way of a pod on a node, in few words. Pure. */
import type { NodeVerdict, SchedulingVerdict } from '../../client/simulation';
import type { Translate } from '../i18n/text';

type Refused = Pick<NodeVerdict['filters'][number], 'reason' | 'detail'>;

/** What is free, which taint, or the plugin's own reason. */
export function refusalText({ reason = '', detail }: Refused, t: Translate): string {
  if (detail?.type === 'free') return t('scheduling.free', { text: detail.text });
  // The effect is in the tooltip: the key is what people know a taint by.
  if (detail?.type === 'taints') return detail.text.replaceAll('node.kubernetes.io/', '').replaceAll(/:[A-Z]\w+/g, '');
  return reason.replaceAll('node(s) ', '');
}

/** Of every node that refuses the pod. */
export function refusalsOf({ nodes }: SchedulingVerdict, t: Translate): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { node, filters } of nodes) {
    const refused = filters.find(({ status }) => status === 'refuse');
    if (refused !== undefined) found.set(node, refusalText(refused, t));
  }
  return found;
}
