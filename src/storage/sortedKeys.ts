/** The keys of one resource in order: derived data, rebuilt from the entries after a restore. */

export class SortedKeys {
  #keys: string[];

  constructor(keys: Iterable<string>) {
    this.#keys = [...keys].sort(compare);
  }

  add(key: string): void {
    this.#keys.splice(this.#lowerBound(key), 0, key);
  }

  remove(key: string): void {
    const index = this.#lowerBound(key);
    if (this.#keys[index] === key) this.#keys.splice(index, 1);
  }

  /** Keys that begin with `prefix`, in order. */
  withPrefix(prefix: string): readonly string[] {
    const from = this.#lowerBound(prefix);
    let to = from;
    // Keys with the prefix stand together; a resource's own prefix covers all of them.
    if (this.#keys[this.#keys.length - 1]?.startsWith(prefix) === true) to = this.#keys.length;
    else while (this.#keys[to]?.startsWith(prefix) === true) to += 1;
    return this.#keys.slice(from, to);
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
