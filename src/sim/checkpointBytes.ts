/**
 * Roughly how much memory a checkpoint holds that another one does not. JavaScript cannot measure shared
 * bytes: what is not the same object in both is counted part by part, as V8 lays objects out.
 */
import type { Checkpoint } from './kernel';

const OBJECT = 24;
const SLOT = 8;
/** An entry of a Map: its slots, and a share of the table that has room to grow. */
const MAP_ENTRY = 40;
/** A pending event with its data, and a row of the trace with its words. */
const EVENT = 200;
const ROW = 140;

/** The bytes of `checkpoint` that are not in `other`; its own list of maps is never shared. */
export function checkpointBytes(checkpoint: Checkpoint, other?: Checkpoint): number {
  // One object often stands in several maps: in the store and in the caches of those who watch it.
  const seen = new Set<object>();
  let bytes = OBJECT;
  for (const [name, snapshot] of checkpoint.maps) {
    bytes += MAP_ENTRY;
    const known = other?.maps.get(name);
    if (known === snapshot) continue;
    bytes += 2 * OBJECT + SLOT * snapshot.buckets.length;
    snapshot.buckets.forEach((bucket, index) => {
      const same = known?.buckets.length === snapshot.buckets.length ? known.buckets[index] : known?.buckets[0];
      if (bucket === same) return;
      bytes += 2 * OBJECT + MAP_ENTRY * bucket.size;
      for (const [key, value] of bucket) {
        const old = same?.get(key);
        if (value !== old) bytes += (old === undefined ? textBytes(key) : 0) + freshBytes(value, old, seen);
      }
    });
  }
  bytes += SLOT * checkpoint.queue.length;
  const pending = new Set(other?.queue);
  for (const event of checkpoint.queue) if (!pending.has(event)) bytes += EVENT;
  for (const [name, log] of checkpoint.logs) bytes += logBytes(log, other?.logs.get(name));
  return bytes + logBytes(checkpoint.trace, other?.trace);
}

interface Log {
  readonly pages: readonly (readonly unknown[])[];
  readonly start: number;
  readonly length: number;
}

function logBytes({ pages, start, length }: Log, other: Log = { pages: [], start: 0, length: 0 }): number {
  const end = start + length;
  const shared = Math.max(0, Math.min(end, other.start + other.length) - Math.max(start, other.start));
  return OBJECT + SLOT * pages.length + ROW * (length - shared);
}

/** What of `value` is not the very same in `old`, the value that stands in its place, and was not seen elsewhere. */
function freshBytes(value: unknown, old: unknown, seen: Set<object>): number {
  if (value === old) return 0;
  if (typeof value === 'string') {
    // A text that grows, as a log does, holds on to what it was.
    return textBytes(value) - (typeof old === 'string' ? Math.min(old.length, value.length) : 0);
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  const earlier = typeof old === 'object' && old !== null ? (old as Readonly<Record<string, unknown>>) : {};
  let bytes = OBJECT;
  const parts = value as Readonly<Record<string, unknown>>; // Any object may be read so.
  for (const key in parts) bytes += SLOT + freshBytes(parts[key], earlier[key], seen);
  return bytes;
}

/** A text, and the node that joins it to others. */
const textBytes = (text: string): number => 24 + text.length;
