/**
 * Sees to it that the node does not run out of memory or disk: marks the node, removes what nobody uses, evicts pods.
 * Models pkg/kubelet/eviction/eviction_manager.go (v1.36.3). It looks every ten seconds as the real one, but only while
 * something may change: the machine tells when memory or disk run short, and pods with limits on files are measured.
 */
import type { Pod } from '../../api/core/pod';
import type { Instant } from '../../sim/clock';
import { type Kubelet, instantAfter, podEvent, wake } from '../context';
import { nodeEvent } from '../nodeEvents';
import { beginTermination } from '../termination';
import { WATCHED_DISK_PART } from '../runtime/machineResources';
import { collectImages, removeUnused } from './imageGc';
import { emptyDirs, exceededLimit, hasStorageLimit } from './localStorage';
import { type Candidate, evictionMessage, rank } from './ranking';
import { hasCriticalPriority } from '../../api/core/podPriority';
import { NODE, SHORT, because, keepRow } from '../reasons';
import { type Observation, type Pressure, bytesText, isMet, observe } from './thresholds';

/**
 * The manager's period, and its place before the round in which the kubelet tells its node's status. The two drift apart
 * in a real kubelet; until the node is marked, controllers and scheduler go on sending pods that are refused.
 */
const ROUND_MS = 10_000;
const OFFSET_MS = 9_000;
/** evictionPressureTransitionPeriod: a condition stays for as long after the pressure was last seen. */
const TRANSITION_MS = 300_000;
/** How long the next round waits for an evicted pod to be gone, and how often it looks. */
const CLEANUP_MS = 30_000;
const CLEANUP_POLL_MS = 1_000;
/** Under pressure a pod gets this long; the runtime's minimum is more. */
const GRACE_MS = 1_000;

/** What the manager remembers. */
export interface EvictionMemory {
  /** The round that is queued; an event with another instant is void. */
  readonly roundAt?: Instant;
  /** Since the last round: what the node is short of. */
  readonly pressures: readonly Pressure[];
  readonly observedAt: Readonly<Partial<Record<Pressure, Instant>>>;
  /** Evicted pods whose end is awaited. */
  readonly awaited?: { readonly uids: readonly string[]; readonly until: Instant };
}

const CALM: EvictionMemory = { pressures: [], observedAt: {} };

/** True for pods that must run whatever happens: static ones, and those of the system's priority. */
export function isCritical({ metadata, spec }: Pod): boolean {
  return hasCriticalPriority(spec) || metadata.annotations?.['kubernetes.io/config.source'] === 'file';
}

/** What the node is short of, as its conditions tell. */
export function pressuresOf(kl: Kubelet): readonly Pressure[] {
  return kl.eviction.get('manager')?.pressures ?? CALM.pressures;
}

/** Keeps why the node may run short: the first word of it, until it has enough again. */
export function noteShortage(kl: Kubelet, row: number | null): void {
  if (pressuresOf(kl).length === 0) keepRow(kl, NODE, SHORT, row ?? undefined);
}

/** Asks for a look in the next round. */
export function requestRound(kl: Kubelet): void {
  const memory = kl.eviction.get('manager') ?? CALM;
  if (memory.roundAt !== undefined || memory.awaited !== undefined) return;
  const startedAt = kl.process.get('process')?.startedAt ?? kl.world.clock.now();
  const passed = Math.floor((kl.world.clock.now() - startedAt - OFFSET_MS) / ROUND_MS) + 1;
  scheduleRound(kl, memory, startedAt + OFFSET_MS + passed * ROUND_MS - kl.world.clock.now());
}

/** A pod has been admitted: its files may have to be measured. */
export function watchStorage(kl: Kubelet, pod: Pod): void {
  if (hasStorageLimit(pod)) requestRound(kl);
}

/** The disk may have filled without a word of the runtime. */
export function watchDisk(kl: Kubelet): void {
  const { used, capacity } = kl.runtime.machine.disk();
  if (used > capacity * WATCHED_DISK_PART) requestRound(kl);
}

function scheduleRound(kl: Kubelet, memory: EvictionMemory, delayMs: number): void {
  const roundAt = instantAfter(kl, delayMs);
  kl.eviction.set('manager', { ...memory, roundAt });
  wake(kl, delayMs, 'evictionRound', roundAt);
}

/** The queued round is due. */
export async function evictionRound(kl: Kubelet, at: Instant): Promise<void> {
  const before = kl.eviction.get('manager');
  if (before?.roundAt !== at) return;
  const { roundAt: _past, ...memory } = before;
  if (memory.awaited !== undefined && !areGone(kl, memory.awaited)) {
    return scheduleRound(kl, memory, CLEANUP_POLL_MS);
  }
  const evicted = await synchronize(kl);
  const current = kl.eviction.get('manager') ?? CALM;
  if (evicted.length > 0) {
    const awaited = { uids: evicted, until: instantAfter(kl, CLEANUP_MS) };
    scheduleRound(kl, { ...current, awaited }, CLEANUP_POLL_MS);
  } else if (mayChange(kl, current)) requestRound(kl);
}

function areGone(kl: Kubelet, { uids, until }: NonNullable<EvictionMemory['awaited']>): boolean {
  if (kl.world.clock.now() >= until) return true;
  return uids.every((uid) => {
    const state = kl.workers.get(uid)?.state;
    return state === undefined || state === 'finished';
  });
}

/** False if nothing but the machine's word can make a difference. */
function mayChange(kl: Kubelet, { pressures }: EvictionMemory): boolean {
  if (pressures.length > 0) return true;
  const { used, capacity } = kl.runtime.machine.disk();
  if (used > capacity * WATCHED_DISK_PART) return true;
  for (const pod of kl.pods.values()) {
    if (kl.workers.get(pod.metadata.uid)?.state === 'syncing' && hasStorageLimit(pod)) return true;
  }
  return false;
}

/** One round. Answers the pods that it has evicted. */
async function synchronize(kl: Kubelet): Promise<readonly string[]> {
  await collectImages(kl);
  const met = observe(kl.runtime.machine).filter(isMet);
  noteConditions(kl, met);
  const candidates = candidatesOf(kl);
  const overLimit: string[] = [];
  for (const candidate of candidates) {
    const message = exceededLimit(candidate);
    if (message === undefined) continue;
    const { name, uid } = candidate.pod.metadata;
    kl.world.explain.rule('storageLimitPassed', { pod: name, message }, because(kl, uid));
    if (await evict(kl, candidate.pod, message)) overLimit.push(candidate.pod.metadata.uid);
  }
  if (overLimit.length > 0) return overLimit;
  const [first] = met;
  if (first === undefined) return [];
  explainPressure(kl, first);
  await nodeEvent(kl, 'Warning', 'EvictionThresholdMet', `Attempting to reclaim ${first.resource}`);
  if (first.resource === 'ephemeral-storage') {
    removeUnused(kl);
    if (!observe(kl.runtime.machine).some(isMet)) return [];
  }
  // At most one pod in each round.
  for (const candidate of rank(candidates, first.resource)) {
    const message = evictionMessage(candidate, first);
    if (await evict(kl, candidate.pod, message, first)) return [candidate.pod.metadata.uid];
  }
  return [];
}

/** The node is short of something, and `pod` has to go for it. */
function explainPressure(kl: Kubelet, { resource, signal, available, threshold }: Observation, pod?: Pod): void {
  const values = { resource, signal, available: bytesText(available), threshold: bytesText(threshold) };
  const { explain } = kl.world;
  if (pod === undefined) explain.rule('nodeShort', { node: kl.node, ...values }, because(kl, NODE, SHORT));
  else explain.rule('evicted', { pod: pod.metadata.name, ...values }, { row: explain.row() });
}

/** A condition lasts until its pressure has not been seen for the transition period. */
function noteConditions(kl: Kubelet, met: readonly Observation[]): void {
  const memory = kl.eviction.get('manager') ?? CALM;
  const now = kl.world.clock.now();
  const observedAt: Partial<Record<Pressure, Instant>> = { ...memory.observedAt };
  for (const { pressure } of met) observedAt[pressure] = now;
  const all: readonly Pressure[] = ['MemoryPressure', 'DiskPressure'];
  const pressures = all.filter((pressure) => {
    const at = observedAt[pressure];
    return at !== undefined && now - at < TRANSITION_MS;
  });
  kl.eviction.set('manager', { pressures, observedAt });
}

function candidatesOf(kl: Kubelet): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const pod of kl.pods.values()) {
    const { uid } = pod.metadata;
    const worker = kl.workers.get(uid);
    if (worker?.state !== 'syncing' || !worker.admitted) continue;
    candidates.push({ pod, amounts: kl.runtime.machine.pod(uid, emptyDirs(pod)) });
  }
  return candidates;
}

/** Ends the pod for good: it has failed, `message` says why; `short`: for what the node is short of. False for one that must not be evicted. */
async function evict(kl: Kubelet, pod: Pod, message: string, short?: Observation): Promise<boolean> {
  const worker = kl.workers.get(pod.metadata.uid);
  if (worker === undefined || isCritical(pod)) return false;
  if (short !== undefined) explainPressure(kl, short, pod);
  await podEvent(kl, pod, 'Warning', 'Evicted', message);
  const end = {
    phase: 'Failed',
    reason: 'Evicted',
    message,
    ...(short === undefined ? {} : { disruption: message }),
  } as const;
  await beginTermination(kl, pod, { ...worker, end }, GRACE_MS);
  return true;
}
