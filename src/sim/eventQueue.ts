/** The pending future: a binary heap of plain entries, ordered by instant, then by queueing. */
import type { Instant, SimEvent } from './clock';
import { type Hash, addHash, hashValue, ZERO_HASH } from './hash';

export interface QueuedEvent {
  /** Unique in a run, rising in queueing order. */
  readonly id: number;
  readonly at: Instant;
  readonly event: SimEvent;
  /** Trace row of the event or command that scheduled this one. */
  readonly cause: number;
}

function before(x: QueuedEvent, y: QueuedEvent): boolean {
  return x.at < y.at || (x.at === y.at && x.id < y.id);
}

export class EventQueue {
  #heap: QueuedEvent[] = [];

  get size(): number {
    return this.#heap.length;
  }

  peek(): QueuedEvent | undefined {
    return this.#heap[0];
  }

  push(entry: QueuedEvent): void {
    this.#heap.push(entry);
    this.#up(this.#heap.length - 1);
  }

  pop(): QueuedEvent | undefined {
    const top = this.#heap[0];
    const last = this.#heap.pop();
    if (top !== undefined && last !== undefined && last !== top) {
      this.#heap[0] = last;
      this.#down(0);
    }
    return top;
  }

  /** Drops the entry with this id, if it is still pending. Linear: cancelling is rare by design. */
  remove(id: number): void {
    const index = this.#heap.findIndex((entry) => entry.id === id);
    if (index < 0) return;
    const last = this.#heap.pop();
    if (last === undefined || index === this.#heap.length) return;
    this.#heap[index] = last;
    this.#down(index);
    this.#up(index);
  }

  entries(): readonly QueuedEvent[] {
    return this.#heap;
  }

  snapshot(): readonly QueuedEvent[] {
    return this.#heap.slice();
  }

  restore(snapshot: readonly QueuedEvent[]): void {
    this.#heap = snapshot.slice();
  }

  /** Over what is pending, however the heap lies. */
  hash(): Hash {
    return this.#heap.reduce((sum, { id, at, event }) => addHash(sum, hashValue([id, at, event])), ZERO_HASH);
  }

  #up(from: number): void {
    const heap = this.#heap;
    const entry = heap[from] as QueuedEvent; // Callers pass an index inside the heap.
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as QueuedEvent;
      if (!before(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #down(from: number): void {
    const heap = this.#heap;
    const entry = heap[from] as QueuedEvent; // Callers pass an index inside the heap.
    let index = from;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && before(right, heap[child] as QueuedEvent)) child += 1;
      const least = heap[child] as QueuedEvent;
      if (!before(least, entry)) break;
      heap[index] = least;
      index = child;
    }
    heap[index] = entry;
  }
}
