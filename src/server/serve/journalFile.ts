/**
 * The journal of a served run on disk. A line is written before the request that it tells of is answered, and synced
 * once for all that came in the same turn: neither a killed process nor a power cut takes back what was acknowledged.
 */
import { createHash } from 'node:crypto';
import { closeSync, fdatasync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { type JournalMark, journalLine } from '../../client/runJournal';
import type { Command } from '../../client/simulation';

const datasync = promisify(fdatasync);

/** A place in a journal: how many bytes stand before it, and their hash. */
export interface JournalPlace {
  readonly bytes: number;
  readonly sha256: string;
}

/** Appends to a journal. After a failed write nothing is appended any more: a hole would make another run of it. */
export class JournalFile {
  readonly #descriptor: number;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #written = 0;
  #synced = 0;
  #syncing: Promise<void> | undefined;
  #failure: Error | undefined;

  /** `content`: all that stands in the file now. */
  constructor(
    private readonly path: string,
    content: Buffer,
  ) {
    this.#descriptor = openSync(path, 'a', 0o600);
    this.#count(content);
  }

  /** Writes at once. A failure is told by `flushed`. */
  append(entry: Command | JournalMark): void {
    if (this.#failure !== undefined) return;
    const bytes = Buffer.from(journalLine(entry));
    try {
      writeWhole(this.#descriptor, bytes);
      this.#count(bytes);
      this.#written += 1;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Whether all that was appended is on the disk. */
  get isFlushed(): boolean {
    return this.#failure === undefined && this.#synced === this.#written;
  }

  /** Resolves once all that was appended so far is on the disk. Rejects with a readable Error if it cannot be. */
  async flushed(): Promise<void> {
    const wanted = this.#written;
    while (this.#failure === undefined && this.#synced < wanted) {
      this.#syncing ??= this.#sync();
      await this.#syncing;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** The end of what was written so far. */
  place(): JournalPlace {
    return { bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #count(bytes: Buffer): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
  }

  async #sync(): Promise<void> {
    await turn();
    const upTo = this.#written;
    try {
      await datasync(this.#descriptor);
      this.#synced = upTo;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#syncing = undefined;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= new Error(`cannot write ${this.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whether `content` begins with what stood before `place`. */
export function leadsTo(content: Buffer, { bytes, sha256 }: JournalPlace): boolean {
  if (content.length < bytes) return false;
  return createHash('sha256').update(content.subarray(0, bytes)).digest('hex') === sha256;
}

/**
 * Writes a file under another name, syncs it and gives it its own: all of it is there afterwards, or what was there
 * before. Mode 600: manifests hold secrets.
 */
export function writeAtomically(path: string, pieces: Iterable<string | Buffer>): void {
  const draft = `${path}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    for (const piece of pieces) writeWhole(descriptor, Buffer.from(piece));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
}

/** Lets all that came in at once be written before the disk is asked. */
function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
