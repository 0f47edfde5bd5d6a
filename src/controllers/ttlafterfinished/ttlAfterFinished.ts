/**
 * Deletes Jobs some time after they have finished, with all that belongs to them.
 * Models pkg/controller/ttlafterfinished/ttlafterfinished_controller.go (v1.36.3).
 */
import type { Job } from '../../api/batch/job';
import { finishedConditionOf } from '../../api/batch/jobStatus';
import { parseTime } from '../../api/meta/time';
import { isReason } from '../../api/meta/status';
import type { Controller } from '../controller';

/** When the job is to go, in milliseconds since the epoch; undefined if nobody asked for it or it has not finished. */
function expiresAt(job: Job): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  const finishedAt = finishedConditionOf(job)?.lastTransitionTime;
  if (ttlSecondsAfterFinished === undefined || finishedAt === undefined) return undefined;
  if (job.metadata.deletionTimestamp !== undefined) return undefined;
  return parseTime(finishedAt) + ttlSecondsAfterFinished * 1000;
}

export const ttlAfterFinishedController: Controller<'Job'> = {
  name: 'ttl-after-finished-controller',
  kind: 'Job',
  watches: [],
  isConcernedBy: ({ type, object }) => type !== 'DELETED' && expiresAt(object) !== undefined,

  async reconcile(key, world) {
    const job = world.cache.get('Job', key);
    const at = job && expiresAt(job);
    if (job === undefined || at === undefined) return undefined;
    const now = world.clock.now();
    if (at > now) return { requeueAfterMs: at - now };
    const { ttlSecondsAfterFinished: seconds = 0 } = job.spec;
    world.explain.rule('jobExpired', { owner: key.name, ttlMs: seconds * 1000 });
    try {
      await world.client.delete('Job', key, {
        propagationPolicy: 'Foreground',
        preconditions: { uid: job.metadata.uid },
      });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
    return undefined;
  },
};
