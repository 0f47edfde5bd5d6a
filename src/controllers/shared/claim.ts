/**
 * Makes ownerReferences agree with selectors: adopts matching orphans, releases what no longer matches.
 * Models pkg/controller/controller_ref_manager.go (v1.36.3).
 */
import type { Kind, Kinds } from '../../api/kinds';
import {
  type KubeObject,
  type Labels,
  type OwnerReference,
  controllerOf,
  keyOf,
  keyText,
} from '../../api/meta/objectMeta';
import { ApiError, failure, isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';

/** The reference by which `owner` controls a dependent. */
export function controllerReference(owner: KubeObject): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  const { name, uid } = metadata;
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** What `owner` may have to do with, as the cache shows it. An owner that is being deleted adopts nothing. */
export interface Dependents<K extends Kind> {
  readonly kind: K;
  readonly owned: readonly Kinds[K][];
  readonly orphans: readonly Kinds[K][];
}

/** Reads the dependents of `owner` once: reading costs virtual time. */
export function readDependents<K extends Kind>(kind: K, owner: KubeObject, world: ControllerWorld): Dependents<K> {
  const { uid, namespace = '', deletionTimestamp } = owner.metadata;
  const owned = world.cache.ownedBy(kind, uid);
  return { kind, owned, orphans: deletionTimestamp === undefined ? world.cache.orphans(kind, namespace) : [] };
}

/**
 * Dependents that `owner` controls and selects, after adoption and release: those that `counts` lets through.
 * `counts` is asked once for each object that is owned or may be adopted; what is adopted gets `finalizers` too.
 * Throws ApiError if a patch is refused.
 */
export async function claim<K extends Kind>(
  { kind, owned, orphans }: Dependents<K>,
  owner: KubeObject,
  matches: (labels: Labels | undefined) => boolean,
  counts: (object: Kinds[K]) => boolean,
  world: ControllerWorld,
  finalizers: readonly string[] = [],
): Promise<readonly Kinds[K][]> {
  const { uid, deletionTimestamp } = owner.metadata;
  const claimed: Kinds[K][] = [];
  // Objects of one template share their labels: one answer serves them all.
  let known: { readonly labels: Labels | undefined; readonly isMatch: boolean } | undefined;
  const isSelected = ({ metadata: { labels } }: KubeObject) => {
    if (known === undefined || known.labels !== labels) known = { labels, isMatch: matches(labels) };
    return known.isMatch;
  };
  for (const object of owned) {
    if (controllerOf(object)?.uid !== uid || !counts(object)) continue;
    if (isSelected(object)) claimed.push(object);
    else if (deletionTimestamp === undefined) await release(kind, object, owner, world);
  }
  let mayAdopt: boolean | undefined;
  for (const orphan of orphans) {
    if (orphan.metadata.deletionTimestamp !== undefined || !isSelected(orphan) || !counts(orphan)) continue;
    mayAdopt ??= await isStillThere(owner, world);
    const adopted = mayAdopt ? await adopt(kind, orphan, owner, world, finalizers) : undefined;
    if (adopted !== undefined) claimed.push(adopted);
  }
  return claimed;
}

/** Asks the API server itself: an owner that is being deleted must not adopt. Throws if it is another object by now. */
async function isStillThere(owner: KubeObject, world: ControllerWorld): Promise<boolean> {
  const live: KubeObject = await world.client.get(owner.kind as Kind, keyOf(owner)); // An owner is of a kind we know.
  if (live.metadata.uid !== owner.metadata.uid) {
    const message = `original ${owner.kind} ${keyText(keyOf(owner))} is gone: got uid ${live.metadata.uid}, wanted ${owner.metadata.uid}`;
    throw new ApiError(failure(409, 'Conflict', message));
  }
  return live.metadata.deletionTimestamp === undefined;
}

async function adopt<K extends Kind>(
  kind: K,
  orphan: Kinds[K],
  owner: KubeObject,
  world: ControllerWorld,
  finalizers: readonly string[],
): Promise<Kinds[K] | undefined> {
  const { uid } = orphan.metadata;
  const more = finalizers.length === 0 ? {} : { finalizers };
  const body = { metadata: { uid, ownerReferences: [controllerReference(owner)], ...more } };
  world.explain.rule('adopted', { kind, object: orphan.metadata.name, owner: owner.metadata.name });
  return ignoringGone(() => world.client.patch(kind, keyOf(orphan), { type: 'strategic', body }));
}

async function release<K extends Kind>(
  kind: K,
  object: Kinds[K],
  owner: KubeObject,
  world: ControllerWorld,
): Promise<void> {
  const ownerReferences = [{ $patch: 'delete', uid: owner.metadata.uid }];
  const body = { metadata: { uid: object.metadata.uid, ownerReferences } };
  world.explain.rule('released', { kind, object: object.metadata.name, owner: owner.metadata.name });
  await ignoringGone(() => world.client.patch(kind, keyOf(object), { type: 'strategic', body }));
}

/** A dependent that is gone, or is another one of the same name by now, is nobody's business any more. */
async function ignoringGone<T>(patch: () => Promise<T>): Promise<T | undefined> {
  try {
    return await patch();
  } catch (error) {
    if (isReason(error, 'NotFound') || isReason(error, 'Invalid')) return undefined;
    throw error;
  }
}
