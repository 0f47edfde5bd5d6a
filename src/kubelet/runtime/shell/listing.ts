/** `ls`, `stat` and `readlink`: what files are called, whose they are and what may be done to them, as GNU prints it. Complaints are in the words of the image's own tools. */
import { formatDate } from '../calendar';
import type { FileNode } from '../fileSystem';
import { absolute, type Command, type CommandContext, failure, options, isBusybox } from './command';

export const ls: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const names = rest.length === 0 ? ['.'] : rest;
  let err = '';
  const files: [string, string][] = [];
  const folders: [string, readonly string[]][] = [];
  for (const name of names) {
    const path = absolute(context, name);
    const node = context.files.stat(path);
    const list = flags.has('d') ? undefined : context.files.list(path);
    if (list && node && !context.files.allows(node, 4)) {
      err += `ls: ${isBusybox(context) ? "can't open" : 'cannot open directory'} '${name}': Permission denied\n`;
    } else if (list) folders.push([name, list]);
    else if (context.files.lstat(path)) files.push([name, `${entry(context, path, name, flags)}\n`]);
    else err += `ls: ${isBusybox(context) ? name : `cannot access '${name}'`}: No such file or directory\n`;
  }
  // Whatever the order of the words, files come first, and both by name.
  const byName = ([a]: readonly [string, ...unknown[]], [b]: readonly [string, ...unknown[]]) => (a < b ? -1 : 1);
  let out = files
    .sort(byName)
    .map(([, line]) => line)
    .join('');
  for (const [name, list] of folders.sort(byName)) {
    if (names.length > 1) out += `${out === '' ? '' : '\n'}${name}:\n`;
    const dots = flags.has('a') ? ['.', '..'] : [];
    const shown = [...dots, ...list.filter((item) => flags.has('a') || flags.has('A') || !item.startsWith('.'))];
    if (flags.has('l')) out += `total ${list.length * 4}\n`;
    for (const item of shown) out += `${entry(context, absolute(context, `${name}/${item}`), item, flags)}\n`;
  }
  return { status: err === '' ? 0 : isBusybox(context) ? 1 : 2, out, err };
};

function entry(context: CommandContext, path: string, name: string, flags: ReadonlySet<string>): string {
  if (!flags.has('l')) return name;
  const node = context.files.lstat(path) ?? { kind: 'dir' };
  const owner = flags.has('n') ? String(node.uid ?? 0) : userName(node.uid ?? 0);
  const group = flags.has('n') ? String(node.gid ?? 0) : userName(node.gid ?? 0);
  const size = String(sizeOf(node)).padStart(9);
  const date = formatDate(node.at ?? context.process.startedAt, '%b %e %H:%M');
  const target = node.kind === 'link' ? ` -> ${node.target}` : '';
  return `${modeText(node)}    1 ${owner.padEnd(8)} ${group.padEnd(8)} ${size} ${date} ${name}${target}`;
}

function sizeOf(node: FileNode): number {
  if (node.kind === 'file') return node.sizeBytes ?? node.text.length;
  return node.kind === 'link' ? node.target.length : 4096;
}

/** Of users and groups that have one. */
export function userName(id: number): string {
  return id === 0 ? 'root' : id === 65_534 ? 'nobody' : String(id);
}

/** Permission bits of what has none of its own. */
function modeOf(node: FileNode): number {
  return node.mode ?? (node.kind === 'dir' ? 0o755 : node.kind === 'link' ? 0o777 : 0o644);
}

/** `drwxrwsrwx`. */
function modeText(node: FileNode): string {
  const mode = modeOf(node);
  const three = (bits: number, special: boolean, letter: string) => {
    const run = (bits & 1) !== 0;
    const last = special ? (run ? letter : letter.toUpperCase()) : run ? 'x' : '-';
    return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${last}`;
  };
  const kind = node.kind === 'dir' ? 'd' : node.kind === 'link' ? 'l' : '-';
  const user = three(mode >> 6, (mode & 0o4000) !== 0, 's');
  const group = three(mode >> 3, (mode & 0o2000) !== 0, 's');
  return `${kind}${user}${group}${three(mode, (mode & 0o1000) !== 0, 't')}`;
}

export const stat: Command = (argv, context) => {
  const { values, rest, flags } = options(argv, 'c');
  let out = '';
  for (const name of rest) {
    const path = absolute(context, name);
    const node = flags.has('L') ? context.files.stat(path) : context.files.lstat(path);
    if (!node)
      return failure(
        `stat: ${isBusybox(context) ? "can't stat" : 'cannot statx'} '${name}': No such file or directory`,
      );
    const { uid = 0, gid = 0 } = node;
    const mode = modeOf(node).toString(8);
    const facts: Readonly<Record<string, string>> = {
      n: name,
      a: mode,
      A: modeText(node),
      u: String(uid),
      g: String(gid),
      U: userName(uid),
      G: userName(gid),
      s: String(sizeOf(node)),
      F: node.kind === 'dir' ? 'directory' : node.kind === 'link' ? 'symbolic link' : 'regular file',
    };
    if (values.c !== undefined) {
      out += `${values.c.replace(/%([a-zA-Z])/g, (whole, letter: string) => facts[letter] ?? whole)}\n`;
      continue;
    }
    const access = `Access: (${mode.padStart(4, '0')}/${modeText(node)})`;
    const owners = `Uid: (${uid}/${userName(uid)})   Gid: (${gid}/${userName(gid)})`;
    out += `  File: ${name}\n  Size: ${sizeOf(node)}\t${facts.F}\n${access}  ${owners}\n`;
  }
  return { status: 0, out };
};

export const readlink: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  let out = '';
  for (const name of rest) {
    const path = absolute(context, name);
    const node = context.files.lstat(path);
    if (flags.has('f')) out += `${context.files.resolve(path)}\n`;
    else if (node?.kind === 'link') out += `${node.target}\n`;
    else return { status: 1, out };
  }
  return { status: 0, out };
};
