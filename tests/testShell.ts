/** A machine for tests of the shell: files in memory, a clock that tests move on, no cluster. */
import { ConnectionError, type Clock, type Interrupt, type Io } from '../src/kubectl/environment';
import { createShell } from '../src/shell/createShell';
import { InterruptSource } from '../src/kubectl/interruptSource';
import { MemoryFiles } from '../src/shell/memoryFiles';
import type { Machine, Shell } from '../src/shell/shell';
import { textInput } from '../src/shell/streams';

/** Virtual time; sleepers wake in the order of their instants as soon as everybody else waits. */
export class TestClock implements Clock {
  #now = Date.parse('2026-11-21T08:00:00Z');
  #sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number, interrupt?: { onInterrupt(listener: () => void): unknown }): Promise<void> {
    return new Promise((resolve) => {
      const sleeper = { until: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      interrupt?.onInterrupt(() => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
      setTimeout(() => this.#wakeNext());
    });
  }

  #wakeNext(): void {
    const next = this.#sleepers.toSorted((left, right) => left.until - right.until)[0];
    if (next === undefined) return;
    this.#sleepers = this.#sleepers.filter((other) => other !== next);
    this.#now = Math.max(this.#now, next.until);
    next.wake();
  }
}

export interface TestShell {
  readonly shell: Shell;
  readonly files: MemoryFiles;
  readonly interrupt: InterruptSource;
  /** Runs a line; standard output and error come back together, as a person sees them. */
  run(line: string): Promise<{ readonly text: string; readonly code: number }>;
}

export const HOME = '/home/learner';

/** A shell at home. */
export function testShell(files: Readonly<Record<string, string>> = {}, machine: Partial<Machine> = {}): TestShell {
  const memory = new MemoryFiles(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${HOME}/${name}`, text])),
    [HOME, '/tmp'],
  );
  const interrupt = new InterruptSource();
  const shell = createShell({
    connect: () => {
      throw new ConnectionError('refused', 'connection refused');
    },
    clock: new TestClock(),
    files: memory,
    makeFolder: (path) => memory.makeFolder(path),
    variables: { HOME, PWD: HOME, USER: 'learner' },
    random: () => 0.5,
    ...machine,
  });
  return {
    shell,
    files: memory,
    interrupt,
    run: async (line) => {
      let text = '';
      const print = (piece: string) => {
        text += piece;
      };
      const code = await shell.run(line, printingIo(print, interrupt));
      return { text, code };
    },
  };
}

/** The streams of a program that has no input and prints everything to one place. */
export function printingIo(print: (text: string) => void, interrupt: Interrupt): Io {
  return {
    input: textInput(''),
    out: print,
    err: print,
    hint: () => {},
    interrupt,
    isTerminal: false,
    columns: 80,
  };
}
