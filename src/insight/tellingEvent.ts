/**
 * The Event that tells most of why an object does not come on: where its own fields say only that it waits. Of a pod whose
 * containers are still being created the last warning (a volume that cannot be mounted), of a claim that is Pending what
 * was last said about it.
 */
import { storagePrefix } from '../apiserver/storageKey';
import type { Event } from '../api/core/event';
import type { Pod } from '../api/core/pod';
import type { KubeObject } from '../api/meta/objectMeta';
import type { Entry } from '../storage/store';
import type { Past } from './past';

/** The row of the Event's first write; undefined if the object's own fields tell enough. */
export function tellingEvent(past: Past, object: KubeObject): number | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return undefined;
  const isWaiting = object.kind === 'Pod' ? isBeingCreated(object as Pod) : isPendingClaim(object);
  if (!isWaiting) return undefined;
  let newest: Entry | undefined;
  for (const entry of past.store.list(storagePrefix('Event', object.metadata.namespace)).entries) {
    const { involvedObject, type } = entry.value as Event; // That prefix holds nothing else.
    if (involvedObject.uid !== object.metadata.uid || (object.kind === 'Pod' && type !== 'Warning')) continue;
    if (newest === undefined || entry.revision > newest.revision) newest = entry;
  }
  // Why it was said for the first time: later ones may be a timer's that looks again.
  return newest && (past.rowOf(newest.createRevision) ?? past.rowOf(newest.revision));
}

/** Bound, and nothing has gone wrong that its status tells of. */
function isBeingCreated({ spec, status }: Pod): boolean {
  if (!spec.nodeName || status.phase !== 'Pending') return false;
  const all = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  return all.every(({ state }) => ['ContainerCreating', 'PodInitializing'].includes(state?.waiting?.reason ?? ''));
}

function isPendingClaim(object: KubeObject): boolean {
  const { status } = object as { readonly status?: { readonly phase?: string } };
  return object.kind === 'PersistentVolumeClaim' && status?.phase === 'Pending';
}
