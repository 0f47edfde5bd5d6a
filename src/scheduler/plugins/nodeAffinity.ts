/**
 * nodeSelector, required and preferred node affinity.
 * Models pkg/scheduler/framework/plugins/nodeaffinity and component-helpers/scheduling/corev1/nodeaffinity (v1.36.3).
 * Left out: addedAffinity, which only a scheduler configuration can set.
 */
import type { Node } from '../../api/core/node';
import { matchesNodeAffinity, requiredTerms, termMatches } from '../../api/core/nodeAffinity';
import type { NodeSelectorTerm } from '../../api/core/affinity';
import { type Plugin, type PreFilterAnswer, scaleToMax, skip, unresolvable } from '../framework';

const REASON = "node(s) didn't match Pod's node affinity/selector";
const CONFLICT = 'pod affinity terms conflict';

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  preFilter(pod): PreFilterAnswer {
    const terms = requiredTerms(pod.spec);
    if (terms === undefined && pod.spec.nodeSelector === undefined) return skip;
    const nodeNames = namedNodes(terms);
    if (nodeNames?.size === 0) return { type: 'reject', refusal: unresolvable(CONFLICT) };
    const filter = ({ node }: { readonly node: Node }) =>
      matchesNodeAffinity(pod.spec, node) ? undefined : unresolvable(REASON);
    return nodeNames === undefined ? { type: 'filter', filter } : { type: 'filter', filter, nodeNames };
  },
  preScore(pod) {
    const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (preferred.length === 0) return skip;
    return {
      type: 'score',
      score: ({ node }) =>
        preferred.reduce((sum, { weight, preference }) => sum + (termMatches(preference, node) ? weight : 0), 0),
      normalize: (scores) => scaleToMax(scores, false),
    };
  },
  wakes(event, pod) {
    if (event.type === 'nodeAdd') return matchesNodeAffinity(pod.spec, event.node);
    if (event.type !== 'nodeUpdate') return false;
    return matchesNodeAffinity(pod.spec, event.node) && !matchesNodeAffinity(pod.spec, event.previous);
  },
};

/** The nodes that terms on metadata.name leave; undefined if some term leaves every node. */
function namedNodes(terms: readonly NodeSelectorTerm[] | undefined): ReadonlySet<string> | undefined {
  if (terms === undefined || terms.length === 0) return undefined;
  const names = new Set<string>();
  for (const { matchFields = [] } of terms) {
    const lists = matchFields
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values);
    const [first, ...others] = lists;
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((list) => list.includes(name))) names.add(name);
  }
  return names;
}
