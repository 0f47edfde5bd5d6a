/**
 * A StateMap that is checkpointed by sharing: small maps are one bucket, large ones 1,024, and a bucket is
 * copied only when it is written after a checkpoint.
 */
import type { StateMap } from './clock';
import { deepFreeze } from './freeze';
import { type Hash, addHash, hashEntry, hashValue, ZERO_HASH } from './hash';

type Bucket<V> = Map<string, V>;

/** The content of a map at one moment. Never written again. */
export interface CowSnapshot<V> {
  readonly buckets: readonly Bucket<V>[];
  readonly size: number;
}

const SPLIT_AT = 512;
const BUCKETS = 1024;

/** Long keys of one map are alike for the most part: all of the end, where names and numbers are, and a sample before. */
function bucketOf(key: string): number {
  const end = key.length - 8;
  let hash = key.length;
  for (let at = 0; at < key.length; at += at < end ? 4 : 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

export class CowMap<V> implements StateMap<V> {
  #buckets: Bucket<V>[] = [new Map()];
  /** Whether a bucket may be written in place: no snapshot shares it. */
  #owned: boolean[] = [true];
  #hashes: (Hash | undefined)[] = [];
  #size = 0;
  #snapshot: CowSnapshot<V> | undefined;

  get size(): number {
    return this.#size;
  }

  #indexOf(key: string): number {
    return this.#buckets.length === 1 ? 0 : bucketOf(key);
  }

  /** The bucket of `key`, safe to write. */
  #writable(key: string): Bucket<V> {
    const index = this.#indexOf(key);
    this.#snapshot = undefined;
    this.#hashes[index] = undefined;
    const bucket = this.#buckets[index] as Bucket<V>; // indexOf stays within the array.
    if (this.#owned[index] === true) return bucket;
    const copy = new Map(bucket);
    this.#buckets[index] = copy;
    this.#owned[index] = true;
    return copy;
  }

  get(key: string): V | undefined {
    return this.#buckets[this.#indexOf(key)]?.get(key);
  }

  has(key: string): boolean {
    return this.#buckets[this.#indexOf(key)]?.has(key) ?? false;
  }

  set(key: string, value: V): void {
    const bucket = this.#writable(key);
    const before = bucket.size;
    bucket.set(key, deepFreeze(value));
    this.#size += bucket.size - before;
    if (this.#size > SPLIT_AT && this.#buckets.length === 1) this.#split();
  }

  delete(key: string): boolean {
    if (!this.has(key)) return false;
    this.#writable(key).delete(key);
    this.#size -= 1;
    return true;
  }

  clear(): void {
    this.restore({ buckets: [new Map()], size: 0 });
    this.#owned = [true];
    this.#snapshot = undefined;
  }

  #split(): void {
    const all = this.#buckets[0] as Bucket<V>; // There is exactly one.
    this.#buckets = Array.from({ length: BUCKETS }, () => new Map<string, V>());
    this.#owned = Array.from({ length: BUCKETS }, () => true);
    this.#hashes = [];
    for (const [key, value] of all) this.#buckets[this.#indexOf(key)]?.set(key, value);
  }

  *entries(): IterableIterator<[string, V]> {
    for (const bucket of this.#buckets) yield* bucket;
  }

  *keys(): IterableIterator<string> {
    for (const bucket of this.#buckets) yield* bucket.keys();
  }

  *values(): IterableIterator<V> {
    for (const bucket of this.#buckets) yield* bucket.values();
  }

  /** Shares the present content. O(buckets), or nothing if unchanged since the last snapshot. */
  snapshot(): CowSnapshot<V> {
    if (this.#snapshot === undefined) {
      this.#snapshot = { buckets: this.#buckets.slice(), size: this.#size };
      this.#owned.fill(false);
    }
    return this.#snapshot;
  }

  restore(snapshot: CowSnapshot<V>): void {
    this.#buckets = snapshot.buckets.slice();
    this.#owned = this.#buckets.map(() => false);
    this.#hashes = [];
    this.#size = snapshot.size;
    this.#snapshot = snapshot;
  }

  /** Sum over entries, remembered per bucket. */
  hash(): Hash {
    let sum = ZERO_HASH;
    this.#buckets.forEach((bucket, index) => {
      let part = this.#hashes[index];
      if (part === undefined) {
        part = ZERO_HASH;
        for (const [key, value] of bucket) part = addHash(part, hashEntry(key, hashValue(value)));
        this.#hashes[index] = part;
      }
      sum = addHash(sum, part);
    });
    return sum;
  }
}
