/** `tar`: makes and unpacks archives, in the words of busybox or of GNU. Left out: compression, and all but c, x and t. */
import { type TarEntry, packTar, unpackTar } from '../../../api/meta/tar';
import { normalisePath } from '../fileSystem';
import { absolute, type Command, type CommandContext, type CommandResult, failure, isBusybox } from './command';

/** What the arguments ask for. */
interface Request {
  readonly letters: string;
  readonly archive: string;
  readonly directory: string;
  readonly names: readonly string[];
}

/** The first word may lack its dash: `tar cf - x`. */
function requestOf(argv: readonly string[]): Request {
  let letters = '';
  let archive = '-';
  let directory = '';
  const names: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    const isFlags =
      (word.startsWith('-') && word.length > 1 && !word.startsWith('--')) || (i === 1 && !word.startsWith('-'));
    if (word.startsWith('--')) {
      if (word.startsWith('--directory=')) directory = word.slice('--directory='.length);
    } else if (!isFlags) names.push(word);
    else {
      letters += word.replace(/^-/, '');
      if (word.includes('f')) archive = argv[++i] ?? '-';
      if (word.includes('C')) directory = argv[++i] ?? '';
    }
  }
  return { letters, archive, directory, names };
}

export const tar: Command = (argv, context) => {
  const request = requestOf(argv);
  const { letters, directory } = request;
  const at = directory === '' ? context.directory : absolute(context, directory);
  if (/[zjJ]/.test(letters)) return failure('tar: this version of tar does not know compression');
  if (context.files.stat(at)?.kind !== 'dir') {
    const why = `${directory}: No such file or directory`;
    return isBusybox(context)
      ? failure(`tar: can't change directory to '${directory}': No such file or directory`)
      : failure(`tar: ${why}\ntar: Error is not recoverable: exiting now`, 2);
  }
  const there = { ...context, directory: at };
  if (letters.includes('c')) return create(request, there, context);
  const text = request.archive === '-' ? (context.input ?? '') : context.files.read(absolute(context, request.archive));
  const entries = text === undefined ? undefined : unpackTar(text);
  if (text === undefined) return failure(`tar: can't open '${request.archive}': No such file or directory`);
  if (entries === undefined)
    return failure(isBusybox(context) ? 'tar: invalid tar magic' : 'tar: This does not look like a tar archive', 2);
  if (letters.includes('t')) return { status: 0, out: entries.map(({ name }) => `${name}\n`).join('') };
  return letters.includes('x') ? extract(entries, there) : failure('tar: must specify one of -c, -x, -t');
};

function create({ archive, names, letters }: Request, there: CommandContext, context: CommandContext): CommandResult {
  const entries: TarEntry[] = [];
  let err = '';
  let status = 0;
  const strip = isBusybox(context)
    ? "removing leading '/' from member names"
    : "Removing leading `/' from member names";
  for (const name of names) {
    if (name.startsWith('/') && !err.includes(strip)) err += `tar: ${strip}\n`;
    if (there.files.lstat(absolute(there, name)) === undefined) {
      status = isBusybox(context) ? 1 : 2;
      err += `tar: ${name}: ${isBusybox(context) ? '' : 'Cannot stat: '}No such file or directory\n`;
    } else add(there, name, entries);
  }
  if (status !== 0) {
    err += isBusybox(context)
      ? 'tar: error exit delayed from previous errors\n'
      : 'tar: Exiting with failure status due to previous errors\n';
  }
  const text = packTar(entries);
  const listing = letters.includes('v') ? entries.map(({ name }) => `${name}\n`).join('') : '';
  if (archive === '-') return { status, out: text, err: err + listing };
  const refusal = context.files.write(absolute(context, archive), text);
  if (refusal) return failure(`tar: can't open '${archive}': ${refusal}`);
  return { status, out: listing, err };
}

function add(context: CommandContext, name: string, entries: TarEntry[]): void {
  const path = absolute(context, name);
  const node = context.files.lstat(path);
  if (node === undefined) return;
  const member = name.replace(/^\/+/, '').replace(/\/+$/, '') || '.';
  const { mode } = node;
  const shared = { name: member, at: node.at ?? context.process.startedAt, ...(mode === undefined ? {} : { mode }) };
  if (node.kind === 'link') entries.push({ ...shared, kind: 'link', target: node.target });
  else if (node.kind === 'file') entries.push({ ...shared, kind: 'file', text: node.text });
  else {
    entries.push({ ...shared, name: `${member}/`, kind: 'dir' });
    for (const child of context.files.list(path) ?? []) add(context, `${name.replace(/\/+$/, '')}/${child}`, entries);
  }
}

function extract(entries: readonly TarEntry[], context: CommandContext): CommandResult {
  const { files } = context;
  for (const entry of entries) {
    const name = entry.name.replace(/^\/+/, '').replace(/\/+$/, '');
    const path = absolute(context, name);
    const folder = normalisePath(path.slice(0, path.lastIndexOf('/')));
    let refusal = files.stat(folder) === undefined ? files.makeDirectory(folder, true) : undefined;
    if (refusal === undefined && entry.kind === 'dir') refusal = files.makeDirectory(path, true);
    if (refusal === undefined && entry.kind === 'file') refusal = files.write(path, entry.text);
    if (refusal === undefined && entry.kind === 'link') refusal = files.link(path, entry.target);
    if (refusal !== undefined) {
      const busybox = `tar: can't open '${name}': ${refusal}`;
      return isBusybox(context)
        ? failure(busybox)
        : failure(`tar: ${name}: Cannot open: ${refusal}\ntar: Exiting with failure status due to previous errors`, 2);
    }
    if (entry.kind !== 'link' && entry.mode !== undefined) files.change(path, { mode: entry.mode });
  }
  return { status: 0 };
}
