/** The requests that clients have told of, newest last, as a part of every checkpoint. */
import type { FinishedRequest } from '../client/network';
import type { Hop, RequestRecord } from '../client/traffic';
import type { AppendLog } from '../sim/appendLog';
import type { PassiveClock } from '../sim/clock';
import { objectOf } from './route';
import type { ServiceCounts } from './serviceCounts';
import type { Owner } from './topology';

/** What is known of how a request of a load generator stands in the log. */
export interface LoggedLoad {
  /** So many are counted with it, */
  readonly stands: number;
  /** and whether it is kept itself. */
  readonly isKept: boolean;
}

export class RequestLog {
  constructor(
    private readonly log: AppendLog<RequestRecord>,
    private readonly clock: PassiveClock,
    readonly counts: ServiceCounts,
  ) {}

  /** A request of `client` is over. It began `request.ms` ago, one of a load generator just now. */
  add(client: string, owner: Owner | undefined, request: FinishedRequest, load?: LoggedLoad): void {
    const facts = factsOf(request.hops, owner === undefined);
    const now = this.clock.now();
    const at = load === undefined ? now - Math.floor(request.ms) : now;
    if (facts.service !== undefined) this.counts.add(facts.service, at, request.status);
    if (load?.isKept === false) return;
    this.log.push({
      id: this.log.end + 1,
      at,
      client,
      ...request,
      ...(owner === undefined ? {} : { source: objectOf(owner) }),
      ...facts,
      ...(load === undefined || load.stands === 1 ? {} : { stands: load.stands }),
    });
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

/** What the hops say of the way. Those before the client dials belong to the names that it looked up. */
function factsOf(all: readonly Hop[], isOutside: boolean): Facts {
  const start = Math.max(
    0,
    all.findIndex(({ place, rule }) => place === 'client' && rule.key === 'asks'),
  );
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
