/** Commands about time, processes and the machine, and the tests of `[`. */
import { formatDate } from '../calendar';
import { userName } from './listing';
import { absolute, type Command, type CommandContext, type CommandFamily, failure, options } from './command';

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };

const sleep: Command = (argv) => {
  let seconds = 0;
  for (const word of argv.slice(1)) {
    if (word === 'infinity' || word === 'inf') return { status: 0, waitMs: 'forever' };
    const match = /^(\d*\.?\d+)([smhd]?)$/.exec(word);
    if (!match) return failure(`sleep: invalid time interval '${word}'`);
    seconds += Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
  }
  if (argv.length === 1) return failure('sleep: missing operand');
  return { status: 0, waitMs: Math.floor(seconds * 1000) };
};

const date: Command = (argv, context) => {
  const { values, flags, rest } = options(argv, 'd');
  const format = rest.find((word) => word.startsWith('+'))?.slice(1);
  const now = /^@\d+$/.test(values.d ?? '') ? Number((values.d ?? '').slice(1)) * 1000 : context.now;
  if (flags.has('I')) return { status: 0, out: `${formatDate(now, '%Y-%m-%d')}\n` };
  return { status: 0, out: `${formatDate(now, format)}\n` };
};

/** A terminal that nobody has measured has no characters, as a new pseudo-terminal of Linux. */
const stty: Command = ([, ...args], { process: { hasTerminal, terminalSize } }) => {
  if (!hasTerminal) return failure("stty: 'standard input': Inappropriate ioctl for device");
  if (args.join(' ') !== 'size') return failure('stty: kubeloop simulates "stty size" alone');
  return { status: 0, out: `${terminalSize?.rows ?? 0} ${terminalSize?.columns ?? 0}\n` };
};

const test: Command = (argv, context) => {
  const words = argv[0] === '[' ? argv.slice(1, argv.at(-1) === ']' ? -1 : undefined) : argv.slice(1);
  return { status: or(words, context) ? 0 : 1 };
};

function or(words: readonly string[], context: CommandContext): boolean {
  const at = words.indexOf('-o');
  if (at > 0) return or(words.slice(0, at), context) || or(words.slice(at + 1), context);
  const both = words.indexOf('-a');
  if (both > 0) return or(words.slice(0, both), context) && or(words.slice(both + 1), context);
  if (words[0] === '!') return !or(words.slice(1), context);
  return condition(words, context);
}

function condition([a = '', b, c = '']: readonly string[], context: CommandContext): boolean {
  if (b === undefined) return a !== '';
  if (c === '' && a.startsWith('-')) {
    const node = context.files.stat(absolute(context, b));
    const isBig = node?.kind === 'file' && (node.sizeBytes ?? node.text.length) > 0;
    const answers: Readonly<Record<string, boolean>> = {
      '-f': node?.kind === 'file',
      '-d': node?.kind === 'dir',
      '-e': node !== undefined,
      '-r': node !== undefined,
      '-w': node !== undefined,
      '-x': node !== undefined,
      '-s': isBig || node?.kind === 'dir',
      '-z': b === '',
      '-n': b !== '',
    };
    return answers[a] ?? false;
  }
  const [left, right] = [Number(a), Number(c)];
  const comparisons: Readonly<Record<string, boolean>> = {
    '=': a === c,
    '==': a === c,
    '!=': a !== c,
    '-eq': left === right,
    '-ne': left !== right,
    '-gt': left > right,
    '-ge': left >= right,
    '-lt': left < right,
    '-le': left <= right,
  };
  return comparisons[b] ?? false;
}

const kill: Command = (argv, context) => {
  let signal = 'SIGTERM';
  const pids: string[] = [];
  for (let i = 1; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '-s') signal = signalName(argv[++i] ?? '');
    else if (word.startsWith('-')) signal = signalName(word.slice(1));
    else pids.push(word);
  }
  for (const pid of pids)
    if (!context.kill(Number(pid), signal)) return failure(`kill: can't kill pid ${pid}: No such process`);
  return { status: 0 };
};

const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'HUP',
  '2': 'INT',
  '3': 'QUIT',
  '9': 'KILL',
  '10': 'USR1',
  '12': 'USR2',
  '15': 'TERM',
};
function signalName(word: string): string {
  return `SIG${(NUMBERS[word] ?? word).replace(/^SIG/, '').toUpperCase()}`;
}

const ps: Command = (argv, context) => {
  const { uid, visible } = context.process;
  const last = Math.max(...visible.map(({ pid }) => pid), context.running.at(-1)?.pid ?? 6);
  const rows = [
    ...visible,
    ...context.running.map((one) => ({ ...one, uid })),
    { pid: last + 1, uid, command: argv.join(' ') },
  ];
  const lines = rows.map(
    ({ pid, uid: user, command }) => `${String(pid).padStart(5)} ${userName(user).padEnd(8)}  0:00 ${command}\n`,
  );
  return { status: 0, out: `PID   USER     TIME  COMMAND\n${lines.join('')}` };
};

const id: Command = (argv, context) => {
  const { uid } = context.process;
  const { flags } = options(argv);
  if (flags.has('u')) return { status: 0, out: `${flags.has('n') && uid === 0 ? 'root' : uid}\n` };
  const [gid = 0] = context.process.groups;
  const groups = [...new Set(context.process.groups)];
  if (flags.has('g')) return { status: 0, out: `${flags.has('n') ? userName(gid) : gid}\n` };
  if (flags.has('G')) return { status: 0, out: `${groups.join(' ')}\n` };
  const list = groups.map(named).join(',');
  return { status: 0, out: `uid=${named(uid)} gid=${named(gid)} groups=${list}\n` };
};

/** `0(root)`, `1000`. */
function named(id: number): string {
  const name = userName(id);
  return name === String(id) ? name : `${id}(${name})`;
}

const env: Command = (_argv, context) => ({
  status: 0,
  out: Object.entries(context.env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join(''),
});

const printenv: Command = (argv, context) => {
  const name = argv[1];
  if (name === undefined) return env(argv, context);
  const value = context.env[name];
  return value === undefined ? { status: 1 } : { status: 0, out: `${value}\n` };
};

const uname: Command = (argv, context) => {
  const { flags } = options(argv);
  const { hostname } = context.process;
  if (flags.has('a')) return { status: 0, out: `Linux ${hostname} 6.6.95 #1 SMP x86_64 GNU/Linux\n` };
  const words = [
    ...(flags.has('n') ? [hostname] : []),
    ...(flags.has('r') ? ['6.6.95'] : []),
    ...(flags.has('m') ? ['x86_64'] : []),
  ];
  return { status: 0, out: `${words.length === 0 ? 'Linux' : words.join(' ')}\n` };
};

const which: Command = (argv) => ({
  status: 0,
  out: argv
    .slice(1)
    .map((name) => `/usr/bin/${name}\n`)
    .join(''),
});

const say =
  (text: (context: CommandContext) => string): Command =>
  (_argv, context) => ({ status: 0, out: `${text(context)}\n` });

/** `sleep`, `date`, `test`, `kill`, `ps`, `id`, `env` and the like. */
export const systemCommands: CommandFamily = {
  sleep,
  usleep: (argv) => ({ status: 0, waitMs: Math.floor(Number(argv[1] ?? '0') / 1000) }),
  date,
  test,
  '[': test,
  kill,
  ps,
  id,
  env,
  printenv,
  uname,
  which,
  true: () => ({ status: 0 }),
  false: () => ({ status: 1 }),
  pwd: say((context) => context.directory),
  whoami: say((context) => (context.process.uid === 0 ? 'root' : `unknown uid ${context.process.uid}`)),
  hostname: (argv, context) => ({
    status: 0,
    out: `${argv[1] === '-i' ? context.process.ip : context.process.hostname}\n`,
  }),
  nproc: say(() => '4'),
  tty: (_argv, { process }) =>
    process.hasTerminal ? { status: 0, out: '/dev/pts/0\n' } : { status: 1, out: 'not a tty\n' },
  stty,
  clear: () => ({ status: 0 }),
  basename: (argv) => ({ status: 0, out: `${(argv[1] ?? '').replace(/\/+$/, '').replace(/^.*\//, '')}\n` }),
  dirname: (argv) => ({ status: 0, out: `${(argv[1] ?? '').replace(/\/[^/]*$/, '') || '/'}\n` }),
  expr: (argv) => ({ status: 0, out: `${expr(argv.slice(1))}\n` }),
};

function expr([a = '0', operator, b = '0']: readonly string[]): number | string {
  const [x, y] = [Number(a), Number(b)];
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  if (operator === '*') return x * y;
  if (operator === '/') return y === 0 ? 0 : Math.trunc(x / y);
  if (operator === '%') return y === 0 ? 0 : x % y;
  return a;
}
