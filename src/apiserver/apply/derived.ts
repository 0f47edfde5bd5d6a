/**
 * The owners of an object that no person has written: which component makes and reports objects of a kind is no secret,
 * so nothing is kept for them.
 * Simplified: the time of the last report is that of the newest condition.
 */
import { apiVersionOf, type Kind } from '../../api/kinds';
import type { Event } from '../../api/core/event';
import type { Pod } from '../../api/core/pod';
import type { KubeObject } from '../../api/meta/objectMeta';
import { compare } from './compare';
import { isEmpty, union } from './fieldSet';
import { emptyObject, type ManagedEntry, shapeOf, withoutSystemFields } from './managedEntry';

/** One entry for the maker, one for who writes the status. */
export function derivedEntries(kind: Kind, object: KubeObject): readonly ManagedEntry[] {
  const { status, ...rest } = object as KubeObject & { readonly status?: Status };
  const empty = emptyObject(kind);
  const made = kind === 'Pod' ? podAsMade(rest as Pod) : rest; // The kind says so.
  const own = { ...empty, ...made };
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

/** What admission and the scheduler add to a pod. */
const added = new Set(
  'nodeName serviceAccount serviceAccountName tolerations priority preemptionPolicy volumes'.split(' '),
);

/** A pod as it was sent by its maker. */
function podAsMade({ spec, ...pod }: Pod): object {
  const isToken = ({ name }: { readonly name: string }) => name.startsWith('kube-api-access-');
  const volumes = spec.volumes?.filter((volume) => !isToken(volume)) ?? [];
  return {
    ...pod,
    spec: {
      ...Object.fromEntries(Object.entries(spec).filter(([name]) => !added.has(name))),
      ...(volumes.length === 0 ? {} : { volumes }),
      containers: spec.containers.map(({ volumeMounts, ...container }) => {
        const mounts = volumeMounts?.filter((mount) => !isToken(mount)) ?? [];
        return mounts.length === 0 ? container : { ...container, volumeMounts: mounts };
      }),
    },
  };
}
