/**
 * The keys of a terminal in front of a shell: echo, editing of the line, history, Ctrl-C and Ctrl-D.
 * Models the line discipline of a Linux tty and the line editors of ash and bash. Left out: completion, Ctrl-Z.
 */
import { addInput, feed, interrupt, promptOf } from './dialogue';
import type { ShellMachine } from './machine';
import type { Terminal } from './shellState';

/** A terminal before the first key. */
export const NEW_TERMINAL: Terminal = { line: '', cursor: 0, ahead: '', history: [], at: 0 };

/** Most lines that the arrow keys reach. */
const HISTORY_LINES = 50;

const ESC = '\x1b';
/** One key: an escape sequence or a character. */
const KEYS = new RegExp(`${ESC}\\[[0-9;]*[A-Za-z~]|${ESC}O[A-Z]|[^]`, 'gu');

/** The person types `data`. */
export function type(machine: ShellMachine, data: string): void {
  for (const key of data.match(KEYS) ?? []) {
    if (machine.state.exitCode !== undefined) return;
    press(machine, key);
  }
}

/** Types what was typed while nothing read it. To be called when the shell may have come to read again. */
export function typeAhead(machine: ShellMachine): void {
  const { standardInput, wait } = machine.state;
  const ahead = standardInput?.terminal?.ahead ?? '';
  if (ahead === '' || (wait?.type !== 'prompt' && wait?.type !== 'input')) return;
  change(machine, { ahead: '' });
  type(machine, ahead);
}

function press(machine: ShellMachine, key: string): void {
  const { wait } = machine.state;
  if (wait?.type === 'prompt') edit(machine, key);
  else if (wait?.type === 'input') cook(machine, key);
  else if (key === '\x03') cancel(machine);
  else {
    // Nobody reads: the terminal shows it, and keeps it.
    echo(machine, key === '\r' ? '\n' : isPrintable(key) ? key : '');
    change(machine, { ahead: terminalOf(machine).ahead + key });
  }
}

function terminalOf(machine: ShellMachine): Terminal {
  return machine.state.standardInput?.terminal ?? NEW_TERMINAL;
}

function change(machine: ShellMachine, terminal: Partial<Terminal>): void {
  const { standardInput } = machine.state;
  if (standardInput === undefined) return;
  const changed = { ...terminalOf(machine), ...terminal };
  machine.state = { ...machine.state, standardInput: { ...standardInput, terminal: changed } };
}

const isPrintable = (key: string) => key >= ' ' && key !== '\x7f';

function echo(machine: ShellMachine, text: string): void {
  if (text !== '') machine.host.write('stdout', text);
}

function cancel(machine: ShellMachine): void {
  echo(machine, '^C');
  change(machine, { line: '', cursor: 0, ahead: '' });
  interrupt(machine);
}

/** A key while a program reads from the terminal: it gets whole lines. */
function cook(machine: ShellMachine, key: string): void {
  const { line } = terminalOf(machine);
  switch (key) {
    case '\x03':
      return cancel(machine);
    case '\r':
    case '\n':
      echo(machine, '\n');
      return deliver(machine, `${line}\n`);
    case '\x04':
      return deliver(machine, line, line === '');
    case '\x7f':
    case '\b':
      if (line === '') return;
      echo(machine, '\b \b');
      return change(machine, { line: [...line].slice(0, -1).join('') });
    default:
      if (!isPrintable(key) && key !== '\t') return;
      echo(machine, key);
      change(machine, { line: line + key });
  }
}

function deliver(machine: ShellMachine, text: string, isOver = false): void {
  change(machine, { line: '', cursor: 0 });
  addInput(machine, text, isOver);
  feed(machine);
}

/** A key at the prompt of a shell. */
function edit(machine: ShellMachine, key: string): void {
  const terminal = terminalOf(machine);
  const { line, cursor } = terminal;
  const isEmpty = line === '' && machine.state.dialogue?.draft === '';
  switch (key) {
    case '\x03':
      return cancel(machine);
    case '\r':
    case '\n':
      return enter(machine, terminal);
    case '\x04':
      if (!isEmpty) return redraw(machine, line.slice(0, cursor) + line.slice(cursor + 1), cursor);
      if (machine.state.dialogue?.shell === 'bash') echo(machine, 'exit\n');
      return machine.state.parent === undefined ? deliver(machine, '', true) : leave(machine);
    case '\x7f':
    case '\b':
      return cursor === 0 ? undefined : redraw(machine, line.slice(0, cursor - 1) + line.slice(cursor), cursor - 1);
    case '\x15':
      return redraw(machine, line.slice(cursor), 0);
    case '\x0b':
      return redraw(machine, line.slice(0, cursor), cursor);
    case '\x17': {
      const kept = line.slice(0, cursor).replace(/\S+\s*$/, '');
      return redraw(machine, kept + line.slice(cursor), kept.length);
    }
    case '\x0c':
      echo(machine, `\x1b[H\x1b[2J${promptOf(machine)}`);
      change(machine, { cursor: 0 });
      return redraw(machine, line, cursor);
    default:
      return isPrintable(key) ? insert(machine, terminal, key) : move(machine, terminal, key);
  }
}

function leave(machine: ShellMachine): void {
  machine.state = { ...machine.state, wait: undefined };
  machine.end(machine.state.status);
  machine.run();
}

function enter(machine: ShellMachine, { line, history }: Terminal): void {
  echo(machine, '\n');
  const kept = line.trim() === '' || history.at(-1) === line ? history : [...history, line].slice(-HISTORY_LINES);
  change(machine, { history: kept, at: kept.length });
  deliver(machine, `${line}\n`);
}

function insert(machine: ShellMachine, { line, cursor }: Terminal, key: string): void {
  if (cursor < line.length)
    return redraw(machine, line.slice(0, cursor) + key + line.slice(cursor), cursor + key.length);
  echo(machine, key);
  change(machine, { line: line + key, cursor: cursor + key.length });
}

/** Keys that move within the line or the history. */
function move(machine: ShellMachine, { line, cursor, history, at }: Terminal, key: string): void {
  const to = (position: number) => redraw(machine, line, Math.max(0, Math.min(line.length, position)));
  const recall = (index: number) => {
    if (index < 0 || index > history.length) return;
    const text = history[index] ?? '';
    redraw(machine, text, text.length);
    change(machine, { at: index });
  };
  switch (key.replace('\x1bO', '\x1b[')) {
    case '\x1b[A':
    case '\x10':
      return recall(at - 1);
    case '\x1b[B':
    case '\x0e':
      return recall(at + 1);
    case '\x1b[D':
    case '\x02':
      return to(cursor - 1);
    case '\x1b[C':
    case '\x06':
      return to(cursor + 1);
    case '\x1b[H':
    case '\x1b[1~':
    case '\x01':
      return to(0);
    case '\x1b[F':
    case '\x1b[4~':
    case '\x05':
      return to(line.length);
    case '\x1b[3~':
      return redraw(machine, line.slice(0, cursor) + line.slice(cursor + 1), cursor);
  }
}

/** Shows `line` in place of the present one, the cursor before character `cursor`. */
function redraw(machine: ShellMachine, line: string, cursor: number): void {
  const back = '\b'.repeat(terminalOf(machine).cursor);
  echo(machine, `${back}${line}\x1b[K${'\b'.repeat(line.length - cursor)}`);
  change(machine, { line, cursor });
}
