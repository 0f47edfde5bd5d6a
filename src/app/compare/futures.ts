/** Two branches of a run side by side, as data: where they part, who did what in which, and the run that shows the other one. */
import type { RunBranch } from '../../client/history';
import type { Command, Run } from '../../client/simulation';
import type { DigestWrite } from '../../client/why';
import { isDeed } from '../timeline/deeds';

/** A deed, and in which of the two it was done. */
export interface SharedDeed {
  readonly command: Command;
  readonly in: 'both' | 'first' | 'second';
}

/** The commands of a branch of `run`. */
function commandsOf({ branches = [] }: Run, id: string): readonly Command[] {
  return branches.find((branch) => branch.id === id)?.commands ?? [];
}

/** How many commands two branches have in common from the start. */
function common(left: readonly Command[], right: readonly Command[]): number {
  const most = Math.min(left.length, right.length);
  for (let at = 0; at < most; at += 1) {
    if (left[at] !== right[at] && JSON.stringify(left[at]) !== JSON.stringify(right[at])) return at;
  }
  return most;
}

/** When the first of the two did something that the other did not, in milliseconds since the start; undefined: neither did. */
export function forkOf(run: Run, first: string, second: string): number | undefined {
  const [left, right] = [commandsOf(run, first), commandsOf(run, second)];
  const same = common(left, right);
  const instants = [left[same], right[same]].flatMap((command) => (command === undefined ? [] : [command.atMs]));
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** What people did in either, in the order of time. */
export function deedsOf(run: Run, first: string, second: string): readonly SharedDeed[] {
  const [left, right] = [commandsOf(run, first), commandsOf(run, second)];
  const same = common(left, right);
  const told = (commands: readonly Command[], where: SharedDeed['in']) =>
    commands.filter(isDeed).map((command): SharedDeed => ({ command, in: where }));
  return [
    ...told(left.slice(0, same), 'both'),
    ...told(left.slice(same), 'first'),
    ...told(right.slice(same), 'second'),
  ].sort((x, y) => x.command.atMs - y.command.atMs);
}

/** `run` with `branch` shown at `atMs`; it alone, as nobody switches there. */
export function runOf(run: Run, branch: RunBranch, atMs: number): Run {
  const { branches: _all, branch: _shown, atMs: _at, ...start } = run;
  const commands = branch.commands;
  const untilMs = Math.max(branch.untilMs, commands.at(-1)?.atMs ?? 0);
  return { ...start, files: {}, commands, untilMs, ...(atMs < untilMs ? { atMs } : {}) };
}

/**
 * When what was written began to differ, in virtual milliseconds since the epoch; undefined as long as nothing does.
 * What came after `until` is not looked at: one of them may not have lived it yet.
 */
export function firstDifference(
  left: readonly DigestWrite[],
  right: readonly DigestWrite[],
  until: number,
): number | undefined {
  const isSame = (one: DigestWrite, other: DigestWrite) =>
    one.at === other.at && one.key === other.key && one.type === other.type && one.by === other.by;
  for (let at = 0; ; at += 1) {
    const one = left[at];
    const other = right[at];
    if (one !== undefined && other !== undefined && isSame(one, other)) continue;
    const instants = [one, other].flatMap((write) => (write === undefined ? [] : [write.at]));
    const first = Math.min(...instants);
    return first <= until ? first : undefined;
  }
}
