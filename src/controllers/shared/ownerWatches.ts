/**
 * Which owners a change of a dependent concerns: its controller, the one it had before, or, for an orphan, all that select it.
 * Models the pod handlers of pkg/controller/replicaset/replica_set.go (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { type Kind, type Kinds, apiVersionOf } from '../../api/kinds';
import { conditionOf } from '../../api/meta/conditions';
import { type Labels, type ObjectKey, controllerOf, keyOf } from '../../api/meta/objectMeta';
import type { Cache, CacheChange } from '../../client/cache';
import type { Watch } from '../controller';

type Selects<K extends Kind> = (object: Kinds[K], labels: Labels | undefined) => boolean;

/** Follows pods for owners of kind `owner` that count them; `selects` says which labels an owner asks for. */
export function podsOf<K extends Kind>(owner: K, selects: Selects<K>): Watch {
  const watch = dependentsOf(owner, 'Pod', selects);
  // Most changes of a pod on its way up change no count: a look for nothing reads all pods of the owner.
  return { ...watch, concerns: (change, cache) => (changesCounts(change) ? watch.concerns(change, cache) : []) };
}

/** Follows `dependent` for owners of kind `owner`; `selects` says which labels an owner asks for. */
export function dependentsOf<K extends Kind>(owner: K, dependent: Kind, selects: Selects<K>): Watch {
  return {
    kind: dependent,
    concerns(change, cache) {
      const now = ownerKeyOf(owner, change.object, cache);
      const before = change.previous && ownerKeyOf(owner, change.previous, cache);
      if (now !== undefined) return before === undefined || before.name === now.name ? [now] : [before, now];
      const former = before === undefined ? [] : [before];
      if (!isNewOrphan(change)) return former;
      const { namespace, labels } = change.object.metadata;
      const selecting = cache.list(owner, namespace).filter((object) => selects(object, labels));
      return [...former, ...selecting.map(keyOf)];
    },
  };
}

/** False if neither the owner of a pod nor what an owner counts has changed: active, labels, ready and since when. */
function changesCounts({ type, object, previous }: CacheChange): boolean {
  if (type !== 'MODIFIED' || previous === undefined) return true;
  const [before, after] = [previous as Pod, object as Pod]; // The watch is for pods.
  const { metadata, status } = after;
  if (metadata.labels !== before.metadata.labels || metadata.ownerReferences !== before.metadata.ownerReferences)
    return true;
  if (metadata.deletionTimestamp !== before.metadata.deletionTimestamp || status.phase !== before.status.phase)
    return true;
  if (status.conditions === before.status.conditions) return false;
  const [ready, was] = [conditionOf(status.conditions, 'Ready'), conditionOf(before.status.conditions, 'Ready')];
  return ready?.status !== was?.status || ready?.lastTransitionTime !== was?.lastTransitionTime;
}

/** The key of the owner of that kind that controls `object`, if the cache knows it. */
function ownerKeyOf(kind: Kind, object: CacheChange['object'], cache: Cache): ObjectKey | undefined {
  const reference = controllerOf(object);
  if (reference?.kind !== kind || reference.apiVersion !== apiVersionOf(kind)) return undefined;
  const { namespace } = object.metadata;
  const key = namespace === undefined ? { name: reference.name } : { namespace, name: reference.name };
  return cache.get(kind, key)?.metadata.uid === reference.uid ? key : undefined;
}

/** An object without a controller that appeared, was released or was relabelled: somebody may want it. */
function isNewOrphan({ type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED' || controllerOf(object) !== undefined) return false;
  return (
    previous === undefined ||
    previous.metadata.labels !== object.metadata.labels ||
    previous.metadata.ownerReferences !== object.metadata.ownerReferences
  );
}
