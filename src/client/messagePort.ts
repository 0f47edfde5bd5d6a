/**
 * Transport and Simulation over the messages of an engine worker (or any MessagePort to it).
 * If the worker dies, `onCrash` tells why and hands out the run so far.
 */
import { isDeepEqual } from '../api/meta/equality';
import { failure } from '../api/meta/status';
import type { ActivityNews } from './activity';
import type { Answer, FromWorker, Question, StreamNews, ToWorker } from './protocol';
import type { RunBranch } from './history';
import type { RemoteStatus } from './remote';
import type {
  Command,
  OutsideAnswer,
  RefusedCommand,
  Run,
  SchedulingVerdict,
  Simulation,
  SimulationStatus,
} from './simulation';
import type { RequestRecord, TrafficNews } from './traffic';
import type { ApiResponse, StreamHandlers, Transport, Unsubscribe, WatchEvent } from './transport';

/** What a Worker and a MessagePort have in common. */
export interface Port {
  postMessage(message: ToWorker, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<FromWorker>) => void): void;
  addEventListener(type: 'error', listener: (event: ErrorEvent) => void): void;
  /** A MessagePort holds its messages back until then. */
  start?(): void;
}

type Start = Omit<Run, 'commands' | 'untilMs'>;

export interface WorkerConnection {
  readonly transport: Transport;
  readonly simulation: Simulation;
  /** Calls back with how the way to a real cluster is, now and whenever that changes; never on a simulated one. */
  onRemote(listener: (status: RemoteStatus) => void): Unsubscribe;
  /** Asks a lost real cluster again at once. */
  reconnect(): Promise<void>;
  /** Records a line that was typed in the terminal. What the transport handed back carries counts as caused by it, as what is sent with its number. */
  line(text: string): Promise<Transport & { readonly number: number }>;
  /** A port to the same engine, for another worker: transfer it, and connect there. Only where there are MessageChannels. */
  openPort(): MessagePort;
  /** Takes the engine for dead, as after a crash: nothing that was asked is answered. */
  giveUp(why: string): void;
  /** Called at most once: when the engine stops for good. `run` leads to the moment of the crash. */
  onCrash(listener: (why: string, run: Run) => void): Unsubscribe;
}

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Of a connection that nobody asks for the run after a crash. */
const UNKNOWN: Start = { version: 1, profile: '', seed: 0, nodes: [], files: {} };

/** Speaks with the engine behind `port`. `initial` is what the worker was started with. */
export function connectWorker(port: Port, initial: Start = UNKNOWN): WorkerConnection {
  let base = initial;
  let commands: Command[] = [];
  let branches: readonly RunBranch[] | undefined;
  let last: SimulationStatus | undefined;
  let remote: RemoteStatus | undefined;
  const statusListeners = new Set<(status: SimulationStatus) => void>();
  const trafficListeners = new Set<(news: TrafficNews) => void>();
  const activityListeners = new Set<(news: ActivityNews) => void>();
  const remoteListeners = new Set<(status: RemoteStatus) => void>();
  const crashListeners = new Set<(why: string, run: Run) => void>();
  const wire = createWire(port, (frame) => {
    if (frame.isNewRun === true) {
      commands = [];
      branches = frame.branches;
    }
    commands.push(...frame.commands);
    if (frame.remote !== undefined) {
      remote = frame.remote;
      for (const listener of remoteListeners) listener(remote);
    }
    if (frame.traffic !== undefined) for (const listener of trafficListeners) listener(frame.traffic);
    if (frame.activity !== undefined) for (const listener of activityListeners) listener(frame.activity);
    if (frame.status === undefined) return;
    last = withKnown(frame.status, last);
    for (const listener of statusListeners) listener(last);
    if (frame.status.health.type === 'failed') wire.crash(frame.status.health.why);
  });
  wire.onCrash((why) => {
    if (last !== undefined) last = { ...last, health: { type: 'failed', why } };
    if (last !== undefined) for (const listener of statusListeners) listener(last);
    const run = runUpTo(base, commands, branches, last);
    for (const listener of crashListeners) listener(why, run);
  });
  const { ask } = wire;
  const done = async (question: Question): Promise<void> => void (await ask(question));
  /** The worker tells what is listened to, and nothing else. */
  const hear = <T>(type: 'traffic' | 'activity', listeners: Set<(news: T) => void>, listener: (news: T) => void) => {
    // An engine that is gone has nothing to tell.
    const say = (isHeard: boolean) => void done({ type, isHeard }).catch(() => {});
    if (listeners.size === 0) say(true);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) say(false);
    };
  };
  return {
    transport: transportOver(wire),
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
      send: (asked, line) =>
        ask({ type: 'send', ask: asked, ...(line === undefined ? {} : { line }) }) as Promise<OutsideAnswer>,
      requests: (limit) => ask({ type: 'requests', limit }) as Promise<readonly RequestRecord[]>,
      onTraffic: (listener) => hear('traffic', trafficListeners, listener),
      onActivity: (listener) => hear('activity', activityListeners, listener),
      history: (asked) => done({ type: 'history', ask: asked }),
      // Each answer is of the type of its question.
      lesson: (asked) => ask({ type: 'lesson', ask: asked }) as Promise<never>,
      stepping: (asked) => ask({ type: 'stepping', ask: asked }) as Promise<never>,
      insight: (asked) => ask({ type: 'insight', ask: asked }) as Promise<never>,
      verdict: (podUid) => ask({ type: 'verdict', podUid }) as Promise<SchedulingVerdict | undefined>,
      knowsImage: (image) => ask({ type: 'knowsImage', image }) as Promise<boolean>,
      unknownImages: (images) => ask({ type: 'unknownImages', images }) as Promise<readonly string[]>,
      exportRun: () => ask({ type: 'exportRun' }) as Promise<Run>,
      load: async (run) => {
        const refused = await ask({ type: 'load', run });
        base = run;
        return refused as readonly RefusedCommand[]; // So it is answered.
      },
      stateHash: () => ask({ type: 'stateHash' }) as Promise<string>,
    },
    onRemote: (listener) => {
      remoteListeners.add(listener);
      if (remote !== undefined) listener(remote);
      return () => remoteListeners.delete(listener);
    },
    reconnect: () => done({ type: 'reconnect' }),
    line: async (text) => {
      const number = (await ask({ type: 'line', text })) as number; // So it is answered.
      return { ...transportOver(wire, number), number };
    },
    openPort: () => {
      const { port1, port2 } = new MessageChannel();
      port.postMessage({ type: 'connect', port: port1 }, [port1]);
      return port2;
    },
    giveUp: (why) => wire.crash(why),
    onCrash: (listener) => {
      crashListeners.add(listener);
      return () => crashListeners.delete(listener);
    },
  };
}

/** The run as it was told; it stands where the last status says. */
function runUpTo(
  { version, profile, seed, startedAt, controllers, nodes, addons, files }: Start,
  commands: readonly Command[],
  branches: readonly RunBranch[] | undefined,
  last: SimulationStatus | undefined,
): Run {
  const atMs = last === undefined ? 0 : last.now - last.startedAt;
  const { branch, branches: lived = [] } = last?.history ?? {};
  const untilMs = Math.max(atMs, lived.find(({ id }) => id === branch)?.untilMs ?? 0);
  const start = {
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(controllers === undefined ? {} : { controllers }),
    ...(addons === undefined ? {} : { addons }),
  };
  const shown = (each: RunBranch): RunBranch => (each.id === branch ? { ...each, commands, untilMs } : each);
  return {
    ...{ version, profile, seed, ...start, nodes, files, commands, untilMs },
    ...(branches === undefined || branch === undefined ? {} : { branches: branches.map(shown), branch }),
    ...(atMs === untilMs ? {} : { atMs }),
  };
}

/** Parts of a status that seldom change, and are small enough to be looked through on every frame. */
const STEADY = [
  'health',
  'nodeFaults',
  'filled',
  'pausedComponents',
  'broken',
  'history',
  'breakpoints',
  'stopped',
  'lesson',
] as const;

/** `status` with the parts that are known already where they have not changed on the way: nothing that shows them alone is drawn again. */
function withKnown(status: SimulationStatus, known: SimulationStatus | undefined): SimulationStatus {
  if (known === undefined) return status;
  const kept = STEADY.filter((part) => known[part] !== undefined && isDeepEqual(status[part], known[part]));
  return { ...status, ...Object.fromEntries(kept.map((part) => [part, known[part]])) };
}

type Frame = Extract<FromWorker, { readonly type: 'frame' }>;
type Wire = ReturnType<typeof createWire>;

/** Numbers what goes out, and brings what comes back to who asked. `onFrame` comes after watches and streams were told. */
function createWire(port: Port, onFrame: (frame: Frame) => void) {
  let nextId = 1;
  let crashed: string | undefined;
  let tellCrash = (_why: string): void => {};
  const pending = new Map<number, Pending>();
  const watches = new Map<number, (event: WatchEvent) => void>();
  const streams = new Map<number, StreamHandlers>();

  const tellStream = ({ id, messages, end }: StreamNews): void => {
    for (const message of messages) streams.get(id)?.onMessage(message);
    if (end === undefined) return;
    const handlers = streams.get(id);
    streams.delete(id);
    handlers?.onEnd(end);
  };
  const crash = (why: string): void => {
    if (crashed !== undefined) return;
    crashed = why;
    for (const { reject } of pending.values()) reject(new Error(why));
    pending.clear();
    for (const id of [...streams.keys()])
      tellStream({ id, messages: [], end: { code: 500, body: failure(500, '', why) } });
    tellCrash(why);
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
      case 'frame':
        for (const [id, events] of message.watches) for (const event of events) watches.get(id)?.(event);
        for (const news of message.streams) tellStream(news);
        onFrame(message);
        break;
      default:
        message satisfies never;
    }
  };
  port.addEventListener('message', (event) => receive(event.data));
  port.addEventListener('error', (event) => crash(event.message || 'the worker stopped'));
  port.start?.();

  return {
    post: (message: ToWorker) => port.postMessage(message),
    newId: () => nextId++,
    watches,
    streams,
    crash,
    onCrash: (listener: (why: string) => void) => {
      tellCrash = listener;
    },
    ask: (question: Question): Promise<Answer> => {
      if (crashed !== undefined) return Promise.reject(new Error(crashed));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        pending.set(id, { resolve, reject });
        port.postMessage({ type: 'ask', id, question });
      });
    },
  };
}

/** The transport whose writes and streams count as caused by terminal line `line`. */
function transportOver({ ask, post, newId, watches, streams }: Wire, line?: number): Transport {
  const cause = line === undefined ? {} : { line };
  return {
    request: (request) => ask({ type: 'request', request, ...cause }) as Promise<ApiResponse>, // The worker answers requests so.
    watch: (request, onEvent) => {
      const id = newId();
      watches.set(id, onEvent);
      post({ type: 'watch', id, request });
      return () => {
        watches.delete(id);
        post({ type: 'unwatch', id });
      };
    },
    stream: (request, handlers) => {
      const id = newId();
      streams.set(id, handlers);
      post({ type: 'stream', id, request, ...cause });
      return {
        send: (message) => {
          if (streams.has(id)) post({ type: 'streamInput', id, message });
        },
        close: () => {
          if (streams.delete(id)) post({ type: 'unstream', id });
        },
      };
    },
  };
}
