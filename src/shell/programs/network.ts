/**
 * The network tools on the learner's own machine, which is no part of the cluster: nodes are reached, addresses of pods
 * and Services are not, and no DNS server knows the cluster's names. Ports that `kubectl port-forward` listens on are
 * this machine's own.
 */
import type { Dialled, DnsQuestion, Echoed, Exchanged, HttpAsk, Lookup } from '../../client/network';
import { FileError, type Io } from '../../kubectl/environment';
import { InterruptSource, linkedInterrupt } from '../../kubectl/interruptSource';
import { curl } from '../../tools/curl';
import { dig, getent, host } from '../../tools/dig';
import { nc, telnet } from '../../tools/netcat';
import { nslookup } from '../../tools/nslookup';
import { ping } from '../../tools/ping';
import { type Resolved, resolveHost } from '../../tools/resolver';
import {
  type Continuation,
  type Flavour,
  immediately,
  type Sent,
  type SentAnswer,
  type Steps,
  type Tool,
  type ToolHost,
  type ToolMemory,
} from '../../tools/tool';
import { wget } from '../../tools/wget';
import { readAnswer } from '../http';
import { fileErrorText } from '../redirections';
import type { LocalSocket, Program, World } from '../shell';
import { readAll } from '../streams';
import { noNetwork } from './refused';

/** What an unreadable /etc/hosts stands for, and the DNS server that every machine of the host's network has. */
const HOSTS = '127.0.0.1 localhost\n';
const RESOLV_CONF = 'nameserver 192.168.49.1\n';
const OWN_ADDRESS = '192.168.49.1';
const isOwn = (ip: string) => ip.startsWith('127.');

/** A page in front of a real cluster reaches nothing else. */
class NoNetwork extends Error {}

/** Each tool as a program. `failure`: how it ends where there is no network at all. */
export const networkPrograms: readonly Program[] = [
  networkProgram('curl', curl, 7),
  networkProgram('dig', dig, 9),
  networkProgram('getent', getent, 2),
  networkProgram('host', host, 1),
  networkProgram('nc', nc, 1),
  networkProgram('nslookup', nslookup, 1),
  networkProgram('ping', ping, 2),
  networkProgram('telnet', telnet, 1),
  networkProgram('wget', wget, 4),
];

function networkProgram(name: string, tool: Tool, failure: number): Program {
  return {
    name,
    run: async (args, io, world) => {
      const machine = new LearnersHost(io, world);
      try {
        return await runTool(tool, [name, ...args], machine);
      } catch (error) {
        if (!(error instanceof NoNetwork)) throw error;
        await io.err(noNetwork(name));
        return failure;
      } finally {
        machine.close();
      }
    },
  };
}

/** Runs `tool` until it is done or interrupted. */
async function runTool(tool: Tool, argv: readonly string[], host: LearnersHost): Promise<number> {
  let memory: ToolMemory | undefined;
  for (;;) {
    const steps = tool(argv, host, memory);
    let step = steps.next();
    while (step.done !== true) {
      await step.value;
      if (host.isInterrupted) return 130;
      step = steps.next();
    }
    const next = host.takeContinuation();
    if (next === undefined) return step.value;
    await host.wait(next.afterMs);
    if (host.isInterrupted) {
      await host.io.out(next.interrupted?.out ?? '');
      return next.interrupted?.status ?? 130;
    }
    memory = next.memory;
  }
}

/** Lost on the way to the cluster. What a node that was reached has dropped is another story. */
const isNoWay = (dialled: Dialled | undefined): boolean =>
  dialled?.type === 'lost' && (dialled.hops.at(-1)?.rule.key ?? 'lostOutside') === 'lostOutside';

class LearnersHost implements ToolHost {
  readonly flavour: Flavour = { curl: '7.88.1', bind: '9.18' };
  readonly address = OWN_ADDRESS;
  #now: number;
  #continuation: Continuation | undefined;
  /** Open connections to ports of this machine, by the client's port. */
  readonly #sockets = new Map<number, LocalSocket>();
  #nextPort = 50_000;

  constructor(
    readonly io: Io,
    private readonly world: World,
  ) {
    this.#now = world.clock.now();
  }

  get isInterrupted(): boolean {
    return this.io.interrupt.interrupted;
  }

  now(): number {
    return this.#now;
  }
  out(text: string): Steps<void> {
    return waited(this.io.out(text));
  }
  err(text: string): Steps<void> {
    return waited(this.io.err(text));
  }
  stdin(): Steps<string | undefined> {
    return waited(this.io.input.isTerminal ? undefined : readAll(this.io.input));
  }

  sleep(ms: number | 'forever'): Steps<void> {
    return waited(this.wait(ms === 'forever' ? Infinity : ms));
  }

  async wait(ms: number): Promise<void> {
    this.#now += ms;
    if (ms === Infinity) {
      const { interrupt } = this.io;
      if (!interrupt.interrupted) await new Promise<void>((resolve) => void interrupt.onInterrupt(resolve));
    } else if (ms >= 1) await this.world.clock.sleep(ms, this.io.interrupt);
  }

  *resolve(name: string): Steps<Resolved> {
    const hosts = (yield* this.readFile('/etc/hosts')) ?? HOSTS;
    const found = resolveHost({ lookups: unknownTo }, { hosts, resolvConf: RESOLV_CONF }, name);
    const address = found.type === 'found' ? found.addresses[0] : undefined;
    this.#demandNetwork(address ?? '');
    return found;
  }

  resolvConf(): Steps<string> {
    return immediately(RESOLV_CONF);
  }

  lookups(server: string, questions: readonly DnsQuestion[]): Steps<readonly Lookup[]> {
    this.#demandNetwork('');
    const isOwnServer = server === OWN_ADDRESS;
    return immediately(
      isOwnServer ? unknownTo(server, questions) : questions.map(() => ({ type: 'lost', hops: [] }) as const),
    );
  }

  *send(sent: Sent): Steps<SentAnswer> {
    const { before: _before, isTry: _isTry, url, request, ...rest } = sent;
    this.#demandNetwork(sent.to.ip);
    if (isOwn(sent.to.ip)) return yield* waited(this.#sendHere(sent));
    const { network } = this.world;
    const answer =
      network === undefined
        ? { dialled: yield* waited(this.#dialWithout(sent.to.ip)) }
        : yield* waited(
            network.send({ type: 'http', ...rest, requests: request === undefined ? [] : [{ ...request, url }] }),
          );
    if (isNoWay(answer.dialled)) this.io.hint({ key: 'curlUnreachable', params: { address: sent.to.ip } });
    const [exchanged] = 'exchanged' in answer ? (answer.exchanged ?? []) : [];
    const { dialled } = answer;
    return { ...(dialled === undefined ? {} : { dialled }), ...(exchanged === undefined ? {} : { exchanged }) };
  }

  *failed({ tool, method, url }: Parameters<ToolHost['failed']>[0]): Steps<void> {
    const name = /^\w+:\/\/([^/:]+)/.exec(url)?.[1] ?? url;
    const told = this.world.network?.send({ type: 'unresolved', tool, method, url, name });
    if (told !== undefined) yield* waited(told);
  }

  *ping(ip: string): Steps<Echoed> {
    this.#demandNetwork(ip);
    if (isOwn(ip) || ip === OWN_ADDRESS) return { type: 'reply', ms: 0.054, ttl: 64 };
    const { network } = this.world;
    if (network !== undefined) return (yield* waited(network.send({ type: 'ping', ip }))).echoed ?? { type: 'lost' };
    const isNode = (yield* waited(this.#dialWithout(ip))).type === 'refused';
    return isNode ? { type: 'reply', ms: 0.054, ttl: 64 } : { type: 'lost' };
  }

  readFile(path: string): Steps<string | undefined> {
    const { files } = this.world;
    return waited(
      files.read(path).catch((error: unknown) => {
        if (error instanceof FileError) return undefined;
        throw error;
      }),
    );
  }

  writeFile(path: string, text: string): Steps<string | undefined> {
    return waited(
      this.world.files.write(path, text).then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof FileError) return fileErrorText(error);
          throw error;
        },
      ),
    );
  }

  goOn(continuation: Continuation): void {
    this.#continuation = continuation;
  }
  takeContinuation(): Continuation | undefined {
    const next = this.#continuation;
    this.#continuation = undefined;
    return next;
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.close();
  }

  #demandNetwork(ip: string): void {
    if (this.world.hasNoNetwork === true && !isOwn(ip)) throw new NoNetwork();
  }

  /** Where nobody simulates a network, nodes that run refuse, and all else is silent. */
  async #dialWithout(ip: string) {
    const nodes = (await this.world.minikube?.nodes()) ?? [];
    const isNode = nodes.some(({ address, state }) => address === ip && state === 'running');
    return isNode || ip === OWN_ADDRESS
      ? ({ type: 'refused', ms: 0, hops: [] } as const)
      : ({ type: 'lost', hops: [] } as const);
  }

  /** To a port of this machine: bytes go to and fro in their own time. */
  async #sendHere({ to, over, request, limitMs, before }: Sent): Promise<SentAnswer> {
    const port = over?.from.port ?? this.#nextPort++;
    const socket = this.#sockets.get(port) ?? this.world.connectLocal?.(to.port);
    if (socket === undefined) return { dialled: { type: 'refused', ms: 0, hops: [] } };
    this.#sockets.set(port, socket);
    const ends = { from: { ip: '127.0.0.1', port }, to, server: to, seenFrom: '127.0.0.1', hops: [] };
    const dialled =
      over === undefined ? { dialled: { type: 'connected', ms: 0, connection: ends, hops: [] } as const } : {};
    if (request === undefined) return dialled;
    if (request.tls !== undefined) return { ...dialled, exchanged: { type: 'notTls', ms: 0, hops: [] } };
    const left = limitMs === undefined ? undefined : limitMs - (before?.ms ?? 0);
    return { ...dialled, exchanged: await this.#exchangeHere(socket, request, left) };
  }

  async #exchangeHere(socket: LocalSocket, request: HttpAsk, limitMs: number | undefined): Promise<Exchanged> {
    const { clock } = this.world;
    const started = clock.now();
    const { source, release } = linkedInterrupt(this.io.interrupt);
    const finished = new InterruptSource();
    const stopListening = source.onInterrupt(() => socket.close());
    const alarm = async () => {
      if (limitMs === undefined) return;
      await clock.sleep(limitMs, finished);
      if (!finished.interrupted) source.interrupt();
    };
    const ringing = alarm();
    const head = [
      `${request.method} ${request.path} HTTP/1.1`,
      ...request.headers.map(([name, value]) => `${name}: ${value}`),
    ];
    socket.send(`${head.join('\r\n')}\r\n\r\n${request.body ?? ''}`);
    const answer = await readAnswer(socket, request.method !== 'HEAD');
    const isLate = source.interrupted;
    finished.interrupt();
    await ringing;
    stopListening();
    release();
    this.#now += Math.min(clock.now() - started, limitMs ?? Infinity);
    if (isLate) return { type: 'silent', hops: [] };
    if (answer === undefined) return { type: 'closed', ms: 0, hops: [] };
    return { type: 'response', ms: 0, response: answer, hops: [] };
  }
}

/** A DNS server that knows nothing of the cluster. */
function unknownTo(_server: string, questions: readonly DnsQuestion[]): readonly Lookup[] {
  const reply = { rcode: 'NXDOMAIN', authoritative: false, recursionAvailable: true, answers: [] } as const;
  return questions.map((_question, index) => ({ type: 'reply', ms: 0, id: index, reply, hops: [] }));
}

/** Waits for a promise in the middle of a tool. */
function* waited<T>(promise: Promise<T> | T): Steps<T> {
  const values: T[] = [];
  yield Promise.resolve(promise).then((value) => void values.push(value));
  for (const value of values) return value;
  throw new Error('a tool went on before its answer came');
}
