/**
 * Deletes what lost its owners, and carries out the foreground and orphan deletion of owners.
 * Models pkg/controller/garbagecollector (v1.36.3): one loop per kind of dependent, over the owner index of the caches.
 * Left out: the graph of its own, virtual nodes, owners of kinds that the cluster does not know (they count as there).
 * Custom resources are one kind here, of which the metadata are known.
 */
import { storageVersionOf } from '../../api/apiextensions/customResourceDefinition';
import { CUSTOM_RESOURCE, infoOf, type Kind, kindOf, kinds } from '../../api/kinds';
import { type KubeObject, type ObjectKey, type OwnerReference, keyOf } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import type { Cache, CacheChange } from '../../client/cache';
import type { BroadWatch, Controller, ControllerWorld } from '../controller';

const FOREGROUND = 'foregroundDeletion';
const ORPHAN = 'orphan';

/** Events are owned by nobody and own nothing. */
const collectable: readonly Kind[] = [
  ...Object.values(kinds)
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'Event'),
  CUSTOM_RESOURCE,
];

/** Every change of every kind, but those that leave owners and dependents as they are. */
const relatives: BroadWatch = {
  kinds: collectable,
  passesBy: (change) => change.type !== 'DELETED' && !isGoing(change) && !isReleased(change),
};

/** One loop per kind. Together they are kube-controller-manager's garbage-collector-controller. */
export const garbageCollectors: readonly Controller[] = collectable.map(collectorOf);

function collectorOf(kind: Kind): Controller {
  return {
    name: `garbage-collector-controller/${infoOf(kind).plural}`,
    source: 'garbage-collector-controller',
    kind,
    watches: [],
    follows: relatives,
    concerns: (change, cache) => relativesOf(kind, change, cache),
    isConcernedBy: (change, cache) => needsLook(change, cache),
    reconcile: (key, world) => collect(kind, key, world),
  };
}

/** The objects of `kind` that a change elsewhere concerns: their owner went, or a dependent that held them went. */
function relativesOf(kind: Kind, change: CacheChange, cache: Cache): readonly ObjectKey[] {
  const { object, previous, type } = change;
  const isGone = type === 'DELETED';
  const keys: ObjectKey[] = [];
  if (isGone || isGoing(change)) keys.push(...cache.ownedBy(kind, object.metadata.uid).map(keyOf));
  if (!isGone && !isReleased(change)) return keys;
  for (const reference of (previous ?? object).metadata.ownerReferences ?? []) {
    const place = ownerPlace(reference, object, cache);
    if (place?.kind !== kind) continue;
    const owner = cachedOwner(place, reference, cache);
    if (owner !== undefined && isWaitingForDependents(owner)) keys.push(keyOf(owner));
  }
  return keys;
}

/** The object waits for its dependents, and did not before. */
function isGoing({ object, previous }: CacheChange): boolean {
  return isWaitingForDependents(object) && !(previous !== undefined && isWaitingForDependents(previous));
}

function isReleased({ object, previous }: CacheChange): boolean {
  return previous !== undefined && previous.metadata.ownerReferences !== object.metadata.ownerReferences;
}

/** Cheap test for every change: nearly all objects are there with their owners and need nothing. */
function needsLook({ type, object, previous }: CacheChange, cache: Cache): boolean {
  if (type === 'DELETED') return false;
  if (isWaitingForDependents(object) || isOrphaning(object)) return true;
  const { ownerReferences } = object.metadata;
  if (ownerReferences === undefined || previous?.metadata.ownerReferences === ownerReferences) return false;
  return ownerReferences.some((reference) => {
    const place = ownerPlace(reference, object, cache);
    return place !== undefined && cachedOwner(place, reference, cache) === undefined;
  });
}

async function collect(kind: Kind, key: ObjectKey, world: ControllerWorld): Promise<undefined> {
  const object: KubeObject | undefined = world.cache.get(kind, key);
  if (object === undefined) return undefined;
  if (object.metadata.deletionTimestamp !== undefined) {
    if (isOrphaning(object)) await orphanDependents(kind, object, world);
    else if (isWaitingForDependents(object)) await finishForeground(kind, object, world);
    return undefined;
  }
  if ((object.metadata.ownerReferences ?? []).length > 0) await judge(kind, object, world);
  return undefined;
}

/** Deletes `object` if no owner holds it any more; drops references to owners that are gone or going. */
async function judge(kind: Kind, object: KubeObject, world: ControllerWorld): Promise<void> {
  const { ownerReferences = [], uid, resourceVersion } = object.metadata;
  const gone: OwnerReference[] = [];
  const going: OwnerReference[] = [];
  for (const reference of ownerReferences) {
    const owner = await findOwner(reference, object, world);
    if (owner === 'absent') gone.push(reference);
    else if (owner !== 'unknown' && isWaitingForDependents(owner)) going.push(reference);
  }
  const holding = ownerReferences.length - gone.length - going.length;
  if (holding > 0) {
    const dropped = [...gone, ...going].map((reference) => reference.uid);
    if (dropped.length === 0) return;
    const owner = [...gone, ...going].map(({ name }) => name).join(', ');
    world.explain.rule('ownerDropped', { kind, object: object.metadata.name, owner });
    await dropOwners(kind, object, dropped, world);
    return;
  }
  const hasDependents = going.length > 0 && collectable.some((each) => world.cache.ownedBy(each, uid).length > 0);
  const propagationPolicy =
    hasDependents || hasFinalizer(object, FOREGROUND)
      ? 'Foreground'
      : hasFinalizer(object, ORPHAN)
        ? 'Orphan'
        : 'Background';
  const options = { propagationPolicy, preconditions: { uid, resourceVersion } } as const;
  const [last] = going.length > 0 ? going : gone;
  const told = { kind, object: object.metadata.name, owner: last?.name ?? '', ownerKind: last?.kind ?? '' };
  world.explain.rule(going.length > 0 ? 'ownerGoing' : 'ownerGone', told);
  await ignoringGone(() => world.client.delete(kind, keyOf(object), options));
}

/** The owner, from the cache or else from the API server itself; a kind that nobody knows is believed. */
async function findOwner(
  reference: OwnerReference,
  dependent: KubeObject,
  world: ControllerWorld,
): Promise<KubeObject | 'absent' | 'unknown'> {
  const place = ownerPlace(reference, dependent, world.cache);
  if (place === undefined) return 'unknown';
  if (place.isBeyond) {
    const message = `ownerRef [${reference.apiVersion}/${reference.kind}, namespace: , name: ${reference.name}, uid: ${reference.uid}] does not exist in namespace ""`;
    await world.recorder.event(dependent, 'Warning', 'OwnerRefInvalidNamespace', message);
    return 'unknown';
  }
  const cached = cachedOwner(place, reference, world.cache);
  if (cached !== undefined) return cached;
  try {
    const live: KubeObject = await world.client.get(place.kind, place.key);
    return live.metadata.uid === reference.uid ? live : 'absent';
  } catch (error) {
    if (isReason(error, 'NotFound')) return 'absent';
    throw error;
  }
}

/** The owner may go once no dependent holds it; those that do are deleted by their own loops. */
async function finishForeground(kind: Kind, owner: KubeObject, world: ControllerWorld): Promise<void> {
  const { uid } = owner.metadata;
  const holds = (reference: OwnerReference) => reference.uid === uid && reference.blockOwnerDeletion === true;
  for (const each of collectable) {
    if (world.cache.ownedBy(each, uid).some(({ metadata }) => metadata.ownerReferences?.some(holds))) return;
  }
  world.explain.rule('dependentsGone', { kind, object: owner.metadata.name });
  await dropFinalizer(kind, owner, FOREGROUND, world);
}

/** Takes the owner's name off its dependents, then lets it go. */
async function orphanDependents(kind: Kind, owner: KubeObject, world: ControllerWorld): Promise<void> {
  const { uid, name } = owner.metadata;
  world.explain.rule('orphaned', { kind, object: name });
  for (const each of collectable) {
    for (const dependent of world.cache.ownedBy(each, uid)) {
      await dropOwners(each, dependent, [uid], world);
    }
  }
  await dropFinalizer(kind, owner, ORPHAN, world);
}

/** Takes owners off an object. Custom resources have no Go type to merge by: they get the whole list. */
async function dropOwners(
  kind: Kind,
  dependent: KubeObject,
  uids: readonly string[],
  world: ControllerWorld,
): Promise<void> {
  const { uid, resourceVersion, ownerReferences = [] } = dependent.metadata;
  const key = keyOf(dependent);
  if (kind === CUSTOM_RESOURCE) {
    const rest = ownerReferences.filter((reference) => !uids.includes(reference.uid));
    const body = { metadata: { uid, resourceVersion, ownerReferences: rest } };
    await ignoringGone(() => world.client.patch(kind, key, { type: 'merge', body }));
    return;
  }
  const dropped = uids.map((each) => ({ $patch: 'delete', uid: each }));
  const body = { metadata: { uid, ownerReferences: dropped } };
  await ignoringGone(() => world.client.patch(kind, key, { type: 'strategic', body }));
}

async function dropFinalizer(kind: Kind, object: KubeObject, finalizer: string, world: ControllerWorld): Promise<void> {
  const { resourceVersion, finalizers = [] } = object.metadata;
  const rest = finalizers.filter((each) => each !== finalizer);
  const body = { metadata: { resourceVersion, finalizers: rest.length > 0 ? rest : null } };
  await ignoringGone(() => world.client.patch(kind, keyOf(object), { type: 'merge', body }));
}

/** What is gone needs no deletion, and another object of the same name is another matter. */
async function ignoringGone(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

/** Where an owner is looked for. */
interface OwnerPlace {
  readonly kind: Kind;
  readonly key: ObjectKey;
  /** The owner lives in a namespace, its dependent in none. */
  readonly isBeyond: boolean;
}

/** Where the owner that `reference` names would be; undefined if nobody knows its kind. */
function ownerPlace(reference: OwnerReference, dependent: KubeObject, cache: Cache): OwnerPlace | undefined {
  const { name } = reference;
  const { namespace } = dependent.metadata;
  const place = (kind: Kind, namespaced: boolean, called: string): OwnerPlace => ({
    kind,
    key: namespaced && namespace !== undefined ? { namespace, name: called } : { name: called },
    isBeyond: namespaced && namespace === undefined,
  });
  const kind = kindOf(reference.apiVersion, reference.kind);
  if (kind !== undefined) return place(kind, kinds[kind].namespaced, name);
  const [group = ''] = reference.apiVersion.split('/');
  const crd = cache
    .list('CustomResourceDefinition')
    .find(({ spec }) => spec.group === group && spec.names.kind === reference.kind);
  if (crd === undefined) return undefined;
  const { scope, names } = crd.spec;
  const called = `${group}:${storageVersionOf(crd)}:${names.plural}:${name}`;
  return place(CUSTOM_RESOURCE, scope === 'Namespaced', called);
}

function cachedOwner({ kind, key }: OwnerPlace, reference: OwnerReference, cache: Cache): KubeObject | undefined {
  const owner: KubeObject | undefined = cache.get(kind, key);
  return owner?.metadata.uid === reference.uid ? owner : undefined;
}

function isWaitingForDependents(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, FOREGROUND);
}

function isOrphaning(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && hasFinalizer(object, ORPHAN);
}

function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}
