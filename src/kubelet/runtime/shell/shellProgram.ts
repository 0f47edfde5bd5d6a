/**
 * A shell or a tool as a container's main process. As PID 1 it ignores SIGTERM unless a trap is set; a trap runs when
 * the command in the foreground has ended.
 */
import type { HttpRequest, HttpResponse, Process, Program } from '../process';
import { parseInvocation } from './builtins';
import { addInput, dialogueOf, feed } from './dialogue';
import { ShellMachine } from './machine';
import { newShell, type Job, type Server, type ShellState } from './shellState';
import { NEW_TERMINAL, type, typeAhead } from './terminal';

/** Runs whatever `process.argv` says. */
export const shellProgram: Program<ShellState> = {
  start(process) {
    const initial = initialState(process);
    if (typeof initial === 'number') {
      process.exit(initial);
      return;
    }
    advance(process, initial, (machine) => machine.run());
  },

  input(process, data) {
    advance(process, process.memory, (machine) => {
      if (data !== undefined && process.hasTerminal) return type(machine, data);
      addInput(machine, data ?? '', data === undefined);
      feed(machine);
    });
  },

  wake(process, reason) {
    const [who = '', token = ''] = reason.split(':');
    if (who === 'signal') shellProgram.terminate?.(process, token);
    else if (who === 'main') advance(process, process.memory, (machine) => machine.resume(Number(token)));
    else wakeJob(process, Number(who), Number(token));
  },

  http(process, port, request) {
    const server = serversOf(process.memory).find((candidate) => candidate.port === port);
    return server?.root === undefined ? 'hang' : serveFile(process, server.root, request);
  },

  terminate(process, signal) {
    const state = process.memory;
    const name = signal.replace(/^SIG/, '');
    // PID 1 without a handler: the kernel drops the signal.
    if (!state.traps[name]) return;
    const pending = { ...state, pendingTrap: name };
    if (state.wait && state.wait.type !== 'jobs' && state.wait.type !== 'breath') process.memory = pending;
    else advance(process, { ...pending, wait: undefined, status: 143 }, (machine) => machine.run());
  },
};

/** The shell's state at its start, with what it may read; its exit code if it ends at once. */
function initialState(process: Process<ShellState>): ShellState | number {
  const initial = scriptState(process);
  if (typeof initial === 'number' || !process.hasInput) return initial;
  const terminal = process.hasTerminal ? { terminal: NEW_TERMINAL } : {};
  return { ...initial, standardInput: { text: '', isOver: false, ...terminal } };
}

function scriptState(process: Process<ShellState>): ShellState | number {
  const { argv, env, workingDir: directory, image } = process;
  const name = (argv[0] ?? '').replace(/^.*\//, '');
  const line = name === 'busybox' && argv.length > 1 ? argv.slice(1) : argv;
  const first = (line[0] ?? '').replace(/^.*\//, '');
  if (!['sh', 'ash', 'bash', 'dash'].includes(first)) {
    return newShell(`exec ${argv.map(quoted).join(' ')}`, { env, directory, parameters: ['sh'] });
  }
  const invocation = parseInvocation(line);
  if (invocation.type === 'interactive') {
    if (!process.hasInput) return 0;
    const shell = newShell('', { env, directory, parameters: [line[0] ?? 'sh'] });
    return { ...shell, frames: [], dialogue: dialogueOf(first, image.userland) };
  }
  const { parameters, letters } = invocation;
  if (invocation.type === 'text') {
    return { ...newShell(invocation.source, { env, directory, parameters }), options: letters };
  }
  const path = invocation.path.startsWith('/') ? invocation.path : `${directory}/${invocation.path}`;
  const text = process.files.read(path);
  if (text !== undefined) return { ...newShell(text, { env, directory, parameters }), options: letters };
  process.log(`${line[0]}: can't open '${invocation.path}': No such file or directory`, 'stderr');
  return 2;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Lets the main shell go on, then the jobs that it has started. */
function advance(process: Process<ShellState>, state: ShellState, go: (machine: ShellMachine) => void): void {
  const before = portsOf(state);
  const known = new Set(state.jobs.map(({ pid }) => pid));
  const machine = machineFor(process, state, 'main');
  go(machine);
  typeAhead(machine);
  // Too much memory: the container is gone with all that it was about to do.
  if (process.hasExited) return;
  process.memory = machine.state;
  for (const job of machine.state.jobs) if (!known.has(job.pid)) runJob(process, job, (shell) => shell.run());
  settle(process, before);
}

function machineFor(process: Process<ShellState>, state: ShellState, who: string): ShellMachine {
  return new ShellMachine(state, {
    process,
    ...(who === 'main' ? {} : { who }),
    now: () => process.now,
    write: (stream, text) => process.write(text, stream),
    kill: (pid, signal) => process.kill(pid, signal),
    wakeAfter: (ms, token) => process.wakeAfter(ms, `${who}:${token}`),
  });
}

function runJob(process: Process<ShellState>, job: Job, go: (machine: ShellMachine) => void): void {
  const machine = machineFor(process, job.shell, String(job.pid));
  go(machine);
  if (process.hasExited) return;
  const isOver = machine.state.exitCode !== undefined;
  if (isOver) process.dropLoad(String(job.pid));
  const jobs = process.memory.jobs.flatMap((other) => {
    if (other.pid !== job.pid) return [other];
    return isOver ? [] : [{ pid: job.pid, shell: machine.state }];
  });
  process.memory = { ...process.memory, jobs };
}

function wakeJob(process: Process<ShellState>, pid: number, token: number): void {
  const job = process.memory.jobs.find((candidate) => candidate.pid === pid);
  if (!job) return;
  const before = portsOf(process.memory);
  runJob(process, job, (machine) => machine.resume(token));
  settle(process, before);
}

/** Ports follow the servers; `wait` ends with the last job; the container ends with the shell. */
function settle(process: Process<ShellState>, before: readonly number[]): void {
  if (process.hasExited) return;
  const state = process.memory;
  const now = portsOf(state);
  for (const port of before) if (!now.includes(port)) process.unlisten(port);
  for (const port of now) process.listen(port);
  if (state.exitCode !== undefined) process.exit(state.exitCode);
  else if (state.wait?.becomes) process.become(state.wait.becomes, state.wait.isLast !== true);
  else if (state.wait?.type === 'jobs' && state.jobs.length === 0) {
    const { token } = state.wait;
    advance(process, state, (machine) => machine.resume(token));
  }
}

function serversOf(state: ShellState): Server[] {
  const own = state.wait?.server ? [...state.servers, state.wait.server] : [...state.servers];
  return [...own, ...state.jobs.flatMap(({ shell }) => serversOf(shell))];
}
function portsOf(state: ShellState): number[] {
  return serversOf(state).map(({ port }) => port);
}

/** busybox httpd. */
function serveFile(process: Process, root: string, request: HttpRequest): HttpResponse {
  const path = request.path.split('?')[0] ?? '/';
  const file = `${root}${path}${path.endsWith('/') ? 'index.html' : ''}`;
  const text = process.files.read(file);
  const headers = { 'content-type': 'text/html' };
  if (text !== undefined) return { status: 200, body: text, headers };
  const page =
    '<HTML><HEAD><TITLE>404 Not Found</TITLE></HEAD>\n<BODY><H1>404 Not Found</H1>\n' +
    'The requested URL was not found\n</BODY></HTML>\n';
  return { status: 404, body: page, headers };
}
