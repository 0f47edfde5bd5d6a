/** Runs as files: for what is too big for a link, for reports, and for keeping. */
import type { Run } from '../../client/simulation';
import { readJournal, runOfJournal } from '../../client/runJournal';
import { checkRun, type RunCheck } from '../../client/runSchema';

/** Bigger files are refused before they are parsed. */
export const MOST_FILE_BYTES = 16 * 1024 * 1024;

/** What a bug report holds: the run that failed and where. */
export interface Report {
  readonly why: string;
  readonly where: string;
  readonly run: Run;
}

/** A run as the text of a file. */
export function runFileText(run: Run): string {
  return `${JSON.stringify(run, null, 1)}\n`;
}

/** A report as the text of a file; it opens like a run. */
export function reportFileText(report: Report): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

/** Reads the text of a run's file, of a report, or of the state file of a served cluster. Never throws. */
export function readRunFile(text: string): RunCheck {
  const kept = readJournal(text);
  if (kept.type === 'journal') return checkRun(runOfJournal(kept.journal));
  if (kept.type !== 'notAJournal') return kept;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: 'notARun', where: 'JSON' };
  }
  const inner = typeof value === 'object' && value !== null && 'run' in value ? value.run : value;
  return checkRun(inner);
}

/** How long the browser may take to fetch what it was handed. */
const DOWNLOAD_MS = 60_000;

/** Hands a file to the browser as a download; a text is JSON. */
export function download(name: string, content: string | Blob): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: 'application/json' }) : content;
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads it only once its reader has agreed to the download.
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
}
