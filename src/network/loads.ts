/**
 * Load generators: clients that send so many requests a virtual second until they are stopped, from their sources in turn,
 * each over a connection of its own, as `ab` and `hey -disable-keepalive` do. A name is looked up anew for every burst of
 * requests, by the source's own resolv.conf. A pod that is not there sends nothing, and nobody sends for it. Whatever
 * certificate a server shows is accepted.
 */
import type { Fault } from '../client/simulation';
import type { Load, LoadSource } from '../client/traffic';
import type { Actor, Clock, SimEvent, StateMap, StateSpace } from '../sim/clock';
import { parseUrl, type Url } from '../tools/url';
import { type LoadNetwork, LoadSender } from './loadSender';

/** The actor that sends. */
const LOADS = 'network/loads';
/** A burst of requests at most so often. */
const BURST_MS = 10;
/** Of a load's own answers, as rows of the log; of more, one stands for several. */
const ROWS_PER_SECOND = 200;
const MOST_PER_SECOND = 20_000;
const MOST_LOADS = 20;
const MOST_TIMEOUT_MS = 600_000;

export type LoadFault = Extract<Fault, { readonly type: 'startLoad' | 'stopLoad' }>;

/** How far a load has come. */
interface Progress {
  readonly since: number;
  /** Requests that were due since then. */
  readonly sent: number;
  /** Tells the events of a load from those of one of the same name before it. */
  readonly generation: number;
}

export interface LoadsOptions {
  readonly state: StateSpace;
  readonly clock: Clock;
  readonly network: LoadNetwork;
  /** Whether there is such a pod. */
  readonly hasPod: (pod: { readonly namespace: string; readonly name: string }) => boolean;
}

export class Loads implements Actor {
  readonly name = LOADS;
  readonly #loads: StateMap<Load>;
  readonly #progress: StateMap<Progress>;
  /** `started`: how many loads have begun. */
  readonly #counts: StateMap<number>;
  readonly #sender: LoadSender;

  constructor(private readonly options: LoadsOptions) {
    const { state, network, clock } = options;
    this.#loads = state.map('network/loads');
    this.#progress = state.map('network/loadProgress');
    this.#counts = state.map('network/loadCounts');
    this.#sender = new LoadSender(state, clock, network);
  }

  /** Those that run, by name. */
  list(): readonly Load[] {
    return [...this.#loads.values()].sort((x, y) => (x.name < y.name ? -1 : 1));
  }

  /** Throws an Error with a readable message for a load that cannot be. */
  apply(fault: LoadFault): void {
    if (fault.type === 'stopLoad') {
      if (!this.#loads.delete(fault.name)) throw new Error(`there is no load "${fault.name}"`);
      this.#progress.delete(fault.name);
      this.#sender.forget(fault.name);
      return;
    }
    const { load } = fault;
    this.#check(load);
    this.#loads.set(load.name, load);
    const generation = (this.#counts.get('started') ?? 0) + 1;
    this.#counts.set('started', generation);
    this.#progress.set(load.name, { since: this.options.clock.now(), sent: 0, generation });
    this.#plan(load, 0);
  }

  handle({ data }: SimEvent): void {
    const { name, generation } = data as { readonly name: string; readonly generation: number }; // As planned below.
    const load = this.#loads.get(name);
    const progress = this.#progress.get(name);
    if (load === undefined || progress?.generation !== generation) return;
    const url = parseUrl(load.url) as Url; // It was checked when the load started.
    const elapsed = this.options.clock.now() - progress.since;
    const due = Math.floor((elapsed * load.perSecond) / 1000) + 1;
    const every = Math.max(1, Math.ceil(load.perSecond / ROWS_PER_SECOND));
    this.#sender.burst(load, url, { first: progress.sent, count: due - progress.sent, every });
    this.#progress.set(name, { ...progress, sent: due });
    // The next whole millisecond at which another one is due.
    const nextAt = Math.ceil((due * 1000) / load.perSecond);
    this.#plan(load, Math.max(load.perSecond * BURST_MS > 1000 ? BURST_MS : 1, nextAt - elapsed));
  }

  #plan({ name }: Load, delayMs: number): void {
    const generation = this.#progress.get(name)?.generation ?? 0;
    this.options.clock.schedule(delayMs, { actor: LOADS, type: 'burst', data: { name, generation }, routine: true });
  }

  #check({ name, sources, url, perSecond, timeoutMs = 1, method = 'GET' }: Load): void {
    const refuse = (why: string): never => {
      throw new Error(why);
    };
    if (name === '') refuse('a load has a name');
    if (!this.#loads.has(name) && this.#loads.size >= MOST_LOADS) refuse(`more than ${MOST_LOADS} loads at once`);
    if (!(perSecond > 0 && perSecond <= MOST_PER_SECOND)) refuse(`${perSecond} requests a second cannot be sent`);
    if (!(timeoutMs > 0 && timeoutMs <= MOST_TIMEOUT_MS)) refuse(`${timeoutMs} ms is no time to wait`);
    if (!/^[A-Z]+$/.test(method)) refuse(`"${method}" is no HTTP method`);
    const parsed = parseUrl(url);
    if (typeof parsed === 'string') refuse(`"${url}" is no URL`);
    else if (parsed.scheme !== 'http' && parsed.scheme !== 'https')
      refuse(`"${parsed.scheme}" is neither http nor https`);
    if (sources.length === 0) refuse('a load has a source');
    for (const source of sources) if (!this.#isThere(source)) refuse(`pod "${podName(source)}" not found`);
  }

  #isThere(source: LoadSource): boolean {
    return source.type === 'outside' || this.options.hasPod({ namespace: source.namespace, name: source.pod });
  }
}

function podName(source: LoadSource): string {
  return source.type === 'outside' ? '' : `${source.namespace}/${source.pod}`;
}
