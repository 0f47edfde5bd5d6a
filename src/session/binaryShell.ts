/** A shell of the machine itself for transcripts: bash in an empty home, with a kubectl binary as `kubectl`. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Shell } from '../shell/shell';

/** Where recordings have their home. */
const HOME = '/home/learner';

/** What is around the binary. */
export interface BinarySurroundings {
  /** Path of the kubectl. */
  readonly kubectl: string;
  readonly kubeconfig: string;
  /** What is said otherwise in outputs than this machine says it: texts and what stands for them. */
  readonly replaced?: readonly (readonly [string, string])[];
}

/** A shell that `close` ends, with all that was left running in it. */
export interface BinaryShell extends Pick<Shell, 'run'> {
  close(): void;
}

/** Sets the shell up. Throws what node:fs throws for a kubectl that is not there. */
export function binaryShell({ kubectl, kubeconfig, replaced = [] }: BinarySurroundings): BinaryShell {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-home-'));
  const home = join(folder, 'home');
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(home, '.kube'), { recursive: true });
  symlinkSync(realpathSync(kubectl), join(folder, 'bin', 'kubectl'));
  writeFileSync(join(home, '.kube', 'config'), kubeconfig, { mode: 0o600 });
  const { KUBECONFIG: _, ...variables } = process.env;
  const env = {
    ...variables,
    HOME: home,
    PATH: `${join(folder, 'bin')}:${variables.PATH ?? ''}`,
    LC_ALL: 'C',
    COLUMNS: '80',
  };
  const children = new Set<ChildProcess>();
  const shown = (text: string): string =>
    [[home, HOME] as const, ...replaced].reduce((all, [from, to]) => all.replaceAll(from, to), text);
  let count = 0;
  return {
    run: async (line, io) => {
      // Both outputs go to one file: they come out in the order in which they were written.
      const path = join(folder, `output-${count++}`);
      const output = openSync(path, 'a');
      // A group of its own, so that what stays in the background can be ended with it.
      const child = spawn('bash', ['-c', line], { cwd: home, env, detached: true, stdio: ['ignore', output, output] });
      closeSync(output);
      children.add(child);
      const code = await new Promise<number>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (exit, signal) => resolve(exit ?? (signal === null ? 1 : 137)));
      });
      io.out(shown(readFileSync(path, 'utf8')));
      return code;
    },
    close: () => {
      for (const { pid } of children) endGroup(pid);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // Nothing of it runs any more.
  }
}
