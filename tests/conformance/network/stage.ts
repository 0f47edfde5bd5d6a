/** The recorded cluster, set up in a simulation; commands are typed there as people type them. */
import type { Interrupt, Io } from '../../../src/kubectl/environment';
import { InterruptSource } from '../../../src/kubectl/interruptSource';
import { pathOf } from '../../../src/client/client';
import { type SimulatedStage, simulatedStage } from '../../../src/session/simulation';
import { USUAL_ADDONS } from '../../../src/addons/usualAddons';
import { resolveHost } from '../../../src/tools/resolver';
import type { Client } from './scene';
import { AddressBook } from './addresses';
import { ADDRESSES, type Manifest, client, clientImage, pods, serverImage, services, web } from './world';
import type { PlayedCommand } from './compare';

/** Pods that stand for the recordings' clients; the others are made when they are first needed. */
const CLIENTS: Readonly<
  Partial<Record<Client, { readonly namespace: string; readonly name: string; readonly manifest: Manifest }>>
> = {
  pod: clientPod({ name: 'client' }),
  other: clientPod({ name: 'client', namespace: 'other' }),
  m02: clientPod({ name: 'client-m02', node: 'minikube-m02' }),
  node: clientPod({ name: 'node-client', spec: { hostNetwork: true } }),
  defaultDns: clientPod({ name: 'client-default-dns', spec: { dnsPolicy: 'Default' } }),
  gnu: clientPod({ name: 'client-gnu', image: 'luksa/kubia' }),
  'curl8.12': clientPod({ name: 'client-curl-812', image: 'curlimages/curl:8.12.1' }),
  'curl8.23': clientPod({ name: 'client-curl-823', image: 'curlimages/curl:8.23.0' }),
};

function clientPod(options: Parameters<typeof client>[0]) {
  return { namespace: options.namespace ?? 'default', name: options.name, manifest: client(options) };
}

/** A recorded command in its scene. */
interface Run {
  readonly who: Client;
  /** Whether CoreDNS's log is read before and after it. */
  readonly wantsQueries: boolean;
  readonly meanwhile: string | undefined;
}

/** Until a namespace has its service account. */
const NAMESPACE_MS = 1_000;
/** What kubectl exec says of a command that failed. */
const EXEC_ENDED = /command terminated with exit code \d+\n$/;
const MUSL = 'getaddrinfo-musl ';
/** Longer than any recorded command: what hangs is ended with Ctrl-C. */
const PATIENCE_SECONDS = 200;
/** The recorded clients are no pods of the API server. */
const CLIENT_ROW = /^(?:node-)?client\S* +\d+\/\d+ /;
/** Until pods run and the proxies' rules are written. */
const SETTLE_MS = 15_000;

export class NetworkStage {
  readonly #made = new Set<Client>();
  readonly #book: AddressBook;

  private constructor(
    private readonly stage: SimulatedStage,
    addresses: Readonly<Record<string, string>>,
  ) {
    this.#book = new AddressBook(stage.cluster, { ...ADDRESSES, ...addresses });
  }

  /** The cluster with all its pods up. `addresses`: what pods had in this recording. */
  static async create(addresses: Readonly<Record<string, string>> = {}): Promise<NetworkStage> {
    const stage = new NetworkStage(await simulatedStage({ addons: USUAL_ADDONS }), addresses);
    await stage.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } }, serverImage, clientImage);
    await stage.pass(NAMESPACE_MS);
    await stage.create(...services, ...pods, web);
    await stage.#clientOf('pod');
    await stage.pass(SETTLE_MS);
    return stage;
  }

  get cluster(): SimulatedStage['cluster'] {
    return this.stage.cluster;
  }

  /** Creates objects. Throws an Error with the server's words if it refuses one. */
  async create(...manifests: readonly Manifest[]): Promise<void> {
    for (const manifest of manifests) {
      const { metadata, kind } = manifest as { metadata: { namespace?: string }; kind: never }; // As world.ts makes them.
      const path = pathOf(kind, metadata.namespace);
      const { code, body } = await this.cluster.request({ method: 'POST', path, body: manifest });
      if (code >= 400) throw new Error(JSON.stringify(body));
    }
  }

  pass(ms: number): Promise<void> {
    return this.stage.pass(ms);
  }

  /** A command on the learner's machine, for what happens between the recorded ones. Throws if it fails. */
  async type(line: string): Promise<string> {
    const { output, exitCode } = await this.#typed(line);
    if (exitCode !== 0) throw new Error(`${line}: ${output.join('\n')}`);
    return output.join('\n');
  }

  kubectl(args: string): Promise<string> {
    return this.type(`kubectl ${args}`);
  }

  /** A recorded command, typed by `who`; addresses in it and in what it prints are the recording's. */
  async run(command: string, { who, wantsQueries, meanwhile }: Run): Promise<PlayedCommand> {
    if (command.startsWith(MUSL)) return this.#resolveAsMusl(command.slice(MUSL.length));
    const isOutside = who === 'outside' || command.startsWith('kubectl');
    const pod = isOutside ? undefined : await this.#clientOf(who);
    const typed = await this.#book.toPlayed(command);
    const line = pod === undefined ? typed : `kubectl exec -n ${pod.namespace} ${pod.name} -- sh -c ${quoted(typed)}`;
    const before = wantsQueries ? (await this.#queryLog()).length : 0;
    const other = meanwhile === undefined ? undefined : this.stage.shell.run(meanwhile, silent);
    const { output, exitCode, seconds } = await this.#typed(line);
    await other;
    const queries = wantsQueries ? (await this.#queryLog()).slice(before) : [];
    return {
      output: await this.#book.toRecorded(output.filter((row) => !CLIENT_ROW.test(row))),
      exitCode,
      seconds,
      queries: await this.#book.toRecorded(queries),
    };
  }

  /** The recordings' own little program, built with musl: it prints an address, or what getaddrinfo says. */
  async #resolveAsMusl(name: string): Promise<PlayedCommand> {
    const { status } = await this.cluster.client.get('Pod', { namespace: 'default', name: 'client' });
    const before = (await this.#queryLog()).length;
    const resolvConf = await this.kubectl('exec client -- cat /etc/resolv.conf');
    const network = this.cluster.traffic.clientAt(status.podIP ?? '');
    const resolved = await this.cluster.quietly(() => resolveHost(network, { hosts: '', resolvConf }, name, 'musl'));
    await this.pass(resolved.ms);
    const isFound = resolved.type === 'found';
    const queries = (await this.#queryLog()).slice(before);
    return {
      output: isFound ? resolved.addresses : [resolved.type === 'noServer' ? 'Try again' : 'Name does not resolve'],
      exitCode: isFound ? 0 : 1,
      seconds: resolved.ms / 1000,
      queries: await this.#book.toRecorded(queries),
    };
  }

  /** What CoreDNS has logged of queries so far. */
  async #queryLog(): Promise<readonly string[]> {
    const log = await this.kubectl('logs -n kube-system -l k8s-app=kube-dns --tail=-1');
    return log.split('\n').filter((line) => /^\[INFO\] [\d.]+:\d+ - /.test(line));
  }

  async #clientOf(who: Client) {
    const pod = CLIENTS[who];
    if (pod === undefined) throw new Error(`nobody is ${who}`);
    if (!this.#made.has(who)) {
      this.#made.add(who);
      await this.create(pod.manifest);
      await this.pass(SETTLE_MS);
    }
    return pod;
  }

  async #typed(line: string): Promise<{ output: readonly string[]; exitCode: number; seconds: number }> {
    let text = '';
    const print = (piece: string): void => {
      text += piece;
    };
    const [patience, ending] = [new InterruptSource(), new InterruptSource()];
    const io = { ...silent, out: print, err: print, interrupt: patience };
    const from = this.cluster.now();
    const limit = this.stage.shell.run(`sleep ${PATIENCE_SECONDS}`, { ...silent, interrupt: ending });
    void limit.then(() => patience.interrupt());
    const exitCode = await this.stage.settle(this.stage.shell.run(line, io));
    ending.interrupt();
    const seconds = (this.cluster.now() - from) / 1000;
    const printed = text.replace(EXEC_ENDED, '');
    return { output: printed === '' ? [] : printed.replace(/\n$/, '').split('\n'), exitCode, seconds };
  }
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Nobody presses Ctrl-C. */
const never: Interrupt = { interrupted: false, onInterrupt: () => () => {} };
const silent: Io = {
  input: { read: async () => undefined, isTerminal: false },
  out: () => {},
  err: () => {},
  hint: () => {},
  interrupt: never,
  isTerminal: false,
  columns: 80,
};
