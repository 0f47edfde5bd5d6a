/**
 * What `-f` names: files, folders (with -R those below too), patterns, and `-` for standard input.
 * Models Path, Stdin and expandIfFilePattern of staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36.3).
 */
import type { Invocation } from '../command';
import { FileError, type FileSystem } from '../environment';
import { CommandError } from '../errors';

/** The text of one file. */
export interface Source {
  /** As messages call it: the path, or `STDIN`. */
  readonly name: string;
  readonly text: string;
}

/** The texts that -f names. */
export interface Sources {
  readonly sources: readonly Source[];
  readonly errors: readonly Error[];
  /** One file that was named itself, and not standard input. */
  readonly isSingle: boolean;
}

const EXTENSIONS = ['.json', '.yaml', '.yml'];

/** Reads everything that `filenames` name. Never rejects with a FileError: mistakes are in `errors`. */
export async function expandPaths(
  { io, env }: Pick<Invocation, 'io' | 'env'>,
  filenames: readonly string[],
  recursive: boolean,
): Promise<Sources> {
  const sources: Source[] = [];
  const errors: Error[] = [];
  let isFolder = false;
  let hasStdin = false;
  for (const filename of filenames) {
    if (filename === '-') {
      if (hasStdin) errors.push(new CommandError('standard input cannot be used for multiple arguments'));
      else sources.push({ name: 'STDIN', text: await readInput(io) });
      hasStdin = true;
      continue;
    }
    const paths = await matchesOf(env.files, filename);
    const found: Source[] = [];
    for (const path of paths) found.push(...(await readPath(env.files, path, recursive, errors)));
    if (found.length > paths.length) isFolder = true;
    sources.push(...found);
    if (sources.length === 0 && errors.length === 0) {
      const extensions = `[${EXTENSIONS.join(' ')}]`;
      errors.push(new CommandError(`error reading [${paths.join(' ')}]: recognized file extensions are ${extensions}`));
    }
  }
  return { sources, errors, isSingle: !isFolder && !hasStdin && sources.length === 1 };
}

/** All of standard input. */
export async function readInput({ input }: Invocation['io']): Promise<string> {
  let text = '';
  for (;;) {
    const piece = await input.read();
    if (piece === undefined) return text;
    text += piece;
  }
}

async function readPath(
  files: FileSystem,
  path: string,
  recursive: boolean,
  errors: Error[],
): Promise<readonly Source[]> {
  try {
    if (await files.isFolder(path)) return await readFolder(files, path, recursive);
    return [{ name: path, text: await files.read(path) }];
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const message =
      error.code === 'ENOENT'
        ? `the path "${path}" does not exist`
        : `the path "${path}" cannot be accessed: stat ${path}: ${error.message}`;
    errors.push(new CommandError(message));
    return [];
  }
}

/** Files of a folder in the order of their names, those of folders in it in their place. */
async function readFolder(files: FileSystem, folder: string, recursive: boolean): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const { name, isFolder } of await files.list(folder)) {
    const path = join(folder, name);
    if (isFolder) {
      if (recursive) sources.push(...(await readFolder(files, path, true)));
    } else if (EXTENSIONS.some((extension) => name.endsWith(extension))) {
      sources.push({ name: path, text: await files.read(path) });
    }
  }
  return sources;
}

/** `folder/name` without `./` and double slashes, as Go's filepath.Join cleans it. */
function join(folder: string, name: string): string {
  const root = folder.startsWith('/') ? '/' : '';
  const parts: string[] = [];
  for (const part of `${folder}/${name}`.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `${root}${parts.join('/')}`;
}

/** The paths that a pattern such as `*.yaml` matches; the text itself where it is no pattern. */
async function matchesOf(files: FileSystem, pattern: string): Promise<readonly string[]> {
  if (!/[*?[]/.test(pattern)) return [pattern];
  let found = [pattern.startsWith('/') ? '/' : ''];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const next: string[] = [];
    for (const folder of found) next.push(...(await matchesIn(files, folder, part)));
    found = next;
  }
  return found.length === 0 ? [pattern] : found;
}

async function matchesIn(files: FileSystem, folder: string, part: string): Promise<readonly string[]> {
  const path = (name: string): string => (folder === '' || folder === '/' ? `${folder}${name}` : `${folder}/${name}`);
  if (!/[*?[]/.test(part)) return [path(part)];
  const expression = new RegExp(
    `^${part
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
  try {
    const entries = await files.list(folder === '' ? '.' : folder);
    return entries.filter(({ name }) => expression.test(name)).map(({ name }) => path(name));
  } catch (error) {
    if (error instanceof FileError) return [];
    throw error;
  }
}
