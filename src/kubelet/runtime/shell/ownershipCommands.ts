/** Commands that change whose files are and what they are called by, and that show what is mounted. */
import type { FileOwnership } from '../fileSystem';
import { absolute, type Command, type CommandContext, type CommandFamily, failure, options } from './command';
import { readlink } from './listing';
import { tar } from './tar';

const ok = { status: 0 } as const;

/** Changes `names`, and with -R what is in them. */
function changeAll(
  context: CommandContext,
  names: readonly string[],
  isRecursive: boolean,
  change: (path: string) => FileOwnership,
  complaint: (name: string, why: string) => string,
) {
  for (const name of names) {
    const path = absolute(context, name);
    const why = context.files.change(path, change(path));
    if (why !== undefined) return failure(complaint(name, why));
    if (!isRecursive) continue;
    for (const child of context.files.list(path) ?? []) {
      const result: ReturnType<Command> = changeAll(context, [`${path}/${child}`], true, change, complaint);
      if (result.status !== 0) return result;
    }
  }
  return ok;
}

const chmod: Command = (argv, context) => {
  const words = argv.slice(1).filter((word) => !/^-[RfvcL]+$/.test(word));
  const [mode = '', ...names] = words;
  const isRecursive = argv.some((word) => /^-\w*R/.test(word));
  if (names.length === 0) return failure(`chmod: missing operand`);
  if (!/^[0-7]{1,4}$/.test(mode) && !/^[ugoa]*[+=-][rwxXst]*(,[ugoa]*[+=-][rwxXst]*)*$/.test(mode)) {
    return failure(`chmod: invalid mode: '${mode}'`);
  }
  const change = (path: string) => {
    const node = context.files.stat(path);
    return { mode: newMode(node?.mode ?? (node?.kind === 'dir' ? 0o755 : 0o644), mode) };
  };
  return changeAll(context, names, isRecursive, change, (name, why) =>
    why === 'No such file or directory'
      ? `chmod: cannot access '${name}': ${why}`
      : `chmod: changing permissions of '${name}': ${why}`,
  );
};

/** What `u+x,go-w` or `0640` makes of permission bits. */
function newMode(before: number, text: string): number {
  if (/^[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  let mode = before;
  for (const clause of text.split(',')) {
    const [, who = '', operator = '+', letters = ''] = /^([ugoa]*)([+=-])(.*)$/.exec(clause) ?? [];
    let bits = 0;
    for (const letter of letters)
      bits |= letter === 'r' ? 4 : letter === 'w' ? 2 : letter === 'x' || letter === 'X' ? 1 : 0;
    const whose = who === '' || who.includes('a') ? 'ugo' : who;
    for (const one of whose) {
      const shift = one === 'u' ? 6 : one === 'g' ? 3 : 0;
      if (operator === '=') mode &= ~(7 << shift);
      mode = operator === '-' ? mode & ~(bits << shift) : mode | (bits << shift);
    }
    if (letters.includes('t')) mode = operator === '-' ? mode & ~0o1000 : mode | 0o1000;
    if (letters.includes('s') && whose.includes('g')) mode = operator === '-' ? mode & ~0o2000 : mode | 0o2000;
  }
  return mode;
}

const chown: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const [owner = '', ...names] = rest;
  const isGroup = argv[0]?.endsWith('chgrp') === true;
  const [user = '', group] = isGroup ? ['', owner] : owner.split(':');
  const uid = idOf(user);
  const gid = group === undefined || group === '' ? undefined : idOf(group);
  if (names.length === 0) return failure(`${argv[0]}: missing operand`);
  if ((user !== '' && uid === undefined) || (group !== undefined && group !== '' && gid === undefined)) {
    return failure(`${argv[0]}: invalid ${isGroup ? 'group' : 'user'}: '${owner}'`);
  }
  const change = { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
  return changeAll(
    context,
    names,
    flags.has('R'),
    () => change,
    (name, why) =>
      why === 'No such file or directory'
        ? `${argv[0]}: cannot access '${name}': ${why}`
        : `${argv[0]}: changing ${isGroup ? 'group' : 'ownership'} of '${name}': ${why}`,
  );
};

function idOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  return text === 'root' ? 0 : text === 'nobody' || text === 'nogroup' ? 65_534 : undefined;
}

const ln: Command = (argv, context) => {
  const { flags, rest } = options(argv);
  const [target, name = target?.replace(/^.*\//, '')] = rest;
  if (target === undefined || name === undefined) return failure('ln: missing file operand');
  if (!flags.has('s'))
    return failure(`ln: failed to create hard link '${name}' => '${target}': Operation not permitted`);
  const path = absolute(context, name);
  const into = context.files.stat(path)?.kind === 'dir' ? `${path}/${target.replace(/^.*\//, '')}` : path;
  if (flags.has('f') && context.files.lstat(into)) context.files.remove(into, false);
  const why = context.files.link(into, target);
  return why === undefined ? ok : failure(`ln: failed to create symbolic link '${name}': ${why}`);
};

const mount: Command = (argv, { files }) => {
  if (argv.length > 1) return failure('mount: permission denied (are you root?)');
  const own = files.mounts.filter(({ path }) => !path.startsWith('/proc/'));
  const lines = own.map(({ path, readOnly, device = '/dev/sda1', type = 'ext4' }) => {
    const mode = readOnly ? 'ro' : 'rw';
    return `${device} on ${path} type ${type} (${mode},relatime)\n`;
  });
  return { status: 0, out: lines.join('') };
};

/** `chmod`, `chown`, `ln`, `mount` and the like. */
export const ownershipCommands: CommandFamily = { chmod, chown, chgrp: chown, ln, readlink, mount, tar };
