/**
 * What may be changed about where a pod is to run while its scheduling gates keep it: it may only become more choosy.
 * Models validateNodeSelectorMutation and validateNodeAffinityMutation of pkg/apis/core/validation (v1.36.3).
 */
import type { Affinity, NodeSelectorRequirement, NodeSelectorTerm } from '../../../api/core/affinity';
import type { PodSpec } from '../../../api/core/pod';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, invalid } from '../fieldError';

type NodeAffinity = Affinity['nodeAffinity'];

/** The spec with the old nodeSelector and node affinity, if the new ones only add to them; complaints if they do not. */
export function withOldDirectives(next: PodSpec, old: PodSpec, errors: FieldError[]): PodSpec {
  if ((old.schedulingGates ?? []).length === 0) return next;
  checkSelector(next.nodeSelector, old.nodeSelector, errors);
  const { nodeSelector: _selector, affinity, ...rest } = next;
  const before = old.affinity?.nodeAffinity;
  if (!isDeepEqual(affinity?.nodeAffinity, before)) checkTerms(affinity?.nodeAffinity, before, errors);
  const { nodeAffinity: _own, ...others } = affinity ?? {};
  const isBare = Object.keys(others).length === 0 && before === undefined;
  const kept =
    isBare && old.affinity === undefined ? undefined : { ...others, ...(before && { nodeAffinity: before }) };
  return {
    ...rest,
    ...(old.nodeSelector && { nodeSelector: old.nodeSelector }),
    ...(kept && { affinity: kept }),
  };
}

function checkSelector(next: PodSpec['nodeSelector'], old: PodSpec['nodeSelector'] = {}, errors: FieldError[]): void {
  if (Object.entries(old).every(([key, value]) => next?.[key] === value)) return;
  const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  errors.push(invalid('spec.nodeSelector', next ?? null, why));
}

function checkTerms(next: NodeAffinity, old: NodeAffinity, errors: FieldError[]): void {
  const before = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const after = next?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const field = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';
  if (before.length === 0) return;
  if (before.length !== after.length) {
    const why = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed';
    errors.push(invalid(field, after.length === 0 ? null : after.map(internal), why));
    return;
  }
  before.forEach((term, index) => {
    const given = after[index];
    if (given === undefined || onlyAdds(given, term)) return;
    errors.push(
      invalid(`${field}[${index}]`, internal(given), 'only additions are allowed (no mutations or deletions)'),
    );
  });
}

function onlyAdds(next: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const lists = (term: NodeSelectorTerm) => [term.matchExpressions ?? [], term.matchFields ?? []] as const;
  const [before, after] = [lists(old), lists(next)];
  // A term without requirements means no node: one with some would mean more.
  if (before.every(({ length }) => length === 0)) return after.every(({ length }) => length === 0);
  return before.every((list, index) => isDeepEqual(after[index]?.slice(0, list.length), list));
}

/** As Go prints the internal type. */
function internal({ matchExpressions, matchFields }: NodeSelectorTerm): Readonly<Record<string, unknown>> {
  return { MatchExpressions: requirements(matchExpressions), MatchFields: requirements(matchFields) };
}

function requirements(list: readonly NodeSelectorRequirement[] | undefined): unknown {
  return list?.map(({ key, operator, values }) => ({ Key: key, Operator: operator, Values: values ?? null })) ?? null;
}
