/**
 * The owners of an object that no person has written: which component makes and reports objects of a kind is no secret,
 * so nothing is kept for them.
 * Simplified: the time of the last report is that of the newest condition.
 */
import { apiVersionOf, type Kind } from '../../api/kinds';
import type { Event } from '../../api/core/event';
import type { KubeObject } from '../../api/meta/objectMeta';
import { asSent } from './asSent';
import { compare } from './compare';
import { isEmpty, union } from './fieldSet';
import { emptyObject, type ManagedEntry, shapeOf, withoutSystemFields } from './managedEntry';

/** One entry for the maker, one for who writes the status. */
export function derivedEntries(kind: Kind, object: KubeObject): readonly ManagedEntry[] {
  const { status, ...rest } = object as KubeObject & { readonly status?: Status };
  const empty = emptyObject(kind);
  const own = { ...empty, ...asSent(kind, rest as KubeObject) };
  const { creationTimestamp: time } = object.metadata;
  const entry = (manager: string, at: string, next: object, subresource?: string): readonly ManagedEntry[] => {
    const comparison = compare(empty, next, shapeOf(kind));
    const fieldsV1 = withoutSystemFields(union(comparison.added, comparison.modified));
    if (isEmpty(fieldsV1)) return [];
    const base = {
      manager,
      operation: 'Update',
      apiVersion: apiVersionOf(kind),
      time: at,
      fieldsType: 'FieldsV1',
      fieldsV1,
    };
    return [{ ...base, ...(subresource === undefined ? {} : { subresource }) } as ManagedEntry]; // As it stands here.
  };
  const reporter = kind === 'Pod' || kind === 'Node' ? 'kubelet' : 'kube-controller-manager';
  const reported = status === undefined ? [] : entry(reporter, newest(status) ?? time, { ...empty, status }, 'status');
  return [...entry(makerOf(kind, object), time, own), ...reported];
}

interface Status {
  readonly conditions?: readonly { readonly lastTransitionTime?: string; readonly lastHeartbeatTime?: string }[];
}

function newest({ conditions = [] }: Status): string | undefined {
  const times = conditions.flatMap(({ lastTransitionTime = '', lastHeartbeatTime = '' }) => [
    lastTransitionTime,
    lastHeartbeatTime,
  ]);
  return times.sort().at(-1) || undefined;
}

function makerOf(kind: Kind, object: KubeObject): string {
  switch (kind) {
    case 'Node':
    case 'Lease':
      return 'kubelet';
    case 'Namespace':
      return 'kube-apiserver';
    case 'Event':
      return (object as Event).source?.component ?? (object as Event).reportingComponent ?? 'kubelet'; // The kind says so.
    default:
      return 'kube-controller-manager';
  }
}
