/** A priority queue that lives in a StateMap, so that a checkpoint carries it. */
import type { StateMap } from '../sim/clock';

/** Takes out what comes first by `before`, a total order. Push and pop are O(log n). */
export class Heap<T> {
  constructor(
    private readonly slots: StateMap<T>,
    private readonly before: (a: T, b: T) => boolean,
  ) {}

  get size(): number {
    return this.slots.size;
  }

  peek(): T | undefined {
    return this.slots.get('0');
  }

  push(item: T): void {
    let index = this.slots.size;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.#at(parent);
      if (!this.before(item, above)) break;
      this.slots.set(String(index), above);
      index = parent;
    }
    this.slots.set(String(index), item);
  }

  pop(): T | undefined {
    const first = this.slots.get('0');
    if (first === undefined) return undefined;
    const size = this.slots.size - 1;
    const last = this.#at(size);
    this.slots.delete(String(size));
    if (size > 0) this.#sink(last, size);
    return first;
  }

  clear(): void {
    this.slots.clear();
  }

  /** Moves `item` down from the top to where it belongs. */
  #sink(item: T, size: number): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(this.#at(child + 1), this.#at(child))) child += 1;
      const below = this.#at(child);
      if (!this.before(below, item)) break;
      this.slots.set(String(index), below);
      index = child;
    }
    this.slots.set(String(index), item);
  }

  #at(index: number): T {
    return this.slots.get(String(index)) as T; // Slots 0 to size - 1 are filled: the heap's own rule.
  }
}
