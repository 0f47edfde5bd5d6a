/** Opens what a command is redirected to, in the order in which it is written. */
import { FileError, type Input, type Io } from '../kubectl/environment';
import { expandText, type ExpansionScope } from './expansion';
import { type Sink, textInput } from './streams';
import type { Redirection } from './syntax';

interface Target {
  readonly write: Sink;
  readonly isTerminal: boolean;
}

/** `io` as redirected. `close` writes what was collected for files. Both reject with FileError, its message as bash has it. */
export async function openRedirections(
  redirections: readonly Redirection[],
  io: Io,
  scope: ExpansionScope,
): Promise<{ readonly io: Io; close(): Promise<void> }> {
  if (redirections.length === 0) return { io, close: async () => {} };
  const files: OutputFile[] = [];
  let input: Input = io.input;
  let out: Target = { write: (text) => io.out(text), isTerminal: io.isTerminal };
  let err: Target = { write: (text) => io.err(text), isTerminal: true };
  const open = async (path: string, mode: '>' | '>>'): Promise<Target> => {
    const file = await OutputFile.open(path, mode, scope);
    if (file === undefined) return { write: () => {}, isTerminal: false };
    files.push(file);
    return { write: (text) => file.add(text), isTerminal: false };
  };
  for (const redirection of redirections) {
    switch (redirection.type) {
      case 'text':
        input = textInput(await expandText(redirection.text, scope));
        break;
      case 'copy': {
        const source = redirection.from === 2 ? err : out;
        if (redirection.fd === 2) err = source;
        else out = source;
        break;
      }
      case 'both':
        out = await open(await expandText(redirection.file, scope), redirection.mode);
        err = out;
        break;
      case 'file': {
        const path = await expandText(redirection.file, scope);
        if (redirection.mode === '<') input = await fileInput(path, scope);
        else if (redirection.fd === 2) err = await open(path, redirection.mode);
        else out = await open(path, redirection.mode);
        break;
      }
      default:
        redirection satisfies never;
    }
  }
  return {
    io: { ...io, input, out: out.write, err: err.write, isTerminal: out.isTerminal },
    close: async () => {
      for (const file of files) await file.close();
    },
  };
}

async function fileInput(path: string, scope: ExpansionScope): Promise<Input> {
  if (path === '/dev/null') return textInput('');
  return textInput(await named(path, () => scope.files.read(path)));
}

/** What a program writes into a file; it is there when the program has ended. */
class OutputFile {
  #pieces: string[] = [];

  private constructor(
    private readonly path: string,
    private readonly before: string,
    private readonly scope: ExpansionScope,
  ) {}

  /** Empties or creates the file, as a shell does before the program starts. Undefined for /dev/null. */
  static async open(path: string, mode: '>' | '>>', scope: ExpansionScope): Promise<OutputFile | undefined> {
    if (path === '/dev/null') return undefined;
    const { files } = scope;
    if (await files.isFolder(path)) throw new FileError('EISDIR', `${path}: Is a directory`);
    let before = '';
    if (mode === '>>') before = await files.read(path).catch(absent);
    else await named(path, () => files.write(path, ''));
    return new OutputFile(path, before, scope);
  }

  add(text: string): void {
    this.#pieces.push(text);
  }

  async close(): Promise<void> {
    const text = this.before + this.#pieces.join('');
    await named(this.path, () => this.scope.files.write(this.path, text));
  }
}

function absent(error: unknown): string {
  if (error instanceof FileError && error.code === 'ENOENT') return '';
  throw error;
}

/** Adds the path to a FileError, in C's words. */
async function named<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FileError) throw new FileError(error.code, `${path}: ${fileErrorText(error)}`);
    throw error;
  }
}

const WORDS: Readonly<Record<FileError['code'], string>> = {
  ENOENT: 'No such file or directory',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
  EACCES: 'Permission denied',
};

/** The sentence that C's programs print for an error of a file. */
export function fileErrorText({ code }: FileError): string {
  return WORDS[code];
}
