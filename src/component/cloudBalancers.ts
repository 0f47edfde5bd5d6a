/** The load balancers of the simulated cloud: what its controller orders, and what carries traffic by it. */
import type { StateMap, StateSpace } from '../sim/clock';

/** One of them. */
export interface Balancer {
  /** Of the Service that has ordered it. */
  readonly uid: string;
  readonly address: string;
  /** When it is set up, in virtual milliseconds since the epoch. Nothing passes before. */
  readonly readyAt: number;
  /** Its address has been told to the Service. */
  readonly isTold: boolean;
  /** Ports that it takes connections at. */
  readonly ports: readonly number[];
  /** Where it asks nodes how they are. */
  readonly healthPort: number;
  /** Names of the nodes behind it. */
  readonly nodes: readonly string[];
  /** What the Service asked for when it was set up; another text is another order. */
  readonly order: string;
}

/** By `namespace/name` of their Services. `state` is that of the controller manager. */
export function balancersOf(state: StateSpace): StateMap<Balancer> {
  return state.map('cloud/balancers');
}
