/**
 * How the simulation is: its clock, speed, health and what it waits for, as the worker last told.
 * Filled by `followSimulation`; empty against a real cluster.
 */
import { createStore } from 'zustand/vanilla';
import type { Fault, Health, Simulation, SimulationStatus, WaitRow } from '../../client/simulation';
import type { Unsubscribe } from '../../client/transport';

export interface PlaybackState {
  /** Undefined before the first word of the worker, and against a real cluster. */
  readonly status: SimulationStatus | undefined;
  /** The waits of `status` by object: `Pod default/kubia`, `Node worker-1`. */
  readonly waits: WaitIndex;
  /** Why the worker died, if it did. */
  readonly crash: string | undefined;
  /** The worker lives and does not answer. */
  readonly isSilent: boolean;
  /** `crash` was the person's will. */
  readonly isStopped: boolean;
  update(status: SimulationStatus): void;
  /** The worker died or came back (undefined). */
  setCrash(why: string | undefined): void;
  setSilent(isSilent: boolean): void;
  /** The person ends it: what comes now is no bug of ours. */
  setStopped(): void;
}

/** The key of `waits`. */
export const waitKey = (row: Pick<WaitRow, 'kind' | 'namespace' | 'name'>) =>
  `${row.kind} ${row.namespace === undefined ? '' : `${row.namespace}/`}${row.name}`;

/** Countdowns by the object that they belong to. */
export interface WaitIndex {
  get(key: string): readonly WaitRow[] | undefined;
}

/** Sorts countdowns by object, on the first look: in the far view nobody looks. */
export function groupWaits(rows: readonly WaitRow[]): WaitIndex {
  let groups: Map<string, WaitRow[]> | undefined;
  return {
    get: (key) => {
      groups ??= byObject(rows);
      return groups.get(key);
    },
  };
}

function byObject(rows: readonly WaitRow[]): Map<string, WaitRow[]> {
  const groups = new Map<string, WaitRow[]>();
  for (const row of rows) {
    const key = waitKey(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

export const playbackStore = createStore<PlaybackState>()((set, get) => ({
  status: undefined,
  waits: groupWaits([]),
  crash: undefined,
  isSilent: false,
  isStopped: false,
  update: (status) =>
    set(status.waits === get().status?.waits ? { status } : { status, waits: groupWaits(status.waits) }),
  setCrash: (crash) => set(crash === undefined ? { crash, isSilent: false, isStopped: false } : { crash }),
  setSilent: (isSilent) => set({ isSilent }),
  setStopped: () => set({ isStopped: true }),
}));

/** Keeps the store up to date until the returned function is called. */
export function followSimulation(simulation: Simulation): Unsubscribe {
  return simulation.onStatus((status) => playbackStore.getState().update(status));
}

const STARTING: Health = { type: 'starting' };
const NOTHING_BROKEN: readonly Fault[] = [];

let lastFailure: Extract<Health, { readonly type: 'failed' }> = { type: 'failed', why: '' };
/** One object per reason: React renders without end if a selector hands out a new one each time. */
function failureOf(why: string): Health {
  if (lastFailure.why !== why) lastFailure = { type: 'failed', why };
  return lastFailure;
}

/** The engine's health; `starting` before its first word, `failed` once its worker has died. */
export const engineHealth = (state: PlaybackState): Health =>
  state.crash === undefined ? (state.status?.health ?? STARTING) : failureOf(state.crash);
/** Virtual milliseconds since the epoch; undefined before the first status. */
export const virtualNow = (state: PlaybackState) => state.status?.now;
/** It does not answer, and nobody has ended it. */
export const isSilent = (state: PlaybackState) => state.isSilent && state.crash === undefined;
export const speedOf = (state: PlaybackState) => state.status?.speed ?? 1;
export const isPlaying = (state: PlaybackState) => state.status?.health.type === 'running';
export const brokenEndpoints = (state: PlaybackState) => state.status?.broken ?? NOTHING_BROKEN;
/** What is wrong with the machine called `node`, if anything. */
export const nodeFault = (node: string) => (state: PlaybackState) => state.status?.nodeFaults[node];
