/**
 * Runs compiled scripts step by step, until one ends or stands still. Live, it stops where a command takes time and
 * goes on with the wake-up; synchronously (exec, pipelines, `$(...)`) it adds up the time instead.
 * Models the POSIX shell. Simplified: the stages of a pipeline run one after the other, and a pipeline that has
 * no end shows what it printed at first.
 */
import type { Process } from '../process';
import { specialCommand } from './builtins';
import type { CommandContext, CommandResult } from './command';
import { findCommand } from './commands';
import { compile, type Operation } from './compile';
import { expandPattern, expandText, expandWords, type ExpansionScope } from './expand';
import { matches } from './pattern';
import { newShell, type Frame, type ShellState, type Sink, type Streams, type Wait } from './shellState';
import { type Redirect, ShellSyntaxError } from './syntax';

/** Operations in one go before a loop without waits is made to pause. */
const MAX_STEPS = 1000;
/** The same for what runs synchronously. */
const MAX_SYNC_STEPS = 5000;
const BREATH_MS = 10_000;
/** Text that one synchronous command may print. */
const MAX_OUTPUT = 200_000;

export interface ShellHost {
  readonly process: Process;
  now(): number;
  write(stream: 'stdout' | 'stderr', text: string): void;
  /** Sends a signal; false if there is no such process. */
  kill(pid: number, signal: string): boolean;
  /** Asks for `resume` with this token. Absent: the machine is synchronous. */
  wakeAfter?(ms: number, token: number): void;
}

export class ShellMachine {
  state: ShellState;
  readonly host: ShellHost;
  /** Synchronous time used so far, in milliseconds. */
  elapsedMs = 0;
  /** A synchronous script would have gone on for ever. */
  isEndless = false;
  /** Time that substitutions and pipelines of the present command took. */
  #debtMs = 0;
  #written = 0;

  constructor(state: ShellState, host: ShellHost) {
    this.state = state;
    this.host = host;
  }

  get #isLive(): boolean {
    return this.host.wakeAfter !== undefined;
  }
  get now(): number {
    return this.host.now() + this.elapsedMs;
  }

  /** Goes on until the end or the next wait. */
  run(): void {
    const limit = this.#isLive ? MAX_STEPS : MAX_SYNC_STEPS;
    for (let steps = 0; this.state.exitCode === undefined && !this.state.wait && !this.isEndless; steps++) {
      if (steps >= limit) {
        this.#pauseBusyLoop();
        return;
      }
      this.#step();
    }
  }

  /** The wait with `token` is over; an older token is ignored. */
  resume(token: number): void {
    const { wait } = this.state;
    if (!wait || wait.token !== token) return;
    this.#follow(wait);
    if (this.state.wait?.type === 'forever') return;
    this.state = { ...this.state, wait: undefined, status: wait.type === 'breath' ? this.state.status : wait.status };
    if (wait.late) {
      this.write(wait.streams.out, wait.late.out);
      this.write(wait.streams.err, wait.late.err);
    }
    this.host.process.useCpu(0);
    if (wait.isLast) this.end(wait.status);
    this.run();
  }

  /** Ends the innermost shell, or all of it. */
  end(status: number): void {
    const trap = this.state.traps.EXIT;
    const { frames } = this.state;
    let depth = frames.length - 1;
    while (depth >= 0 && !frames[depth]?.outside) depth -= 1;
    if (trap && depth < 0) {
      const { EXIT: _done, ...traps } = this.state.traps;
      this.state = { ...this.state, traps, status, frames: [] };
      this.push(`${trap}\nexit ${status}`);
      return;
    }
    if (depth < 0) {
      this.state = { ...this.state, status, exitCode: status & 255, frames: [] };
      return;
    }
    this.state = { ...this.state, status, frames: frames.slice(0, depth + 1) };
    this.#pop();
  }

  /** Runs `source` before what follows; as a shell of its own if `parameters` are given. */
  push(source: string, own?: { readonly parameters: readonly string[] }): void {
    const { variables, directory, parameters, traps, streams } = this.state;
    const outside = own ? { outside: { variables, directory, parameters, traps } } : {};
    const frame: Frame = { source, at: 0, loops: [], streams: streams.length, ...outside };
    this.state = { ...this.state, frames: [...this.state.frames, frame] };
    if (own) this.state = { ...this.state, parameters: own.parameters, traps: {} };
  }

  #step(): void {
    const { pendingTrap, frames } = this.state;
    if (pendingTrap !== undefined) {
      this.state = { ...this.state, pendingTrap: undefined };
      const trap = this.state.traps[pendingTrap];
      if (trap) this.push(trap);
      return;
    }
    const frame = frames.at(-1);
    if (!frame) {
      this.end(this.state.status);
      return;
    }
    const operation = this.#operations(frame)?.[frame.at];
    if (!operation) {
      if (frames.length === 1 && this.state.exitCode === undefined) this.end(this.state.status);
      else this.#pop();
      return;
    }
    this.#setFrame({ ...frame, at: frame.at + 1 });
    this.#execute(operation);
  }

  #operations(frame: Frame): readonly Operation[] | undefined {
    try {
      return compile(frame.source);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      this.complain(error.message);
      this.end(2);
      return undefined;
    }
  }

  #execute(operation: Operation): void {
    const { status } = this.state;
    switch (operation.type) {
      case 'simple':
        this.#simple(operation);
        return;
      case 'pipeline':
        this.#pipeline(operation.stages);
        return;
      case 'background':
        this.#background(operation.source);
        return;
      case 'subshell':
        this.push(operation.source, { parameters: this.state.parameters });
        return;
      case 'jump':
        this.#jump(operation.to);
        return;
      case 'jumpIfFailed':
        if (status !== 0) this.#jump(operation.to);
        return;
      case 'jumpIfOk':
        if (status === 0) this.#jump(operation.to);
        return;
      case 'not':
        this.setStatus(status === 0 ? 1 : 0);
        return;
      case 'ok':
        this.setStatus(0);
        return;
      case 'stopIfFailed':
        if (status !== 0 && this.state.options.includes('e')) this.end(status);
        return;
      case 'redirect': {
        const streams = this.#redirected(operation.redirects);
        this.state = { ...this.state, streams: [...this.state.streams, streams ?? this.streams] };
        return;
      }
      case 'endRedirect':
        this.state = { ...this.state, streams: this.state.streams.slice(0, -1) };
        return;
      case 'loop':
        this.#loop(operation.words ? expandWords(operation.words, this.#scope()) : this.state.parameters.slice(1));
        return;
      case 'endLoop':
        this.#changeLoops((loops) => loops.slice(0, -1));
        return;
      case 'next':
        this.#next(operation);
        return;
      case 'case': {
        const text = expandText(operation.word, this.#scope());
        const arm = operation.arms.find(({ patterns }) =>
          patterns.some((pattern) => matches(expandPattern(pattern, this.#scope()), text)),
        );
        this.#jump(arm?.to ?? operation.otherwise);
        return;
      }
    }
    operation satisfies never;
  }

  #simple(operation: Operation & { type: 'simple' }): void {
    const scope = this.#scope();
    const argv = expandWords(operation.words, scope);
    if (this.state.exitCode !== undefined) return;
    const assigned = operation.assignments.map(({ name, value }) => [name, expandText(value, scope)] as const);
    const streams = this.#redirected(operation.redirects);
    if (!streams) {
      this.setStatus(1);
      return;
    }
    if (argv.length === 0) {
      for (const [name, value] of assigned) this.assign(name, value);
      const hasSubstitution = operation.assignments.some(({ value }) => value.some((part) => part.type === 'command'));
      if (!hasSubstitution) this.setStatus(0);
      this.#settle({ status: hasSubstitution ? this.state.status : 0 }, streams, '');
      return;
    }
    if (this.state.options.includes('x')) this.write(this.streams.err, `+ ${argv.join(' ')}\n`);
    const special = specialCommand(this, argv, streams, assigned);
    if (special === 'done') return;
    this.#settle(special ?? this.command(argv, streams, Object.fromEntries(assigned)), streams, argv.join(' '));
  }

  /** Runs a command that is not the shell's own. */
  command(argv: readonly string[], streams: Streams, extra: Readonly<Record<string, string>> = {}): CommandResult {
    const name = argv[0] ?? '';
    const command = findCommand(this.host.process.image, name);
    if (command) return command(argv, this.#context(streams, extra));
    const script = name.includes('/') ? this.host.process.files.read(this.#absolute(name)) : undefined;
    if (script !== undefined) {
      this.push(script, { parameters: argv });
      return { status: this.state.status };
    }
    const shell = this.state.parameters[0] ?? 'sh';
    const label = this.host.process.image.userland === 'debian' ? `${shell}: 1` : shell;
    if (this.host.process.image.userland === 'bash' || shell.endsWith('bash')) {
      return { status: 127, err: `${shell}: line 1: ${name}: command not found\n` };
    }
    return { status: 127, err: `${label}: ${name}: not found\n` };
  }

  /** Shows what a command printed, and waits as long as it takes. */
  #settle(result: CommandResult, streams: Streams, command: string, isLast = false): void {
    if (result.out) this.write(streams.out, result.out);
    if (result.err) this.write(streams.err, result.err);
    if (result.cpuMillis !== undefined) this.host.process.useCpu(result.cpuMillis);
    const debt = this.#debtMs;
    this.#debtMs = 0;
    const waitMs =
      debt === Infinity ? 'forever' : result.waitMs === 'forever' ? 'forever' : (result.waitMs ?? 0) + debt;
    if (waitMs === 0) {
      if (result.server) this.state = { ...this.state, servers: [...this.state.servers, result.server] };
      this.setStatus(result.status);
      if (result.late) this.write(streams.out, result.late.out + result.late.err);
      if (isLast) this.end(result.status);
      return;
    }
    const { status, late, server, follow } = result;
    const type = waitMs === 'forever' ? 'forever' : 'time';
    this.wait(
      {
        type,
        status,
        streams,
        command,
        ...(late ? { late } : {}),
        ...(server ? { server } : {}),
        ...(follow ? { follow } : {}),
        isLast,
      },
      waitMs,
    );
  }

  /** `exec`: the command takes the shell's place. */
  replace(argv: readonly string[], streams: Streams): void {
    this.state = { ...this.state, traps: {} };
    const depth = this.state.frames.length;
    const special = specialCommand(this, argv, streams, []);
    if (special === 'done') return;
    const result = special ?? this.command(argv, streams);
    // A script was pushed: it runs, and the shell ends with it.
    if (this.state.frames.length > depth) this.state = { ...this.state, frames: this.state.frames.slice(depth) };
    else this.#settle(result, streams, argv.join(' '), true);
  }

  /** Stands still; a synchronous machine jumps ahead instead. */
  wait(wait: Omit<Wait, 'token'>, ms: number | 'forever'): void {
    if (!this.host.wakeAfter) {
      if (ms === 'forever') this.isEndless = true;
      else this.elapsedMs += ms;
      if (wait.late) {
        this.write(wait.streams.out, wait.late.out);
        this.write(wait.streams.err, wait.late.err);
      }
      this.setStatus(wait.status);
      if (wait.isLast && !this.isEndless) this.end(wait.status);
      return;
    }
    const token = this.state.token + 1;
    this.state = { ...this.state, token, wait: { ...wait, token } };
    if (wait.server) this.host.process.listen(wait.server.port);
    if (ms !== 'forever') this.host.wakeAfter(ms, token);
    else if (wait.follow) this.host.wakeAfter(1000, token);
  }

  #follow(wait: Wait): void {
    if (!wait.follow || !this.host.wakeAfter) return;
    const text = this.host.process.files.read(wait.follow.path) ?? '';
    if (text.length > wait.follow.shown) this.write(wait.streams.out, text.slice(wait.follow.shown));
    this.state = { ...this.state, wait: { ...wait, follow: { ...wait.follow, shown: text.length } } };
    this.host.wakeAfter(1000, wait.token);
  }

  #pauseBusyLoop(): void {
    if (!this.#isLive) {
      this.isEndless = true;
      return;
    }
    this.host.process.useCpu(1000);
    this.wait(
      { type: 'breath', status: 0, streams: this.streams, command: this.state.parameters[0] ?? 'sh' },
      BREATH_MS,
    );
  }

  #pipeline(stages: readonly string[]): void {
    let input = this.streams.input;
    let longestMs = 0;
    let status = 0;
    stages.forEach((source, i) => {
      const isLastStage = i === stages.length - 1;
      const result = this.#sub(source, input, isLastStage ? undefined : 'capture');
      input = result.out;
      // What has no end is cut short by a reader that has had enough.
      const isCut = /^\s*head\b/.test(stages[i + 1] ?? '');
      longestMs = Math.max(longestMs, result.isEndless && !isCut ? Infinity : result.elapsedMs);
      status = result.status;
    });
    this.#debtMs = longestMs;
    this.#settle({ status }, this.streams, stages.join('|').trim());
  }

  /** Runs a script synchronously in a shell of its own. */
  #sub(source: string, input: string | undefined, capture: 'capture' | undefined) {
    let out = '';
    const { variables, exported, directory, parameters, options, status } = this.state;
    const streams: Streams = {
      out: capture ? { type: 'stdout' } : this.streams.out,
      err: this.streams.err,
      ...(input === undefined ? {} : { input }),
    };
    const fresh = newShell(source, { env: {}, directory, parameters });
    const machine = new ShellMachine(
      { ...fresh, variables, exported, options, status, streams: [streams] },
      {
        process: this.host.process,
        now: () => this.now,
        kill: (pid, signal) => this.host.kill(pid, signal),
        write: (stream, text) => {
          if (stream === 'stdout' && capture) out += text;
          else this.host.write(stream, text);
        },
      },
    );
    machine.run();
    return { out, status: machine.state.status, elapsedMs: machine.elapsedMs, isEndless: machine.isEndless };
  }

  #background(source: string): void {
    const pid = this.state.lastPid + 1;
    this.state = { ...this.state, lastPid: pid };
    this.assign('!', String(pid));
    this.setStatus(0);
    const { variables, exported, directory, parameters } = this.state;
    const fresh = newShell(source, { env: {}, directory, parameters });
    const shell: ShellState = { ...fresh, variables, exported, streams: [this.streams], lastPid: pid };
    if (this.#isLive) this.state = { ...this.state, jobs: [...this.state.jobs, { pid, shell }] };
    else new ShellMachine(shell, { ...this.host }).run();
  }

  #loop(items: readonly string[]): void {
    this.#changeLoops((loops) => [...loops, items]);
  }

  #next(operation: Operation & { type: 'next' }): void {
    const items = this.state.frames.at(-1)?.loops.at(-1) ?? [];
    const [first, ...rest] = items;
    if (first === undefined) {
      this.#changeLoops((loops) => loops.slice(0, -1));
      this.#jump(operation.to);
      return;
    }
    this.#changeLoops((loops) => [...loops.slice(0, -1), rest]);
    this.assign(operation.name, first);
  }

  #changeLoops(change: (loops: Frame['loops']) => Frame['loops']): void {
    const frame = this.state.frames.at(-1);
    if (frame) this.#setFrame({ ...frame, loops: change(frame.loops) });
  }
  #jump(to: number): void {
    const frame = this.state.frames.at(-1);
    if (frame) this.#setFrame({ ...frame, at: to });
  }
  #setFrame(frame: Frame): void {
    this.state = { ...this.state, frames: [...this.state.frames.slice(0, -1), frame] };
  }

  /** Leaves the innermost frame and restores what was around it. */
  #pop(): void {
    const frame = this.state.frames.at(-1);
    const frames = this.state.frames.slice(0, -1);
    const streams = this.state.streams.slice(0, frame?.streams ?? 1);
    this.state = { ...this.state, frames, streams, ...frame?.outside };
  }

  /** The streams in force. */
  get streams(): Streams {
    return this.state.streams.at(-1) ?? { out: { type: 'stdout' }, err: { type: 'stderr' } };
  }

  #redirected(redirects: readonly Redirect[]): Streams | undefined {
    let streams = this.streams;
    for (const { fd, operator, target } of redirects) {
      const text = expandText(target, this.#scope());
      if (operator === '<<') streams = { ...streams, input: text };
      else if (operator === '>&') {
        const from = text === '1' ? streams.out : text === '2' ? streams.err : streams.out;
        streams = fd === 2 ? { ...streams, err: from } : { ...streams, out: from };
      } else if (operator === '<') {
        const input = this.host.process.files.read(this.#absolute(text));
        if (input === undefined) return this.#refuse(`can't open ${text}: no such file`);
        streams = { ...streams, input };
      } else {
        const sink = this.#open(text, operator === '>>');
        if (!sink) return undefined;
        if (fd === 1 || fd === 12) streams = { ...streams, out: sink };
        if (fd === 2 || fd === 12) streams = { ...streams, err: sink };
      }
    }
    return streams;
  }

  #open(name: string, append: boolean): Sink | undefined {
    const path = this.#absolute(name);
    if (path === '/dev/null') return { type: 'null' };
    // The container's own streams by the names that images use.
    if (/^\/(dev\/stdout|proc\/(1|self)\/fd\/1)$/.test(path)) return { type: 'stdout' };
    if (/^\/(dev\/stderr|proc\/(1|self)\/fd\/2)$/.test(path)) return { type: 'stderr' };
    const refusal = this.host.process.files.write(path, '', { append });
    if (refusal) {
      const why = refusal === 'No such file or directory' ? 'nonexistent directory' : refusal;
      return this.#refuse(`can't create ${name}: ${why}`);
    }
    return { type: 'file', path };
  }

  #refuse(text: string): undefined {
    this.complain(text);
    return undefined;
  }

  /** `sh: text` on standard error. */
  complain(text: string): void {
    this.write(this.streams.err, `${this.state.parameters[0] ?? 'sh'}: ${text}\n`);
  }

  write(sink: Sink, text: string): void {
    if (text === '' || sink.type === 'null') return;
    if (sink.type === 'file') {
      this.host.process.files.write(sink.path, text, { append: true });
      return;
    }
    this.#written += text.length;
    if (!this.#isLive && this.#written > MAX_OUTPUT) this.isEndless = true;
    else this.host.write(sink.type, text);
  }

  setStatus(status: number): void {
    if (status !== this.state.status) this.state = { ...this.state, status };
  }
  assign(name: string, value: string): void {
    this.state = { ...this.state, variables: { ...this.state.variables, [name]: value } };
  }

  #absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.state.directory}/${path}`;
  }

  #context(streams: Streams, extra: Readonly<Record<string, string>>): CommandContext {
    const { variables, exported, directory, jobs } = this.state;
    const env: Record<string, string> = {};
    for (const name of exported) env[name] = variables[name] ?? '';
    return {
      process: this.host.process,
      now: this.now,
      files: this.host.process.files,
      directory,
      env: { ...env, ...extra },
      ...(streams.input === undefined ? {} : { input: streams.input }),
      running: jobs.map(({ pid, shell }) => ({ pid, command: shell.wait?.command ?? '' })),
      kill: (pid, signal) => this.host.kill(pid, signal),
    };
  }

  #scope(): ExpansionScope {
    return {
      variable: (name) => this.#variable(name),
      assign: (name, value) => this.assign(name, value),
      parameters: () => this.state.parameters,
      files: () => this.host.process.files,
      directory: () => this.state.directory,
      complain: (text) => {
        this.complain(text);
        this.end(2);
      },
      substitute: (source) => {
        const result = this.#sub(source, this.streams.input, 'capture');
        this.setStatus(result.status);
        this.#debtMs += result.isEndless ? Infinity : result.elapsedMs;
        if (!this.#isLive && result.isEndless) this.isEndless = true;
        return result.out;
      },
    };
  }

  #variable(name: string): string | undefined {
    const { parameters, status, variables } = this.state;
    if (name === '?') return String(status);
    if (name === '#') return String(parameters.length - 1);
    if (name === '$') return '1';
    if (name === '@' || name === '*') return parameters.slice(1).join(' ');
    if (name === 'PWD') return this.state.directory;
    if (name === 'RANDOM') return String((Math.floor(this.now) * 7919) % 32768);
    return /^\d+$/.test(name) ? parameters[Number(name)] : variables[name];
  }
}
