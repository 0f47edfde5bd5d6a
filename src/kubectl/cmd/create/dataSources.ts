/**
 * What --from-literal, --from-file and --from-env-file bring to a ConfigMap or Secret.
 * Models staging/src/k8s.io/kubectl/pkg/util/util.go and cmd/util/env_file.go (v1.36.3).
 * Left out: files that are not UTF-8 text.
 */
import type { Flags } from '../../command';
import { type Environment, FileError } from '../../environment';
import { CommandError } from '../../errors';
import { envVarNameErrors } from '../../../api/meta/keyNames';

/** Takes one key; throws CommandError for a key that may not be or is there already. */
export type AddDatum = (key: string, text: string) => void;

/** Throws CommandError where sources do not go together. */
export function checkSources(flags: Flags): void {
  const hasOthers = flags.list('from-file').length > 0 || flags.list('from-literal').length > 0;
  if (flags.list('from-env-file').length > 0 && hasOthers) {
    throw new CommandError('from-env-file cannot be combined with from-file or from-literal');
  }
}

/** Adds `key=value` pairs; the value may hold further `=`. */
export function addLiterals(sources: readonly string[], add: AddDatum): void {
  for (const source of sources) {
    const at = source.indexOf('=');
    if (at <= 0) throw new CommandError(`invalid literal source ${source}, expected key=value`);
    add(source.slice(0, at), source.slice(at + 1));
  }
}

/** Adds files (`path` or `key=path`) and the files of folders. */
export async function addFiles(sources: readonly string[], { files }: Environment, add: AddDatum): Promise<void> {
  for (const source of sources) {
    const { key, path } = fileSource(source);
    if (!(await isFolder(files, path))) {
      add(key, await files.read(path));
      continue;
    }
    if (source.includes('=')) throw new CommandError('cannot give a key name for a directory path');
    for (const entry of await files.list(path)) {
      if (!entry.isFolder) add(entry.name, await files.read(`${path.replace(/\/$/, '')}/${entry.name}`));
    }
  }
}

function fileSource(source: string): { readonly key: string; readonly path: string } {
  const [key = '', path, ...more] = source.split('=');
  if (path === undefined) return { key: source.split('/').findLast((part) => part !== '') ?? source, path: source };
  if (more.length > 0) throw new CommandError("key names or file paths cannot contain '='");
  if (key === '') throw new CommandError(`key name for file path ${path} missing`);
  if (path === '') throw new CommandError(`file path for key name ${key} missing`);
  return { key, path };
}

/** Adds the lines of files of variables; a name alone takes its value from the environment. `what`: `config`, `secret`. */
export async function addEnvFiles(
  sources: readonly string[],
  { files, variables }: Environment,
  what: string,
  add: AddDatum,
): Promise<void> {
  for (const path of sources) {
    if (await isFolder(files, path)) throw new CommandError(`env ${what} file cannot be a directory`);
    for (const line of (await files.read(path)).replace(/^\uFEFF/, '').split(/\r?\n/)) {
      const text = line.trimStart();
      if (text === '' || text.startsWith('#')) continue;
      const at = text.indexOf('=');
      const key = at < 0 ? text : text.slice(0, at);
      const errors = envVarNameErrors(key);
      if (errors.length > 0) {
        throw new CommandError(`${JSON.stringify(key)} is not a valid key name: ${errors.join(';')}`);
      }
      add(key, at < 0 ? (variables[key] ?? '') : text.slice(at + 1));
    }
  }
}

async function isFolder(files: Environment['files'], path: string): Promise<boolean> {
  try {
    if (await files.isFolder(path)) return true;
    await files.read(path);
    return false;
  } catch (error) {
    if (error instanceof FileError) throw new CommandError(`error reading ${path}: ${error.message}`);
    throw error;
  }
}
