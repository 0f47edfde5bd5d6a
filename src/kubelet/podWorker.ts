/**
 * What the kubelet remembers of one pod's work: which step of a sync it is at and what it waits for.
 * Models pkg/kubelet/pod_workers.go, podSyncStatus (v1.36.3); the goroutine's stack is the list of steps here.
 */
import type { PodPhase } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { type Kubelet, wake } from './context';

/** Syncing, then terminating (containers are stopped), then terminated (volumes go), then finished. */
export type WorkState = 'syncing' | 'terminating' | 'terminated' | 'finished';

/** One thing a sync has planned. Steps run one after the other. */
export type Step =
  /** Waits for the volumes; `attempt` counts failed mounts. */
  | { readonly type: 'mount'; readonly attempt: number; readonly ready: boolean }
  /** Stops everything in the pod, and its sandbox. */
  | { readonly type: 'killPod'; readonly begun: boolean }
  | {
      readonly type: 'kill';
      readonly id: string;
      readonly container: string;
      readonly message: string;
      readonly begun: boolean;
    }
  /** Gives a running container other resources. */
  | { readonly type: 'resize'; readonly id: string; readonly container: string }
  /** Stops and removes all containers, so that the pod starts anew in its place. */
  | { readonly type: 'restartAll'; readonly begun: boolean }
  | { readonly type: 'sandbox'; readonly attempt: number; readonly begun: boolean }
  | StartStep;

export interface StartStep {
  readonly type: 'start';
  readonly container: string;
  readonly stage: 'image' | 'pulling' | 'config' | 'create' | 'start' | 'postStart' | 'hookFailed';
  /** When the last run ended, as this sync saw it before it began to act. */
  readonly exitedAt?: Instant;
  /** Since `create`. */
  readonly id?: string;
  readonly attempt?: number;
  /** Since `pulling`: when, and for which image. The start goes on with it whatever the spec says meanwhile. */
  readonly pullAskedAt?: Instant;
  readonly image?: string;
  /** Set by the end of the pull. */
  readonly pulled?: { readonly durationMs: number; readonly sizeBytes: number; readonly error?: string };
  readonly hookFailure?: string;
}

/** How a step stands. `wait`: something will wake the worker. */
export type StepOutcome = 'wait' | 'done';

/** One container on its way to death. */
export interface Kill {
  readonly container: string;
  readonly stage: 'preStop' | 'turn' | 'stopping';
  readonly since: Instant;
  /** When the grace period ends. */
  readonly until: Instant;
}

/** Why a container could not be started: shown as `waiting` from the next sync on. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
}

/** How a pod that ends for a reason of its own (deadline, refusal) is reported. */
export interface ForcedEnd {
  readonly phase: PodPhase;
  readonly reason: string;
  readonly message: string;
  /** Message of the DisruptionTarget condition that comes with the final phase. */
  readonly disruption?: string;
}

export interface PodWorker {
  readonly uid: string;
  readonly state: WorkState;
  /** Rises when what was planned becomes void; timers carry it. */
  readonly generation: number;
  readonly startTime: Instant;
  readonly admitted: boolean;
  /** Planned steps, the present one first. Empty: nothing is going on. */
  readonly steps: readonly Step[];
  /** A sync was asked for while another was going on. */
  readonly pending: boolean;
  /** Row of the trace of what has asked for it. */
  readonly asked?: number;
  /** The present sync has changed something in the runtime. */
  readonly acted: boolean;
  /** The present sync has met an error; a crash back-off tells until when. */
  readonly failed: boolean;
  readonly retryAt?: Instant;
  readonly mounted: boolean;
  readonly reasons: Readonly<Record<string, StartFailure>>;
  /** By container id. */
  readonly kills: Readonly<Record<string, Kill>>;
  /** Ids of the last containers that the kubelet itself has killed: their ends it has seen. */
  readonly killed: readonly string[];
  readonly graceMs?: number;
  readonly end?: ForcedEnd;
  /** When the next sync without a cause is due; an event with another instant is void. */
  readonly requeueAt?: Instant;
  readonly deadlineSet: boolean;
  /** Secrets for pulling that the pod names are not there. */
  readonly lacksSecrets?: boolean;
  /** Restarts of containers that were removed so that all could start anew, by name. */
  readonly removed?: Readonly<Record<string, number>>;
  /** When a volume whose source has gone is looked for again; an event with another instant is void. */
  readonly remountAt?: Instant;
}

/** A worker that has just met its pod. */
export function newWorker(uid: string, startTime: Instant, generation: number): PodWorker {
  return {
    uid,
    state: 'syncing',
    generation,
    startTime,
    admitted: false,
    steps: [],
    pending: false,
    acted: false,
    failed: false,
    mounted: false,
    reasons: {},
    kills: {},
    killed: [],
    deadlineSet: false,
  };
}

/** Puts `step` in the place of the present one and waits `delayMs`, or without it until somebody wakes the worker. */
export function waitWith(kl: Kubelet, uid: string, step: Step, delayMs?: number): 'wait' {
  const worker = kl.workers.get(uid);
  if (worker === undefined) return 'wait';
  const generation = worker.generation + 1;
  kl.workers.set(uid, { ...worker, generation, steps: [step, ...worker.steps.slice(1)] });
  if (delayMs !== undefined) wake(kl, delayMs, 'step', { uid, generation });
  return 'wait';
}

/** Replaces parts of the worker's memory. */
export function changeWorker(kl: Kubelet, uid: string, changes: Partial<PodWorker>): void {
  const worker = kl.workers.get(uid);
  if (worker !== undefined) kl.workers.set(uid, { ...worker, ...changes });
}
