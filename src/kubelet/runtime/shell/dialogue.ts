/**
 * A shell that reads its commands from standard input, and commands that read from there: what they do when something
 * comes, and when nothing more will. Models the interactive mode of busybox ash, dash and bash.
 * Left out: job control, completion.
 */
import { compile } from './compile';
import type { ShellMachine } from './machine';
import { writeParts } from './parts';
import { rest } from './shellHost';
import { runCommand } from './runCommand';
import { type Dialogue, newShell, type ShellState, type Wait } from './shellState';
import { ShellSyntaxError } from './syntax';

/** Commands that pass on what they read as it comes; all others wait for the end of it. */
const STREAMING = new Set(['cat', 'tee', 'grep', 'egrep', 'fgrep', 'sed', 'tr', 'cut', 'awk', 'nl']);

/** The dialogue of shell `name` (as it was called) in an image of that userland. */
export function dialogueOf(name: string, userland: string): Dialogue {
  const base = name.replace(/^.*\//, '');
  const shell = base === 'bash' ? 'bash' : base === 'dash' || userland === 'debian' ? 'dash' : 'busybox';
  return { shell, draft: '', lines: 0 };
}

/** A shell inside the present one takes over standard input until it ends. */
export function nestDialogue(machine: ShellMachine, name: string): void {
  const { state, host } = machine;
  const env = Object.fromEntries(state.exported.map((key) => [key, state.variables[key] ?? '']));
  const inner = newShell('', { env, directory: state.directory, parameters: [name] });
  const { token, jobs, lastPid, servers, streams, standardInput } = state;
  const kept = { token, jobs, lastPid, servers, streams, ...(standardInput === undefined ? {} : { standardInput }) };
  machine.state = {
    ...inner,
    ...kept,
    frames: [],
    dialogue: dialogueOf(name, host.process.image.userland),
    parent: state,
  };
}

/** The state of the shell around one that has ended with `status`. */
export function unnested(state: ShellState, parent: ShellState, status: number): ShellState {
  const { token, jobs, lastPid, servers, standardInput } = state;
  return {
    ...parent,
    token,
    jobs,
    lastPid,
    servers,
    status,
    ...(standardInput === undefined ? {} : { standardInput }),
  };
}

/** Runs the next line of a dialogue, or waits for one. */
export function nextLine(machine: ShellMachine): void {
  const { dialogue, standardInput, status } = machine.state;
  if (dialogue === undefined || standardInput === undefined) return machine.end(status);
  const line = takeLine(machine);
  if (line === undefined) {
    if (standardInput.isOver) return machine.end(status);
    machine.write(machine.streams.out, promptOf(machine));
    const command = machine.state.parameters.join(' ');
    return machine.wait({ type: 'prompt', status, streams: machine.streams, command }, 'forever');
  }
  const source = dialogue.draft + line;
  const isWhole = !isUnfinished(source) || (standardInput.isOver && standardInput.text === '');
  const lines = dialogue.lines + 1;
  machine.state = { ...machine.state, dialogue: { ...dialogue, lines, draft: isWhole ? '' : source } };
  if (isWhole) machine.push(source);
}

/** The present command has asked for input: it is run again with each piece, or once with all of it. */
export function waitForInput(machine: ShellMachine, argv: readonly string[], wait: Omit<Wait, 'token'>): void {
  machine.wait({ ...wait, argv }, 'forever');
  const waiting = machine.state.wait;
  if (waiting?.type === 'input') feedCommand(machine, waiting);
}

/** Something was added to standard input, or its end. */
export function feed(machine: ShellMachine): void {
  const { wait } = machine.state;
  if (wait?.type === 'prompt') {
    machine.state = { ...machine.state, wait: undefined };
    machine.run();
  } else if (wait?.type === 'input') {
    feedCommand(machine, wait);
    machine.run();
  }
}

/** Adds `text` to what can be read. */
export function addInput(machine: ShellMachine, text: string, isOver = false): void {
  const input = machine.state.standardInput;
  if (input === undefined || input.isOver) return;
  machine.state = { ...machine.state, standardInput: { ...input, text: input.text + text, isOver } };
}

/** The next whole line, with its end; at the end of input also a broken one. Undefined if there is none yet. */
export function takeLine(machine: ShellMachine): string | undefined {
  const text = machine.state.standardInput?.text ?? '';
  const end = text.indexOf('\n') + 1;
  const isOver = machine.state.standardInput?.isOver === true;
  if (end === 0 && (!isOver || text === '')) return undefined;
  return take(machine, end === 0 ? text.length : end);
}

function take(machine: ShellMachine, length: number): string {
  const input = machine.state.standardInput;
  if (input === undefined) return '';
  machine.state = { ...machine.state, standardInput: { ...input, text: input.text.slice(length) } };
  return input.text.slice(0, length);
}

function feedCommand(machine: ShellMachine, wait: Wait): void {
  const { argv = [], streams } = wait;
  const input = machine.state.standardInput;
  const isOver = input?.isOver !== false;
  const name = (argv[0] ?? '').replace(/^.*\//, '');
  let { status } = wait;
  const text = input?.text ?? '';
  if (name === 'read') {
    if (!isOver && !text.includes('\n')) return;
    machine.state = { ...machine.state, wait: undefined };
    machine.again(argv, streams);
    return;
  }
  if (isOver || (STREAMING.has(name) && text.includes('\n'))) {
    const piece = take(machine, isOver ? text.length : text.lastIndexOf('\n') + 1);
    if (piece !== '' || !STREAMING.has(name)) {
      const result = runCommand(machine, argv, { ...streams, input: piece });
      machine.write(streams.out, result.out ?? '');
      machine.write(streams.err, result.err ?? '');
      writeParts(machine, streams, result.parts);
      ({ status } = result);
    }
  }
  if (!isOver) {
    machine.state = { ...machine.state, wait: { ...wait, status } };
    return;
  }
  // At a terminal the end is only the end for this reader.
  if (input?.terminal !== undefined)
    machine.state = { ...machine.state, standardInput: { ...input, text: '', isOver: false } };
  machine.state = { ...machine.state, wait: undefined };
  machine.setStatus(status);
  if (wait.isLast) machine.end(status);
}

/** Ctrl-C: what runs in the foreground is gone; a dialogue goes on, any other command ends with 130. */
export function interrupt(machine: ShellMachine): void {
  const { dialogue, streams, wait } = machine.state;
  const said = wait?.goesOn?.interrupted;
  if (dialogue === undefined) {
    // A process of the container without a handler hears no signals.
    if (machine.host.process.pid === 1) return;
    machine.state = { ...machine.state, frames: [], traps: {}, wait: undefined };
    machine.write(streams.at(-1)?.out ?? { type: 'stdout' }, said?.out ?? '');
    return machine.end(said?.status ?? 130);
  }
  if (wait !== undefined) rest(machine.host);
  machine.state = {
    ...machine.state,
    frames: [],
    streams: streams.slice(0, 1),
    wait: undefined,
    status: said?.status ?? 130,
    dialogue: { ...dialogue, draft: '' },
  };
  machine.write(machine.streams.out, said?.out ?? '\n');
  machine.run();
}

/** Whether more lines must come before `source` can run. */
function isUnfinished(source: string): boolean {
  if (/(^|[^\\])(\\\\)*\\\n$/.test(source)) return true;
  const heredoc = /<<-?\s*['"]?([A-Za-z_]\w*)/.exec(source)?.[1];
  if (heredoc !== undefined && !source.split('\n').some((line) => line.trim() === heredoc)) return true;
  try {
    compile(source);
    return false;
  } catch (error) {
    if (error instanceof ShellSyntaxError) return /end of file|unterminated|EOF in/.test(error.message);
    throw error;
  }
}

/** What a terminal shows before it takes a line; nothing where there is none. */
export function promptOf(machine: ShellMachine): string {
  const { dialogue, standardInput, variables, directory } = machine.state;
  if (dialogue === undefined || standardInput?.terminal === undefined) return '';
  if (dialogue.draft !== '') return variables.PS2 ?? '> ';
  const { process } = machine.host;
  const home = variables.HOME ?? '';
  const isAtHome = home !== '' && home !== '/' && (directory === home || directory.startsWith(`${home}/`));
  const words: Readonly<Record<string, string>> = {
    u: process.uid === 0 ? 'root' : 'I have no name!',
    h: process.hostname.split('.')[0] ?? '',
    H: process.hostname,
    w: isAtHome ? `~${directory.slice(home.length)}` : directory,
    W: isAtHome && directory === home ? '~' : directory.replace(/^.*\/(?=.)/, ''),
    $: process.uid === 0 ? '#' : '$',
    n: '\n',
  };
  const text = variables.PS1 ?? DEFAULTS[dialogue.shell](process.image.userland);
  return text.replace(/\\([a-zA-Z$\\])/g, (whole, letter: string) => words[letter] ?? whole);
}

const DEFAULTS: Readonly<Record<Dialogue['shell'], (userland: string) => string>> = {
  busybox: () => '\\w \\$ ',
  dash: () => '\\$ ',
  bash: (userland) => (userland === 'debian' ? '\\u@\\h:\\w\\$ ' : 'bash-5.3\\$ '),
};
