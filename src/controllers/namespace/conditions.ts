/**
 * What a namespace tells about its own deletion: five conditions, always in this order.
 * Models pkg/controller/namespace/deletion/status_condition_utils.go (v1.36.3).
 */
import type { NamespaceCondition } from '../../api/core/namespace';
import { withCondition } from '../../api/meta/conditions';
import type { Time } from '../../api/meta/objectMeta';
import type { Pass } from './content';

type Statement = Omit<NamespaceCondition, 'lastTransitionTime'>;

/** `conditions` after `pass`. */
export function conditionsAfter(
  conditions: readonly NamespaceCondition[] | undefined,
  pass: Pass,
  now: Time,
): readonly NamespaceCondition[] {
  let next = conditions ?? [];
  for (const statement of statementsOf(pass)) next = withCondition<NamespaceCondition>(next, statement, now);
  return next;
}

function statementsOf(pass: Pass): readonly Statement[] {
  return [
    {
      type: 'NamespaceDeletionDiscoveryFailure',
      status: 'False',
      reason: 'ResourcesDiscovered',
      message: 'All resources successfully discovered',
    },
    {
      type: 'NamespaceDeletionGroupVersionParsingFailure',
      status: 'False',
      reason: 'ParsedGroupVersions',
      message: 'All legacy kube types successfully parsed',
    },
    contentFailure(pass),
    contentRemaining(pass),
    finalizersRemaining(pass),
  ];
}

function contentFailure({ failures }: Pass): Statement {
  const type = 'NamespaceDeletionContentFailure';
  if (failures.length > 0) {
    const message = `Failed to delete all resource types, ${failures.length} remaining: ${[...failures].sort().join(', ')}`;
    return { type, status: 'True', reason: 'ContentDeletionFailed', message };
  }
  const message = 'All content successfully deleted, may be waiting on finalization';
  return { type, status: 'False', reason: 'ContentDeleted', message };
}

// While pods are waited for, the real one counts nothing yet: these two still speak of success.

function contentRemaining({ remaining, podsOnly }: Pass): Statement {
  const type = 'NamespaceContentRemaining';
  if (remaining.size === 0 || podsOnly) {
    return { type, status: 'False', reason: 'ContentRemoved', message: 'All content successfully removed' };
  }
  const rows = [...remaining].map(([resource, count]) => `${resource} has ${count} resource instances`);
  const message = `Some resources are remaining: ${rows.sort().join(', ')}`;
  return { type, status: 'True', reason: 'SomeResourcesRemain', message };
}

function finalizersRemaining({ finalizers, podsOnly }: Pass): Statement {
  const type = 'NamespaceFinalizersRemaining';
  if (finalizers.size === 0 || podsOnly) {
    const message = 'All content-preserving finalizers finished';
    return { type, status: 'False', reason: 'ContentHasNoFinalizers', message };
  }
  const rows = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`);
  const message = `Some content in the namespace has finalizers remaining: ${rows.sort().join(', ')}`;
  return { type, status: 'True', reason: 'SomeFinalizersRemain', message };
}
