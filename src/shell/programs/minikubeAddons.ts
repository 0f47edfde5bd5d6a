/**
 * `minikube addons list|enable|disable|open`. Models cmd/minikube/cmd/config/{addons,open}.go and its messages.
 * Left out: every addon that has nothing to show in this cluster.
 */
import type { Clock, Io } from '../../kubectl/environment';
import type { Addon } from '../../addons/addon';
import { addons as known } from '../../addons/registry';
import type { Minikube } from '../shell';
import { exitDueTo } from './minikubeExit';

/** MK_ADDON_NOT_FOUND is no code of its own: minikube exits with MK_USAGE. */
const USAGE = 14;
/** ExProgramConflict. */
const NOT_ENABLED = 11;

type Machine = Pick<Minikube, 'hasAddon' | 'enableAddon' | 'hasRunningPod' | 'disableAddon'>;

/** How often pods are looked at, and for how long. */
const POLL_MS = 500;
/** After Ctrl-C. */
const INTERRUPTED = 130;
const VERIFY_MS = 360_000;

/** Runs what follows `minikube addons`. */
export async function addons(
  [verb, given, ...more]: readonly string[],
  cluster: Machine,
  io: Io,
  clock: Clock,
): Promise<number> {
  if (verb === 'list') {
    await io.out(await table(cluster));
    return 0;
  }
  if (verb !== 'enable' && verb !== 'disable' && verb !== 'open') {
    return exitDueTo('MK_USAGE', 'Usage: minikube addons [list|enable|disable|open]', io);
  }
  if (given === undefined || more.length > 0)
    return exitDueTo('MK_USAGE', `usage: minikube addons ${verb} ADDON_NAME`, io);
  const addon = known.find(({ name, aliases = [] }) => name === given || aliases.includes(given));
  if (addon === undefined) {
    const names = known.map(({ name }) => name).join(', ');
    await io.err(`kubeloop: minikube addons: ${given} is not simulated; these are: ${names}\n`);
    return USAGE;
  }
  try {
    if (verb === 'enable') return await enable(addon, cluster, io, clock);
    return await (verb === 'disable' ? disable : open)(addon, cluster, io);
  } catch (error) {
    return exitDueTo(`MK_ADDON_${verb.toUpperCase()}`, `${verb} failed: ${String(error)}`, io);
  }
}

async function enable(addon: Addon, cluster: Machine, io: Io, clock: Clock): Promise<number> {
  const { name, maintainer, image } = addon;
  await io.out(
    `💡  ${name} is an addon maintained by ${maintainer}. For any concerns contact minikube on GitHub.\n` +
      'You can view the list of minikube maintainers at: https://github.com/kubernetes/minikube/blob/master/OWNERS\n',
  );
  await cluster.enableAddon(addon);
  const using = image === undefined ? '' : `    ▪ Using image ${image}\n`;
  await io.out(using);
  if (addon.pods !== undefined) {
    await io.out(`🔎  Verifying ${name} addon...\n`);
    const until = clock.now() + VERIFY_MS;
    while (!(await cluster.hasRunningPod(addon.pods))) {
      if (clock.now() >= until) throw new Error(`waiting for ${name} pods: context deadline exceeded`);
      await clock.sleep(POLL_MS, io.interrupt);
      if (io.interrupt.interrupted) return INTERRUPTED;
    }
  }
  await io.out(`🌟  The '${name}' addon is enabled\n`);
  return 0;
}

async function disable(addon: Addon, cluster: Machine, io: Io): Promise<number> {
  await cluster.disableAddon(addon);
  await io.out(`🌑  "The '${addon.name}' addon is disabled\n`);
  return 0;
}

/** No addon here has a Service of its own to open in a browser. */
async function open(addon: Addon, cluster: Machine, io: Io): Promise<number> {
  const { name } = addon;
  if (!(await cluster.hasAddon(addon))) {
    await io.err(
      `\n❌  addon '${name}' is currently not enabled.\nTo enable this addon run:\nminikube addons enable ${name}\n\n`,
    );
    return NOT_ENABLED;
  }
  return exitDueTo(
    'SVC_NOT_FOUND',
    "This addon does not have an endpoint defined for the 'addons open' command.\n" +
      `You can add one by annotating a service with the label kubernetes.io/minikube-addons-endpoint:${name}`,
    io,
  );
}

async function table(cluster: Machine): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const addon of known) {
    const isEnabled = await cluster.hasAddon(addon);
    rows.push([addon.name, 'minikube', isEnabled ? 'enabled ✅' : 'disabled', addon.maintainer]);
  }
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
