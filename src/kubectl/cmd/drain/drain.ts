/**
 * `kubectl cordon`, `uncordon` and `drain NODE`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/drain/drain.go (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { CommandError, PlainError } from '../../errors';
import { SelectorError, parseLabelSelector } from '../../../api/meta/labelSelectorParser';
import type { Access, Mapping, Unstructured } from '../../resource/access';
import type { Info } from '../../resource/builder';
import { cordonNodes, type Nodes, nodesOf, printNode } from './nodes';
import { filterPods, type FilteredPods } from './podFilters';
import { PodRemover } from './removal';

/** Keeps new pods off a node. */
export const cordon: Command = {
  path: ['cordon'],
  run: async (invocation) => cordonNodes(invocation, await nodesOf(invocation), true),
};

/** Lets new pods onto a node again. */
export const uncordon: Command = {
  path: ['uncordon'],
  run: async (invocation) => cordonNodes(invocation, await nodesOf(invocation), false),
};

/** Cordons nodes and removes their pods. */
export const drain: Command = {
  path: ['drain'],
  async run(invocation) {
    const { io } = invocation;
    requireSelector(invocation);
    const nodes = await nodesOf(invocation);
    await cordonNodes(invocation, nodes, true);
    const failures = new Map<string, readonly string[]>();
    for (const info of nodes.infos) {
      const errors = await drainOne(invocation, nodes, info);
      if (errors.length === 0) {
        printNode(invocation, info, 'drained', nodes.dryRun);
        continue;
      }
      const name = JSON.stringify(info.name);
      void io.err(`error: unable to drain node ${name} due to error: ${aggregate(errors)}, continuing command...\n`);
      failures.set(info.name, errors);
    }
    if (failures.size === 0) return;
    void io.err('There are pending nodes to be drained:\n');
    for (const name of failures.keys()) void io.err(` ${name}\n`);
    throw new PlainError([...new Set([...failures.values()].flat())].join('\n'));
  },
};

function requireSelector({ flags }: Invocation): void {
  try {
    parseLabelSelector(flags.string('pod-selector'));
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error;
    throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

/** Several mistakes as Go prints them. */
function aggregate(errors: readonly string[]): string {
  const messages = [...new Set(errors)];
  return messages.length === 1 ? (messages[0] ?? '') : `[${messages.join(', ')}]`;
}

/** Resolves with what kept pods on the node. */
async function drainOne(invocation: Invocation, { dryRun }: Nodes, info: Info): Promise<readonly string[]> {
  const { flags, io } = invocation;
  const access = await invocation.access();
  const mapping = (await access.mapper()).resource('pods');
  const { pods, warning, errors } = await podsOf(invocation, access, mapping, info);
  if (errors.length > 0) return errors;
  if (warning !== '') void io.err(`Warning: ${warning}\n`);
  if (dryRun === 'client') {
    for (const { metadata } of pods) {
      void io.out(`evicting pod ${metadata.namespace}/${metadata.name} (dry run)\n`);
    }
    return [];
  }
  const remover = new PodRemover(invocation, access, mapping, {
    timeoutMs: flags.durationMs('timeout'),
    gracePeriodSeconds: flags.int('grace-period'),
    disableEviction: flags.bool('disable-eviction'),
    skipDeletedSeconds: flags.int('skip-wait-for-delete-timeout'),
    dryRun,
  });
  const failures = await remover.remove(pods);
  if (failures.length > 0) await tellPending(invocation, access, mapping, info, aggregate(failures));
  return failures;
}

async function podsOf(
  { env, flags }: Invocation,
  access: Access,
  mapping: Mapping,
  { name }: Info,
): Promise<FilteredPods> {
  const { items } = await access.list(mapping, undefined, {
    fieldSelector: `spec.nodeName=${name}`,
    labelSelector: flags.string('pod-selector'),
    limit: flags.int('chunk-size'),
  });
  // Items of a list need not say what they are.
  const pods = items.map((pod): Unstructured => ({ ...pod, apiVersion: 'v1', kind: 'Pod' }));
  return filterPods(access, pods, {
    force: flags.bool('force'),
    ignoreDaemonSets: flags.bool('ignore-daemonsets'),
    deleteEmptyDirData: flags.bool('delete-emptydir-data'),
    skipDeletedSeconds: flags.int('skip-wait-for-delete-timeout'),
    now: env.clock.now(),
  });
}

/** Names the pods that are left. */
async function tellPending(
  invocation: Invocation,
  access: Access,
  mapping: Mapping,
  info: Info,
  error: string,
): Promise<void> {
  const { io } = invocation;
  const { pods, errors } = await podsOf(invocation, access, mapping, info);
  if (pods.length > 0) {
    void io.err(`There are pending pods in node ${JSON.stringify(info.name)} when an error occurred: ${error}\n`);
    for (const { metadata } of pods) void io.err(`pod/${metadata.name}\n`);
  }
  if (errors.length > 0) {
    void io.err(`Following errors occurred while getting the list of pods to delete:\n${aggregate(errors)}`);
  }
}
