/** The reviewed lists of the conformance tests, read from the pages that people read. */
import { readFileSync } from 'node:fs';

/** Of the recordings' files: sessions of kubectl, or network clients. */
type Extension = '.console' | '.txt';

/** A command output that may differ, and why. */
export interface ReviewedDifference {
  readonly file: string;
  /** Of the command in its file. */
  readonly line: number;
  readonly reason: string;
}

/** A recording that waits for something which is not built yet. */
export interface Pending {
  readonly file: string;
  /** How many of its outputs are equal already. It may only grow. */
  readonly equal: number;
  readonly waitsFor: string;
}

/** Rows of `differences.md` under "Sessions" (`.console`) or "Network" (`.txt`): recording, lines, reason. */
export function reviewedDifferences(extension: Extension = '.console'): readonly ReviewedDifference[] {
  return rowsOf('differences.md', extension)
    .filter(([file = '', lines = '']) => /^\d/.test(file) && /^\d[\d, ]*$/.test(lines))
    .flatMap(([file = '', lines = '', reason = '']) =>
      lines.split(',').map((line) => ({ file: `${file}${extension}`, line: Number(line), reason })),
    );
}

/** Rows of `pending.md`: recording, equal outputs, what it waits for. */
export function pendingRecordings(extension: Extension = '.console'): readonly Pending[] {
  return rowsOf('pending.md', extension)
    .filter(([file = '']) => /^\d/.test(file))
    .map(([file = '', equal = '', waitsFor = '']) => ({
      file: `${file}${extension}`,
      equal: Number(equal.split('/')[0]),
      waitsFor,
    }));
}

/** A command whose output an older kubectl words otherwise, whatever the server. */
export interface VersionDifference extends ReviewedDifference {
  /** The last minor version of kubectl that does. */
  readonly until: number;
}

/** Rows of `kubectlVersions.md`: recording, lines, last version, what it says. */
export function versionDifferences(): readonly VersionDifference[] {
  return rowsOf('kubectlVersions.md')
    .filter(([file = '']) => /^\d/.test(file))
    .flatMap(([file = '', lines = '', until = '', reason = '']) =>
      lines.split(',').map((line) => {
        return { file: `${file}.console`, line: Number(line), until: Number(until.replace('1.', '')), reason };
      }),
    );
}

/** Commands whose output two recordings of a real cluster do not share either: `file: $ command`. */
export function noisyCommands(): ReadonlySet<string> {
  const text = readFileSync(new URL('recordings/sessions/noise.txt', import.meta.url), 'utf8');
  return new Set(text.split('\n').filter((line) => /^\S+\.console: \$ /.test(line)));
}

/** Recordings of network clients stand under a heading of their own. */
function rowsOf(page: string, extension: Extension = '.console'): readonly (readonly string[])[] {
  const text = readFileSync(new URL(page, import.meta.url), 'utf8');
  const [sessions = '', network = ''] = text.split('\n## Network\n');
  return (extension === '.txt' ? network : sessions)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}
