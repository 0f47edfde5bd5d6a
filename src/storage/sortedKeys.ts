/** The keys of one resource in order: derived data, rebuilt from the entries after a restore. */

export class SortedKeys {
  #keys: string[];

  /** Written since the order was last asked for: thousands of Events come and go before anybody lists them. */
  readonly #added = new Set<string>();
  readonly #removed = new Set<string>();

  constructor(keys: Iterable<string>) {
    this.#keys = [...keys].sort(compare);
  }

  /** `key` must not be there. */
  add(key: string): void {
    if (!this.#removed.delete(key)) this.#added.add(key);
  }

  /** `key` must be there. */
  remove(key: string): void {
    if (!this.#added.delete(key)) this.#removed.add(key);
  }

  /** Keys that begin with `prefix`, in order. */
  withPrefix(prefix: string): readonly string[] {
    this.#settle();
    const from = this.#lowerBound(prefix);
    let to = from;
    // Keys with the prefix stand together; a resource's own prefix covers all of them.
    if (this.#keys[this.#keys.length - 1]?.startsWith(prefix) === true) to = this.#keys.length;
    else while (this.#keys[to]?.startsWith(prefix) === true) to += 1;
    return this.#keys.slice(from, to);
  }

  /** Brings what was written into order: one pass over the keys, which a list makes anyway. */
  #settle(): void {
    if (this.#added.size === 0 && this.#removed.size === 0) return;
    const added = [...this.#added].sort(compare);
    const merged: string[] = [];
    let next = 0;
    for (const key of this.#keys) {
      if (this.#removed.has(key)) continue;
      for (; next < added.length && compare(added[next] ?? '', key) < 0; next += 1) merged.push(added[next] ?? '');
      merged.push(key);
    }
    for (; next < added.length; next += 1) merged.push(added[next] ?? '');
    this.#keys = merged;
    this.#added.clear();
    this.#removed.clear();
  }

  #lowerBound(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(this.#keys[middle] ?? '', key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** By UTF-16 code units: names are ASCII, so this is etcd's byte order. */
function compare(x: string, y: string): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
