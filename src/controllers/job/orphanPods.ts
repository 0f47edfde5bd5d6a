/**
 * Takes the finalizer off pods that no job will count any more: their job is gone or finished.
 * Models syncOrphanPod of pkg/controller/job/job_controller.go (v1.36.3).
 */
import type { Job } from '../../api/batch/job';
import { isJobFinished, isManagedElsewhere } from '../../api/batch/jobStatus';
import type { Pod } from '../../api/core/pod';
import { apiVersionOf } from '../../api/kinds';
import { controllerOf, keyOf } from '../../api/meta/objectMeta';
import type { Cache } from '../../client/cache';
import type { Controller, Watch } from '../controller';
import { untrack } from './jobPods';
import { isTracked } from './jobSync';

/** True if nobody is going to count `pod`. */
function isForgotten(pod: Pod, cache: Cache): boolean {
  if (!isTracked(pod)) return false;
  const owner = controllerOf(pod);
  if (owner === undefined) return true;
  if (owner.kind !== 'Job' || owner.apiVersion !== apiVersionOf('Job')) return false;
  const { namespace = '' } = pod.metadata;
  const job = cache.get('Job', { namespace, name: owner.name });
  if (job === undefined || job.metadata.uid !== owner.uid) return true;
  return !isManagedElsewhere(job) && isJobFinished(job);
}

/** A job that is gone, or has just finished, leaves its pods to us. */
const jobs: Watch = {
  kind: 'Job',
  concerns({ type, object }, cache) {
    if (type !== 'DELETED' && !isJobFinished(object as Job)) return []; // The watch is for jobs.
    return cache.ownedBy('Pod', object.metadata.uid).filter(isTracked).map(keyOf);
  },
};

/** Frees the pods that jobs leave behind. */
export const jobOrphanPods: Controller<'Pod'> = {
  name: 'job-orphan-pods',
  source: 'job-controller',
  kind: 'Pod',
  watches: [jobs],
  isConcernedBy: ({ type, object }, cache) => type !== 'DELETED' && isForgotten(object, cache),

  async reconcile(key, world) {
    const pod = world.cache.get('Pod', key);
    if (pod === undefined || !isForgotten(pod, world.cache)) return undefined;
    world.explain.rule('jobGone', { pod: pod.metadata.name });
    await untrack(pod, world);
    return undefined;
  },
};
