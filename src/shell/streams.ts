/** Where the texts of programs go: pipes, files, variables. */
import type { Input, Io } from '../kubectl/environment';

/** Characters that a pipe holds before its writer has to wait, as Linux has it. */
const PIPE_SIZE = 65_536;

/** Takes text; the promise lets a fast writer wait. */
export type Sink = (text: string) => Promise<void> | void;

/** A pipe between two programs. */
export class Pipe {
  #chunks: string[] = [];
  #size = 0;
  #isEnded = false;
  #isBroken = false;
  #wakeReader: (() => void) | undefined;
  #wakeWriters: (() => void)[] = [];

  /** `onBroken` is called when somebody writes after the reader has gone: SIGPIPE. */
  constructor(private readonly onBroken: () => void) {}

  readonly write: Sink = (text) => {
    if (this.#isBroken) return this.onBroken();
    if (text === '') return undefined;
    this.#chunks.push(text);
    this.#size += text.length;
    this.#wakeReader?.();
    if (this.#size < PIPE_SIZE) return undefined;
    return new Promise((resolve) => {
      this.#wakeWriters.push(resolve);
    });
  };

  /** The writer has finished. */
  end(): void {
    this.#isEnded = true;
    this.#wakeReader?.();
  }

  /** The reader has finished. */
  break(): void {
    this.#isBroken = true;
    this.#drained();
  }

  readonly input: Input = {
    isTerminal: false,
    read: async () => {
      while (this.#chunks.length === 0 && !this.#isEnded) {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
      const text = this.#chunks.length === 0 ? undefined : this.#chunks.join('');
      this.#drained();
      return text;
    },
  };

  #drained(): void {
    this.#chunks = [];
    this.#size = 0;
    const waiting = this.#wakeWriters;
    this.#wakeWriters = [];
    for (const wake of waiting) wake();
  }
}

/** An input that holds `text`. */
export function textInput(text: string): Input {
  let rest: string | undefined = text === '' ? undefined : text;
  return {
    isTerminal: false,
    read: async () => {
      const piece = rest;
      rest = undefined;
      return piece;
    },
  };
}

/** The whole text of `input`. */
export async function readAll(input: Input): Promise<string> {
  const pieces: string[] = [];
  for (let piece = await input.read(); piece !== undefined; piece = await input.read()) pieces.push(piece);
  return pieces.join('');
}

/** The lines of `input` as they come, without their newlines. */
export async function* linesOf(input: Input): AsyncGenerator<string, void, undefined> {
  let rest = '';
  for (let piece = await input.read(); piece !== undefined; piece = await input.read()) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** `io` with its standard output kept in a text instead of printed. */
export function collectingIo(io: Io): { readonly io: Io; text(): string } {
  const pieces: string[] = [];
  return {
    io: { ...io, out: (text) => void pieces.push(text), isTerminal: false },
    text: () => pieces.join(''),
  };
}
