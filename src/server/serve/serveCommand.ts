/** `kubeloop serve`: reads its options, starts a cluster and says in plain words what to type. */
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { USUAL_ADDONS } from '../../addons/usualAddons';
import { defaultNodes } from '../../client/defaultNodes';
import { profiles } from '../../component/profile';
import { UsageError } from '../usageError';
import { addonOf } from './enableAddons';
import { engineStamp } from './engineStamp';
import { defaultKubeconfigPath, writeKubeconfig } from './kubeconfig';
import { type ServedCluster, type ServeOptions, serveCluster } from './servedCluster';

/** What `kubeloop serve --help` prints. */
export const SERVE_USAGE = `Usage: kubeloop serve [OPTIONS]

Runs a simulated Kubernetes 1.36 cluster and serves its API on 127.0.0.1, for kubectl and every other client.

Options:
  --port N           where to listen (default 6443; 0: any free port)
  --nodes N          how many nodes (default 3)
  --speed N          how many times as fast as the wall clock time passes (default 1)
  --profile NAME     which constants act: v1.36 (default) or book
  --seed N           what chance begins with, for a cluster that is to be the same again (default: any)
  --controllers LIST which controllers run, as for kube-controller-manager: '*,-replicaset' is all but one
  --state FILE       keeps the cluster in FILE: it is there again at the next start, also after a crash
  --bare             comes up without kube-proxy and CoreDNS: no Service answers, no name is found
  --addon NAME       enables metrics-server (for kubectl top), ingress, cloud-provider (for load balancers),
                     storage-provisioner or default-storageclass; may be repeated
  --kubeconfig FILE  where to write the kubeconfig (default ${defaultKubeconfigPath()})
  -h, --help         prints this
`;

const options = {
  port: { type: 'string' },
  nodes: { type: 'string' },
  speed: { type: 'string' },
  profile: { type: 'string' },
  seed: { type: 'string' },
  state: { type: 'string' },
  controllers: { type: 'string' },
  addon: { type: 'string', multiple: true },
  bare: { type: 'boolean' },
  kubeconfig: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Asked = ServeOptions & { readonly path: string };

const MOST_SEED = 2 ** 31 - 1;

/** What `args` ask for; undefined for help. Throws UsageError. */
function parse(args: readonly string[]): Asked | undefined {
  const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
  if (values.help === true) return undefined;
  const nodes = wholeNumber('nodes', values.nodes, 0, 250);
  // The uids of accounts, which their tokens are made of, should be no secret that everybody knows.
  const isNew = values.state === undefined || !existsSync(values.state);
  const seed = wholeNumber('seed', values.seed, 0, MOST_SEED) ?? (isNew ? randomInt(MOST_SEED) : undefined);
  return {
    port: wholeNumber('port', values.port, 0, 65_535) ?? 6443,
    path: resolve(values.kubeconfig ?? defaultKubeconfigPath()),
    ...(nodes === undefined ? {} : { nodes: defaultNodes(nodes) }),
    ...(seed === undefined ? {} : { seed }),
    ...(values.speed === undefined ? {} : { speed: speedOf(values.speed) }),
    ...(values.controllers === undefined ? {} : { controllers: values.controllers.split(',') }),
    ...(values.state === undefined ? {} : { state: resolve(values.state), engine: engineStamp(import.meta.url) }),
    ...(values.profile === undefined ? {} : { profile: profileOf(values.profile) }),
    // What a file holds comes up with what it was made with.
    ...(values.bare === true ? { system: [] } : isNew ? { system: USUAL_ADDONS } : {}),
    ...(values.addon === undefined ? {} : { addons: values.addon.map(addonName) }),
  };
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${name} takes a whole number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}

function speedOf(text: string): number {
  const value = Number(text);
  if (!(value > 0) || value > 300) throw new UsageError(`--speed takes a number above 0, up to 300, not "${text}"`);
  return value;
}

function profileOf(name: string): string {
  if (Object.hasOwn(profiles, name)) return name;
  throw new UsageError(`there is no profile "${name}": --profile takes ${Object.keys(profiles).join(' or ')}`);
}

function addonName(given: string): string {
  try {
    return addonOf(given).name;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Serves until the process is asked to end. Resolves with its exit code. Throws UsageError. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  if (asked === undefined) {
    process.stdout.write(SERVE_USAGE);
    return 0;
  }
  // Whatever nobody has caught: the clients that it does not concern go on.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) process.on(event, report);
  const cluster = await start(asked);
  try {
    writeKubeconfig(asked.path, cluster.kubeconfig);
  } catch (error) {
    await cluster.close();
    throw new UsageError(`the kubeconfig cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  process.stdout.write(greeting(cluster, asked));
  const why = await Promise.race([askedToStop(), cluster.broken]);
  process.stdout.write('\nStopping.\n');
  await cluster.close();
  if (why === undefined) return 0;
  process.stderr.write(`kubeloop: a mistake in kubeloop has stopped the cluster: ${why}\n`);
  return 1;
}

function report(error: unknown): void {
  console.error(error);
}

/** A signal of a terminal may come twice, by way of npm. */
const SAME_SIGNAL_MS = 1_000;

/** A second signal ends the process at once. */
function askedToStop(): Promise<undefined> {
  return new Promise((resolve) => {
    let since = Number.POSITIVE_INFINITY;
    const hear = (): void => {
      const now = performance.now();
      if (now - since > SAME_SIGNAL_MS) process.exit(130);
      since = Math.min(since, now);
      resolve(undefined);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
  });
}

async function start(asked: ServeOptions): Promise<ServedCluster> {
  try {
    return await serveCluster({ ...asked, onWords: (sentence) => void process.stdout.write(`${sentence}\n`) });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // Node's own errors have one.
    if (code === 'EADDRINUSE') throw new UsageError(`port ${asked.port} is taken: choose another with --port`);
    if (code === 'EACCES')
      throw new UsageError(`port ${asked.port} may not be opened by this user: choose one above 1023`);
    throw error;
  }
}

function greeting({ url, words }: ServedCluster, { path, state, speed = 1 }: Asked): string {
  const pace = speed === 1 ? '' : `Its time runs ${speed} times as fast as the wall clock.\n`;
  const ending =
    state === undefined
      ? 'Ctrl-C stops it, and the cluster is gone.'
      : `Ctrl-C stops it; ${state} keeps the cluster for the next start.`;
  return `A simulated Kubernetes 1.36 cluster is at ${url}
${pace}${words.map((sentence) => `${sentence}\n`).join('')}
In another terminal:

  export KUBECONFIG=${quoted(path)}
  kubectl get nodes

Services of type NodePort are reached at 127.0.0.1, each at its node port.
${ending}
`;
}

function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replace(/'/g, `'\\''`)}'`;
}
