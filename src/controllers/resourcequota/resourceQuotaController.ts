/**
 * Counts anew what a quota's namespace uses when something went, and from time to time. Admission charges what comes.
 * Models pkg/controller/resourcequota/resource_quota_controller.go (v1.36.3).
 */
import type { Pod, ResourceList } from '../../api/core/pod';
import { isPodTerminal } from '../../api/core/podStatus';
import type { ResourceQuota } from '../../api/core/resourceQuota';
import { type Kind, kinds } from '../../api/kinds';
import { keyOf } from '../../api/meta/objectMeta';
import { isInScope } from '../../api/quota/scopes';
import { addUsage, isCounted, isSameUsage, maskUsage, matchingResources, usageOf } from '../../api/quota/usage';
import type { CacheChange } from '../../client/cache';
import type { Controller, ControllerWorld, Watch } from '../controller';

const RESYNC_MS = 300_000;
/** What goes together is counted together; and what comes is in the caches by then. */
const BATCH_MS = 10;

const counted = Object.values(kinds)
  .map(({ kind }) => kind)
  .filter(isCounted);

export const resourceQuotaController: Controller<'ResourceQuota'> = {
  name: 'resourcequota-controller',
  kind: 'ResourceQuota',
  watches: counted.map(replenishing),
  // What admission and we ourselves write into the status says nothing new.
  isConcernedBy: ({ type, object, previous }) =>
    type !== 'DELETED' && (previous === undefined || !isSameUsage(previous.spec.hard, object.spec.hard)),
  tick: {
    periodMs: () => RESYNC_MS,
    run: async ({ cache }) => cache.list('ResourceQuota').map(keyOf),
  },

  async reconcile(key, world) {
    const quota = world.cache.get('ResourceQuota', key);
    if (quota === undefined) return undefined;
    const { hard = {} } = quota.spec;
    const used = maskUsage({ ...quota.status.used, ...usage(quota, world) }, Object.keys(hard));
    const isCurrent =
      quota.status.hard !== undefined &&
      quota.status.used !== undefined &&
      isSameUsage(hard, quota.status.hard) &&
      isSameUsage(used, quota.status.used);
    if (isCurrent) return undefined;
    world.explain.rule('quotaCounted', { quota: key.name });
    await world.client.update('ResourceQuota', { ...quota, status: { hard, used } }, 'status');
    return undefined;
  },
};

/** Follows `kind` for the quotas of its namespace: of what went, and of pods that ended, something is given back. */
function replenishing(kind: Kind): Watch {
  return {
    kind,
    batchMs: BATCH_MS,
    concerns(change, cache) {
      if (!givesBack(kind, change)) return [];
      return cache
        .list('ResourceQuota', change.object.metadata.namespace)
        .filter(({ spec }) => matchingResources(kind, Object.keys(spec.hard ?? {})).length > 0)
        .map(keyOf);
    },
  };
}

function givesBack(kind: Kind, { type, object, previous }: CacheChange): boolean {
  if (type === 'DELETED') return true;
  if (previous === undefined) return false;
  if (kind === 'Pod') return isPodTerminal(object as Pod) && !isPodTerminal(previous as Pod); // By kind.
  return kind === 'Service' && !isSameUsage(usageOf(kind, object, 0), usageOf(kind, previous, 0));
}

/** What the namespace uses of everything the quota limits; zero where there is nothing. */
function usage(quota: ResourceQuota, { cache, clock }: ControllerWorld): ResourceList {
  const limited = Object.keys(quota.spec.hard ?? {});
  let total: ResourceList = {};
  for (const kind of counted) {
    const names = matchingResources(kind, limited);
    if (names.length === 0) continue;
    total = { ...Object.fromEntries(names.map((name) => [name, '0'])), ...total };
    for (const object of cache.list(kind, quota.metadata.namespace)) {
      if (isInScope(quota, kind, object)) total = addUsage(total, maskUsage(usageOf(kind, object, clock.now()), names));
    }
  }
  return total;
}
