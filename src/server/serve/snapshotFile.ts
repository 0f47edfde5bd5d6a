/**
 * The state of a cluster beside its journal, so that a start need not play weeks again. Only a shortcut: a snapshot of
 * another engine, a damaged one or none at all costs time and nothing else.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { deepFreeze } from '../../sim/freeze';
import type { Checkpoint } from '../../sim/kernel';
import { type JournalPlace, writeAtomically } from './journalFile';

/** A cluster at one moment of its run. */
export interface Snapshot {
  /** What made it: another engine could read the state otherwise. */
  readonly engine: string;
  /** The lines of the journal that it has carried out. */
  readonly place: JournalPlace;
  /** How many commands those are. */
  readonly commands: number;
  readonly checkpoint: Checkpoint;
}

const MAGIC = Buffer.from('kubeloop-snapshot-1\n');
const HEAD_BYTES = MAGIC.length + 32;

/** Replaces the snapshot at `path`. */
export function writeSnapshot(path: string, snapshot: Snapshot): void {
  const body = gzipSync(serialize(snapshot), { level: 1 });
  writeAtomically(path, [MAGIC, sumOf(body), body]);
}

/** The snapshot at `path`; undefined if there is none or it is not whole. */
export function readSnapshot(path: string): Snapshot | undefined {
  const bytes = contentOf(path);
  const body = bytes.subarray(HEAD_BYTES);
  if (!bytes.subarray(0, HEAD_BYTES).equals(Buffer.concat([MAGIC, sumOf(body)]))) return undefined;
  const snapshot = deserialize(gunzipSync(body)) as Snapshot; // The sum says that it is as `writeSnapshot` left it.
  freeze(snapshot.checkpoint);
  return snapshot;
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // Absent or unreadable is one: the journal has everything.
  }
}

const sumOf = (body: Buffer): Buffer => createHash('sha256').update(body).digest();

/** What the kernel holds is frozen; what comes out of a file is not. */
function freeze({ queue, maps, logs, trace }: Checkpoint): void {
  for (const { event } of queue) deepFreeze(event);
  for (const { buckets } of maps.values()) {
    for (const bucket of buckets) for (const value of bucket.values()) deepFreeze(value);
  }
  for (const { pages } of [...logs.values(), trace])
    for (const page of pages) for (const item of page) deepFreeze(item);
}
