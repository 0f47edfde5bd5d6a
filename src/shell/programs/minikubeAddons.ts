/**
 * `minikube addons list|enable|disable`. Models cmd/minikube/cmd/config/addons.go and its messages.
 * Left out: every addon that has nothing to show in this cluster.
 */
import type { Io } from '../../kubectl/environment';
import { METRICS_SERVER_IMAGE } from '../metricsServer';
import type { Minikube } from '../shell';

/** MK_ADDON_NOT_FOUND is no code of its own: minikube exits with MK_USAGE. */
const USAGE = 14;
const ADDONS = [
  { name: 'default-storageclass', maintainer: 'Kubernetes' },
  { name: 'metrics-server', maintainer: 'Kubernetes' },
  { name: 'storage-provisioner', maintainer: 'minikube' },
];

/** Runs what follows `minikube addons`. */
export async function addons(
  [verb, given, ...more]: readonly string[],
  cluster: Pick<Minikube, 'hasMetricsServer' | 'enableMetricsServer' | 'disableMetricsServer'>,
  io: Io,
): Promise<number> {
  if (verb === 'list') {
    await io.out(table(await cluster.hasMetricsServer()));
    return 0;
  }
  if (verb !== 'enable' && verb !== 'disable') return usage(io, 'Usage: minikube addons [list|enable|disable]');
  if (given === undefined || more.length > 0) return usage(io, `usage: minikube addons ${verb} ADDON_NAME`);
  const name = given === 'heapster' ? 'metrics-server' : given;
  if (!ADDONS.some((addon) => addon.name === name)) {
    await io.err(`kubeloop: minikube addons: ${name} is not simulated; metrics-server is\n`);
    return USAGE;
  }
  if (name !== 'metrics-server') {
    const word = verb === 'enable' ? 'is there already' : 'cannot be taken away here';
    await io.err(`kubeloop: minikube addons: ${name} ${word}\n`);
    return verb === 'enable' ? 0 : 1;
  }
  try {
    return await (verb === 'enable' ? enable(cluster, io) : disable(cluster, io));
  } catch (error) {
    await io.err(`\n❌  Exiting due to MK_ADDON_${verb.toUpperCase()}: ${verb} failed: ${String(error)}\n\n`);
    return 10;
  }
}

async function enable(cluster: Pick<Minikube, 'enableMetricsServer'>, io: Io): Promise<number> {
  await io.out(
    '💡  metrics-server is an addon maintained by Kubernetes. For any concerns contact minikube on GitHub.\n' +
      'You can view the list of minikube maintainers at: https://github.com/kubernetes/minikube/blob/master/OWNERS\n',
  );
  await cluster.enableMetricsServer();
  await io.out(`    ▪ Using image ${METRICS_SERVER_IMAGE}\n🌟  The 'metrics-server' addon is enabled\n`);
  return 0;
}

async function disable(cluster: Pick<Minikube, 'disableMetricsServer'>, io: Io): Promise<number> {
  await cluster.disableMetricsServer();
  await io.out(`🌑  "The 'metrics-server' addon is disabled\n`);
  return 0;
}

function table(hasMetricsServer: boolean): string {
  const rows = ADDONS.map(({ name, maintainer }) => {
    const isEnabled = name !== 'metrics-server' || hasMetricsServer;
    return [name, 'minikube', isEnabled ? 'enabled ✅' : 'disabled', maintainer] as const;
  });
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd((WIDTHS[at] ?? 0) - (cell.includes('✅') ? 1 : 0))).join(' | ')} |\n`;
  const rule = `|${WIDTHS.map((width) => '-'.repeat(width + 2)).join('|')}|\n`;
  const head = ['ADDON NAME', 'PROFILE', 'STATUS', 'MAINTAINER'].map((word, at) => centred(word, WIDTHS[at] ?? 0));
  return `${rule}${line(head)}${rule}${rows.map(line).join('')}${rule}`;
}

const WIDTHS = [22, 8, 12, 12];

function centred(word: string, width: number): string {
  const left = Math.floor((width - word.length) / 2);
  return `${' '.repeat(left)}${word}`.padEnd(width);
}

async function usage(io: Io, text: string): Promise<number> {
  await io.err(`\n❌  Exiting due to MK_USAGE: ${text}\n\n`);
  return USAGE;
}
