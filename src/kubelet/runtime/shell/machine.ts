/**
 * Runs compiled scripts step by step, until one ends or stands still. Live, it stops where a command takes time and
 * goes on with the wake-up; synchronously (exec, pipelines, `$(...)`) it adds up the time instead.
 * Models the POSIX shell. Simplified: the stages of a pipeline run one after the other, unless all of them pass on
 * line by line.
 */
import { specialCommand } from './builtins';
import type { CommandResult } from './command';
import { compile, type Operation } from './compile';
import { nextLine, waitForInput } from './dialogue';
import { expandPattern, expandText, expandWords } from './expand';
import { enterLoop, jump, leaveLoop, nextOfLoop, popFrame, pushFrame } from './frames';
import { matches } from './pattern';
import { type Frame, type GoesOn, type ShellState, type Sink, type Streams, type Wait } from './shellState';
import { endShell } from './ending';
import { cutAfter, isGoingOn, MOST_RUNS, totalMs, waitAfter, writeParts } from './parts';
import { Burst, isBurstOver, isInBurst, pauseBusyLoop, showMore } from './pauses';
import { redirected } from './redirection';
import { runCommand } from './runCommand';
import { LIMITS, rest, type ShellHost, takeLoad, wholeMs } from './shellHost';
import { scopeOf } from './shellScope';
import { isStreaming, runPipeline, startJob } from './subshell';
import { ShellSyntaxError } from './syntax';

/** One shell. Made for a call from its state, and thrown away after it: the state is what lasts. */
export class ShellMachine {
  state: ShellState;
  readonly host: ShellHost;
  /** How many machines wait for this one. */
  readonly depth: number;
  /** Synchronous time used so far, in milliseconds. */
  elapsedMs = 0;
  /** A synchronous script would have gone on for ever. */
  isEndless = false;
  /** What a live script has run since it last stood still, if it is a fast one. */
  burst = new Burst();
  /** Time that substitutions and pipelines of the present command took. */
  #debtMs = 0;
  #written = 0;
  #runs = 0;

  constructor(state: ShellState, host: ShellHost, depth = 0) {
    this.state = state;
    this.host = host;
    this.depth = depth;
  }

  /** Commands take their time, instead of being over at once. */
  get isLive(): boolean {
    return this.host.wakeAfter !== undefined;
  }
  /** Virtual milliseconds since the epoch, as this script sees them. */
  get now(): number {
    return this.host.now() + this.elapsedMs + Math.floor(this.burst.elapsedMs);
  }

  /** Goes on until the end or the next wait. */
  run(): void {
    if (this.depth > LIMITS.depth) {
      this.complain('too many nested commands');
      this.end(2);
      return;
    }
    const limit = this.isLive ? LIMITS.steps : LIMITS.syncSteps;
    for (let steps = 0; this.state.exitCode === undefined && !this.state.wait && !this.isEndless; steps++) {
      if (steps >= limit || isBurstOver(this)) {
        pauseBusyLoop(this);
        return;
      }
      this.#step();
    }
  }

  /** The wait with `token` is over; an older token is ignored. */
  resume(token: number): void {
    const { wait } = this.state;
    if (!wait || wait.token !== token) return;
    showMore(this, wait);
    if (this.state.wait?.type === 'forever') return;
    if (isGoingOn(this, wait)) return;
    this.state = { ...this.state, wait: undefined, status: wait.type === 'breath' ? this.state.status : wait.status };
    if (wait.late) {
      this.write(wait.streams.out, wait.late.out);
      this.write(wait.streams.err, wait.late.err);
    }
    rest(this.host);
    if (wait.goesOn) this.#goOn(wait.goesOn, wait.streams, wait.isLast === true);
    else if (wait.isLast) this.end(wait.status);
    this.run();
  }

  /** A command that was not over is run again. */
  #goOn(goesOn: GoesOn, streams: Streams, isLast: boolean): void {
    const { argv, memory, killed } = goesOn;
    this.#runs += 1;
    if (!this.isLive && this.#runs > MOST_RUNS) {
      this.isEndless = true;
      return;
    }
    const result = runCommand(this, argv, streams, {}, memory);
    const cut = killed === undefined ? result : cutAfter(result, killed.at - this.now, killed.status, this.now);
    this.#settle(cut, streams, argv.join(' '), isLast);
  }

  /** Ends the innermost shell, or all of it. */
  end(status: number): void {
    endShell(this, status);
  }

  /** Runs `source` before what follows; as a shell of its own if `parameters` are given. */
  push(source: string, own?: { readonly parameters: readonly string[] }): void {
    this.state = pushFrame(this.state, source, own);
  }

  /** Another machine of the same kind. */
  fork(state: ShellState, host: ShellHost): ShellMachine {
    return new ShellMachine(state, host, this.depth + 1);
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
      nextLine(this);
      return;
    }
    const operation = this.#operations(frame)?.[frame.at];
    if (!operation) {
      const isLast = frames.length === 1 && this.state.exitCode === undefined && !this.state.dialogue;
      if (isLast) this.end(this.state.status);
      else if (this.state.frames.length > 0) this.state = popFrame(this.state);
      return;
    }
    this.state = jump(this.state, frame.at + 1);
    this.#execute(operation);
  }

  #operations(frame: Frame): readonly Operation[] | undefined {
    try {
      return compile(frame.source);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      this.complain(error.message);
      if (this.state.dialogue) this.state = { ...this.state, status: 2, frames: [] };
      else this.end(2);
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
        startJob(this, operation.source);
        return;
      case 'subshell':
        this.push(operation.source, { parameters: this.state.parameters });
        return;
      case 'jump':
        this.state = jump(this.state, operation.to);
        return;
      case 'jumpIfFailed':
        if (status !== 0) this.state = jump(this.state, operation.to);
        return;
      case 'jumpIfOk':
        if (status === 0) this.state = jump(this.state, operation.to);
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
        const streams = redirected(this, operation.redirects);
        this.state = { ...this.state, streams: [...this.state.streams, streams ?? this.streams] };
        return;
      }
      case 'endRedirect':
        this.state = { ...this.state, streams: this.state.streams.slice(0, -1) };
        return;
      case 'loop':
        this.state = enterLoop(
          this.state,
          operation.words ? expandWords(operation.words, scopeOf(this)) : this.state.parameters.slice(1),
        );
        return;
      case 'endLoop':
        this.state = leaveLoop(this.state);
        return;
      case 'next':
        this.state = nextOfLoop(this.state, operation.name, operation.to);
        return;
      case 'case': {
        const text = expandText(operation.word, scopeOf(this));
        const arm = operation.arms.find(({ patterns }) =>
          patterns.some((pattern) => matches(expandPattern(pattern, scopeOf(this)), text)),
        );
        this.state = jump(this.state, arm?.to ?? operation.otherwise);
        return;
      }
    }
    operation satisfies never;
  }

  #simple(operation: Operation & { type: 'simple' }): void {
    const scope = scopeOf(this);
    const argv = expandWords(operation.words, scope);
    if (this.state.exitCode !== undefined) return;
    const assigned = operation.assignments.map(({ name, value }) => [name, expandText(value, scope)] as const);
    const streams = redirected(this, operation.redirects);
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
    this.again(argv, streams, assigned);
  }

  /** Runs a command whose words are known. */
  again(argv: readonly string[], streams: Streams, assigned: readonly (readonly [string, string])[] = []): void {
    const special = specialCommand(this, argv, streams, assigned);
    if (special === 'done') return;
    const result = special ?? runCommand(this, argv, streams, Object.fromEntries(assigned));
    if (result.wantsInput) this.#read(result, streams, argv, false);
    else this.#settle(result, streams, argv.join(' '));
  }

  #read(
    { status, wantsInput: words }: CommandResult,
    streams: Streams,
    argv: readonly string[],
    isLast: boolean,
  ): void {
    waitForInput(this, words ?? argv, { type: 'input', status, streams, command: argv.join(' '), isLast });
  }

  /** Shows what a command printed, and waits as long as it takes. */
  #settle(result: CommandResult, streams: Streams, command: string, isLast = false): void {
    if (result.out) this.write(streams.out, result.out);
    if (result.err) this.write(streams.err, result.err);
    const slowdown = takeLoad(this.host, result);
    const debt = this.#debtMs;
    this.#debtMs = 0;
    const { parts = [], goesOn } = result;
    const ownMs = totalMs(result);
    const waitMs = ownMs === 'forever' ? 'forever' : wholeMs(ownMs * slowdown + debt);
    const mayBurst = this.isLive && goesOn === undefined && waitMs !== 'forever';
    if ((mayBurst && isInBurst(this, command, result, waitMs)) || (waitMs === 0 && goesOn === undefined)) {
      writeParts(this, streams, parts);
      if (result.server) this.state = { ...this.state, servers: [...this.state.servers, result.server] };
      this.setStatus(result.status);
      this.write(streams.out, result.late?.out ?? '');
      this.write(streams.err, result.late?.err ?? '');
      if (isLast) this.end(result.status);
      return;
    }
    const { wait, ms } = waitAfter(this, result, streams, { whole: waitMs, debt });
    this.wait({ ...wait, streams, command, isLast }, ms);
  }

  /** `exec`: the command takes the shell's place. */
  replace(argv: readonly string[], streams: Streams): void {
    this.state = { ...this.state, traps: {} };
    const depth = this.state.frames.length;
    const special = specialCommand(this, argv, streams, []);
    if (special === 'done') return;
    const result = special ?? runCommand(this, argv, streams);
    // A script was pushed: it runs, and the shell ends with it.
    if (this.state.frames.length > depth) this.state = { ...this.state, frames: this.state.frames.slice(depth) };
    else if (result.wantsInput) this.#read(result, streams, argv, true);
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
      if (this.isEndless) return;
      if (wait.goesOn) this.#goOn(wait.goesOn, wait.streams, wait.isLast === true);
      else if (wait.isLast) this.end(wait.status);
      return;
    }
    const owedMs = this.burst.elapsedMs;
    if (owedMs > 0) this.burst = new Burst();
    const token = this.state.token + 1;
    this.state = { ...this.state, token, wait: { ...wait, token } };
    if (wait.server) this.host.process.listen(wait.server.port);
    if (ms !== 'forever') this.host.wakeAfter(ms + Math.ceil(owedMs), token);
    else if (wait.follow) this.host.wakeAfter(1000, token);
  }

  /** The command at hand takes this much longer: something ran apart for it. */
  owe(ms: number | 'forever'): void {
    this.#debtMs += ms === 'forever' ? Infinity : ms;
    if (!this.isLive && ms === 'forever') this.isEndless = true;
  }

  #pipeline(stages: readonly string[]): void {
    const [first = '', ...rest] = stages;
    if (this.isLive && isStreaming(stages)) {
      const streams: Streams = { ...this.streams, out: { type: 'pipe', stages: rest } };
      this.push(first, { parameters: this.state.parameters });
      this.state = { ...this.state, streams: [...this.state.streams, streams] };
      return;
    }
    const result = runPipeline(this, stages, this.streams.input);
    this.owe(result.isEndless ? 'forever' : result.elapsedMs);
    this.#settle({ status: result.status }, this.streams, stages.join('|').trim());
  }

  /** The streams in force. */
  get streams(): Streams {
    return this.state.streams.at(-1) ?? { out: { type: 'stdout' }, err: { type: 'stderr' } };
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
    if (sink.type === 'pipe') {
      runPipeline(this.#behind(), sink.stages, text);
      return;
    }
    this.#written += text.length;
    if (!this.isLive && this.#written > LIMITS.outputChars) this.isEndless = true;
    else this.host.write(sink.type, text);
  }

  /** This shell as the later stages of a streaming pipeline see it: with the streams from before the pipe. */
  #behind(): ShellMachine {
    const { streams } = this.state;
    const at = streams.findLastIndex(({ out }) => out.type !== 'pipe');
    return new ShellMachine({ ...this.state, streams: streams.slice(0, at + 1) }, this.host);
  }

  setStatus(status: number): void {
    if (status !== this.state.status) this.state = { ...this.state, status };
  }
  assign(name: string, value: string): void {
    this.state = { ...this.state, variables: { ...this.state.variables, [name]: value } };
  }

  /** Sends a signal to a job or to what the host knows; false if there is no such process. */
  kill(pid: number, signal: string): boolean {
    const jobs = this.state.jobs.filter((job) => job.pid !== pid);
    if (jobs.length === this.state.jobs.length) return this.host.kill(pid, signal);
    this.state = { ...this.state, jobs };
    return true;
  }

  /** `path` as seen from the working directory. */
  absolute(path: string): string {
    return path.startsWith('/') ? path : `${this.state.directory}/${path}`;
  }
}
