/** `kubeloop connect`: reads its options, starts the page on a real cluster and says where to open it. */
import { realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../usageError';
import { type ConnectServer, startConnect } from './connectServer';
import { loadKubeconfig, type Target, targetOf } from './kubeconfigTarget';
import { type PageFiles, readPage } from './pageFiles';

/** What `kubeloop connect --help` prints. */
export const CONNECT_USAGE = `Usage: kubeloop connect [OPTIONS]

Opens the page on a real cluster: graph, inspector, editor and terminal on what a kubeconfig names. Nothing is installed
in the cluster, and nothing in it is changed unless --write is given.

Options:
  --kubeconfig FILE  which kubeconfig (default: the files of $KUBECONFIG, else ~/.kube/config)
  --context NAME     which context (default: the current one)
  --port N           where to listen on 127.0.0.1 (default 8440; 0: any free port)
  --write            lets through what changes the cluster, exec, attach and port-forward too
  --page FOLDER      the built page (default: dist)
  -h, --help         prints this
`;

const options = {
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  port: { type: 'string' },
  write: { type: 'boolean' },
  page: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Asked {
  readonly target: Target;
  readonly page: PageFiles;
  readonly port: number;
  readonly isReadOnly: boolean;
}

/** What `args` ask for; undefined for help. Throws UsageError. */
function parse(args: readonly string[]): Asked | undefined {
  const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
  if (values.help === true) return undefined;
  const port = values.port ?? '8440';
  if (!/^\d+$/.test(port) || Number(port) > 65_535) {
    throw new UsageError(`--port takes a whole number from 0 to 65535, not "${port}"`);
  }
  const config = loadKubeconfig(values.kubeconfig, process.env);
  return {
    target: targetOf(config, values.context),
    page: pageOf(values.page),
    port: Number(port),
    isReadOnly: values.write !== true,
  };
}

function pageOf(asked: string | undefined): PageFiles {
  // Programs of packages are reached by links.
  const program = dirname(realpathSync(process.argv[1] ?? '.'));
  const places = asked === undefined ? ['dist', join(program, 'dist'), join(program, '..', 'dist')] : [asked];
  for (const place of places) {
    const page = readPage(resolve(place));
    if (page !== undefined) return page;
  }
  throw new UsageError(`no page is in ${resolve(places[0] ?? '.')}: build it with "npm run build"`);
}

/** Serves until the process is asked to end. Resolves with its exit code. Throws UsageError. */
export async function connectCommand(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) {
    process.stdout.write(CONNECT_USAGE);
    return 0;
  }
  const server = await start(asked);
  process.stdout.write(greeting(server, asked));
  await new Promise<void>((done) => {
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
  await server.close();
  return 0;
}

async function start(asked: Asked): Promise<ConnectServer> {
  try {
    return await startConnect(asked);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // Node's own errors have one.
    if (code === 'EADDRINUSE') throw new UsageError(`port ${asked.port} is taken: choose another with --port`);
    if (code === 'EACCES') {
      throw new UsageError(`port ${asked.port} may not be opened by this user: choose one above 1023`);
    }
    throw error;
  }
}

function greeting({ url }: ConnectServer, { target, isReadOnly }: Asked): string {
  const how = isReadOnly
    ? 'Read-only: nothing there can change the cluster. --write lifts that.'
    : 'Writing is allowed: what you do there happens in the cluster.';
  return `The cluster of context "${target.context}" (${target.server.href}) is at

  ${url}

The address opens once, in one browser. ${how}
Ctrl-C stops it.
`;
}
