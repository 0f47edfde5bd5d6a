/** Objects in key order with cheap insertion: what a cache's indexes are made of. */
import type { KubeObject } from '../api/meta/objectMeta';

export class SortedObjects<T extends KubeObject = KubeObject> {
  readonly #keys: string[] = [];
  readonly #objects: T[] = [];

  /** In key order. Shared: valid until the next change. */
  get objects(): readonly T[] {
    return this.#objects;
  }

  set(key: string, object: T): void {
    const index = this.#lowerBound(key);
    if (this.#keys[index] === key) {
      this.#objects[index] = object;
    } else {
      this.#keys.splice(index, 0, key);
      this.#objects.splice(index, 0, object);
    }
  }

  delete(key: string): void {
    const index = this.#lowerBound(key);
    if (this.#keys[index] !== key) return;
    this.#keys.splice(index, 1);
    this.#objects.splice(index, 1);
  }

  #lowerBound(key: string): number {
    const keys = this.#keys;
    const last = keys[keys.length - 1];
    if (last === undefined || last < key) return keys.length; // Appending in order is the common case of a first list.
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
