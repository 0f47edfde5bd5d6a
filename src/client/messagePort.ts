/**
 * Transport and Simulation over the messages of an engine worker (or any MessagePort).
 * If the worker dies, `onCrash` tells why and hands out the run so far.
 */
import type { Answer, FromWorker, Question, ToWorker } from './protocol';
import type { Command, Run, SchedulingVerdict, Simulation, SimulationStatus } from './simulation';
import type { ApiResponse, Transport, Unsubscribe, WatchEvent } from './transport';

/** What a Worker and a MessagePort have in common. */
export interface Port {
  postMessage(message: ToWorker): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
}

export interface WorkerConnection {
  readonly transport: Transport;
  readonly simulation: Simulation;
  /** Called at most once: when the engine stops for good. `run` leads to the moment of the crash. */
  onCrash(listener: (why: string, run: Run) => void): Unsubscribe;
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Speaks with the engine behind `port`. `initial` is what the worker was started with. */
export function connectWorker(port: Port, initial: Omit<Run, 'commands' | 'untilMs'>): WorkerConnection {
  let nextId = 1;
  let base: Omit<Run, 'commands' | 'untilMs'> = initial;
  let commands: Command[] = [];
  let last: SimulationStatus | undefined;
  let crashed: string | undefined;
  const pending = new Map<number, Pending>();
  const watches = new Map<number, (event: WatchEvent) => void>();
  const statusListeners = new Set<(status: SimulationStatus) => void>();
  const crashListeners = new Set<(why: string, run: Run) => void>();

  const ask = (question: Question): Promise<Answer> => {
    if (crashed !== undefined) return Promise.reject(new Error(crashed));
    const id = nextId++;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      port.postMessage({ type: 'ask', id, question });
    });
  };
  const runSoFar = (): Run => ({ ...base, commands, untilMs: last === undefined ? 0 : last.now - last.startedAt });
  const crash = (why: string): void => {
    if (crashed !== undefined) return;
    crashed = why;
    for (const { reject } of pending.values()) reject(new Error(why));
    pending.clear();
    if (last !== undefined) last = { ...last, health: { type: 'failed', why } };
    if (last !== undefined) for (const listener of statusListeners) listener(last);
    for (const listener of crashListeners) listener(why, runSoFar());
  };

  const receive = (message: FromWorker): void => {
    switch (message.type) {
      case 'answer':
        pending.get(message.id)?.resolve(message.answer);
        pending.delete(message.id);
        break;
      case 'refusal':
        pending.get(message.id)?.reject(new Error(message.message));
        pending.delete(message.id);
        break;
      case 'frame': {
        commands.push(...message.commands);
        last = message.status;
        for (const [id, events] of message.watches) for (const event of events) watches.get(id)?.(event);
        for (const listener of statusListeners) listener(message.status);
        if (message.status.health.type === 'failed') crash(message.status.health.why);
        break;
      }
      default:
        message satisfies never;
    }
  };
  port.addEventListener('message', (event) => receive(event.data));
  port.addEventListener('error', (event) => crash(event.message || 'the worker stopped'));

  const done = async (question: Question): Promise<void> => void (await ask(question));
  return {
    transport: {
      request: (request) => ask({ type: 'request', request }) as Promise<ApiResponse>, // The worker answers requests so.
      watch: (request, onEvent) => {
        const id = nextId++;
        watches.set(id, onEvent);
        port.postMessage({ type: 'watch', id, request });
        return () => {
          watches.delete(id);
          port.postMessage({ type: 'unwatch', id });
        };
      },
    },
    simulation: {
      onStatus: (listener) => {
        statusListeners.add(listener);
        if (last !== undefined) listener(last);
        return () => statusListeners.delete(listener);
      },
      play: () => done({ type: 'play' }),
      pause: () => done({ type: 'pause' }),
      step: () => done({ type: 'step' }),
      setSpeed: (speed) => done({ type: 'setSpeed', speed }),
      fault: (fault) => done({ type: 'fault', fault }),
      verdict: (podUid) => ask({ type: 'verdict', podUid }) as Promise<SchedulingVerdict | undefined>,
      exportRun: () => ask({ type: 'exportRun' }) as Promise<Run>,
      load: async (run) => {
        await ask({ type: 'load', run });
        base = run;
        commands = [...run.commands];
      },
      stateHash: () => ask({ type: 'stateHash' }) as Promise<string>,
    },
    onCrash: (listener) => {
      crashListeners.add(listener);
      return () => crashListeners.delete(listener);
    },
  };
}
