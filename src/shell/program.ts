/** What most programs share: options, files or standard input, messages of files that cannot be read. */
import { FileError, type Input, type Io } from '../kubectl/environment';
import { OptionError, type Options, type OptionSpec, readOptions } from './options';
import { fileErrorText } from './redirections';
import type { Program, World } from './shell';
import { readAll, textInput } from './streams';

/** One run of a program. */
export interface Run {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: Options;
  readonly operands: readonly string[];
  readonly io: Io;
  readonly world: World;
  /** Prints `NAME: text` to standard error. */
  complain(text: string): Promise<void>;
  /** The same for wrong usage, and where to read more. Resolves with the exit code for it. */
  misuse(text: string): Promise<number>;
}

/** A program with options. `usageCode` is what it ends with on wrong ones. `run` resolves with the exit code, 0 if undefined. */
export function program(
  name: string,
  spec: OptionSpec,
  run: (run: Run) => Promise<number | void>,
  usageCode = 1,
): Program {
  return {
    name,
    run: async (args, io, world) => {
      const complain = async (text: string) => void (await io.err(`${name}: ${text}\n`));
      const misuse = async (text: string) => {
        await complain(`${text}\nTry '${name} --help' for more information.`);
        return usageCode;
      };
      let options: Options;
      try {
        options = readOptions(args, spec);
      } catch (error) {
        if (!(error instanceof OptionError)) throw error;
        return misuse(error.message);
      }
      try {
        return (await run({ name, args, options, operands: options.operands, io, world, complain, misuse })) ?? 0;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        await complain(fileErrorText(error));
        return 1;
      }
    },
  };
}

/** A text that a program reads. */
export interface Source {
  /** As on the command line; undefined for standard input without a name. */
  readonly name: string | undefined;
  readonly input: Input;
}

/**
 * Opens what a program reads: files, `-`, or standard input if there are none. What cannot be read is told and left
 * out; `failed` then says so. `naming` is how the program speaks of such a file.
 */
export async function openSources(
  { io, world, complain }: Run,
  paths: readonly string[],
  naming: (path: string) => string = (path) => path,
): Promise<{ readonly sources: readonly Source[]; readonly failed: boolean }> {
  if (paths.length === 0) return { sources: [{ name: undefined, input: io.input }], failed: false };
  const sources: Source[] = [];
  let failed = false;
  for (const path of paths) {
    if (path === '-') {
      sources.push({ name: '-', input: io.input });
      continue;
    }
    try {
      sources.push({ name: path, input: textInput(await readFile(world, path)) });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await complain(`${naming(path)}: ${fileErrorText(error)}`);
      failed = true;
    }
  }
  return { sources, failed };
}

async function readFile({ files }: World, path: string): Promise<string> {
  if (path === '/dev/null') return '';
  if (await files.isFolder(path)) throw new FileError('EISDIR', 'is a directory');
  return files.read(path);
}

/** The texts of all sources together, for programs that need everything first. */
export async function readSources(
  run: Run,
  paths: readonly string[],
  naming?: (path: string) => string,
): Promise<{ text: string; failed: boolean }> {
  const { sources, failed } = await openSources(run, paths, naming);
  let text = '';
  for (const { input } of sources) {
    // The last line of one file does not run into the first of the next.
    if (text !== '' && !text.endsWith('\n')) text += '\n';
    text += await readAll(input);
  }
  return { text, failed };
}

/** The lines of a text; a last line without newline counts. */
export function splitLines(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Whether something stands at `path`, and what. */
export async function kindOfPath({ files }: World, path: string): Promise<'file' | 'folder' | undefined> {
  if (await files.isFolder(path)) return 'folder';
  try {
    await files.read(path);
    return 'file';
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
