/** A command run inside a running container: exec probes, lifecycle hooks, `kubectl exec`. Its effects are there at once. */
import type { ExecResult } from '../containerRuntime';
import type { Process, Program } from '../process';
import { sha256 } from '../../../api/meta/sha256';
import { secondProcess } from '../besideProcess';
import { hasCommand } from './commands';
import { ShellMachine } from './machine';
import { newShell } from './shellState';

/** Stands for a command without an end. */
const FOREVER_MS = 1_000_000_000_000;

/** Runs `argv` beside the main process and its `program`. */
export function runInContainer(process: Process, program: Program, argv: readonly string[]): ExecResult {
  const own = program.exec?.(process, argv);
  if (own) return own;
  const first = argv[0] ?? '';
  if (!hasExecutable(process, argv)) return { exitCode: 126, output: '', error: execFailure(process, first) };
  const { image } = process;
  if (Object.hasOwn(image.programs, baseName(first)) && !hasCommand(image, baseName(first)))
    return { exitCode: 126, output: secondProcess(first), stderr: secondProcess(first) };
  const source = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  let output = '';
  let stdout = '';
  let stderr = '';
  const machine = new ShellMachine(
    newShell(source, { env: process.env, directory: process.workingDir, parameters: ['sh'] }),
    {
      process: quiet(process, program),
      now: () => process.now,
      write: (stream, text) => {
        output += text;
        if (stream === 'stdout') stdout += text;
        else stderr += text;
      },
      kill: (pid, signal) => kill(process, program, pid, signal),
    },
  );
  machine.run();
  const durationMs = machine.isEndless ? FOREVER_MS : machine.elapsedMs;
  return { exitCode: machine.state.exitCode ?? machine.state.status, output, stdout, stderr, durationMs };
}

/** The same process, whose load and ports a short command does not change. */
function quiet(process: Process, program: Program): Process {
  return new Proxy(process, {
    get(target, key) {
      if (key === 'runBeside') return (words: readonly string[]) => program.exec?.(process, words);
      if (key === 'useCpu' || key === 'useMemory' || key === 'listen' || key === 'unlisten') return () => undefined;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** PID 1 hears only signals for which it has a handler; SIGKILL from inside never reaches it. */
function kill(process: Process, program: Program, pid: number, signal: string): boolean {
  if (pid !== process.pid) return process.kill(pid, signal);
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') return true;
  program.terminate?.(process, signal);
  return true;
}

/** Whether `argv` names something that can be executed in the container. */
export function hasExecutable({ image, files }: Process, argv: readonly string[]): boolean {
  const first = argv[0] ?? '';
  const name = baseName(first);
  if (hasCommand(image, name) || Object.hasOwn(image.programs, name)) return true;
  return first.includes('/') && image.userland !== 'none' && files.stat(first)?.kind === 'file';
}

const baseName = (path: string) => path.replace(/^.*\//, '');

/** The runtime's words for an executable that is not there. */
export function execFailure(process: Process, first: string): string {
  const quoted = JSON.stringify(first);
  const why = first.includes('/') ? `stat ${first}: no such file or directory` : 'executable file not found in $PATH';
  return (
    'rpc error: code = Unknown desc = failed to exec in container: ' +
    `failed to start exec "${sha256(`${process.id}/${process.now}`)}": OCI runtime exec failed: exec failed: ` +
    `unable to start container process: exec: ${quoted}: ${why}: unknown`
  );
}
