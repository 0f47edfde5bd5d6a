/**
 * Databases: they start slowly, want a password, use memory. Left out: the databases; redis answers PING, SET, GET, DEL,
 * EXISTS, INCR, KEYS and DBSIZE through redis-cli; clients of SQL answer what sqlClients.ts says.
 */
import { formatDate } from '../runtime/calendar';
import type { ExecResult } from '../runtime/containerRuntime';
import type { ImageBehaviour, Process, Program } from '../runtime/process';
import { server } from './server';
import { mysqlTools, postgresTools } from './sqlClients';

interface RedisMemory {
  readonly values: Readonly<Record<string, string>>;
}

const redisStamp = (process: Process, text: string) =>
  `1:M ${formatDate(process.now, '%d %b %Y %H:%M:%S')}.000 * ${text}`;

const redisBase = server({
  ports: [6379],
  memoryMi: 10,
  cpuMillis: 5,
  exitOnTerm: 0,
  startLines: (process) => [redisStamp(process, 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo')],
  readyLines: (process) => [redisStamp(process, 'Ready to accept connections tcp')],
  stopLines: (process) => [
    redisStamp(process, 'Saving the final RDB snapshot before exiting.'),
    redisStamp(process, 'Redis is now ready to exit, bye bye...'),
  ],
});

const said = (output: string): ExecResult => ({ exitCode: 0, output: `${output}\n`, stdout: `${output}\n` });

const redisServer: Program<RedisMemory> = {
  ...redisBase,
  start(process) {
    process.memory = { values: {} };
    redisBase.start(process);
  },
  exec(process, argv) {
    if (!argv[0]?.endsWith('redis-cli')) return undefined;
    const words = argv.slice(1).filter((word, i, all) => !word.startsWith('-') && !/^-[hp]$/.test(all[i - 1] ?? ''));
    const [command = '', key = '', ...rest] = words;
    const { values } = process.memory;
    const put = (value: string) => {
      process.memory = { values: { ...values, [key]: value } };
    };
    switch (command.toUpperCase()) {
      case 'PING':
        return said('PONG');
      case 'SET':
        put(rest[0] ?? '');
        return said('OK');
      case 'GET':
        return said(values[key] ?? '');
      case 'INCR': {
        const next = String(Number(values[key] ?? '0') + 1);
        put(next);
        return said(next);
      }
      case 'DEL': {
        const { [key]: old, ...others } = values;
        process.memory = { values: others };
        return said(old === undefined ? '0' : '1');
      }
      case 'KEYS':
        return said(Object.keys(values).sort().join('\n'));
      case 'EXISTS':
        return said(Object.hasOwn(values, key) ? '1' : '0');
      case 'DBSIZE':
        return said(String(Object.keys(values).length));
      case 'ECHO':
        return said(key);
      default:
        return said(
          `kubeloop: redis answers PING, ECHO, SET, GET, DEL, EXISTS, INCR, KEYS and DBSIZE here, not ${command.toUpperCase()}`,
        );
    }
  },
};

/** TCP 6379; saves and ends with 0 when stopped. */
export const redis: ImageBehaviour = {
  image: 'docker.io/library/redis',
  aliases: ['docker.io/bitnami/redis'],
  tags: /^([5-8]|[5-8]\.\d+(\.\d+)?|stable)(-(alpine|bookworm|bullseye))?$|^(alpine|bookworm)$/,
  sizeMB: 45,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['redis-server'],
  workingDir: '/data',
  userland: 'debian',
  programs: { 'redis-server': redisServer },
};

/** Until the first start has set up its files. */
const POSTGRES_STARTUP_MS = 3000;
const POSTGRES_REFUSAL = [
  'Error: Database is uninitialized and superuser password is not specified.',
  '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
  '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
  '',
  '       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all',
  '       connections without a password. This is *not* recommended.',
];

const postgresStamp = (process: Process, text: string) =>
  `${formatDate(process.now, '%Y-%m-%d %H:%M:%S')}.000 UTC [1] LOG:  ${text}`;

/** TCP 5432 after three seconds; without a password it ends with 1. */
export const postgres: ImageBehaviour = {
  image: 'docker.io/library/postgres',
  tags: /^(1\d|9|1\d\.\d+)(-(alpine|bookworm|bullseye|trixie))?$|^alpine$/,
  sizeMB: 150,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['postgres'],
  stopSignal: 'SIGINT',
  userland: 'debian',
  programs: {
    postgres: server({
      ports: [5432],
      memoryMi: 40,
      cpuMillis: 5,
      startupMs: POSTGRES_STARTUP_MS,
      stream: 'stderr',
      refusal: ({ env }) =>
        env.POSTGRES_PASSWORD || env.POSTGRES_HOST_AUTH_METHOD === 'trust'
          ? undefined
          : { lines: POSTGRES_REFUSAL, code: 1 },
      readyLines: (process) => [
        postgresStamp(process, 'listening on IPv4 address "0.0.0.0", port 5432'),
        postgresStamp(process, 'database system is ready to accept connections'),
      ],
      exitOnTerm: 0,
      stopLines: (process) => [
        postgresStamp(process, 'received fast shutdown request'),
        postgresStamp(process, 'database system is shut down'),
      ],
      exec: (process, argv) => postgresTools(process, argv, POSTGRES_STARTUP_MS),
    }),
  },
};

const mysqlStamp = (process: Process, text: string) =>
  `${formatDate(process.now, '%Y-%m-%dT%H:%M:%S')}.000000Z 0 [System] ${text}`;
const entrypointStamp = (process: Process, level: string, text: string) =>
  `${formatDate(process.now, '%Y-%m-%d %H:%M:%S')}+00:00 [${level}] [Entrypoint]: ${text}`;
/** Until the first start has set up its files. */
const MYSQL_STARTUP_MS = 17_000;

/** TCP 3306 after seventeen seconds, 400 Mi; without a password it ends with 1. */
export const mysql: ImageBehaviour = {
  image: 'docker.io/library/mysql',
  aliases: ['docker.io/library/mariadb'],
  tags: /^([5-9]|1[0-2]|lts|innovation|[5-9]\.\d+(\.\d+)?|1[0-2]\.\d+(\.\d+)?)(-(debian|oracle|oraclelinux\d|jammy|noble))?$/,
  sizeMB: 230,
  entrypoint: ['docker-entrypoint.sh'],
  cmd: ['mysqld'],
  userland: 'debian',
  programs: {
    mysqld: server({
      ports: [3306],
      memoryMi: 400,
      cpuMillis: 10,
      startupMs: MYSQL_STARTUP_MS,
      stream: 'stderr',
      startLines: (process) => [entrypointStamp(process, 'Note', 'Entrypoint script for MySQL Server started.')],
      refusal: (process) => {
        const { env } = process;
        const isSet =
          env.MYSQL_ROOT_PASSWORD ??
          env.MYSQL_ALLOW_EMPTY_PASSWORD ??
          env.MYSQL_RANDOM_ROOT_PASSWORD ??
          env.MARIADB_ROOT_PASSWORD;
        if (isSet) return undefined;
        const text = 'Database is uninitialized and password option is not specified';
        const hint =
          '    You need to specify one of the following as an environment variable:\n' +
          '    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n    - MYSQL_RANDOM_ROOT_PASSWORD';
        return { lines: [entrypointStamp(process, 'ERROR', text), hint], code: 1 };
      },
      readyLines: (process) => [mysqlStamp(process, '[MY-010931] [Server] /usr/sbin/mysqld: ready for connections.')],
      exitOnTerm: 0,
      stopLines: (process) => [mysqlStamp(process, '[MY-010910] [Server] /usr/sbin/mysqld: Shutdown complete')],
      exec: (process, argv) => mysqlTools(process, argv, MYSQL_STARTUP_MS),
    }),
  },
};
