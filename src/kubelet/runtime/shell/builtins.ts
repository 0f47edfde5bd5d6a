/** Commands that change the shell itself, so that only the machine can run them. */
import { type CommandResult, failure, options } from './command';
import { findCommand } from './commands';
import { busyboxNetwork } from './networkCommands';
import { nestDialogue, takeLine } from './dialogue';
import type { ShellMachine } from './machine';
import { cutAfter } from './parts';
import { runCommand } from './runCommand';
import type { Streams } from './shellState';

type Assigned = readonly (readonly [string, string])[];
/** `done`: the machine was told all; otherwise the result is to be shown and waited for. */
type Special = (
  machine: ShellMachine,
  argv: readonly string[],
  streams: Streams,
  assigned: Assigned,
) => CommandResult | 'done';

const SHELLS = new Set(['sh', 'ash', 'bash', 'dash']);
/** Commands that run the command behind them, with how many words they take themselves. */
const PREFIXES = new Set(['nohup', 'nice', 'time', 'sudo', 'command', 'builtin', 'busybox', 'setsid', 'stdbuf']);

/** Runs `argv` if it is the shell's own business; undefined if not. */
export function specialCommand(
  machine: ShellMachine,
  argv: readonly string[],
  streams: Streams,
  assigned: Assigned,
): CommandResult | 'done' | undefined {
  const name = (argv[0] ?? '').replace(/^.*\//, '');
  const special = Object.hasOwn(specials, name) ? specials[name] : undefined;
  if (special) return special(machine, argv, streams, assigned);
  if (SHELLS.has(name)) return nestedShell(machine, argv);
  if (PREFIXES.has(name) && argv.length > 1) {
    const rest = argv.slice(1).filter((word, i) => i > 0 || !word.startsWith('-'));
    if (name === 'busybox') return runApplet(machine, argv, streams, assigned);
    return specialCommand(machine, rest, streams, assigned) ?? runCommand(machine, rest, streams);
  }
  return undefined;
}

/** `busybox NAME ...`: its own program of that name, whichever the image has beside it. */
function runApplet(
  machine: ShellMachine,
  argv: readonly string[],
  streams: Streams,
  assigned: Assigned,
): CommandResult | 'done' {
  const rest = argv.slice(1);
  if (Object.hasOwn(busyboxNetwork, rest[0] ?? '')) return runCommand(machine, argv, streams);
  if (rest[0] === 'timeout') return limited(machine, rest, streams, BUSYBOX_KILLED);
  return specialCommand(machine, rest, streams, assigned) ?? runCommand(machine, rest, streams);
}

/** How a command ends that took too long: GNU's timeout says so itself, busybox's ends as the command that it has ended. */
const GNU_KILLED = 124;
const BUSYBOX_KILLED = 143;

const ok: CommandResult = { status: 0 };

const specials: Readonly<Record<string, Special>> = {
  ':': () => ok,
  exit: (machine, argv, streams) => {
    const { dialogue, standardInput } = machine.state;
    if (dialogue?.shell === 'bash' && standardInput?.terminal) machine.write(streams.err, 'exit\n');
    machine.end(argv[1] === undefined ? machine.state.status : Number(argv[1]) || 0);
    return 'done';
  },
  return: (machine, argv) => {
    machine.end(argv[1] === undefined ? machine.state.status : Number(argv[1]) || 0);
    return 'done';
  },
  cd: (machine, argv) => {
    const target = argv[1] ?? machine.state.variables.HOME ?? '/';
    const path = target.startsWith('/') ? target : `${machine.state.directory}/${target}`;
    if (machine.host.process.files.stat(path)?.kind !== 'dir') {
      return failure(`${machine.state.parameters[0] ?? 'sh'}: cd: can't cd to ${target}: No such file or directory`, 2);
    }
    const parts: string[] = [];
    for (const part of path.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    machine.state = { ...machine.state, directory: `/${parts.join('/')}` };
    return ok;
  },
  export: (machine, argv) => {
    for (const word of argv.slice(1)) {
      const [name = '', value] = word.split(/=(.*)/s);
      if (value !== undefined) machine.assign(name, value);
      const { exported } = machine.state;
      if (!exported.includes(name)) machine.state = { ...machine.state, exported: [...exported, name] };
    }
    return ok;
  },
  local: (machine, argv) => assignAll(machine, argv),
  readonly: (machine, argv) => assignAll(machine, argv),
  unset: (machine, argv) => {
    const variables = { ...machine.state.variables };
    for (const name of argv.slice(1)) delete variables[name];
    machine.state = { ...machine.state, variables };
    return ok;
  },
  set: (machine, argv) => {
    let letters = machine.state.options;
    for (let i = 1; i < argv.length; i++) {
      const word = argv[i] ?? '';
      if (word === '-o' || word === '+o') i += 1;
      else if (/^-[a-z]+$/.test(word)) letters += word.slice(1);
      else if (/^\+[a-z]+$/.test(word)) letters = [...letters].filter((letter) => !word.includes(letter)).join('');
      else {
        const rest = argv.slice(word === '--' ? i + 1 : i);
        machine.state = { ...machine.state, parameters: [machine.state.parameters[0] ?? 'sh', ...rest] };
        break;
      }
    }
    machine.state = { ...machine.state, options: letters };
    return ok;
  },
  shift: (machine, argv) => {
    const [name = 'sh', ...rest] = machine.state.parameters;
    machine.state = { ...machine.state, parameters: [name, ...rest.slice(Number(argv[1] ?? '1'))] };
    return ok;
  },
  trap: (machine, argv) => {
    const [action, ...signals] = argv.slice(1).filter((word) => word !== '--');
    const traps = { ...machine.state.traps };
    for (const signal of signals) {
      const name = NUMBERS[signal] ?? signal.replace(/^SIG/, '').toUpperCase();
      if (action === '-' || action === undefined) delete traps[name];
      else traps[name] = action;
    }
    machine.state = { ...machine.state, traps };
    return ok;
  },
  eval: (machine, argv) => {
    machine.push(argv.slice(1).join(' '));
    return 'done';
  },
  '.': source,
  source,
  read: (machine, argv, streams) => {
    const { rest } = options(argv, 'p');
    const { input } = streams;
    const { standardInput } = machine.state;
    const isTyped = input === undefined && standardInput !== undefined;
    const typed = isTyped ? takeLine(machine) : undefined;
    if (isTyped && typed === undefined && !standardInput.isOver) return { status: 0, wantsInput: argv };
    if (!isTyped && (input === undefined || input === '')) return { status: 1 };
    const end = input?.indexOf('\n') ?? -1;
    const line = typed?.replace(/\n$/, '') ?? (end === -1 ? input : input?.slice(0, end)) ?? '';
    const own = machine.state.streams;
    const left = end === -1 ? '' : input?.slice(end + 1);
    if (!isTyped)
      machine.state = { ...machine.state, streams: [...own.slice(0, -1), { ...machine.streams, input: left }] };
    const names = rest.length === 0 ? ['REPLY'] : rest;
    const words = line.trim().split(/[ \t]+/);
    names.forEach((name, i) => {
      machine.assign(name, i === names.length - 1 ? words.slice(i).join(' ') : (words[i] ?? ''));
    });
    return isTyped && typed === undefined ? { status: 1 } : ok;
  },
  wait: (machine, _argv, streams) => {
    if (machine.state.jobs.length === 0) return ok;
    machine.wait({ type: 'jobs', status: 0, streams, command: machine.state.parameters[0] ?? 'sh' }, 'forever');
    return 'done';
  },
  exec: (machine, argv, streams) => {
    if (argv.length > 1) machine.replace(argv.slice(1), streams);
    else machine.state = { ...machine.state, streams: [...machine.state.streams.slice(0, -1), streams] };
    return 'done';
  },
  env: (machine, argv, streams) => {
    const rest = [...argv.slice(1)];
    const extra: Record<string, string> = {};
    while (rest[0] !== undefined && /^[A-Za-z_]\w*=/.test(rest[0])) {
      const [name = '', value = ''] = (rest.shift() ?? '').split(/=(.*)/s);
      extra[name] = value;
    }
    return runCommand(machine, rest.length === 0 ? ['env'] : rest, streams, extra);
  },
  timeout: (machine, argv, streams) =>
    limited(machine, argv, streams, machine.host.process.image.userland === 'debian' ? GNU_KILLED : BUSYBOX_KILLED),
  type: (machine, argv) => {
    const name = argv[1] ?? '';
    if (Object.hasOwn(specials, name)) return { status: 0, out: `${name} is a shell builtin\n` };
    if (findCommand(machine.host.process.image, name)) return { status: 0, out: `${name} is /bin/${name}\n` };
    return { status: 127, out: `${name}: not found\n` };
  },
  umask: () => ok,
  ulimit: () => ok,
};

function limited(
  machine: ShellMachine,
  argv: readonly string[],
  streams: Streams,
  status: number,
): CommandResult | 'done' {
  let at = 1;
  // Its own options, some with a value, end before the duration.
  while (argv[at]?.startsWith('-') === true) at += /^-[sk]$/.test(argv[at] ?? '') ? 2 : 1;
  const [limit = '0', ...rest] = argv.slice(at);
  const result = specialCommand(machine, rest, streams, []) ?? runCommand(machine, rest, streams);
  return result === 'done' ? result : cutAfter(result, Number.parseFloat(limit) * 1000, status, machine.now);
}

const NUMBERS: Readonly<Record<string, string>> = { '0': 'EXIT', '1': 'HUP', '2': 'INT', '3': 'QUIT', '15': 'TERM' };

function assignAll(machine: ShellMachine, argv: readonly string[]): CommandResult {
  for (const word of argv.slice(1)) {
    const [name = '', value] = word.split(/=(.*)/s);
    if (value !== undefined) machine.assign(name, value);
  }
  return ok;
}

function source(machine: ShellMachine, argv: readonly string[]): CommandResult | 'done' {
  const path = argv[1] ?? '';
  const full = path.startsWith('/') ? path : `${machine.state.directory}/${path}`;
  const text = machine.host.process.files.read(full);
  if (text === undefined) return failure(`${machine.state.parameters[0] ?? 'sh'}: ${path}: not found`, 127);
  machine.push(text);
  return 'done';
}

/** `sh -c '...'` or `sh file` inside a script. */
function nestedShell(machine: ShellMachine, argv: readonly string[]): CommandResult | 'done' {
  const invocation = parseInvocation(argv);
  if (invocation.type === 'interactive') {
    if (machine.state.standardInput === undefined) return ok;
    nestDialogue(machine, argv[0] ?? 'sh');
    return 'done';
  }
  if (invocation.type === 'text') {
    machine.push(invocation.source, { parameters: invocation.parameters });
    return 'done';
  }
  const path = invocation.path.startsWith('/') ? invocation.path : `${machine.state.directory}/${invocation.path}`;
  const text = machine.host.process.files.read(path);
  if (text === undefined)
    return failure(`${argv[0] ?? 'sh'}: can't open '${invocation.path}': No such file or directory`, 2);
  machine.push(text, { parameters: invocation.parameters });
  return 'done';
}

/** How a shell was called. */
export type Invocation =
  | { readonly type: 'text'; readonly source: string; readonly parameters: readonly string[]; readonly letters: string }
  | { readonly type: 'file'; readonly path: string; readonly parameters: readonly string[]; readonly letters: string }
  | { readonly type: 'interactive' };

/** Reads `sh -ec 'text' name args`, `sh file args` and `sh`. */
export function parseInvocation(argv: readonly string[]): Invocation {
  const shell = argv[0] ?? 'sh';
  let letters = '';
  let i = 1;
  for (; i < argv.length && /^[-+]./.test(argv[i] ?? ''); i++) {
    const word = argv[i] ?? '';
    if (word === '-o') {
      if (argv[i + 1] === 'errexit') letters += 'e';
      i += 1;
    } else if (!word.startsWith('--')) letters += word.slice(1);
  }
  const rest = argv.slice(i);
  const kept = letters.replace(/[^ex]/g, '');
  if (letters.includes('c')) {
    const [text = '', name = shell, ...args] = rest;
    return { type: 'text', source: text, parameters: [name, ...args], letters: kept };
  }
  const [path] = rest;
  return path === undefined ? { type: 'interactive' } : { type: 'file', path, parameters: rest, letters: kept };
}
