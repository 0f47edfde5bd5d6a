/**
 * `kubectl cp SRC DEST`: packs files with the tar of the container, or here, and unpacks them on the other side.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/cp/cp.go (v1.36.3). Left out: --retries. Files are text.
 */
import type { Pod } from '../../api/core/pod';
import { type TarEntry, packTar, unpackTar } from '../../api/meta/tar';
import type { Command, Invocation } from '../command';
import { type FileSystem, FileError, type Io } from '../environment';
import { CommandError, ExitError } from '../errors';
import { containerOf } from '../polymorphic/podContainers';
import { requireUnfinished } from './exec/attachablePod';
import { runRemotely } from './exec/remoteCommand';
import { podPath } from './podPath';
import { typedMapping } from './typedObject';

const podMapping = typedMapping({ apiVersion: 'v1', kind: 'Pod', plural: 'pods' });

/** `[[namespace/]pod:]file/path`. */
interface FileSpec {
  readonly namespace: string;
  readonly pod: string;
  readonly file: string;
}

/** Copies files and folders to or from a container. */
export const cp: Command = {
  path: ['cp'],
  async run(invocation) {
    const { args, flags } = invocation;
    if (args.length !== 2) throw new CommandError('source and destination are required');
    if (flags.changed('retries')) throw new CommandError('kubeloop: --retries is not simulated');
    const source = fileSpecOf(args[0] ?? '');
    const destination = fileSpecOf(args[1] ?? '');
    if (source.pod !== '' && destination.pod !== '')
      throw new CommandError('one of src or dest must be a local file specification');
    if (source.file === '' || destination.file === '') throw new CommandError('filepath can not be empty');
    if (source.pod !== '') return copyFromPod(invocation, source, destination.file);
    if (destination.pod !== '') return copyToPod(invocation, source.file, destination);
    throw new CommandError('one of src or dest must be a remote file specification');
  },
};

function fileSpecOf(text: string): FileSpec {
  const at = text.indexOf(':');
  if (at === -1) return { namespace: '', pod: '', file: text };
  const pieces = text.slice(0, at).split('/');
  const [first = '', second] = pieces;
  if (at === 0 || pieces.length > 2)
    throw new CommandError('filespec must match the canonical format: [[namespace/]pod:]file/path');
  const file = text.slice(at + 1);
  return second === undefined ? { namespace: '', pod: first, file } : { namespace: first, pod: second, file };
}

/** What a command of the container gets and says. */
interface Streams {
  readonly input?: string;
  out(text: string): void;
  err(text: string): void;
}

async function execute(
  invocation: Invocation,
  { namespace, pod: name }: FileSpec,
  argv: readonly string[],
  streams: Streams,
) {
  const access = await invocation.access();
  const where = namespace === '' ? access.namespace : namespace;
  const found = await access.get({ mapping: podMapping, namespace: where, name });
  const pod = found as unknown as Pod; // What the server keeps under pods.
  requireUnfinished(pod, 'exec into');
  const { name: container } = containerOf(pod, invocation.flags.string('container'), streams.err);
  const hasInput = streams.input !== undefined;
  const query = { command: argv, container, ...(hasInput ? { stdin: 'true' } : {}), stdout: 'true', stderr: 'true' };
  const pieces = hasInput ? [streams.input] : [];
  const io: Io = {
    ...invocation.io,
    input: { isTerminal: false, read: () => Promise.resolve(pieces.shift()) },
    out: streams.out,
    err: streams.err,
  };
  const request = { method: 'POST', path: podPath(pod, 'exec'), query } as const;
  await runRemotely({ ...invocation, io }, request, { stdin: hasInput, tty: false });
}

async function copyFromPod(invocation: Invocation, source: FileSpec, destination: string): Promise<void> {
  const { io, env } = invocation;
  let archive = '';
  await execute(invocation, source, ['tar', 'cf', '-', source.file], {
    out: (text) => void (archive += text),
    err: (text) => void io.out(text),
  });
  const entries = unpackTar(archive);
  if (entries === undefined) throw new CommandError('archive/tar: invalid tar header');
  const prefix = cleaned(source.file);
  for (const entry of entries) {
    if (!entry.name.startsWith(prefix)) throw new CommandError('tar contents corrupted');
    const rest = entry.name.slice(prefix.length).replace(/^\/+|\/+$/g, '');
    const path = rest === '' ? destination : `${destination.replace(/\/+$/, '')}/${rest}`;
    if (entry.kind === 'link') {
      void io.err(`warning: skipping symlink: ${JSON.stringify(path)} -> ${JSON.stringify(entry.target)}\n`);
    } else if (entry.kind === 'file') await writeLocal(env.files, path, entry.text);
  }
}

async function writeLocal(files: FileSystem, path: string, text: string): Promise<void> {
  if (await files.isFolder(path)) throw new CommandError(`open ${path}: is a directory`);
  await files.write(path, text);
}

/** Without slashes around it and shortcuts in it, as the members of the archive are named. */
function cleaned(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

async function copyToPod(invocation: Invocation, source: string, destination: FileSpec): Promise<void> {
  const { env, io } = invocation;
  const base = source.replace(/\/+$/, '').replace(/^.*\//, '');
  if (!(await exists(env.files, source))) throw new CommandError(`${source} doesn't exist in local filesystem`);
  const isInto = await isFolderInPod(invocation, destination);
  const target = isInto ? `${destination.file.replace(/\/+$/, '')}/${base}` : destination.file;
  const clean = target.replace(/\/+$/, '');
  const cut = clean.lastIndexOf('/');
  const folder = cut < 0 ? '.' : cut === 0 ? '/' : clean.slice(0, cut);
  const entries: TarEntry[] = [];
  await pack(env.files, source.replace(/\/+$/, ''), clean.slice(cut + 1), entries, env.clock.now());
  const own = invocation.flags.bool('no-preserve') ? ['--no-same-permissions', '--no-same-owner'] : [];
  await execute(invocation, destination, ['tar', ...own, '-xmf', '-', '-C', folder], {
    input: packTar(entries),
    out: (text) => void io.out(text),
    err: (text) => void io.err(text),
  });
}

async function isFolderInPod(invocation: Invocation, spec: FileSpec): Promise<boolean> {
  try {
    await execute(invocation, spec, ['test', '-d', spec.file], { out: () => {}, err: () => {} });
    return true;
  } catch (error) {
    // A pod that is not there is told of by the copy itself.
    if (error instanceof ExitError || error instanceof CommandError) return false;
    throw error;
  }
}

async function exists(files: FileSystem, path: string): Promise<boolean> {
  if (await files.isFolder(path)) return true;
  try {
    await files.read(path);
    return true;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

async function pack(files: FileSystem, path: string, name: string, entries: TarEntry[], at: number): Promise<void> {
  if (!(await files.isFolder(path))) {
    entries.push({ name, kind: 'file', text: await files.read(path), at });
    return;
  }
  const inside = await files.list(path);
  if (inside.length === 0) entries.push({ name, kind: 'dir', at });
  for (const entry of inside) await pack(files, `${path}/${entry.name}`, `${name}/${entry.name}`, entries, at);
}
