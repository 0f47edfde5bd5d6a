/**
 * One server at a time for a file: a lock file beside it names the process that has it. A process that was killed
 * leaves its lock behind; whoever comes next sees that it is gone and takes over.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Held until `release`. */
export interface FileLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When that process began, as its system tells it; absent where it cannot be asked. */
  readonly began?: string;
}

/** Takes the lock of `file`. Throws an Error with a readable message if another process has it. */
export function lockFile(file: string): FileLock {
  const path = `${file}.lock`;
  const own = `${path}.${process.pid}`;
  // Written before it has its name: nobody ever reads half of it.
  writeFileSync(own, JSON.stringify(holderOf(process.pid)), { mode: 0o600 });
  try {
    while (!linked(own, path)) {
      const text = textOf(path);
      const holder = text === undefined ? undefined : holderIn(text);
      if (holder !== undefined && isThere(holder)) throw new Error(takenText(file, path, holder));
      if (text !== undefined) removeStale(path, text);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Somebody else may take over at the same moment: only the lock that was seen to be stale goes. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (textOf(aside) !== stale) linked(aside, path);
  rmSync(aside, { force: true });
}

function takenText(file: string, path: string, { pid, host }: Holder): string {
  const where = host === hostname() ? '' : ` on ${host}`;
  return `${file} is in use by another server (process ${pid}${where}); if that is not so, remove ${path}`;
}

/** Gives `from` the further name `to`; false if something has that name. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for a text that names no process. */
function holderIn(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder> | null; // Each field is looked at below.
    if (typeof value?.pid !== 'number' || typeof value.host !== 'string') return undefined;
    return { pid: value.pid, host: value.host, ...(typeof value.began === 'string' ? { began: value.began } : {}) };
  } catch {
    return undefined;
  }
}

function holderOf(pid: number): Holder {
  const began = beganAt(pid);
  return { pid, host: hostname(), ...(began === undefined ? {} : { began }) };
}

/** Numbers of processes come again: the same number that began at another time is another process. */
function isThere({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true; // Nobody here can tell.
  try {
    process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
  return began === undefined || began === beganAt(pid);
}

/** On Linux the 22nd word of /proc/PID/stat, counted behind the name, which may hold blanks. */
function beganAt(pid: number): string | undefined {
  const text = textOf(`/proc/${pid}/stat`);
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code; // Only errors of node:fs and process.kill come here.
}
