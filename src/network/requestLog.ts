/** The requests that clients have told of, newest last, as a part of every checkpoint. */
import type { FinishedRequest } from '../client/network';
import type { Hop, HopObject, RequestRecord } from '../client/traffic';
import type { AppendLog } from '../sim/appendLog';
import type { PassiveClock } from '../sim/clock';
import type { RequestTotals } from './requestTotals';
import { objectOf } from './route';
import type { Ends, ServiceCounts } from './serviceCounts';
import type { Owner } from './topology';

export class RequestLog {
  constructor(
    private readonly log: AppendLog<RequestRecord>,
    private readonly clock: PassiveClock,
    readonly counts: ServiceCounts,
    readonly totals: RequestTotals,
  ) {}

  /** A request of `client` is over: it began `request.ms` ago. */
  add(client: string, owner: Owner | undefined, request: FinishedRequest): void {
    const at = this.clock.now() - Math.floor(request.ms);
    const record = this.#push(client, owner, request, at);
    this.totals.add(this.clock.now(), 1, isFailed(request) ? 1 : 0);
    if (record.service !== undefined) this.counts.add(record.service, at, endsOf(request));
  }

  /** A request of a load generator, which begins now; it is counted by a tally. */
  addOfLoad(client: string, owner: Owner | undefined, request: FinishedRequest, stands: number): void {
    this.#push(client, owner, request, this.clock.now(), stands);
  }

  /** Counts requests that begin at `at` together, until its `end`. */
  tally(at: number): Tally {
    return new Tally(this, at);
  }

  #push(client: string, owner: Owner | undefined, request: FinishedRequest, at: number, stands = 1): RequestRecord {
    const record: RequestRecord = {
      id: this.log.end + 1,
      at,
      client,
      ...request,
      ...(owner === undefined ? {} : { source: objectOf(owner) }),
      ...factsOf(request.hops, owner === undefined),
      ...(stands === 1 ? {} : { stands }),
    };
    this.log.push(record);
    return record;
  }

  /** Requests from the `index`-th on, oldest first. */
  from(index: number): IterableIterator<RequestRecord> {
    return this.log.from(index);
  }

  /** How many there were. */
  get total(): number {
    return this.log.end;
  }
}

type Facts = Pick<RequestRecord, 'service' | 'pod' | 'clientIP' | 'backendPath' | 'podReady' | 'node' | 'nodeHops'>;

/** What the hops say of the way. */
function factsOf(all: readonly Hop[], isOutside: boolean): Facts {
  const start = startOf(all);
  let service: Hop | undefined;
  let pod: Hop | undefined;
  let entry: string | undefined;
  const nodes = new Set<string>();
  for (let at = start; at < all.length; at++) {
    const hop = all[at];
    if (hop === undefined || hop.place === 'client') continue;
    if (hop.object?.kind === 'Service') service = hop;
    if (hop.node !== undefined) {
      entry ??= hop.node;
      if (pod === undefined || hop.place === 'pod') nodes.add(hop.node);
    }
    if (hop.object?.kind === 'Pod' && hop.place === 'pod') pod = hop;
  }
  const params = pod?.rule.params ?? {};
  const { ready, path } = params;
  return {
    ...(service?.object === undefined ? {} : { service: service.object }),
    ...(pod?.object === undefined ? {} : { pod: pod.object, nodeHops: Math.max(1, nodes.size) }),
    ...(pod?.from === undefined ? {} : { clientIP: pod.from.ip }),
    ...(path === undefined ? {} : { backendPath: String(path) }),
    ...(ready === undefined ? {} : { podReady: ready === 'true' }),
    ...(isOutside && entry !== undefined ? { node: entry } : {}),
  };
}

function isFailed({ status = 0 }: FinishedRequest): boolean {
  return status === 0 || status >= 400;
}

function endsOf({ status }: FinishedRequest): Ends {
  if (status === undefined) return { ok: 0, failed: 0, lost: 1 };
  return status < 400 ? { ok: 1, failed: 0, lost: 0 } : { ok: 0, failed: 1, lost: 0 };
}

/** Requests of one moment, by Service. */
class Tally {
  readonly #ends = new Map<string, { readonly service: HopObject; ok: number; failed: number; lost: number }>();

  #requests = 0;
  #failed = 0;

  constructor(
    private readonly log: RequestLog,
    private readonly at: number,
  ) {}

  add(request: FinishedRequest): void {
    this.#requests += 1;
    if (isFailed(request)) this.#failed += 1;
    const start = startOf(request.hops);
    const service = request.hops.findLast(({ object }, index) => index >= start && object?.kind === 'Service')?.object;
    if (service === undefined) return;
    const key = `${service.namespace}/${service.name}`;
    const ends = this.#ends.get(key) ?? { service, ok: 0, failed: 0, lost: 0 };
    this.#ends.set(key, ends);
    if (request.status === undefined) ends.lost += 1;
    else if (request.status < 400) ends.ok += 1;
    else ends.failed += 1;
  }

  end(): void {
    const { totals, counts } = this.log;
    if (this.#requests > 0) totals.add(this.at, this.#requests, this.#failed);
    for (const { service, ...ends } of this.#ends.values()) counts.add(service, this.at, ends);
  }
}

/** Where the client dials: what is before it belongs to the names that it looked up. */
function startOf(hops: readonly Hop[]): number {
  const dial = hops.findIndex(({ place, rule }) => place === 'client' && rule.key === 'asks');
  if (dial >= 0) return dial;
  // Nothing but the search for a name.
  return hops[0]?.place === 'resolver' ? hops.length : 0;
}
