/**
 * The load balancers of the simulated cloud on the network: each takes connections at its address and hands them, as they
 * are, to one of the nodes behind it that says that it is well.
 * Left out: protocols other than TCP in health checks, and the several bad answers that most clouds wait for.
 */
import type { Address, HopObject } from '../client/traffic';
import type { Balancer } from '../component/cloudBalancers';
import type { Clock, StateMap, StateSpace } from '../sim/clock';
import type { CloudBalancers } from './route';

/** Every node is asked so often. */
const CHECK_MS = 5_000;

/** How a node answered when it was asked last. */
interface Health {
  readonly at: number;
  readonly isWell: boolean;
}

export interface CloudOptions {
  readonly state: StateSpace;
  readonly clock: Clock;
  /** By `namespace/name` of their Services. */
  readonly balancers: StateMap<Balancer>;
  /** Whether GET /healthz at this port of the node is answered with 200. */
  readonly isWell: (node: string, port: number) => boolean;
}

export class Cloud implements CloudBalancers {
  readonly #health: StateMap<Health>;

  constructor(private readonly options: CloudOptions) {
    this.#health = options.state.map('network/cloudHealth');
  }

  nodeFor({ ip, port }: Address): { readonly node: string | undefined; readonly service: HopObject } | undefined {
    const { balancers, clock } = this.options;
    if (balancers.size === 0) return undefined;
    for (const [key, { address, readyAt, ports, nodes, healthPort }] of balancers.entries()) {
      if (address !== ip || clock.now() < readyAt) continue;
      const [namespace = '', name = ''] = key.split('/');
      const service = { kind: 'Service', namespace, name } as const;
      const well = ports.includes(port) ? nodes.filter((node) => this.#isWell(node, healthPort)) : [];
      const chosen = well.length < 2 ? 0 : Math.floor(clock.random(`cloud/${address}`) * well.length);
      return { node: well[chosen], service };
    }
    return undefined;
  }

  #isWell(node: string, port: number): boolean {
    const key = `${node}:${port}`;
    const now = this.options.clock.now();
    const known = this.#health.get(key);
    if (known !== undefined && now - known.at < CHECK_MS) return known.isWell;
    const isWell = this.options.isWell(node, port);
    this.#health.set(key, { at: now, isWell });
    return isWell;
  }
}
