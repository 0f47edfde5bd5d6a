/** Load generators: clients that send so many requests a virtual second until they are stopped. */
import type { Fault } from '../client/simulation';
import type { Load } from '../client/traffic';
import type { Actor, SimEvent, StateMap, StateSpace } from '../sim/clock';

/** The actor that sends. */
export const LOADS = 'network/loads';

export type LoadFault = Extract<Fault, { readonly type: 'startLoad' | 'stopLoad' }>;

export class Loads implements Actor {
  readonly name = LOADS;
  readonly #loads: StateMap<Load>;

  constructor(state: StateSpace) {
    this.#loads = state.map('network/loads');
  }

  /** Those that run, by name. */
  list(): readonly Load[] {
    return [...this.#loads.values()].sort((x, y) => (x.name < y.name ? -1 : 1));
  }

  /** Throws an Error with a readable message for a load that cannot be. */
  apply(fault: LoadFault): void {
    if (fault.type === 'stopLoad') {
      if (!this.#loads.delete(fault.name)) throw new Error(`there is no load "${fault.name}"`);
      return;
    }
    const { load } = fault;
    if (!(load.perSecond > 0 && load.perSecond <= 20_000))
      throw new Error(`${load.perSecond} requests a second cannot be sent`);
    this.#loads.set(load.name, load);
  }

  handle(_event: SimEvent): void {}
}
