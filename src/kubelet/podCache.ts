/**
 * The containers of a pod as the kubelet knows them: what ends by itself is noticed with the next relist.
 * Models pkg/kubelet/pleg/generic.go and container/cache.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { type Kubelet, containerOf } from './context';
import type { PodWorker } from './podWorker';
import type { ContainerRecord } from './runtime/containerRuntime';

/** Oldest first. A container that has ended since the last whole second still runs, unless the kubelet has killed it. */
export function observedContainers(kl: Kubelet, uid: string): readonly ContainerRecord[] {
  const records = kl.runtime.containers(uid);
  const now = kl.world.clock.now();
  const startedAt = kl.process.get('process')?.startedAt ?? now;
  const { relistMs } = kl.world.profile;
  const relistAt = startedAt + Math.floor((now - startedAt) / relistMs) * relistMs;
  const worker = kl.workers.get(uid);
  if (!records.some((record) => isUnnoticed(record, relistAt, worker))) return records;
  return records.map((record) => (isUnnoticed(record, relistAt, worker) ? asRunning(record) : record));
}

function isUnnoticed(record: ContainerRecord, relistAt: number, worker: PodWorker | undefined): boolean {
  const { state, startedAt, finishedAt } = record;
  if (state !== 'exited' || startedAt === undefined || finishedAt === undefined || finishedAt <= relistAt) return false;
  return worker?.killed.includes(record.id) !== true;
}

function asRunning(record: ContainerRecord): ContainerRecord {
  const { finishedAt: _finished, exitCode: _code, reason: _reason, message: _message, ...rest } = record;
  return { ...rest, state: 'running' };
}

/** How much of a log stands in for a termination message. */
const FALLBACK_LINES = 80;
const FALLBACK_CHARS = 2048;

/** The records with the end of the log as message, where a container has failed in silence and its spec asks for that. */
export function withLogMessages(
  kl: Kubelet,
  pod: Pod,
  records: readonly ContainerRecord[],
): readonly ContainerRecord[] {
  const asks = (name: string) => containerOf(pod, name)?.terminationMessagePolicy === 'FallbackToLogsOnError';
  const silent = (record: ContainerRecord) =>
    record.state === 'exited' && record.exitCode !== 0 && (record.message ?? '') === '' && asks(record.name);
  if (!records.some(silent)) return records;
  return records.map((record) => {
    if (!silent(record)) return record;
    const message = kl.runtime.logs(record.id, { tailLines: FALLBACK_LINES }).slice(-FALLBACK_CHARS);
    return { ...record, message };
  });
}
