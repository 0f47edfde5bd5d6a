/**
 * Sees to it that a container's image is on the machine: policy, one pull at a time, back-off after failures.
 * Models pkg/kubelet/images/image_manager.go and puller.go (v1.36.3).
 */
import type { Container, Pod } from '../api/core/pod';
import { type BackOffLimits, backOffUntil, goDuration, lengthenBackOff } from './backOff';
import { type Kubelet, type PullQueue, type QueuedPull, instantAfter, podEvent, wake } from './context';
import type { StartFailure, StartStep } from './podWorker';
import { because, keepRow } from './reasons';
import { mustPullAgain, notePulled, pullCredentials } from './pullCredentials';

/** What to do about an image. */
export type ImageAnswer =
  | { readonly type: 'present' }
  /** The worker is told when the pull is over. */
  | { readonly type: 'pulling' }
  | { readonly type: 'failed'; readonly failure: StartFailure };

/** The end of a pull. */
export interface Pulled {
  readonly uid: string;
  readonly container: string;
  readonly generation: number;
  readonly durationMs: number;
  readonly sizeBytes: number;
  readonly error?: string;
}

/** The back-off of failing pulls. */
export function imageBackOffLimits(kl: Kubelet): BackOffLimits {
  const { imageBackOffMs, imageBackOffMaxMs, backOffResetMs } = kl.world.profile;
  return { firstMs: imageBackOffMs, maxMs: imageBackOffMaxMs, resetMs: backOffResetMs };
}

/** Decides, records the Events of it, and queues a pull where one is needed. `generation` is the waiting worker's. */
export async function ensureImage(
  kl: Kubelet,
  pod: Pod,
  container: Container,
  generation: number,
): Promise<ImageAnswer> {
  const { image, name, imagePullPolicy } = container;
  const { uid } = pod.metadata;
  const parsed = kl.runtime.parseImage(image);
  if (parsed.type === 'invalid') {
    const message = `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${parsed.cause}`;
    await podEvent(kl, pod, 'Warning', 'InspectFailed', message, name);
    return { type: 'failed', failure: { reason: 'InvalidImageName', message } };
  }
  const status = queueOf(kl).current?.image === image ? undefined : kl.runtime.imageStatus(image);
  const isUsable =
    status !== undefined && imagePullPolicy !== 'Always' && !(await mustPullAgain(kl, pod, image, status.imageID));
  if (isUsable) {
    const message = `Container image "${image}" already present on machine and can be accessed by the pod`;
    await podEvent(kl, pod, 'Normal', 'Pulled', message, name);
    return { type: 'present' };
  }
  if (imagePullPolicy === 'Never') {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    kl.world.explain.rule('imageNeverPulled', { container: name, image }, because(kl, uid));
    await podEvent(kl, pod, 'Warning', 'ErrImageNeverPull', message, name);
    return { type: 'failed', failure: { reason: 'ErrImageNeverPull', message } };
  }
  const key = `${uid}_${image}`;
  const now = kl.world.clock.now();
  const updatedAt = kl.imageBackOff.get(key)?.updatedAt;
  if (
    updatedAt !== undefined &&
    backOffUntil(kl.imageBackOff, key, updatedAt, now, imageBackOffLimits(kl)) !== undefined
  ) {
    const message = `Back-off pulling image "${image}"`;
    const { backOffMs = 0 } = kl.imageBackOff.get(key) ?? {};
    const { imageBackOffMaxMs: maxMs } = kl.world.profile;
    kl.world.explain.rule(
      'imageBackOff',
      { container: name, image, backOffMs, maxMs },
      because(kl, uid, `${name}/image`),
    );
    await podEvent(kl, pod, 'Normal', 'BackOff', message, name);
    const error = kl.pullErrors.get(key);
    const detail = error === undefined ? '' : `: ErrImagePull: ${error}`;
    return { type: 'failed', failure: { reason: 'ImagePullBackOff', message: `${message}${detail}` } };
  }
  const credentials = await pullCredentials(kl, pod, image);
  keepRow(kl, uid, `${name}/image`);
  kl.world.explain.rule('imagePulling', { container: name, image, policy: imagePullPolicy });
  await podEvent(kl, pod, 'Normal', 'Pulling', `Pulling image "${image}"`, name);
  enqueue(kl, { uid, container: name, generation, image, credentials });
  return { type: 'pulling' };
}

/** The pull that `step` waited for is over: the Events, and why the container cannot start, if so. */
export async function afterPull(
  kl: Kubelet,
  pod: Pod,
  container: Container,
  step: StartStep,
): Promise<StartFailure | undefined> {
  const { image, name } = container;
  const { uid } = pod.metadata;
  const key = `${uid}_${image}`;
  const now = kl.world.clock.now();
  const { error, durationMs = 0 } = step.pulled ?? {};
  const { explain } = kl.world;
  if (error !== undefined) {
    const row = kl.runtime.doings.imageBrokenBy(image);
    explain.rule('imagePullFailed', { container: name, image, error }, row === undefined ? because(kl, uid) : { row });
    keepRow(kl, uid, `${name}/image`);
    await podEvent(kl, pod, 'Warning', 'Failed', `Failed to pull image "${image}": ${error}`, name);
    lengthenBackOff(kl.imageBackOff, key, now, now, imageBackOffLimits(kl));
    kl.pullErrors.set(key, error);
    return { reason: 'ErrImagePull', message: error };
  }
  explain.rule('imagePulled', { container: name, image, tookMs: durationMs }, because(kl, uid, `${name}/image`));
  const took = goDuration(durationMs);
  const waited = goDuration(now - (step.pullAskedAt ?? now));
  const size = `Image size: ${step.pulled?.sizeBytes ?? 0} bytes.`;
  const message = `Successfully pulled image "${image}" in ${took} (${waited} including waiting). ${size}`;
  await podEvent(kl, pod, 'Normal', 'Pulled', message, name);
  kl.pullErrors.delete(key);
  return undefined;
}

function queueOf(kl: Kubelet): PullQueue {
  return kl.pulls.get('queue') ?? { waiting: [] };
}

function enqueue(kl: Kubelet, pull: QueuedPull): void {
  const queue = queueOf(kl);
  kl.pulls.set('queue', { ...queue, waiting: [...queue.waiting, pull] });
  if (queue.current === undefined) startNextPull(kl);
}

/** The present pull is over: the next one that somebody still waits for begins. */
export function finishPull(kl: Kubelet): void {
  kl.pulls.set('queue', { waiting: queueOf(kl).waiting });
  startNextPull(kl);
}

function startNextPull(kl: Kubelet): void {
  let { waiting } = queueOf(kl);
  for (;;) {
    const [next] = waiting;
    waiting = waiting.slice(1);
    if (next === undefined) break;
    if (kl.workers.get(next.uid)?.generation !== next.generation) continue;
    const isNew = kl.runtime.imageStatus(next.image) === undefined;
    const result = kl.runtime.pullImage(next.image, next.credentials);
    if (result.type === 'ok')
      notePulled(kl, result.status.imageID, { isNew, credential: next.credentials[result.with] });
    const current = { ...next, since: kl.world.clock.now(), until: instantAfter(kl, result.durationMs) };
    kl.pulls.set('queue', { current, waiting });
    const { uid, container, generation } = next;
    wake(kl, result.durationMs, 'pulled', {
      uid,
      container,
      generation,
      durationMs: result.durationMs,
      sizeBytes: result.type === 'ok' ? result.status.sizeBytes : 0,
      ...(result.type === 'ok' ? {} : { error: result.message }),
    });
    return;
  }
  kl.pulls.set('queue', { waiting: [] });
}
