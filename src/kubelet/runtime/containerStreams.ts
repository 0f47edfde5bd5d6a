/**
 * The streams that end in the containers of one machine: exec, attach, port-forward. What runs for them is state;
 * what they print goes to a sink, for whoever listens at the moment.
 * Models containerd 2.2's CRI streaming server (internal/cri/server/{container_execsync,container_attach,sandbox_portforward}.go).
 * Simplified: a hung-up exec is gone at once; a program of the image cannot run a second time beside the main process.
 */
import { failure, type Status } from '../../api/meta/status';
import type { ApiResponse, StreamMessage } from '../../client/transport';
import type { Clock, StateMap, StateSpace } from '../../sim/clock';
import { besideProcess, formatTerminal } from './besideProcess';
import type { ExecStream, HttpProbeResult, StreamServer } from './containerRuntime';
import type { ContainerTable } from './containerTable';
import { readRequest, responseText } from './httpText';
import type { Process, TerminalSize } from './process';
import type { ProcessTable } from './processTable';
import { userland } from './userland';
import type { ShellState } from './shell/shellState';
import { STREAM } from './usageMeters';

/** Where the output of streams goes. Ids are the cluster's: unique in a run. */
export interface StreamSink {
  message(id: number, message: StreamMessage): void;
  /** The last word on stream `id`. */
  end(id: number, response: ApiResponse): void;
}

/** What runs at this end of a stream. */
type StreamRow =
  | {
      readonly type: 'exec';
      readonly containerId: string;
      readonly argv: readonly string[];
      readonly stdin: boolean;
      readonly tty: boolean;
      readonly size?: TerminalSize;
      readonly memory?: ShellState;
    }
  | { readonly type: 'attach'; readonly containerId: string; readonly stdin: boolean }
  | { readonly type: 'portForward'; readonly podUid: string; readonly port: number; readonly received: string };

type AttachRow = Extract<StreamRow, { readonly type: 'attach' }>;

interface Surroundings {
  readonly actor: string;
  readonly clock: Clock;
  readonly table: ContainerTable;
  readonly processes: ProcessTable;
  readonly sink: StreamSink;
  tcp(ip: string, port: number): 'connected' | 'refused' | 'timeout';
  http(ip: string, port: number, request: Parameters<typeof responseText>[0]): HttpProbeResult;
}

const OVER: ApiResponse = { code: 200, body: '' };
/** More than that is no request that anybody here answers. */
const MOST_RECEIVED = 1_000_000;

export class ContainerStreams implements StreamServer {
  readonly #rows: StateMap<StreamRow>;

  constructor(
    state: StateSpace,
    private readonly around: Surroundings,
  ) {
    this.#rows = state.map(`${around.actor}/streams`);
  }

  exec(id: number, stream: ExecStream): void {
    this.around.processes.byPerson(() => this.#exec(id, stream));
  }

  #exec(id: number, { containerId, argv, stdin, tty }: ExecStream): void {
    const { processes } = this.around;
    const running = processes.running(containerId);
    if (running === undefined) return this.#fail(id, 'container is in CONTAINER_EXITED state');
    this.#rows.set(String(id), { type: 'exec', containerId, argv, stdin, tty });
    const own = running.program.exec?.(running.process, argv);
    if (own) {
      if (own.error !== undefined) return this.#fail(id, own.error);
      this.#say(id, 1, own.stdout ?? own.output);
      this.#say(id, 2, own.stderr ?? '');
      this.#wake(id, own.durationMs ?? 0, { exit: own.exitCode });
      return;
    }
    const tools = userland();
    if (tools?.hasExecutable(running.process, argv) !== true)
      return this.#fail(id, tools?.execFailure(running.process, argv[0] ?? '') ?? '');
    const process = this.#processOf(id);
    if (process) userland()?.shellProgram.start(process as Process<ShellState>); // Its memory is the row's.
  }

  attach(id: number, containerId: string, stdin: boolean): void {
    this.#rows.set(String(id), { type: 'attach', containerId, stdin });
  }

  portForward(id: number, podUid: string, port: number): void {
    this.#rows.set(String(id), { type: 'portForward', podUid, port, received: '' });
    if (this.around.tcp(this.#ipOf(podUid), port) === 'refused') this.#refuseConnection(id, podUid, port);
  }

  input(id: number, message: StreamMessage): void {
    this.around.processes.byPerson(() => this.#input(id, message));
  }

  #input(id: number, { channel, data }: StreamMessage): void {
    const row = this.#rows.get(String(id));
    if (row === undefined) return;
    const isEnd = channel === 255 && data === '0';
    if (row.type === 'portForward') {
      if (channel === 0) this.#receive(id, row, data);
      return;
    }
    if (channel === 4) return this.#resize(id, row, data);
    if (!row.stdin || (channel !== 0 && !isEnd)) return;
    const text = isEnd ? undefined : data;
    if (row.type === 'attach') return isEnd ? this.#endInput(row) : this.#inputMain(row, text);
    const process = this.#processOf(id);
    if (process && row.memory) userland()?.shellProgram.input?.(process as Process<ShellState>, text); // Its memory is the row's.
  }

  /** Only a command of its own has a terminal of its own. What is no size is not heard. */
  #resize(id: number, row: StreamRow, data: string): void {
    const size = row.type === 'exec' && row.tty ? terminalSizeOf(data) : undefined;
    if (row.type === 'exec' && size !== undefined) this.#rows.set(String(id), { ...row, size });
  }

  close(id: number): void {
    const row = this.#rows.get(String(id));
    this.#forget(id);
    if (row?.type === 'attach' && row.stdin) this.#endInput(row);
  }

  #inputMain({ containerId }: AttachRow, text: string | undefined): void {
    const running = this.around.processes.running(containerId);
    running?.program.input?.(running.process, text);
  }

  /** Who attaches later goes on typing, unless the container wants its input once. */
  #endInput(row: AttachRow): void {
    if (this.around.table.containers.get(row.containerId)?.config.stdinOnce === true) this.#inputMain(row, undefined);
  }

  /** A wake-up that `wakeAfter` of an exec or a slow answer has asked for. */
  wake(data: {
    readonly id: number;
    readonly reason?: string;
    readonly exit?: number;
    readonly text?: string;
    readonly isLast?: boolean;
  }): void {
    const { id } = data;
    if (!this.#rows.has(String(id))) return;
    if (data.text !== undefined) return this.#answer(id, data.text, data.isLast === true);
    if (data.exit !== undefined) return this.#exit(id, data.exit);
    const process = this.#processOf(id);
    if (!process) return;
    // Its memory is the row's.
    const wake = () => userland()?.shellProgram.wake?.(process as Process<ShellState>, data.reason ?? '');
    this.around.processes.byPerson(wake);
  }

  /** A main process has written. */
  written(containerId: string, text: string, stream: 'stdout' | 'stderr'): void {
    if (this.#rows.size === 0) return;
    for (const [id, row] of this.#rows.entries())
      if (row.type === 'attach' && row.containerId === containerId)
        this.#say(Number(id), stream === 'stdout' ? 1 : 2, text);
  }

  /** A container has ended, and with it all that ran in it. */
  containerEnded(containerId: string): void {
    if (this.#rows.size === 0) return;
    for (const [key, row] of this.#inOrder()) {
      if (row.type === 'portForward' || row.containerId !== containerId) continue;
      if (row.type === 'exec') this.#exit(key, 137);
      else this.#finish(key, SUCCESS);
    }
  }

  /** A pod's network is gone. */
  sandboxStopped(podUid: string): void {
    if (this.#rows.size === 0) return;
    for (const [id, row] of this.#inOrder())
      if (row.type === 'portForward' && row.podUid === podUid) this.#over(id, OVER);
  }

  /** The way to the client is broken: every stream ends with `why`. */
  breakAll(why: string): void {
    for (const [id] of this.#inOrder()) this.#over(id, { code: 500, body: failure(500, '', why) });
  }

  /** Rows by number, so that what happens does not depend on the order of a map. */
  #inOrder(): readonly (readonly [number, StreamRow])[] {
    return [...this.#rows.entries()].map(([id, row]) => [Number(id), row] as const).sort(([x], [y]) => x - y);
  }

  #processOf(id: number): Process | undefined {
    const key = String(id);
    const row = this.#rows.get(key);
    if (row?.type !== 'exec') return undefined;
    const running = this.around.processes.running(row.containerId);
    if (running === undefined) return undefined;
    const rows = this.#rows;
    const { stdin, tty } = row;
    return besideProcess(
      running,
      { argv: row.argv, stdin, tty },
      {
        memory: () => (rows.get(key) as typeof row | undefined)?.memory, // Of that type while it is there.
        remember: (memory) => {
          const present = rows.get(key);
          if (present?.type === 'exec') rows.set(key, { ...present, memory: memory as ShellState }); // Of our program.
        },
        isOver: () => !rows.has(key),
        terminalSize: () => (rows.get(key) as typeof row | undefined)?.size, // Of that type while it is there.
        write: (text, stream) => this.#say(id, tty || stream === 'stdout' ? 1 : 2, tty ? formatTerminal(text) : text),
        wakeAfter: (ms, reason) => this.#wake(id, ms, { reason }),
        load: (who = '') => `${loadOf(id)}${who === '' ? '' : `/${who}`}`,
        exit: (code) => this.#exit(id, code),
      },
    );
  }

  #wake(
    id: number,
    ms: number,
    data: { readonly reason: string } | { readonly exit: number } | { readonly text: string; readonly isLast: boolean },
  ): void {
    const { actor, clock } = this.around;
    clock.schedule(ms, { actor, type: 'streamWake', data: { id, ...data } });
  }

  #say(id: number, channel: 1 | 2, data: string): void {
    if (data !== '') this.around.sink.message(id, { channel, data });
  }

  #exit(id: number, code: number): void {
    const row = this.#rows.get(String(id));
    if (row?.type !== 'exec') return;
    this.#finish(id, code === 0 ? SUCCESS : exitStatus(row.argv, code));
  }

  #fail(id: number, why: string): void {
    const message = `Internal error occurred: error executing command in container: ${why.replace(/^rpc error: code = \w+ desc = /, '')}`;
    this.#finish(id, {
      ...failure(500, 'InternalError', message),
      details: { causes: [{ message: message.replace(/^[^:]*: /, '') }] },
    });
  }

  #finish(id: number, status: unknown): void {
    this.around.sink.message(id, { channel: 3, data: JSON.stringify(status) });
    this.#over(id, OVER);
  }

  /** What a server of the pod says; closes the connection after its last answer. */
  #answer(id: number, text: string, isLast: boolean): void {
    this.#say(id, 1, text);
    if (isLast && this.#rows.has(String(id))) this.#over(id, OVER);
  }

  /** What ran for it is gone, and its load with it. */
  #forget(id: number): void {
    const row = this.#rows.get(String(id));
    this.#rows.delete(String(id));
    if (row?.type === 'exec') this.around.processes.meters.drop(row.containerId, loadOf(id));
  }

  #over(id: number, response: ApiResponse): void {
    this.#forget(id);
    this.around.sink.end(id, response);
  }

  #ipOf(podUid: string): string {
    return this.around.table.sandboxOf(podUid)?.sandbox.ip ?? '';
  }

  #refuseConnection(id: number, podUid: string, port: number): void {
    const sandbox = this.around.table.sandboxOf(podUid)?.sandbox.id ?? '';
    const namespace = `/var/run/netns/cni-${[8, 12, 16, 20, 32].map((end, i) => sandbox.slice([0, 8, 12, 16, 20][i], end)).join('-')}`;
    this.#say(
      id,
      2,
      `error forwarding port ${port} to pod ${sandbox}, uid : failed to execute portforward in network namespace ` +
        `"${namespace}": failed to connect to localhost:${port} inside namespace "${sandbox}", IPv4: dial tcp4 ` +
        `127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6: address localhost: no suitable address found `,
    );
    this.#over(id, OVER);
  }

  #receive(id: number, row: Extract<StreamRow, { readonly type: 'portForward' }>, data: string): void {
    const { podUid, port } = row;
    let received = row.received + data;
    for (;;) {
      const read = readRequest(received);
      if (read.type === 'foreign' || received.length > MOST_RECEIVED) return this.#over(id, OVER);
      if (read.type === 'part') break;
      received = read.rest;
      const answer = this.around.http(this.#ipOf(podUid), port, read.request);
      if (answer.type === 'refused') return this.#refuseConnection(id, podUid, port);
      if (answer.type !== 'response') break;
      const delayMs = answer.durationMs ?? 0;
      const { isLast } = read;
      const text = responseText(read.request, answer, this.around.clock.now() + delayMs, isLast);
      if (delayMs > 0) this.#wake(id, delayMs, { text, isLast });
      else this.#answer(id, text, isLast);
      if (isLast && delayMs > 0) break;
      // The request may have been the end of the container, and of the connection.
      if (!this.#rows.has(String(id))) return;
    }
    this.#rows.set(String(id), { ...row, received });
  }
}

/** Under which name a container counts what stream `id` runs in it. */
function loadOf(id: number): string {
  return `${STREAM}${id}`;
}

/** Reads `{"Width":80,"Height":24}`. */
function terminalSizeOf(text: string): TerminalSize | undefined {
  try {
    const { Width: columns, Height: rows } = JSON.parse(text) as Readonly<Record<string, unknown>>; // By the protocol.
    const isSize = Number.isInteger(columns) && Number.isInteger(rows);
    return isSize ? { columns: Number(columns), rows: Number(rows) } : undefined;
  } catch {
    return undefined;
  }
}

const SUCCESS = { metadata: {}, status: 'Success' };

function exitStatus(argv: readonly string[], code: number): Omit<Status, 'kind' | 'apiVersion' | 'code'> {
  const causes = [{ reason: 'ExitCode', message: String(code) }];
  const message = `command terminated with non-zero exit code: error executing command [${argv.join(' ')}], exit code ${code}`;
  return { metadata: {}, status: 'Failure', message, reason: 'NonZeroExitCode', details: { causes } };
}
