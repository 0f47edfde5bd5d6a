/**
 * Commands about files. Complaints are worded as GNU coreutils and busybox 1.36 word them, as the image has them.
 * Left out: permissions of folders on the way.
 */
import {
  absolute,
  type Command,
  type CommandContext,
  type CommandFamily,
  failure,
  options,
  isBusybox,
} from './command';
import { MI } from '../process';
import { ls, stat } from './listing';

/** What a program that reads without end has taken soon. */
const ENDLESS_BYTES = 4096 * MI;

const ok = { status: 0 } as const;

const touch: Command = (argv, context) => {
  const { rest } = options(argv, 'dtr');
  for (const name of rest) {
    const path = absolute(context, name);
    if (context.files.stat(path)) continue;
    const refusal = context.files.write(path, '');
    if (refusal) return failure(`touch: ${name}: ${refusal}`);
  }
  return ok;
};

const rm: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const isRecursive = flags.has('r') || flags.has('R');
  for (const name of rest) {
    const refusal = context.files.remove(absolute(context, name), isRecursive);
    if (refusal === 'No such file or directory' && flags.has('f')) continue;
    if (refusal) return failure(`rm: ${whyNotRemoved(name, refusal, context)}`);
  }
  return ok;
};

function whyNotRemoved(name: string, refusal: string, context: CommandContext): string {
  if (!isBusybox(context)) return `cannot remove '${name}': ${refusal}`;
  return refusal === 'Is a directory' ? `'${name}' is a directory` : `can't remove '${name}': ${refusal}`;
}

/** Where GNU's tools say what they cannot do. */
const cannot = (context: CommandContext): string => (isBusybox(context) ? "can't" : 'cannot');

const mkdir: Command = (argv, context) => {
  const { flags, rest } = options(argv, 'm');
  for (const name of rest) {
    const refusal = context.files.makeDirectory(absolute(context, name), flags.has('p'));
    if (refusal) return failure(`mkdir: ${cannot(context)} create directory '${name}': ${refusal}`);
  }
  return ok;
};

const rmdir: Command = (argv, context) => {
  const { rest } = options(argv);
  for (const name of rest) {
    const path = absolute(context, name);
    const why = (context.files.list(path)?.length ?? 0) > 0 ? 'Directory not empty' : context.files.remove(path, true);
    if (why) return failure(`rmdir: ${isBusybox(context) ? '' : 'failed to remove '}'${name}': ${why}`);
  }
  return ok;
};

const cat: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  if (rest.length === 0) return { status: 0, out: context.input ?? '' };
  let out = '';
  let err = '';
  for (const name of rest) {
    const node = name === '-' ? undefined : context.files.stat(absolute(context, name));
    const opened = isBusybox(context) ? `can't open '${name}'` : name;
    if (name === '-') out += context.input ?? '';
    else if (!node) err += `cat: ${opened}: No such file or directory\n`;
    else if (node.kind === 'dir') err += `cat: ${isBusybox(context) ? 'read error' : name}: Is a directory\n`;
    else if (context.files.readError(absolute(context, name))) err += `cat: ${opened}: Permission denied\n`;
    else out += node.text;
  }
  if (flags.has('n')) {
    const lines = out.replace(/\n$/, '').split('\n');
    out = lines.map((line, i) => `${String(i + 1).padStart(6)}\t${line}\n`).join('');
  }
  return { status: err === '' ? 0 : 1, out, err };
};

const copy =
  (isMove: boolean): Command =>
  (argv, context) => {
    const { rest } = options(argv);
    const tool = isMove ? 'mv' : 'cp';
    const target = rest.at(-1);
    if (target === undefined || rest.length < 2) return failure(`${tool}: missing file operand`);
    const toPath = absolute(context, target);
    for (const name of rest.slice(0, -1)) {
      const fromPath = absolute(context, name);
      const node = context.files.stat(fromPath);
      const act = isMove && isBusybox(context) ? "can't rename" : `${cannot(context)} stat`;
      if (!node) return failure(`${tool}: ${act} '${name}': No such file or directory`);
      const isInto = context.files.stat(toPath)?.kind === 'dir';
      const goal = isInto ? `${toPath}/${fromPath.slice(fromPath.lastIndexOf('/') + 1)}` : toPath;
      const refusal = copyNode(context, fromPath, goal);
      if (refusal) return failure(`${tool}: ${cannot(context)} create '${target}': ${refusal}`);
      if (isMove) context.files.remove(fromPath, true);
    }
    return ok;
  };

function copyNode(context: CommandContext, from: string, to: string): string | undefined {
  const node = context.files.stat(from);
  if (node?.kind === 'file') return context.files.write(to, node.text, { sizeBytes: node.sizeBytes });
  const refusal = context.files.makeDirectory(to, true);
  if (refusal) return refusal;
  for (const name of context.files.list(from) ?? []) copyNode(context, `${from}/${name}`, `${to}/${name}`);
  return undefined;
}

const dd: Command = (argv, context) => {
  const operands = Object.fromEntries(argv.slice(1).map((word) => word.split(/=(.*)/s).slice(0, 2)));
  const block = bytes(operands.bs ?? '512');
  if (operands.count === undefined && (operands.if === '/dev/zero' || operands.if === '/dev/urandom')) {
    // Copies for ever, as fast as the processor allows.
    return { status: 0, waitMs: 'forever', cpuMillis: 1000, memoryBytes: MI + block };
  }
  const count = Number(operands.count ?? '1');
  const total = block * count;
  if (operands.of !== undefined && operands.of !== '/dev/null') {
    const refusal = context.files.write(absolute(context, operands.of), '', { sizeBytes: total });
    if (refusal) return failure(`dd: failed to open '${operands.of}': ${refusal}`);
  }
  const seconds = Math.max(1, Math.floor(total / 1_000_000)) / 1000;
  const report = `${count}+0 records in\n${count}+0 records out\n${total} bytes copied, ${seconds} seconds\n`;
  return {
    status: 0,
    waitMs: Math.ceil(seconds * 1000),
    late: { out: '', err: report },
    cpuMillis: 1000,
    memoryBytes: MI + block,
  };
};

function bytes(text: string): number {
  const match = /^(\d+)([kKMG]?)/.exec(text);
  const unit: Readonly<Record<string, number>> = { '': 1, k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };
  return Number(match?.[1] ?? 0) * (unit[match?.[2] ?? ''] ?? 1);
}

const tail: Command = (argv, context) => {
  const { flags, values, rest } = options(argv, 'nc');
  const count = Number(values.n ?? /^-(\d+)$/.exec(argv[1] ?? '')?.[1] ?? 10);
  const name = rest.find((word) => !/^\d+$/.test(word));
  const path = name === undefined ? undefined : absolute(context, name);
  // It looks for the last lines of something without an end, and keeps all of it.
  if (path === '/dev/zero') return { status: 0, waitMs: 'forever', cpuMillis: 1000, memoryBytes: ENDLESS_BYTES };
  const text = path === undefined ? (context.input ?? '') : context.files.read(path);
  if (text === undefined) {
    const why = 'No such file or directory';
    return failure(
      isBusybox(context)
        ? `tail: can't open '${name}': ${why}\ntail: no files`
        : `tail: cannot open '${name}' for reading: ${why}`,
    );
  }
  const lines = text.replace(/\n$/, '').split('\n');
  const out = text === '' ? '' : `${lines.slice(-count).join('\n')}\n`;
  if (!flags.has('f') && !flags.has('F')) return { status: 0, out };
  const follow = path === undefined || path === '/dev/null' ? {} : { follow: { path, shown: text.length } };
  return { status: 0, out, waitMs: 'forever', ...follow };
};

const find: Command = (argv, context) => {
  const start = argv[1] ?? '.';
  const nameAt = argv.indexOf('-name');
  const wanted = nameAt === -1 ? undefined : argv[nameAt + 1];
  const lines: string[] = [];
  const visit = (name: string) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    if (wanted === undefined || base === wanted) lines.push(name);
    for (const child of context.files.list(absolute(context, name)) ?? [])
      visit(`${name === '/' ? '' : name}/${child}`);
  };
  if (!context.files.stat(absolute(context, start))) {
    return failure(`find: ${isBusybox(context) ? start : `'${start}'`}: No such file or directory`);
  }
  visit(start);
  return { status: 0, out: lines.map((line) => `${line}\n`).join('') };
};

const accept: Command = () => ok;

/** Files: `cat`, `ls`, `touch`, `rm`, `dd`, `tail` and the like. */
export const fileCommands: CommandFamily = {
  touch,
  rm,
  mkdir,
  rmdir,
  cat,
  ls,
  cp: copy(false),
  mv: copy(true),
  dd,
  tail,
  stat,
  find,
  sync: accept,
};
