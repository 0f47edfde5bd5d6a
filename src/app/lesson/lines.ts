/** Code of lessons as what can be run or opened: commands of a shell block, the name of a manifest. Pure. */
import type { RanAt, RanLine } from '../../client/lesson';

export interface ShellLine {
  readonly type: 'command' | 'comment';
  /** A command may have several lines: a here-document, or backslashes at their ends. */
  readonly text: string;
}

/** The commands of a shell block, in order; a prompt before them is left out. */
export function shellLines(text: string): readonly ShellLine[] {
  const lines: ShellLine[] = [];
  const raw = text.split('\n');
  for (let at = 0; at < raw.length; at += 1) {
    let line = (raw[at] ?? '').replace(/^\$ /, '').trimEnd();
    if (line.trim() === '') continue;
    if (line.startsWith('#')) {
      lines.push({ type: 'comment', text: line.replace(/^#+\s*/, '') });
      continue;
    }
    while (isUnfinished(line) && at + 1 < raw.length) {
      at += 1;
      line = `${line}\n${(raw[at] ?? '').replace(/^> /, '')}`;
    }
    lines.push({ type: 'command', text: line });
  }
  return lines;
}

/** Whether more lines belong to the command. */
export function isUnfinished(text: string): boolean {
  const end = /<<-?\s*['"]?(\w+)['"]?/.exec(text)?.[1];
  if (end !== undefined) return !text.split('\n').slice(1).includes(end);
  return text.endsWith('\\');
}

/** The first run of `text` behind `after`: the same line may stand in a text twice, and print something else. */
export function nextRan(ran: readonly RanAt[], text: string, after: RanAt | undefined): RanLine | undefined {
  const from = after === undefined ? 0 : ran.indexOf(after) + 1;
  return ran.slice(from).find(({ line }) => line.text === text.trim())?.line;
}

/** What a manifest is called as a file: as its block says (`yaml kubia.yaml`), or by its first object. */
export function fileNameOf(language: string, text: string): string {
  const named = /^ya?ml\s+([\w.-]+\.ya?ml)$/.exec(language.trim())?.[1];
  if (named !== undefined) return named;
  const kind = /^kind:\s*(\w+)/m.exec(text)?.[1] ?? 'manifest';
  const name = /^metadata:\s*\n(?:\s+.*\n)*?\s+name:\s*([\w.-]+)/m.exec(text)?.[1];
  return `${kind.toLowerCase()}${name === undefined ? '' : `-${name}`}.yaml`;
}
