/**
 * Revisions of a DaemonSet's or StatefulSet's template, kept as ControllerRevisions.
 * Models pkg/controller/history and pkg/controller/daemon/update.go (v1.36.3).
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { PodTemplateSpec } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { type KubeObject, type Labels, keyOf } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import type { ControllerWorld } from '../controller';
import { claim, controllerReference, readDependents } from './claim';
import { podTemplateHash } from './podTemplateHash';

/** Label on pods: the revision that they were made of. DaemonSets put it on the revision, too. */
export const REVISION_HASH = 'controller-revision-hash';

export interface Historian extends KubeObject {
  readonly spec: { readonly template: PodTemplateSpec };
  readonly status: { readonly collisionCount?: number };
}

/** A patch that sets the template to what it is now. */
function patchOf(template: PodTemplateSpec): unknown {
  return { spec: { template: { ...template, $patch: 'replace' } } };
}

/** The owner's revisions, oldest first, as the cache has them. */
export function revisionsOf(owner: KubeObject, world: ControllerWorld): readonly ControllerRevision[] {
  return [...world.cache.ownedBy('ControllerRevision', owner.metadata.uid)].sort((a, b) => a.revision - b.revision);
}

/** Takes over revisions that an owner of the same selector has left behind. True if there were some: the watch tells then. */
export async function adoptRevisions(
  owner: KubeObject,
  matches: (labels: Labels | undefined) => boolean,
  world: ControllerWorld,
): Promise<boolean> {
  const { orphans } = readDependents('ControllerRevision', owner, world);
  if (orphans.length === 0) return false;
  const adopted = await claim({ kind: 'ControllerRevision', owned: [], orphans }, owner, matches, () => true, world);
  return adopted.length > 0;
}

/** The template that `revision` keeps. */
export function templateOf(revision: ControllerRevision): PodTemplateSpec {
  const { spec } = revision.data as { readonly spec: { readonly template: PodTemplateSpec } }; // What patchOf made.
  const { $patch: _, ...template } = spec.template as PodTemplateSpec & { readonly $patch?: string };
  return template;
}

/**
 * The revision of the present template: the one that there is, moved to the top if it is an old one that was gone back
 * to, or a new one. `hashLabel` is the label of the revision that carries its hash.
 */
export async function currentRevision(
  owner: Historian,
  hashLabel: string,
  world: ControllerWorld,
): Promise<ControllerRevision> {
  const revisions = revisionsOf(owner, world);
  const data = patchOf(owner.spec.template);
  const newest = revisions.at(-1);
  const next = (newest?.revision ?? 0) + 1;
  const equal = revisions.findLast((revision) => isDeepEqual(revision.data, data));
  if (equal !== undefined) {
    if (equal === newest) return equal;
    world.explain.rule('revisionAgain', { owner: owner.metadata.name, revision: next, was: equal.revision });
    return world.client.update('ControllerRevision', { ...equal, revision: next });
  }
  const { name, namespace = '', annotations } = owner.metadata;
  const hash = podTemplateHash(owner.spec.template, owner.status.collisionCount);
  const key = { namespace, name: `${name}-${hash}` };
  world.explain.rule('revisionRecorded', { owner: name, revision: next });
  try {
    return await world.client.create('ControllerRevision', {
      metadata: {
        ...key,
        labels: { ...owner.spec.template.metadata.labels, [hashLabel]: hash },
        ...(annotations === undefined ? {} : { annotations }),
        ownerReferences: [controllerReference(owner)],
      },
      data: data as object, // Just built.
      revision: next,
    });
  } catch (error) {
    // The cache may not have seen our own yet.
    if (isReason(error, 'AlreadyExists')) return world.client.get('ControllerRevision', key);
    throw error;
  }
}

/** Deletes the oldest revisions beyond `limit` that nothing is of any more. */
export async function truncateHistory(
  owner: KubeObject,
  limit: number,
  isUsed: (revision: ControllerRevision) => boolean,
  world: ControllerWorld,
): Promise<void> {
  const old = revisionsOf(owner, world).slice(0, -1);
  const unused = old.filter((revision) => !isUsed(revision));
  for (const revision of unused.slice(0, Math.max(0, unused.length - limit))) {
    world.explain.rule('historyLimit', { owner: owner.metadata.name, limit, object: revision.metadata.name });
    await world.client.delete('ControllerRevision', keyOf(revision));
  }
}
