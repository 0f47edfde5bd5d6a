/**
 * psql, mysql and their like inside their images, as far as people look whether the database is there: constants, the
 * version, the list of databases. Left out: the databases; other statements are refused with a sentence of ours.
 */
import type { ExecResult } from '../runtime/containerRuntime';
import type { Process } from '../runtime/process';

const ok = (stdout: string): ExecResult => ({ exitCode: 0, output: stdout, stdout });
const failed = (exitCode: number, stderr: string): ExecResult => ({ exitCode, output: stderr, stderr });
const unknown = (name: string, statement: string) =>
  failed(1, `kubeloop: ${name} answers SELECT 1, SELECT version() and the list of databases here, not ${statement}\n`);

const interactive = (name: string, flag: string) =>
  failed(1, `kubeloop: a dialogue with ${name} is not simulated; ${flag} runs one statement\n`);

/** Value behind one of the flags, as `-c X`, `-cX` or `--command=X`. */
function valueOf(argv: readonly string[], short: string, long: string): string | undefined {
  for (const [at, word] of argv.entries()) {
    if (word === short || word === `--${long}`) return argv[at + 1] ?? '';
    if (word.startsWith(`--${long}=`)) return word.slice(long.length + 3);
    if (word.startsWith(short) && !word.startsWith('--') && word.length > short.length) return word.slice(short.length);
  }
  return undefined;
}

const plain = (statement: string) => statement.trim().replace(/;+$/, '').replace(/\s+/g, ' ').toLowerCase();

/** `psql` and `pg_isready` of a server that takes connections from `readyAfterMs` on. */
export function postgresTools(process: Process, argv: readonly string[], readyAfterMs: number): ExecResult | undefined {
  const name = baseName(argv);
  const isReady = process.now - process.startedAt >= readyAfterMs;
  if (name === 'pg_isready') {
    const text = `/var/run/postgresql:5432 - ${isReady ? 'accepting connections' : 'no response'}\n`;
    return { exitCode: isReady ? 0 : 2, output: text, stdout: text };
  }
  if (name !== 'psql') return undefined;
  const version = '18.1 (Debian 18.1-1.pgdg13+2)';
  if (argv.includes('--version') || argv.includes('-V')) return ok(`psql (PostgreSQL) ${version}\n`);
  if (!isReady) {
    return failed(
      2,
      'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory\n' +
        '\tIs the server running locally and accepting connections on that socket?\n',
    );
  }
  const user = valueOf(argv, '-U', 'username') ?? (process.uid === 0 ? 'root' : 'postgres');
  const owner = process.env.POSTGRES_USER ?? 'postgres';
  const socket = 'psql: error: connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: ';
  if (user !== owner) return failed(2, `${socket}FATAL:  role "${user}" does not exist\n`);
  const statement = valueOf(argv, '-c', 'command');
  if (statement === undefined) return interactive('psql', '-c');
  const one = /^select (\d+)$/.exec(plain(statement))?.[1];
  if (one !== undefined) return ok(` ?column? \n----------\n${one.padStart(9)}\n(1 row)\n\n`);
  if (plain(statement) === 'select version()') {
    const text = `PostgreSQL ${version} on x86_64-pc-linux-gnu, compiled by gcc, 64-bit`;
    const width = text.length + 2;
    const title = ' '.repeat(Math.floor((width - 7) / 2)) + 'version'.padEnd(Math.ceil((width - 7) / 2) + 7);
    return ok(`${title}\n${'-'.repeat(width)}\n ${text}\n(1 row)\n\n`);
  }
  return unknown('psql', JSON.stringify(statement));
}

/** `mysql`, `mysqladmin ping` and their names in MariaDB. */
export function mysqlTools(process: Process, argv: readonly string[], readyAfterMs: number): ExecResult | undefined {
  const name = baseName(argv);
  if (!/^(mysql|mariadb)(admin|-admin)?$/.test(name)) return undefined;
  const isAdmin = name.endsWith('admin');
  const isReady = process.now - process.startedAt >= readyAfterMs;
  const socket = "Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)";
  if (!isReady) {
    const text = isAdmin
      ? `${name}: connect to server at 'localhost' failed\nerror: '${socket}'\nCheck that mysqld is running and that the socket: '/var/run/mysqld/mysqld.sock' exists!\n`
      : `ERROR 2002 (HY000): ${socket}\n`;
    return failed(1, text);
  }
  const { env } = process;
  const right = env.MYSQL_ROOT_PASSWORD ?? env.MARIADB_ROOT_PASSWORD ?? '';
  const given = passwordOf(argv) ?? '';
  const warned =
    given === '' ? '' : `${name}: [Warning] Using a password on the command line interface can be insecure.\n`;
  const user = valueOf(argv, '-u', 'user') ?? 'root';
  const isAllowed = user === 'root' && given === right;
  if (isAdmin && argv.includes('ping')) return { ...ok('mysqld is alive\n'), stderr: warned };
  if (isAdmin) return unknown(name, argv.slice(1).join(' '));
  if (!isAllowed) {
    const using = given === '' ? 'NO' : 'YES';
    return failed(
      1,
      `${warned}ERROR 1045 (28000): Access denied for user '${user}'@'localhost' (using password: ${using})\n`,
    );
  }
  const statement = valueOf(argv, '-e', 'execute');
  if (statement === undefined) return interactive(name, '-e');
  const rows = mysqlRows(process, plain(statement));
  return rows === undefined ? unknown(name, JSON.stringify(statement)) : { ...ok(rows), stderr: warned };
}

function passwordOf(argv: readonly string[]): string | undefined {
  const short = argv.find((word) => word.startsWith('-p') && !word.startsWith('--') && word.length > 2)?.slice(2);
  return short ?? argv.find((word) => word.startsWith('--password='))?.slice('--password='.length);
}

/** Without a terminal mysql prints bare columns. */
function mysqlRows({ env }: Process, statement: string): string | undefined {
  const one = /^select (\d+)$/.exec(statement)?.[1];
  if (one !== undefined) return `${one}\n${one}\n`;
  if (statement === 'select version()') return 'version()\n9.5.0\n';
  if (statement !== 'show databases') return undefined;
  const own = env.MYSQL_DATABASE ?? env.MARIADB_DATABASE;
  const names = ['information_schema', 'mysql', 'performance_schema', 'sys', ...(own === undefined ? [] : [own])];
  return `Database\n${names.sort().join('\n')}\n`;
}

const baseName = (argv: readonly string[]) => (argv[0] ?? '').replace(/^.*\//, '');
