/**
 * `--state FILE`: what a person did to a served cluster, kept so that neither Ctrl-C nor a crash loses anything that was
 * acknowledged. The file is a journal; beside it lie its lock and a snapshot that makes the next start short.
 */
import { readFileSync, truncateSync } from 'node:fs';
import { type Journal, headerLine, journalLine, readJournal, type RunStart } from '../../client/runJournal';
import { checkRun, type RunCheck } from '../../client/runSchema';
import type { Command } from '../../client/simulation';
import { Cluster, type ClusterParts } from '../../cluster/cluster';
import { optionsOf } from '../../cluster/clusterOptions';
import type { Session } from '../../cluster/session';
import type { Instant } from '../../sim/clock';
import { UsageError } from '../usageError';
import { type FileLock, lockFile } from './fileLock';
import { JournalFile, leadsTo, writeAtomically } from './journalFile';
import { type Snapshot, readSnapshot, writeSnapshot } from './snapshotFile';

/** How often is noted how far time has come, in wall milliseconds. */
export const MARK_EVERY_MS = 10_000;
/** A snapshot is taken after so many commands or so much wall time. */
const SNAPSHOT_COMMANDS = 2_000;
const SNAPSHOT_MS = 15 * 60_000;

/** A state file that this process alone writes, until `close`. */
export class StateFile {
  /** The run as it was found, or the beginning of a new one. */
  readonly journal: Journal;
  /** `new`: there was no file; `run`: it was a run that a page had exported, and is a journal from now on. */
  readonly found: 'new' | 'run' | 'journal';
  /** Whether a crash had cut off the last line. It was never acknowledged. */
  readonly wasTorn: boolean;
  readonly #path: string;
  readonly #lock: FileLock;
  readonly #engine: string;
  readonly #file: JournalFile;
  readonly #snapshot: Snapshot | undefined;
  #commands: number;
  #snapshotAt = { commands: 0, wallMs: 0 };

  private constructor(path: string, lock: FileLock, engine: string, content: Content, wallMs: number) {
    this.#path = path;
    this.#lock = lock;
    this.#engine = engine;
    this.journal = content.journal;
    this.found = content.found;
    this.wasTorn = content.wasTorn;
    this.#commands = content.journal.commands.length;
    const snapshot = content.found === 'journal' ? readSnapshot(`${path}.snapshot`) : undefined;
    const fits = snapshot?.engine === engine && leadsTo(content.bytes, snapshot.place);
    this.#snapshot = fits ? snapshot : undefined;
    this.#snapshotAt = { commands: this.#snapshot?.commands ?? 0, wallMs };
    this.#file = new JournalFile(path, content.bytes);
  }

  /**
   * Opens `path`, or begins it with `start`. `engine` names the code that runs: it alone reads its snapshots. Throws
   * UsageError for a file that is no run, is damaged, of a later version or in use.
   */
  static open(path: string, start: RunStart, engine: string, wallMs: number): StateFile {
    const lock = locked(path);
    try {
      return new StateFile(path, lock, engine, contentOf(path, start, wallMs), wallMs);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get isFlushed(): boolean {
    return this.#file.isFlushed;
  }

  /** Resolves once all that was done so far would survive a crash. Rejects with a readable Error if it cannot be written. */
  flushed(): Promise<void> {
    return this.#file.flushed();
  }

  /** The cluster as it was left, and how many commands had to be played again for that. */
  async cluster(parts: ClusterParts): Promise<{ readonly cluster: Cluster; readonly replayed: number }> {
    const { start, commands, mark } = this.journal;
    const cluster = await Cluster.create(optionsOf(start), parts);
    if (this.#snapshot !== undefined) cluster.restore(this.#snapshot.checkpoint);
    const missing = commands.slice(this.#snapshot?.commands ?? 0);
    for (const command of missing) await cluster.execute(command);
    const until = (cluster.startedAt + (mark?.untilMs ?? 0)) as Instant;
    if (until > cluster.now()) await cluster.advanceTo(until);
    return { cluster, replayed: missing.length };
  }

  /** Notes a command. To be called before its answer leaves. */
  record(command: Command): void {
    this.#commands += 1;
    this.#file.append(command);
  }

  /** Notes that time has come, or may come, so far. */
  mark(untilMs: number, wallMs: number): void {
    this.#file.append({ untilMs: Math.ceil(untilMs), wallMs: Math.floor(wallMs) });
  }

  /** Whether a snapshot would save the next start some work. */
  isSnapshotDue(wallMs: number): boolean {
    const { commands, wallMs: before } = this.#snapshotAt;
    return this.#commands - commands >= SNAPSHOT_COMMANDS || wallMs - before >= SNAPSHOT_MS;
  }

  async snapshot(session: Session, wallMs: number): Promise<void> {
    const { checkpoint, place, commands } = await session.cluster.quietly(() => ({
      checkpoint: session.cluster.checkpoint(),
      place: this.#file.place(),
      commands: this.#commands,
    }));
    await this.flushed();
    writeSnapshot(`${this.#path}.snapshot`, { engine: this.#engine, place, commands, checkpoint });
    this.#snapshotAt = { commands, wallMs };
  }

  /** Lets go of the file. */
  close(): void {
    this.#file.close();
    this.#lock.release();
  }
}

interface Content extends Pick<StateFile, 'journal' | 'found' | 'wasTorn'> {
  readonly bytes: Buffer;
}

/** What the file is, once it is a journal that ends with a whole line. */
function contentOf(path: string, start: RunStart, wallMs: number): Content {
  const bytes = bytesOf(path);
  if (bytes.length === 0) return written(path, 'new', { start, commands: [], length: 0 });
  const text = bytes.toString('utf8');
  const check = readJournal(text);
  if (check.type === 'notAJournal') return written(path, 'run', journalOfRun(path, text, wallMs));
  if (check.type !== 'journal') throw refusal(path, check);
  const { journal } = check;
  const length = Buffer.byteLength(text.slice(0, journal.length));
  if (length < bytes.length) truncateSync(path, length);
  return { journal, found: 'journal', wasTorn: length < bytes.length, bytes: bytes.subarray(0, length) };
}

function written(path: string, found: 'new' | 'run', journal: Journal): Content {
  const { start, commands, mark } = journal;
  const lines = [headerLine(start), ...[...commands, ...(mark === undefined ? [] : [mark])].map(journalLine)];
  writeAtomically(path, lines);
  return { journal, found, wasTorn: false, bytes: Buffer.from(lines.join('')) };
}

/** A run that a page exported was played at no particular time: it is moved so that it ends now. */
function journalOfRun(path: string, text: string, wallMs: number): Journal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refusal(path, { type: 'notARun', where: 'JSON' });
  }
  const inner = typeof value === 'object' && value !== null && 'run' in value ? value.run : value;
  const check = checkRun(inner, Number.POSITIVE_INFINITY);
  if (check.type !== 'run') throw refusal(path, check);
  const { commands, untilMs, ...start } = check.run;
  const ends = Math.max(untilMs, commands.at(-1)?.atMs ?? 0);
  const now = Math.floor(wallMs);
  return { start: { ...start, startedAt: now - ends }, commands, mark: { untilMs: ends, wallMs: now }, length: 0 };
}

function refusal(path: string, check: Exclude<RunCheck, { readonly type: 'run' }>): UsageError {
  if (check.type === 'newer') {
    return new UsageError(`${path} was written by a later kubeloop (format ${check.version}): use that one`);
  }
  const line = /^line (\d+)$/.exec(check.where)?.[1];
  if (line === undefined) {
    return new UsageError(`${path} is neither a state file nor an exported run (${check.where}): name another`);
  }
  const before = Number(line) - 1;
  return new UsageError(
    `${path} is damaged at line ${line}. The ${before} lines before it are whole: ` +
      `"head -n ${before} FILE > OTHER" keeps what was done until then`,
  );
}

function locked(path: string): FileLock {
  try {
    return lockFile(path);
  } catch (error) {
    throw new UsageError(readable(path, error), { cause: error });
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0); // Node's own errors have a code.
    throw new UsageError(readable(path, error), { cause: error });
  }
}

function readable(path: string, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException; // As above; our own have none.
  const why: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
    EROFS: 'the file system is read-only',
  };
  const known = code === undefined ? undefined : why[code];
  return known === undefined ? message : `cannot use ${path} as state file: ${known}`;
}
