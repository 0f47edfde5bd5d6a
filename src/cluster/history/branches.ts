/** The futures of one run: what was done in each, how far it was lived, and how it is called. */
import type { Branch, RunBranch } from '../../client/history';
import type { Command, Run } from '../../client/simulation';
import type { Instant } from '../../sim/clock';
import type { Line } from './checkpoints';
import { MAIN } from './traveller';

/** A branch with all that was done in it since the start, and where it can be gone back to. */
export interface LivedBranch {
  readonly id: string;
  name: string;
  isNamed?: true;
  readonly from?: NonNullable<Branch['from']>;
  untilMs: number;
  readonly commands: Command[];
  readonly line: Line;
}

export class Branches {
  shown: LivedBranch;
  readonly #all: LivedBranch[];
  #nextId: number;
  /** As they were told last: one that is the same is the same object. */
  readonly #told = new Map<string, Branch>();

  constructor(all: readonly LivedBranch[], shown: LivedBranch) {
    this.shown = shown;
    this.#all = [...all];
    const ids = all.map(({ id }) => Number(id)).filter(Number.isSafeInteger);
    this.#nextId = Math.max(1, ...ids) + 1;
  }

  all(): readonly LivedBranch[] {
    return this.#all;
  }

  lines(): readonly Line[] {
    return this.#all.map(({ line }) => line);
  }

  told(): readonly Branch[] {
    return this.#all.map(({ id, name, isNamed, from, untilMs }) => {
      const known = this.#told.get(id);
      if (known?.name === name && known.untilMs === untilMs) return known;
      const told = { id, name, ...(isNamed && { isNamed }), ...(from && { from }), untilMs };
      this.#told.set(id, told);
      return told;
    });
  }

  /** Throws if there is none of that id. */
  of(id: string): LivedBranch {
    const found = this.#all.find((branch) => branch.id === id);
    if (found === undefined) throw new Error(`there is no branch ${JSON.stringify(id)}`);
    return found;
  }

  /** Another future, which parts from the one that is shown after its first `commands`. */
  fork(name: string, commands: number, atMs: number, instant: Instant): LivedBranch {
    const { shown } = this;
    const branch: LivedBranch = {
      id: String(this.#nextId++),
      name: this.#free(name),
      from: { id: shown.id, atMs },
      untilMs: atMs,
      commands: shown.commands.slice(0, commands),
      line: shown.line.filter((kept) => kept.position <= commands && kept.at <= instant),
    };
    this.#all.push(branch);
    return branch;
  }

  rename(id: string, wanted: string): void {
    const branch = this.of(id);
    const name = wanted.trim();
    if (name === '') throw new Error('a branch needs a name');
    const isTaken = this.#all.some((other) => other !== branch && other.name === name);
    if (isTaken) throw new Error(`another branch is called ${JSON.stringify(name)}`);
    if (name === branch.name) return;
    branch.name = name;
    if (branch.from !== undefined) branch.isNamed = true;
  }

  delete(id: string): void {
    const branch = this.of(id);
    if (branch === this.shown) throw new Error('the branch that is shown cannot be deleted');
    this.#all.splice(this.#all.indexOf(branch), 1);
    this.#told.delete(id);
  }

  #free(name: string): string {
    const isTaken = (wanted: string) => this.#all.some((branch) => branch.name === wanted);
    let free = name;
    for (let count = 2; isTaken(free); count += 1) free = `${name} ${count}`;
    return free;
  }
}

/** Those of a run that begins, or of one that was carried here. The one that is shown does `commands`. */
export function branchesOf(commands: Command[], run?: Run): Branches {
  const { branches = [], branch: id, untilMs = 0 } = run ?? {};
  const first: LivedBranch = { id: '1', name: MAIN, untilMs, commands, line: [] };
  const all = branches.map((each): LivedBranch => {
    if (each.id === id) return { ...each, untilMs, commands, line: [] };
    return { ...each, commands: each.commands.map((command, index) => shared(command, commands[index])), line: [] };
  });
  const shown = all.find((each) => each.id === id);
  return shown === undefined ? new Branches([first], first) : new Branches(all, shown);
}

/** What two branches did alike is one and the same again. */
function shared(command: Command, other: Command | undefined): Command {
  return other !== undefined && JSON.stringify(command) === JSON.stringify(other) ? other : command;
}

export function runBranchOf({ id, name, isNamed, from, untilMs, commands }: LivedBranch): RunBranch {
  return { id, name, ...(isNamed && { isNamed }), ...(from && { from }), untilMs, commands: [...commands] };
}
