/** Commands that are programs of the image, not the shell's own: found, given what they need, and run. */
import type { ToolMemory } from '../../../tools/tool';
import { secondProcess } from '../besideProcess';
import type { CommandContext, CommandResult } from './command';
import { findCommand } from './commands';
import type { ShellMachine } from './machine';
import type { Streams } from './shellState';

/** Runs `argv` for `machine`; `extra` is added to its environment. A script file becomes a frame of the machine. */
export function runCommand(
  machine: ShellMachine,
  argv: readonly string[],
  streams: Streams,
  extra: Readonly<Record<string, string>> = {},
  memory?: ToolMemory,
): CommandResult {
  const name = argv[0] ?? '';
  const { process } = machine.host;
  const command = findCommand(process.image, name);
  if (command) {
    const context = { ...contextOf(machine, streams, extra), ...(memory === undefined ? {} : { memory }) };
    if (streams.input !== undefined || machine.state.standardInput === undefined) return command(argv, context);
    let isAsked = false;
    const listening = Object.defineProperty(context, 'input', { get: () => void (isAsked = true) });
    const result = command(argv, listening);
    return isAsked ? { status: 0, wantsInput: argv } : result;
  }
  const own = process.runBeside?.(argv);
  if (own !== undefined) {
    return { status: own.exitCode, out: own.stdout ?? own.output, err: own.stderr ?? '', waitMs: own.durationMs ?? 0 };
  }
  const isProgram = Object.hasOwn(process.image.programs, name.replace(/^.*\//, ''));
  if (isProgram && process.runBeside !== undefined) return { status: 126, err: secondProcess(name) };
  if (isProgram) return { status: 0, waitMs: 'forever', becomes: argv };
  const script = name.includes('/') ? process.files.read(machine.absolute(name)) : undefined;
  if (script !== undefined) {
    machine.push(script, { parameters: argv });
    return { status: machine.state.status };
  }
  const shell = machine.state.parameters[0] ?? 'sh';
  const { dialogue } = machine.state;
  const isBash =
    dialogue === undefined ? process.image.userland === 'bash' || shell.endsWith('bash') : dialogue.shell === 'bash';
  if (isBash) return { status: 127, err: `${shell}:${dialogue ? '' : ' line 1:'} ${name}: command not found\n` };
  // Debian's sh counts lines, busybox's does not.
  const label = process.image.userland === 'debian' ? `${shell}: ${dialogue?.lines ?? 1}` : shell;
  return { status: 127, err: `${label}: ${name}: not found\n` };
}

function contextOf(machine: ShellMachine, streams: Streams, extra: Readonly<Record<string, string>>): CommandContext {
  const { variables, exported, directory, jobs, pace } = machine.state;
  const env: Record<string, string> = {};
  for (const name of exported) env[name] = variables[name] ?? '';
  return {
    process: machine.host.process,
    now: machine.now,
    files: machine.host.process.files,
    directory,
    env: { ...env, ...extra },
    ...(streams.input === undefined ? {} : { input: streams.input }),
    ...(pace?.stands === undefined ? {} : { stands: pace.stands }),
    running: jobs.map(({ pid, shell }) => ({ pid, command: shell.wait?.command ?? '' })),
    kill: (pid, signal) => machine.kill(pid, signal),
  };
}
