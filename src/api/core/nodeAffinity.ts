/**
 * Which nodes a pod's nodeSelector and required node affinity allow.
 * Models component-helpers/scheduling/corev1/nodeaffinity (v1.36.3).
 */
import { matchesLabels, requirementMatches } from '../meta/labels';
import type { Node } from './node';
import type { NodeSelectorTerm } from './affinity';
import type { PodSpec } from './pod';

type Wanted = Pick<PodSpec, 'nodeSelector' | 'affinity'>;

/** Whether `node` meets the pod's nodeSelector and required node affinity. */
export function matchesNodeAffinity(spec: Wanted, node: Node): boolean {
  if (!matchesLabels(spec.nodeSelector, node.metadata.labels)) return false;
  const terms = requiredTerms(spec);
  return terms === undefined || terms.some((term) => termMatches(term, node));
}

/** The terms of the required node affinity, of which one must match; undefined if there are none. */
export function requiredTerms(spec: Wanted): readonly NodeSelectorTerm[] | undefined {
  return spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

/** All expressions of a term must hold; an empty term matches no node. */
export function termMatches({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: Node): boolean {
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  const fields = { 'metadata.name': node.metadata.name };
  return (
    matchExpressions.every(({ key, operator, values = [] }) =>
      requirementMatches({ key, operator, values }, node.metadata.labels),
    ) && matchFields.every(({ key, operator, values = [] }) => requirementMatches({ key, operator, values }, fields))
  );
}
