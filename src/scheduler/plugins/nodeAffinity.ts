/**
 * nodeSelector, required and preferred node affinity.
 * Models pkg/scheduler/framework/plugins/nodeaffinity and component-helpers/scheduling/corev1/nodeaffinity (v1.36.3).
 * Left out: addedAffinity, which only a scheduler configuration can set.
 */
import type { Node } from '../../api/core/node';
import type { NodeSelectorTerm, Pod } from '../../api/core/pod';
import { matchesLabels, requirementMatches } from '../../api/meta/labels';
import { type Plugin, type PreFilterAnswer, scaleToMax, skip, unresolvable } from '../framework';

const REASON = "node(s) didn't match Pod's node affinity/selector";
const CONFLICT = 'pod affinity terms conflict';

export const nodeAffinity: Plugin = {
  name: 'NodeAffinity',
  preFilter(pod): PreFilterAnswer {
    const terms = requiredTerms(pod);
    if (terms === undefined && pod.spec.nodeSelector === undefined) return skip;
    const nodeNames = namedNodes(terms);
    if (nodeNames?.size === 0) return { type: 'reject', refusal: unresolvable(CONFLICT) };
    const filter = ({ node }: { readonly node: Node }) =>
      matchesNodeAffinity(pod, node) ? undefined : unresolvable(REASON);
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
    if (event.type === 'nodeAdd') return matchesNodeAffinity(pod, event.node);
    if (event.type !== 'nodeUpdate') return false;
    return matchesNodeAffinity(pod, event.node) && !matchesNodeAffinity(pod, event.previous);
  },
};

/** Whether `node` meets the pod's nodeSelector and required node affinity. */
export function matchesNodeAffinity(pod: Pod, node: Node): boolean {
  if (!matchesLabels(pod.spec.nodeSelector, node.metadata.labels)) return false;
  const terms = requiredTerms(pod);
  return terms === undefined || terms.some((term) => termMatches(term, node));
}

function requiredTerms(pod: Pod): readonly NodeSelectorTerm[] | undefined {
  return pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** All expressions of a term must hold; an empty term matches no node. */
function termMatches({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': node.metadata.name };
  return (
    matchExpressions.every(({ key, operator, values = [] }) =>
      requirementMatches({ key, operator, values }, node.metadata.labels),
    ) && matchFields.every(({ key, operator, values = [] }) => requirementMatches({ key, operator, values }, fields))
  );
}

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
