/** Sends the requests of load generators, and counts what came of them. */
import type { ClientNetwork, Connection, Dialled, Exchanged, FinishedRequest, HttpAsk } from '../client/network';
import { type Hop, type Load, type LoadSource, type RequestError, hopsLater } from '../client/traffic';
import type { Clock, StateMap, StateSpace } from '../sim/clock';
import { type Resolved, type ResolverFiles, resolveHost } from '../tools/resolver';
import type { Url } from '../tools/url';
import type { RequestLog } from './requestLog';

/** What a client waits for an answer when the load does not say, in virtual milliseconds. */
const TIMEOUT_MS = 5_000;
/** What servers are charged for requests that come fast is measured over so long, and spent in the same time after it. */
const WINDOW_MS = 1_000;

/** The network as load generators have it. */
export interface LoadNetwork {
  readonly requests: RequestLog;
  /** A source that sends now; undefined: it is not there. */
  sourceOf(source: LoadSource): LoadClient | undefined;
}
export interface LoadClient {
  readonly network: ClientNetwork;
  readonly files: ResolverFiles;
  /** Tells the log, as the network's `record` does, what a request of a load came to. */
  tell(request: FinishedRequest, stands: number): void;
}

/** Which of a load's requests are due: from the `first`-th on; every `every`-th is kept as a row. */
interface Burst {
  readonly first: number;
  readonly count: number;
  readonly every: number;
}

/** Requests by the address that answered them: in the window that lasts, and in the one before it. */
interface Window {
  readonly at: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly before: Readonly<Record<string, number>>;
}

/** A source during one burst. */
interface Sending {
  readonly client: LoadClient;
  readonly found: Resolved;
  next: number;
}

export class LoadSender {
  readonly #windows: StateMap<Window>;

  constructor(
    state: StateSpace,
    private readonly clock: Clock,
    private readonly network: LoadNetwork,
  ) {
    this.#windows = state.map('network/loadWindows');
  }

  /** The load is over. */
  forget(name: string): void {
    this.#windows.delete(name);
  }

  /** Sends what is due now. */
  burst(load: Load, url: Url, { first, count, every }: Burst): void {
    const { requests } = this.network;
    const now = this.clock.now();
    const sources = new Map<number, Sending | undefined>();
    const tally = requests.tally(now);
    const window = this.#window(load.name, now);
    for (let n = first; n < first + count; n++) {
      const index = n % load.sources.length;
      if (!sources.has(index)) sources.set(index, this.#sendingOf(load.sources[index], url));
      const sending = sources.get(index);
      if (sending === undefined) continue;
      const isKept = n % every === 0;
      const request = this.#send(load, url, sending, window, isKept);
      if (isKept) sending.client.tell(request, every);
      tally.add(request);
    }
    tally.end();
    this.#windows.set(load.name, window);
  }

  #sendingOf(source: LoadSource | undefined, url: Url): Sending | undefined {
    const client = source && this.network.sourceOf(source);
    return client && { client, found: resolveHost(client.network, client.files, url.host), next: 0 };
  }

  /** One request over a connection of its own. */
  #send(load: Load, url: Url, sending: Sending, window: MutableWindow, isKept: boolean): FinishedRequest {
    const { client, found } = sending;
    const limitMs = load.timeoutMs ?? TIMEOUT_MS;
    const told = { tool: 'load', method: load.method ?? 'GET', url: load.url };
    if (found.type !== 'found') return { ...told, error: 'dns', ms: Math.min(found.ms, limitMs), hops: found.hops };
    const ip = found.addresses[sending.next % found.addresses.length] ?? '';
    sending.next += 1;
    const dialled = client.network.dial({ ip, port: url.port });
    const left = limitMs - found.ms;
    if (dialled.type !== 'connected' || dialled.ms > left) {
      return { ...told, ...failureOf(dialled, left, found.ms), hops: joined(found, dialled.hops) };
    }
    const { connection } = dialled;
    const got = client.network.exchange(connection, askOf(load, url, chargeOf(connection, window)));
    const ms = got.type === 'silent' ? Number.POSITIVE_INFINITY : found.ms + dialled.ms + got.ms;
    // Of those that are only counted nobody asks when each hop was.
    const hops = isKept ? joined(found, dialled.hops, dialled.ms, got.hops) : [...dialled.hops, ...got.hops];
    return ms > limitMs ? { ...told, error: 'timeout', ms: limitMs, hops } : { ...told, ...endOf(got), ms, hops };
  }

  #window(name: string, now: number): MutableWindow {
    const at = now - (now % WINDOW_MS);
    const last = this.#windows.get(name);
    if (last?.at === at) return { ...last, counts: { ...last.counts } };
    return { at, counts: {}, before: last?.at === at - WINDOW_MS ? last.counts : {} };
  }
}

type MutableWindow = Window & { readonly counts: Record<string, number> };

/**
 * What the server is charged for this request. In a window after one with requests the first one stands for as many as
 * came then, and the others for none; without any before it each is charged for itself.
 */
function chargeOf({ server }: Connection, { counts, before }: MutableWindow): HttpAsk['stands'] {
  const { ip } = server;
  const count = counts[ip] ?? 0;
  counts[ip] = count + 1;
  const times = before[ip];
  if (times === undefined) return undefined;
  return { times: count === 0 ? times : 0, forMs: WINDOW_MS };
}

function askOf({ method = 'GET', headers = [] }: Load, url: Url, stands: HttpAsk['stands']): HttpAsk {
  const own = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', url.authority] as const];
  return {
    method,
    path: url.path,
    headers: [...own, ...headers],
    ...(url.scheme === 'https' ? { tls: { serverName: url.host } } : {}),
    ...(stands === undefined ? {} : { stands }),
  };
}

function failureOf(
  dialled: Dialled,
  leftMs: number,
  beforeMs: number,
): { readonly error: RequestError; readonly ms: number } {
  const isLost = dialled.type === 'lost' || dialled.type === 'connected' || dialled.ms > leftMs;
  return isLost ? { error: 'timeout', ms: beforeMs + leftMs } : { error: dialled.type, ms: beforeMs + dialled.ms };
}

function endOf(got: Exchanged): { readonly status: number } | { readonly error: RequestError } {
  if (got.type !== 'response')
    return { error: got.type === 'notTls' ? 'tls' : got.type === 'silent' ? 'timeout' : 'closed' };
  const { status, ending } = got.response;
  if (ending === undefined) return { status };
  return { error: ending === 'silent' ? 'timeout' : 'closed' };
}

/** The hops of a lookup, a dial and an exchange, one after the other. */
function joined(found: Resolved, dialled: readonly Hop[], dialMs = 0, answered: readonly Hop[] = []): readonly Hop[] {
  return [...found.hops, ...hopsLater(dialled, found.ms), ...hopsLater(answered, found.ms + dialMs)];
}
