/** What a shell remembers between commands: variables, aliases, folder, jobs. */
import type { Interrupt } from '../kubectl/environment';
import { InterruptSource } from '../kubectl/interruptSource';
import type { Job, ShellState } from './shell';

/** Process ids that the shell gives to its jobs begin here: they are names for `kill`, nothing runs under them. */
const FIRST_PID = 4_100;

/** What a shell remembers between two lines. */
export class State implements ShellState {
  #values: Map<string, string>;
  #exported: Set<string>;
  #jobs: Job[] = [];
  #nextJob = 1;
  #nextPid = FIRST_PID;
  readonly aliases: Map<string, string>;
  folder: string;
  /** Exit code of the last command: `$?`. */
  status = 0;

  constructor(variables: Readonly<Record<string, string>>, aliases: ReadonlyMap<string, string> = new Map()) {
    this.#values = new Map(Object.entries(variables));
    this.#exported = new Set(this.#values.keys());
    this.aliases = new Map(aliases);
    this.folder = variables.PWD ?? '';
  }

  /** A subshell's state: changes do not come back. */
  copy(): State {
    const copy = new State({}, this.aliases);
    copy.#values = new Map(this.#values);
    copy.#exported = new Set(this.#exported);
    copy.#jobs = this.#jobs;
    copy.folder = this.folder;
    copy.status = this.status;
    return copy;
  }

  get all(): ReadonlyMap<string, string> {
    return this.#values;
  }

  get jobs(): readonly Job[] {
    return this.#jobs;
  }

  /** A variable or one of the special parameters; empty if not set. */
  variable(name: string): string {
    if (name === '?') return String(this.status);
    if (name === '$') return String(FIRST_PID - 1);
    if (name === '!') return String(this.#jobs.at(-1)?.pid ?? '');
    if (name === '#') return '0';
    if (name === '0') return 'bash';
    return this.#values.get(name) ?? '';
  }

  exported(): Record<string, string> {
    return Object.fromEntries([...this.#values].filter(([name]) => this.#exported.has(name)));
  }

  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  export(name: string): void {
    this.#exported.add(name);
  }

  unset(name: string): void {
    this.#values.delete(name);
    this.#exported.delete(name);
  }

  enter(folder: string): void {
    this.#values.set('OLDPWD', this.folder);
    this.#values.set('PWD', folder);
    this.folder = folder;
  }

  /** Starts a line in the background. */
  addJob(line: string, start: (interrupt: Interrupt) => Promise<number>): Job {
    const source = new InterruptSource();
    let isDone = false;
    const run = async () => {
      const code = await start(source);
      isDone = true;
      return code;
    };
    const job: Job = {
      number: this.#nextJob++,
      pid: this.#nextPid++,
      line,
      get isDone() {
        return isDone;
      },
      get isStopped() {
        return source.interrupted;
      },
      stop: () => source.interrupt(),
      end: run(),
    };
    this.#jobs.push(job);
    return job;
  }

  /** Jobs that ended since the last call; they are forgotten. */
  takeDone(): readonly Job[] {
    const done = this.#jobs.filter((job) => job.isDone);
    this.#jobs = this.#jobs.filter((job) => !job.isDone);
    if (this.#jobs.length === 0) this.#nextJob = 1;
    return done;
  }
}
