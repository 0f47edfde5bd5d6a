/** The requests that clients have told of, newest last, as a part of every checkpoint. */
import type { FinishedRequest } from '../client/network';
import type { RequestRecord } from '../client/traffic';
import type { AppendLog } from '../sim/appendLog';
import type { PassiveClock } from '../sim/clock';
import type { Owner } from './topology';

export class RequestLog {
  constructor(
    private readonly log: AppendLog<RequestRecord>,
    private readonly clock: PassiveClock,
  ) {}

  add(client: string, owner: Owner | undefined, request: FinishedRequest): void {
    const source =
      owner === undefined
        ? {}
        : owner.type === 'pod'
          ? { source: { kind: 'Pod', namespace: owner.namespace, name: owner.name } as const }
          : { source: { kind: 'Node', name: owner.node } as const };
    const service = request.hops.findLast(({ object }) => object?.kind === 'Service')?.object;
    const pod = request.hops.findLast(({ object }) => object?.kind === 'Pod')?.object;
    this.log.push({
      id: this.log.end + 1,
      at: this.clock.now() - Math.floor(request.ms),
      client,
      ...request,
      ...source,
      ...(service === undefined ? {} : { service }),
      ...(pod === undefined ? {} : { pod }),
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
