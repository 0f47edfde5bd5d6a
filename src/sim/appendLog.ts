/**
 * A bounded list that only grows at its end and forgets its oldest page: watch history, trace, commands.
 * Full pages are shared between checkpoints; a checkpoint remembers how far the last page had come.
 */

export interface AppendLogSnapshot<T> {
  readonly pages: readonly (readonly T[])[];
  readonly start: number;
  readonly length: number;
}

const PAGE = 512;

export class AppendLog<T> {
  #pages: T[][] = [[]];
  /** Index of the first kept item since the log began. */
  #start = 0;
  #length = 0;

  /** Keeps at least the last `capacity` items. */
  constructor(public capacity: number) {}

  /** Index of the oldest kept item. */
  get start(): number {
    return this.#start;
  }

  /** Index after the newest item. */
  get end(): number {
    return this.#start + this.#length;
  }

  push(item: T): void {
    let page = this.#pages[this.#pages.length - 1];
    if (page === undefined || page.length >= PAGE) {
      page = [];
      this.#pages.push(page);
    }
    page.push(item);
    this.#length += 1;
    if (this.#length > this.capacity + PAGE) {
      const dropped = this.#pages.shift()?.length ?? 0;
      this.#start += dropped;
      this.#length -= dropped;
    }
  }

  at(index: number): T | undefined {
    const offset = index - this.#start;
    if (offset < 0 || offset >= this.#length) return undefined;
    return this.#pages[Math.floor(offset / PAGE)]?.[offset % PAGE];
  }

  /** Items from `index` on, oldest first. */
  *from(index: number): IterableIterator<T> {
    for (let i = Math.max(index, this.#start); i < this.end; i++) {
      const item = this.at(i);
      if (item !== undefined) yield item;
    }
  }

  snapshot(): AppendLogSnapshot<T> {
    return { pages: this.#pages.slice(), start: this.#start, length: this.#length };
  }

  restore(snapshot: AppendLogSnapshot<T>): void {
    this.#pages = snapshot.pages.map((page) => page as T[]); // Full pages are never written again.
    this.#start = snapshot.start;
    this.#length = snapshot.length;
    const last = this.#pages.length - 1;
    const kept = snapshot.length - last * PAGE;
    this.#pages[last] = (this.#pages[last] ?? []).slice(0, Math.max(0, kept));
  }
}
