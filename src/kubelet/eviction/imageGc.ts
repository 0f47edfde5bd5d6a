/**
 * Removes images that no container uses: down to 80 % of the disk when it is 85 % full, all of them under pressure.
 * Models pkg/kubelet/images/image_gc_manager.go and container/container_gc.go (v1.36.3). imageMaximumGCAge is 0.
 */
import { type Kubelet, instantAfter } from '../context';
import { nodeEvent } from '../nodeEvents';

const HIGH_PERCENT = 85;
const LOW_PERCENT = 80;
/** imageMinimumGCAge. */
const MINIMUM_AGE_MS = 120_000;
/** How often the kubelet looks which images are there, and whether there are too many. */
const PERIOD_MS = 300_000;
const ROUND_MS = 10_000;

/** The rounds that end one of the five minutes since the kubelet's start look at the disk. */
export async function collectImages(kl: Kubelet): Promise<void> {
  const sinceStart = kl.world.clock.now() - (kl.process.get('process')?.startedAt ?? 0);
  if (sinceStart % PERIOD_MS >= ROUND_MS) return;
  const { used, capacity } = kl.runtime.machine.disk();
  const available = Math.max(capacity - used, 0);
  const percent = 100 - Math.floor((available * 100) / capacity);
  if (percent < HIGH_PERCENT) return;
  const wanted = Math.floor((capacity * (100 - LOW_PERCENT)) / 100) - available;
  const freed = freeSpace(kl, wanted);
  if (freed >= wanted) return;
  const counts = `Attempted to free ${wanted} bytes, but only found ${freed} bytes eligible to free.`;
  await nodeEvent(
    kl,
    'Warning',
    'FreeDiskSpaceFailed',
    `Failed to garbage collect required amount of images. ${counts}`,
  );
}

/** Under pressure: containers of pods that are over, and every unused image that is old enough. */
export function removeUnused(kl: Kubelet): void {
  for (const { uid, state } of [...kl.workers.values()]) if (state === 'finished') kl.runtime.removePod(uid);
  freeSpace(kl, Infinity);
}

/** Least recently used first, until so much is free; the bytes freed. */
function freeSpace(kl: Kubelet, wanted: number): number {
  const oldest = instantAfter(kl, -MINIMUM_AGE_MS);
  let freed = 0;
  for (const { image, pulledAt } of kl.runtime.machine.unusedImages()) {
    if (freed >= wanted) break;
    if (pulledAt > oldest) continue;
    freed += kl.runtime.machine.removeImage(image);
  }
  return freed;
}
