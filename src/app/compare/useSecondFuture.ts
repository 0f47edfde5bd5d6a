/** The other branch in an engine of its own, which stands wherever the page's clock stands. Let go when the view closes. */
import { useEffect, useState } from 'react';
import type { Kind } from '../../api/kinds';
import type { Run, Simulation, SimulationStatus } from '../../client/simulation';
import type { Backend } from '../cluster/backend';
import { createObjectStore, type ObjectStore } from '../cluster/objectStore';
import { createWorkerBackend } from '../cluster/workerBackend';
import { controllerKinds } from '../graph/controllerKinds';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { forkOf, runOf } from './futures';

/** What the comparison has of the other branch. */
export interface SecondFuture {
  readonly simulation: Simulation;
  readonly objects: ObjectStore;
  /** All of the run: both branches stand in it. */
  readonly run: Run;
  /** When the two part, in milliseconds since the start; undefined: no command tells them apart. */
  readonly forkMs: number | undefined;
  readonly status: SimulationStatus;
}

export type SecondState =
  | { readonly type: 'loading' }
  | { readonly type: 'failed'; readonly why: string }
  | ({ readonly type: 'ready' } & SecondFuture);

/** Kinds that the two halves are drawn from. */
export const HALF_KINDS: readonly Kind[] = ['Pod', 'Node', ...controllerKinds];

/** Starts the engine for the branch `other` of what `first` has. */
export function useSecondFuture(first: Simulation, other: string): SecondState {
  const [state, setState] = useState<SecondState>({ type: 'loading' });
  useEffect(() => {
    const second = createWorkerBackend(playbackStore.getState().status?.profile);
    const objects = createObjectStore(second.client, {
      nextFrame: (flush) => void requestAnimationFrame(flush),
      later: (retry, delayMs) => void setTimeout(retry, delayMs),
    });
    let isClosed = false;
    let stop = () => {};
    begin(first, other, second, objects, (next) => {
      if (!isClosed) setState(next);
    }).then(
      (end) => {
        stop = end;
        if (isClosed) end();
      },
      (error: unknown) => {
        if (!isClosed) setState({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => {
      isClosed = true;
      stop();
      objects.close();
      second.close();
    };
  }, [first, other]);
  return state;
}

async function begin(
  first: Simulation,
  other: string,
  { simulation }: Backend,
  objects: ObjectStore,
  tell: (state: SecondState) => void,
): Promise<() => void> {
  const run = await first.exportRun();
  const branch = run.branches?.find(({ id }) => id === other);
  if (branch === undefined || simulation === undefined) throw new Error(`there is no branch ${other}`);
  await simulation.load(runOf(run, branch, presentMs()));
  const forkMs = forkOf(run, run.branch ?? '', other);
  const stopStatus = simulation.onStatus((status) => {
    tell({ type: 'ready', simulation, objects, run, forkMs, status });
    if (status.health.type === 'failed') tell({ type: 'failed', why: status.health.why });
  });
  const stopFollowing = followClock(simulation);
  return () => {
    stopStatus();
    stopFollowing();
  };
}

/** Where the page's clock stands, in milliseconds since the start of the run. */
export function presentMs(): number {
  const { status } = playbackStore.getState();
  return status === undefined ? 0 : status.now - status.startedAt;
}

/** Sends `simulation` after the page's clock, one question at a time, until the returned function is called. */
function followClock(simulation: Simulation): () => void {
  let at: number | undefined;
  let isBusy = false;
  let isOver = false;
  const follow = async () => {
    if (isBusy) return;
    isBusy = true;
    try {
      while (!isOver && at !== presentMs()) {
        at = presentMs();
        await simulation.history({ type: 'seek', to: { atMs: at } });
      }
    } catch {
      // Its own status says what is wrong with it; a closed one answers nothing.
    }
    isBusy = false;
  };
  void follow();
  const stop = playbackStore.subscribe(() => void follow());
  return () => {
    isOver = true;
    stop();
  };
}

/** Moves both futures: to the next change in either, or to before the last one. */
export async function moveBoth(first: Simulation, second: Simulation, way: 'step' | 'back'): Promise<void> {
  if (isPlaying(playbackStore.getState())) await first.pause();
  const from = presentMs();
  const nowOf = async (simulation: Simulation): Promise<number> => {
    if (way === 'step') {
      const { at } = await simulation.stepping({ type: 'step', to: { type: 'change' } });
      return at - (playbackStore.getState().status?.startedAt ?? 0);
    }
    await simulation.history({ type: 'stepBack' });
    const { atMs, untilMs } = await simulation.exportRun();
    return atMs ?? untilMs;
  };
  // The second one first: it may live on beyond the moment, and nothing of that stays.
  const there = await nowOf(second);
  const here = await nowOf(first);
  const to = way === 'step' ? Math.min(here, there) : Math.max(Math.min(here, from), Math.min(there, from));
  if (to !== here) await first.history({ type: 'seek', to: { atMs: to } });
  if (to !== there) await second.history({ type: 'seek', to: { atMs: to } });
}
