/** Conditions of definitions, and what the first DELETE of one writes. Models apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go (v1.36.3). */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
} from '../../api/apiextensions/customResourceDefinition';
import { isDeepEqual } from '../../api/meta/equality';

/** Holds a definition until its instances are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

/** A condition but for its time. */
export type Condition = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>;

const pending: Condition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionPending',
  message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
};

/** A definition whose deletion was asked for the first time: instances are to go first. */
export function markedForCleanup(crd: CustomResourceDefinition, now: string): CustomResourceDefinition {
  const { finalizers = [] } = crd.metadata;
  if (crd.metadata.deletionTimestamp !== undefined || finalizers.includes(CLEANUP)) return crd;
  const marked = { ...crd, metadata: { ...crd.metadata, finalizers: [...finalizers, CLEANUP] } };
  return withCondition(marked, pending, now);
}

/** `crd` with a condition; its time changes with its status alone. */
export function withCondition(
  crd: CustomResourceDefinition,
  condition: Condition,
  now: string,
): CustomResourceDefinition {
  const conditions = crd.status.conditions ?? [];
  const before = conditions.find(({ type }) => type === condition.type);
  const lastTransitionTime = before?.status === condition.status ? (before.lastTransitionTime ?? now) : now;
  const next = { lastTransitionTime, ...condition };
  if (before !== undefined && isDeepEqual(before, next)) return crd;
  const all = before === undefined ? [...conditions, next] : conditions.map((each) => (each === before ? next : each));
  return { ...crd, status: { ...crd.status, conditions: all } };
}
