/** Versions are looked at at every change, and there are thousands: each once, where that is enough. */
import type { Version } from './scene';

/** Goes through a list that grows at its end, and may lose its oldest. */
export class NewVersions {
  #count = 0;
  #last: Version | undefined;

  constructor(readonly versions: readonly Version[]) {}

  /** The oldest that has not been handed out; undefined: nothing is new. */
  next(): Version | undefined {
    const { versions } = this;
    if (versions[this.#count - 1] !== this.#last)
      this.#count = versions.findLastIndex((each) => each === this.#last) + 1;
    const next = versions[this.#count];
    if (next === undefined) return undefined;
    this.#count += 1;
    this.#last = next;
    return next;
  }
}
