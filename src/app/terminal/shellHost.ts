/**
 * One learner's shell behind messages: connects it to the engine, to the page's files and editor, and to the screen.
 * Knows no worker: tests drive it directly.
 */
import { connectWorker, type WorkerConnection } from '../../client/messagePort';
import type { SimulationStatus } from '../../client/simulation';
import type { Transport } from '../../client/transport';
import { withCredentials } from '../../kubectl/config/credentials';
import { type Connection, ConnectionError, type Hint, type Input, type Io } from '../../kubectl/environment';
import { createShell } from '../../shell/createShell';
import { simulatedMinikube } from '../../shell/simulatedMinikube';
import { InterruptSource } from '../../kubectl/interruptSource';
import { LocalPorts } from '../../shell/localPorts';
import type { Minikube, OutsideNetwork, Shell } from '../../shell/shell';
import { answeringTransport } from './answeringTransport';
import { CLUSTER_SERVER, minikubeFiles, realKubeconfig } from './kubeconfig';
import { HOME, LearnersFiles, editorName } from './learnersFiles';
import type { FromShell, PageAnswer, PageQuestion, RealCluster, ScreenSize, ToShell } from './messages';
import { Outlet } from './outlet';
import { VirtualClock } from './virtualClock';

/** What a host needs of its worker. */
export interface HostSurroundings {
  post(message: FromShell): void;
  /** Calls back after waiting messages have had their turn. */
  soon(act: () => void): void;
  /** Wall time in milliseconds; only the guess between two words of the engine depends on it. */
  wall(): number;
  /** The date of this machine in milliseconds since the epoch; the clock of a real cluster. */
  date(): number;
  /** Calls back again and again. */
  every(ms: number, act: () => void): void;
}

/** How often a waiting program looks at the clock of a real cluster. */
const WALL_STEP_MS = 100;

export class ShellHost {
  readonly #around: HostSurroundings;
  readonly #outlet: Outlet;
  readonly #clock: VirtualClock;
  readonly #keyboard: Keyboard;
  readonly #answers = new Map<number, (answer: PageAnswer) => void>();
  #nextQuestion = 1;
  #size: ScreenSize = { columns: 80, rows: 24 };
  #shell: Shell | undefined;
  #files: LearnersFiles | undefined;
  #engine: WorkerConnection | undefined;
  /** Undefined: a simulated one. */
  #cluster: RealCluster | undefined;
  /** Carries requests as caused by the line that runs. */
  #transport: Transport | undefined;
  /** Its number in the run. */
  #line: number | undefined;
  #interrupt = new InterruptSource();
  /** Resolves when all hints so far have been sent. */
  #hints = Promise.resolve();

  constructor(around: HostSurroundings) {
    this.#around = around;
    this.#outlet = new Outlet((text) => around.post({ type: 'out', text }), around.soon);
    this.#clock = new VirtualClock(around.wall, around.soon);
    this.#keyboard = new Keyboard(around.post);
  }

  async receive(message: ToShell): Promise<void> {
    switch (message.type) {
      case 'start':
        return this.#start(connectWorker(message.engine), message.cluster);
      case 'size':
        this.#size = message.size;
        break;
      case 'run':
        return this.#run(message.id, message.line);
      case 'interrupt':
        this.#outlet.drop();
        this.#interrupt.interrupt();
        break;
      case 'input':
        this.#keyboard.type(message.text);
        break;
      case 'complete': {
        const completion = (await this.#shell?.complete(message.line)) ?? { from: message.line.length, words: [] };
        this.#around.post({ type: 'completion', id: message.id, completion });
        break;
      }
      case 'read': {
        const text = await this.#files?.read(message.path).catch(() => undefined);
        this.#around.post({ type: 'file', id: message.id, text });
        break;
      }
      case 'shown':
        this.#outlet.shown();
        break;
      case 'answer':
        this.#answers.get(message.id)?.(message.answer);
        this.#answers.delete(message.id);
        break;
      default:
        message satisfies never;
    }
  }

  async #start(engine: WorkerConnection, cluster: RealCluster | undefined): Promise<void> {
    this.#engine = engine;
    this.#transport = cluster === undefined ? engine.transport : answeringTransport(engine.transport);
    this.#cluster = cluster;
    const startedAt = cluster === undefined ? (await this.#followTime(engine)).now : this.#followWall();
    const given = cluster === undefined ? minikubeFiles : { '.kube/config': realKubeconfig(cluster) };
    const atHome = Object.entries(given).map(([path, text]) => [`${HOME}/${path}`, text] as const);
    const files = new LearnersFiles((question) => this.#ask(question), Object.fromEntries(atHome));
    this.#files = files;
    const ports = new LocalPorts();
    let seed = Math.floor(startedAt) >>> 0;
    this.#shell = createShell({
      connect: (connection) => this.#connect(connection),
      clock: this.#clock,
      files,
      makeFolder: (path) => files.makeFolder(path),
      variables: {
        HOME,
        PWD: HOME,
        USER: 'learner',
        SHELL: '/bin/bash',
        TERM: 'xterm-256color',
        LANG: 'C.UTF-8',
        EDITOR: 'vi',
      },
      random: () => {
        // Mulberry32: what kubectl invents need not be secret, only spread.
        seed = (seed + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
      },
      edit: (path) => this.#edit(path, files),
      listen: ports.listen,
      connectLocal: ports.connect,
      ...(cluster === undefined
        ? {
            minikube: minikubeOf(engine, (request) => (this.#transport ?? engine.transport).request(request)),
            network: this.#networkOf(engine),
          }
        : { hasNoNetwork: true }),
      history: async () => {
        const lines = await this.#ask({ type: 'history' });
        return typeof lines === 'object' ? lines : [];
      },
    });
    this.#around.post({ type: 'ready' });
  }

  /** Resolves with the first word of the engine. */
  #followTime(engine: WorkerConnection): Promise<SimulationStatus> {
    return new Promise((resolve) => {
      engine.simulation.onStatus((status) => {
        this.#clock.tell(status);
        resolve(status);
      });
    });
  }

  /** A real cluster lives in our time. Hands back its present instant. */
  #followWall(): number {
    const tell = (): void => this.#clock.tell({ now: this.#around.date(), speed: 1, health: { type: 'running' } });
    tell();
    this.#around.every(WALL_STEP_MS, tell);
    return this.#around.date();
  }

  async #run(id: number, line: string): Promise<void> {
    const interrupt = new InterruptSource();
    this.#interrupt = interrupt;
    let code = 1;
    if (this.#shell !== undefined) {
      if (this.#engine !== undefined && this.#cluster === undefined) {
        const typed = await this.#engine.line(line);
        this.#transport = typed;
        this.#line = typed.number;
      }
      code = await this.#shell.run(line, this.#io(interrupt));
    }
    const unread = this.#keyboard.takeUnread();
    await this.#hints;
    await this.#outlet.drained();
    this.#around.post({ type: 'done', id, code, unread: interrupt.interrupted ? '' : unread });
  }

  #io(interrupt: InterruptSource): Io {
    const size = () => this.#size;
    return {
      input: this.#keyboard.input(interrupt),
      out: (text) => this.#outlet.write(text),
      err: (text) => this.#outlet.write(text),
      hint: (hint) => {
        this.#hints = this.#showHint(hint, this.#hints);
      },
      interrupt,
      isTerminal: true,
      get columns() {
        return size().columns;
      },
      get rows() {
        return size().rows;
      },
    };
  }

  /** Behind what is printed in the same breath: kubectl's own words come first. */
  async #showHint(hint: Hint, before: Promise<void>): Promise<void> {
    await before;
    await new Promise<void>((resolve) => this.#around.soon(resolve));
    await this.#outlet.drained();
    this.#around.post({ type: 'hint', hint });
  }

  /** What is sent counts as caused by the line that runs. */
  #networkOf({ simulation }: WorkerConnection): OutsideNetwork {
    return {
      send: (ask) => simulation.send(ask, this.#line),
      requests: (limit) => simulation.requests(limit),
    };
  }

  #connect(connection: Connection): Transport {
    if (
      this.#transport === undefined ||
      connection.server.replace(/\/$/, '') !== (this.#cluster?.server ?? CLUSTER_SERVER)
    ) {
      throw new ConnectionError('refused', `dial tcp: connect: connection refused`);
    }
    // The way to a real cluster has credentials of its own, unless others are given.
    if (this.#cluster !== undefined && connection.token === undefined) return this.#transport;
    return withCredentials(this.#transport, connection);
  }

  /** Files of the editor are edited where they are; others as a file of the editor for so long. */
  async #edit(path: string, files: LearnersFiles): Promise<void> {
    const name = editorName(path);
    if (name !== undefined) return void (await this.#ask({ type: 'edit', name }));
    const text = await files.read(path).catch(() => '');
    const edited = await this.#ask({ type: 'edit', name: path.slice(path.lastIndexOf('/') + 1), text });
    if (typeof edited === 'string') await files.write(path, edited);
  }

  #ask(question: PageQuestion): Promise<PageAnswer> {
    const id = this.#nextQuestion++;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.#around.post({ type: 'ask', id, question });
    });
  }
}

/** What is typed while a program runs. */
class Keyboard {
  #typed: (string | undefined)[] = [];
  #wake: (() => void) | undefined;
  #rawUsers = 0;

  constructor(private readonly post: (message: FromShell) => void) {}

  type(text: string | undefined): void {
    this.#typed.push(text);
    this.#wake?.();
  }

  /** Ends a run: raw mode too. */
  takeUnread(): string {
    const unread = this.#rawUsers > 0 ? '' : this.#typed.join('');
    this.#typed = [];
    if (this.#rawUsers > 0) this.post({ type: 'raw', on: false });
    this.#rawUsers = 0;
    return unread;
  }

  input(interrupt: InterruptSource): Input {
    return {
      isTerminal: true,
      read: async () => {
        if (this.#typed.length === 0) this.post({ type: 'reading' });
        while (this.#typed.length === 0 && !interrupt.interrupted) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
            interrupt.onInterrupt(resolve);
          });
        }
        return interrupt.interrupted ? undefined : this.#typed.shift();
      },
      raw: () => {
        this.#rawUsers += 1;
        this.post({ type: 'raw', on: true });
        return () => {
          this.#rawUsers -= 1;
          if (this.#rawUsers === 0) this.post({ type: 'raw', on: false });
        };
      },
    };
  }
}

/** `request` sends on behalf of the line that runs. */
function minikubeOf({ simulation }: WorkerConnection, request: Transport['request']): Minikube {
  let faults: SimulationStatus['nodeFaults'] = {};
  simulation.onStatus(({ nodeFaults }) => {
    faults = nodeFaults;
  });
  return simulatedMinikube({
    transport: { request },
    fault: (fault) => simulation.fault(fault),
    isOff: (node) => faults[node] === 'poweredOff',
    isCut: (node) => faults[node] === 'networkCut',
  });
}
