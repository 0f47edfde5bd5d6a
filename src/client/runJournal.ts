/**
 * A run as a file that grows: a first line with what it starts from, then a line for each command as it was carried out,
 * and now and then a mark of how far time has come. Whatever prefix of the lines is there, it is a run.
 */
import { isJsonObject } from '../api/meta/jsonObject';
import { checkCommand, checkRun, type RunCheck } from './runSchema';
import type { Command, Run } from './simulation';

/** What a run starts from. */
export type RunStart = Omit<Run, 'commands' | 'untilMs'>;

/** How far a run has come. */
export interface JournalMark {
  /** Virtual milliseconds since its start. */
  readonly untilMs: number;
  /** The clock of the machine that ran it, in milliseconds since the epoch. */
  readonly wallMs: number;
}

/** A run as its journal tells it. */
export interface Journal {
  readonly start: RunStart;
  readonly commands: readonly Command[];
  /** The last one; absent if no time was noted. */
  readonly mark?: JournalMark;
  /** So many characters of the text are the run. What follows was never finished: its writer crashed. */
  readonly length: number;
}

/** What a text is that should be a journal. `where`: what is wrong, e.g. `line 7`. */
export type JournalCheck =
  | { readonly type: 'journal'; readonly journal: Journal }
  /** It begins as nothing that a journal begins with. */
  | { readonly type: 'notAJournal' }
  | Exclude<RunCheck, { readonly type: 'run' }>;

const VERSION = 1;

/** The first line of a journal, with its end. */
export function headerLine(run: RunStart): string {
  return `${JSON.stringify({ kubeloopJournal: VERSION, run })}\n`;
}

/** The line of a command or of a mark, with its end. */
export function journalLine(entry: Command | JournalMark): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The run of a journal: it ends with its last mark or command. */
export function runOfJournal({ start, commands, mark }: Journal): Run {
  return { ...start, commands, untilMs: Math.max(mark?.untilMs ?? 0, commands.at(-1)?.atMs ?? 0) };
}

/** Reads a journal. Never throws. */
export function readJournal(text: string): JournalCheck {
  const [first = '', ...lines] = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const head = parsed(first);
  if (!isJsonObject(head) || typeof head.kubeloopJournal !== 'number') return { type: 'notAJournal' };
  if (head.kubeloopJournal > VERSION) return { type: 'newer', version: head.kubeloopJournal };
  const check = checkRun(isJsonObject(head.run) ? { ...head.run, commands: [], untilMs: 0 } : undefined);
  if (check.type !== 'run') return check;
  const { commands: _, untilMs: __, ...start } = check.run;
  const commands: Command[] = [];
  let mark: JournalMark | undefined;
  let length = first.length + 1;
  for (const [index, line] of lines.entries()) {
    const entry = parsed(line);
    const command = checkCommand(entry);
    const last = commands.at(-1);
    if (command !== undefined && command.atMs >= (last?.atMs ?? 0)) commands.push(command);
    else if (isMark(entry)) mark = { untilMs: entry.untilMs, wallMs: entry.wallMs };
    // A machine that lost its power leaves zeros where it never came to write.
    else if (lines.slice(index).every((rest) => /^\0*$/.test(rest))) break;
    else return { type: 'notARun', where: `line ${index + 2}` };
    length += line.length + 1;
  }
  const journal = { start, commands, length, ...(mark === undefined ? {} : { mark }) };
  return { type: 'journal', journal };
}

function isMark(value: unknown): value is JournalMark {
  const isCount = (count: unknown) => typeof count === 'number' && Number.isSafeInteger(count) && count >= 0;
  return isJsonObject(value) && isCount(value.untilMs) && isCount(value.wallMs);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
