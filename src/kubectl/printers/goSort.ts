/**
 * Sorts in the order in which Go's sort.Sort leaves items, which is not stable: kubectl prints what that leaves.
 * Models sort/zsortinterface.go (Go 1.26): insertion up to 12 items, else pattern-defeating quicksort, heapsort at worst.
 */

/** A sorted copy of `items`. `less` need not be a proper order. */
export function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): readonly T[] {
  const sorter = new Sorter([...items], less);
  sorter.quick(0, items.length, 32 - Math.clz32(items.length));
  return sorter.items;
}

/** What the choice of a pivot told about the order of the items so far. */
type Hint = 'unknown' | 'increasing' | 'decreasing';

class Sorter<T> {
  constructor(
    readonly items: T[],
    private readonly isLess: (a: T, b: T) => boolean,
  ) {}

  /** Sorts items `from` to `to`. After `limit` bad pivots it turns to heapsort. */
  quick(from: number, to: number, limit: number): void {
    let [a, b, left] = [from, to, limit];
    let [wasBalanced, wasPartitioned] = [true, true];
    for (;;) {
      const length = b - a;
      if (length <= 12) return this.insertion(a, b);
      if (left === 0) return this.heap(a, b);
      if (!wasBalanced) {
        this.breakPatterns(a, b);
        left -= 1;
      }
      let { pivot, hint } = this.choosePivot(a, b);
      if (hint === 'decreasing') {
        this.reverse(a, b);
        pivot = b - 1 - (pivot - a);
        hint = 'increasing';
      }
      if (wasBalanced && wasPartitioned && hint === 'increasing' && this.partialInsertion(a, b)) return;
      if (a > 0 && !this.less(a - 1, pivot)) {
        a = this.partitionEqual(a, b, pivot);
        continue;
      }
      const { middle, wasDone } = this.partition(a, b, pivot);
      wasPartitioned = wasDone;
      const [before, after] = [middle - a, b - middle];
      wasBalanced = Math.min(before, after) >= Math.floor(length / 8);
      if (before < after) {
        this.quick(a, middle, left);
        a = middle + 1;
      } else {
        this.quick(middle + 1, b, left);
        b = middle;
      }
    }
  }

  private less(i: number, j: number): boolean {
    return this.isLess(this.at(i), this.at(j));
  }

  private at(index: number): T {
    return this.items[index] as T; // All indices lie between the bounds of the sort.
  }

  private swap(i: number, j: number): void {
    const kept = this.at(i);
    this.items[i] = this.at(j);
    this.items[j] = kept;
  }

  private insertion(a: number, b: number): void {
    for (let i = a + 1; i < b; i += 1) {
      for (let j = i; j > a && this.less(j, j - 1); j -= 1) this.swap(j, j - 1);
    }
  }

  private heap(a: number, b: number): void {
    const length = b - a;
    for (let root = Math.floor((length - 1) / 2); root >= 0; root -= 1) this.siftDown(root, length, a);
    for (let last = length - 1; last >= 0; last -= 1) {
      this.swap(a, a + last);
      this.siftDown(0, last, a);
    }
  }

  private siftDown(from: number, end: number, first: number): void {
    let root = from;
    for (;;) {
      let child = 2 * root + 1;
      if (child >= end) return;
      if (child + 1 < end && this.less(first + child, first + child + 1)) child += 1;
      if (!this.less(first + root, first + child)) return;
      this.swap(first + root, first + child);
      root = child;
    }
  }

  /** Moves the pivot to its place: smaller items before it, the others behind. */
  private partition(a: number, b: number, pivot: number): { readonly middle: number; readonly wasDone: boolean } {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    while (i <= j && this.less(i, a)) i += 1;
    while (i <= j && !this.less(j, a)) j -= 1;
    if (i > j) {
      this.swap(j, a);
      return { middle: j, wasDone: true };
    }
    this.swap(i, j);
    i += 1;
    j -= 1;
    for (;;) {
      while (i <= j && this.less(i, a)) i += 1;
      while (i <= j && !this.less(j, a)) j -= 1;
      if (i > j) break;
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
    this.swap(j, a);
    return { middle: j, wasDone: false };
  }

  /** Puts items equal to the pivot first; returns where the larger ones begin. */
  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.less(a, i)) i += 1;
      while (i <= j && this.less(a, j)) j -= 1;
      if (i > j) return i;
      this.swap(i, j);
      i += 1;
      j -= 1;
    }
  }

  /** Sorts if it takes few moves; false if it does not. */
  private partialInsertion(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < 5; step += 1) {
      while (i < b && !this.less(i, i - 1)) i += 1;
      if (i === b) return true;
      if (b - a < 50) return false;
      this.swap(i, i - 1);
      if (i - a >= 2) {
        for (let j = i - 1; j >= 1 && this.less(j, j - 1); j -= 1) this.swap(j, j - 1);
      }
      if (b - i >= 2) {
        for (let j = i + 1; j < b && this.less(j, j - 1); j += 1) this.swap(j, j - 1);
      }
    }
    return false;
  }

  /** Exchanges some items in the middle by a generator whose seed is the length. */
  private breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) return;
    let random = BigInt(length);
    const modulus = 2n ** BigInt(32 - Math.clz32(length));
    const first = a + Math.floor(length / 4) * 2 - 1;
    for (let index = 0; index < 3; index += 1) {
      random ^= (random << 13n) & 0xffffffffffffffffn;
      random ^= random >> 7n;
      random ^= (random << 17n) & 0xffffffffffffffffn;
      const other = Number(random & (modulus - 1n));
      this.swap(first + index, a + (other >= length ? other - length : other));
    }
  }

  private choosePivot(a: number, b: number): { pivot: number; hint: Hint } {
    const length = b - a;
    const quarter = Math.floor(length / 4);
    const swaps = { count: 0 };
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= 8) {
      if (length >= 50) {
        i = this.median(i - 1, i, i + 1, swaps);
        j = this.median(j - 1, j, j + 1, swaps);
        k = this.median(k - 1, k, k + 1, swaps);
      }
      j = this.median(i, j, k, swaps);
    }
    return { pivot: j, hint: swaps.count === 0 ? 'increasing' : swaps.count === 12 ? 'decreasing' : 'unknown' };
  }

  private median(first: number, second: number, third: number, swaps: { count: number }): number {
    let [a, b, c] = [first, second, third];
    const order = (x: number, y: number): [number, number] => {
      if (!this.less(y, x)) return [x, y];
      swaps.count += 1;
      return [y, x];
    };
    [a, b] = order(a, b);
    [b, c] = order(b, c);
    [a, b] = order(a, b);
    return b;
  }

  private reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; i += 1, j -= 1) this.swap(i, j);
  }
}
