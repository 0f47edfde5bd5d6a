/** Runs a script: lists, pipelines, redirections, loops. One per shell; subshells get a copy of its state. */
import { FileError, type Io } from '../kubectl/environment';
import { ArithmeticError } from './arithmetic';
import { expandText, expandWords, type ExpansionScope } from './expansion';
import { parseScript } from './parser';
import { linkedInterrupt } from '../kubectl/interruptSource';
import { filesFrom } from './paths';
import { programs } from './programs/registry';
import { openRedirections } from './redirections';
import type { Machine, Program, World } from './shell';
import type { State } from './state';
import { collectingIo, Pipe } from './streams';
import {
  type AndOr,
  type Command,
  type Compound,
  type Pipeline,
  type Script,
  ScriptError,
  UnfinishedScript,
  type Word,
} from './syntax';

/** What bash ends with after Ctrl-C. */
export const INTERRUPTED = 130;
const NOT_FOUND = 127;
/** Wrong syntax, as bash ends. */
const SYNTAX_ERROR = 2;
/** Bash counts down from here. */
const FIRST_PROCESS_FILE = 63;
/** EX_SOFTWARE of sysexits.h. */
const BROKEN = 70;

/** What one command sees beside what the shell remembers. */
interface Surroundings {
  readonly variables?: Readonly<Record<string, string>>;
  readonly processFiles?: ReadonlyMap<string, string>;
}

/** Carries out parsed scripts in one shell. */
export class Interpreter {
  constructor(
    private readonly machine: Machine,
    readonly state: State,
  ) {}

  /** Runs `script` to its end or the first interrupt. Resolves with the exit code of what ran last. */
  async run(script: Script, io: Io): Promise<number> {
    for (const entry of script) {
      if (io.interrupt.interrupted) break;
      this.state.status = await (entry.background ? this.#startJob(entry, io) : this.#andOr(entry, io));
    }
    // `$?` tells of it, also where nothing had begun yet.
    if (io.interrupt.interrupted) this.state.status = INTERRUPTED;
    return this.state.status;
  }

  /** Runs `text`; a mistake in it is printed as bash does, after `name`, and ends it with 2 before anything ran. */
  async runText(text: string, io: Io, name = 'bash'): Promise<number> {
    let script: Script;
    try {
      script = parseScript(text);
    } catch (error) {
      if (!(error instanceof ScriptError) && !(error instanceof UnfinishedScript)) throw error;
      const mistake = error instanceof ScriptError ? error.message : 'syntax error: unexpected end of file';
      await io.err(`${name}: ${mistake}\n`);
      return SYNTAX_ERROR;
    }
    return this.run(script, io);
  }

  /** What programs see now: also the variables of `NAME=value program`, and what `<(...)` printed, by its path. */
  world({ variables = {}, processFiles = new Map() }: Surroundings = {}): World {
    const { machine, state } = this;
    const files = filesFrom(state.folder, machine.files);
    const read = async (path: string) => processFiles.get(path) ?? files.read(path);
    return {
      ...machine,
      files: processFiles.size === 0 ? files : { ...files, read },
      variables: { ...state.exported(), ...variables },
      workingFolder: state.folder,
      shell: state,
      hasProgram: (name) => programs.has(name),
      run: (argv, io) => this.#program(argv, io, { variables, processFiles }),
      runText: (text, io, name) => this.runText(text, io, name),
    };
  }

  async #andOr({ first, rest }: AndOr, io: Io): Promise<number> {
    let status = await this.#pipeline(first, io);
    for (const { operator, pipeline } of rest) {
      this.state.status = status;
      if (io.interrupt.interrupted) break;
      if ((operator === '&&') === (status === 0)) status = await this.#pipeline(pipeline, io);
    }
    return status;
  }

  async #pipeline({ negated, commands }: Pipeline, io: Io): Promise<number> {
    const [only] = commands;
    const status =
      commands.length === 1 && only !== undefined ? await this.#command(only, io) : await this.#stages(commands, io);
    return negated ? (status === 0 ? 1 : 0) : status;
  }

  /** All commands of a pipeline at once, each with a state of its own. */
  async #stages(commands: readonly Command[], io: Io): Promise<number> {
    const running: Promise<number>[] = [];
    let previous: Pipe | undefined;
    for (const [index, command] of commands.entries()) {
      const isLast = index === commands.length - 1;
      const { source, release } = linkedInterrupt(io.interrupt);
      const next: Pipe | undefined = isLast ? undefined : new Pipe(() => source.interrupt());
      const from: Pipe | undefined = previous;
      const own: Io = {
        ...io,
        input: from?.input ?? io.input,
        ...(next === undefined ? {} : { out: next.write, isTerminal: false }),
        interrupt: source,
      };
      const run = async () => {
        const status = await this.#fork().#command(command, own);
        next?.end();
        from?.break();
        release();
        return status;
      };
      running.push(run());
      previous = next;
    }
    let status = 0;
    for (const stage of running) status = await stage;
    return status;
  }

  async #command(command: Command, io: Io): Promise<number> {
    try {
      return await this.#redirectedCommand(command, io);
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      await io.err(`bash: ${error.message}\n`);
      return 1;
    }
  }

  async #redirectedCommand(command: Command, io: Io): Promise<number> {
    const redirected = await this.#redirect(command, io);
    if (redirected === undefined) return 1;
    const status =
      command.type === 'compound'
        ? await this.#compound(command.body, redirected.io)
        : await this.#simple(command, redirected.io);
    return (await this.#closing(redirected.close, io)) ? status : 1;
  }

  async #redirect(command: Command, io: Io) {
    try {
      return await openRedirections(command.redirections, io, this.#scope(io));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await io.err(`bash: ${error.message}\n`);
      return undefined;
    }
  }

  /** False if a file could not be written. */
  async #closing(close: () => Promise<void>, io: Io): Promise<boolean> {
    try {
      await close();
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await io.err(`bash: ${error.message}\n`);
      return false;
    }
  }

  async #simple({ assignments, words }: Extract<Command, { type: 'simple' }>, io: Io): Promise<number> {
    const scope = this.#scope(io);
    const argv = await expandWords(this.#withAlias(words), scope);
    const variables: Record<string, string> = {};
    for (const { name, value } of assignments) variables[name] = await expandText(value, scope);
    if (argv.length > 0) return this.#program(argv, io, { variables, processFiles: scope.processFiles });
    for (const [name, value] of Object.entries(variables)) this.state.set(name, value);
    // The code of `X=$(false)` is that of the substitution.
    return scope.lastStatus();
  }

  /** An alias stands for its words; what it stands for is not looked up again. */
  #withAlias(words: readonly Word[]): readonly Word[] {
    const [first] = words;
    const [part] = first ?? [];
    if (first?.length !== 1 || part?.type !== 'text' || part.quoted) return words;
    const alias = this.state.aliases.get(part.text);
    if (alias === undefined) return words;
    const named = alias.split(/\s+/).filter((word) => word !== '');
    return [...named.map((text): Word => [{ type: 'text', text, quoted: false }]), ...words.slice(1)];
  }

  async #program(argv: readonly string[], io: Io, surroundings: Surroundings): Promise<number> {
    const [name = '', ...args] = argv;
    const program = programs.get(name);
    if (program === undefined) {
      await io.err(
        name.includes('/') ? `bash: ${name}: No such file or directory\n` : `bash: ${name}: command not found\n`,
      );
      return NOT_FOUND;
    }
    const status = await this.#guarded(program, args, io, surroundings);
    return io.interrupt.interrupted ? INTERRUPTED : status;
  }

  /** A mistake of ours in one program must not leave the others of its pipe, or the prompt, waiting for ever. */
  async #guarded(program: Program, args: readonly string[], io: Io, surroundings: Surroundings): Promise<number> {
    try {
      return await program.run(args, io, this.world(surroundings));
    } catch (error) {
      await io.err(`kubeloop: ${program.name} broke down, which is our mistake: ${String(error)}\n`);
      return BROKEN;
    }
  }

  async #compound(body: Compound, io: Io): Promise<number> {
    switch (body.type) {
      case 'group':
        return body.subshell ? this.#fork().run(body.body, io) : this.run(body.body, io);
      case 'for': {
        let status = 0;
        for (const item of await expandWords(body.items, this.#scope(io))) {
          if (io.interrupt.interrupted) return INTERRUPTED;
          this.state.set(body.name, item);
          status = await this.run(body.body, io);
        }
        return status;
      }
      case 'while':
        return this.#while(body, io);
      case 'if':
        for (const { condition, body: then } of body.branches) {
          if ((await this.run(condition, io)) === 0) return this.run(then, io);
        }
        return body.otherwise === undefined ? 0 : this.run(body.otherwise, io);
      default:
        return body satisfies never;
    }
  }

  async #while({ until, condition, body }: Extract<Compound, { type: 'while' }>, io: Io): Promise<number> {
    let status = 0;
    while (((await this.run(condition, io)) === 0) !== until) {
      if (io.interrupt.interrupted) return INTERRUPTED;
      status = await this.run(body, io);
      // A loop that waits for nothing must let Ctrl-C come through.
      await this.machine.clock.sleep(0, io.interrupt);
    }
    return io.interrupt.interrupted ? INTERRUPTED : status;
  }

  async #startJob(entry: AndOr, io: Io): Promise<number> {
    const job = this.state.addJob(entry.source, (interrupt) =>
      this.#fork().#andOr(entry, { ...io, interrupt, input: { isTerminal: false, read: async () => undefined } }),
    );
    await io.err(`[${job.number}] ${job.pid}\n`);
    return 0;
  }

  #scope(io: Io): ExpansionScope & { lastStatus(): number; readonly processFiles: Map<string, string> } {
    let status = 0;
    const processFiles = new Map<string, string>();
    const files = filesFrom(this.state.folder, this.machine.files);
    const outputOf = async (script: Script) => {
      const { io: collecting, text } = collectingIo(io);
      const code = await this.#fork().run(script, collecting);
      return { code, text: text() };
    };
    return {
      processFiles,
      lastStatus: () => status,
      variable: (name) => this.state.variable(name),
      files: { ...files, read: async (path) => processFiles.get(path) ?? files.read(path) },
      output: async (script) => {
        const { code, text } = await outputOf(script);
        status = code;
        return text;
      },
      process: async (script) => {
        const path = `/dev/fd/${FIRST_PROCESS_FILE - processFiles.size}`;
        processFiles.set(path, (await outputOf(script)).text);
        return path;
      },
    };
  }

  #fork(): Interpreter {
    return new Interpreter(this.machine, this.state.copy());
  }
}
