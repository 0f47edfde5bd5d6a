/** The cluster's clock as the shell has it: virtual time, told by the engine a few times a second and guessed in between. */
import type { SimulationStatus } from '../../client/simulation';
import type { Clock, Interrupt } from '../../kubectl/environment';

/** Between two words of the engine virtual time is guessed for at most so many wall milliseconds. */
const GUESS_MS = 250;

type Pace = Pick<SimulationStatus, 'now' | 'speed' | 'health'>;

interface Sleeper {
  readonly until: number;
  wake(): void;
}

export class VirtualClock implements Clock {
  #told: { readonly status: Pace; readonly at: number } | undefined;
  #sleepers = new Set<Sleeper>();

  /** `wall` tells wall time in milliseconds; `soon` calls back when messages have had their turn. */
  constructor(
    private readonly wall: () => number,
    private readonly soon: (act: () => void) => void,
  ) {}

  /** The engine's word. A run that was replaced may take time back. */
  tell(status: Pace): void {
    this.#told = { status, at: this.wall() };
    for (const sleeper of this.#sleepers) if (sleeper.until <= status.now) sleeper.wake();
  }

  now(): number {
    if (this.#told === undefined) return 0;
    const { status, at } = this.#told;
    if (status.health.type !== 'running') return status.now;
    return status.now + Math.min(GUESS_MS, this.wall() - at) * status.speed;
  }

  sleep(ms: number, interrupt?: Interrupt): Promise<void> {
    return new Promise((resolve) => {
      let release = (): unknown => undefined;
      const sleeper: Sleeper = {
        until: this.now() + ms,
        wake: () => {
          this.#sleepers.delete(sleeper);
          release();
          resolve();
        },
      };
      if (ms <= 0) return this.soon(sleeper.wake);
      this.#sleepers.add(sleeper);
      release = interrupt?.onInterrupt(sleeper.wake) ?? release;
    });
  }
}
