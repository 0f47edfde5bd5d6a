/**
 * `kubectl top node` and `kubectl top pod`: what metrics.k8s.io tells of usage.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/top/{top_node,top_pod}.go (v1.36.3).
 */
import { formatQuantity } from '../../../api/meta/quantity';
import { parseTime } from '../../../api/meta/time';
import type { Command, Invocation } from '../../command';
import { CommandError, UsageError } from '../../errors';
import { goDuration } from '../../printers/goDuration';
import type { Access, Unstructured } from '../../resource/access';
import { type Amounts, type NodeMetrics, nodeTable, type PodMetrics, podTable, type TopOptions } from './topTable';

const API_PATH = '/apis/metrics.k8s.io/v1beta1';
/** So long a new pod may be without metrics. */
const CREATION_DELAY_MS = 2 * 60_000;
const NANOS_PER_UNIT = 1_000_000_000n;

/** Usage of nodes. */
export const topNode: Command = {
  path: ['top', 'node'],
  async run(invocation) {
    const { flags, io } = invocation;
    const name = nameOf(invocation, 'node [NAME | -l label]');
    const options = optionsOf(invocation);
    const labelSelector = flags.string('selector');
    if (name !== '' && labelSelector !== '') {
      throw new CommandError('only one of NAME or --selector can be provided');
    }
    const access = await invocation.access();
    await requireMetrics(access);
    const metrics = await read<NodeMetrics>(access, `${API_PATH}/nodes`, name, { labelSelector });
    if (metrics.length === 0) throw new CommandError('metrics not available yet');
    const nodes = await read<NodeObject>(access, '/api/v1/nodes', name, { labelSelector });
    const available = nodes.map(
      (node) => [node.metadata.name, availableOf(node, flags.bool('show-capacity'))] as const,
    );
    await io.out(nodeTable(metrics, new Map(available), options));
  },
};

interface NodeObject extends Unstructured {
  readonly status?: {
    readonly capacity?: Amounts;
    readonly allocatable?: Amounts;
    readonly nodeInfo?: { readonly swap?: { readonly capacity?: number } };
  };
}

function availableOf({ status }: NodeObject, showCapacity: boolean): Amounts {
  const amounts = (showCapacity ? status?.capacity : status?.allocatable) ?? {};
  const swap = status?.nodeInfo?.swap?.capacity;
  if (swap === undefined) return amounts;
  return { ...amounts, swap: formatQuantity({ nano: BigInt(swap) * NANOS_PER_UNIT, format: 'BinarySI' }) };
}

/** Usage of pods. */
export const topPod: Command = {
  path: ['top', 'pod'],
  async run(invocation) {
    const { flags, io } = invocation;
    const name = nameOf(invocation, 'pod [NAME | -l label]');
    const options = optionsOf(invocation);
    const selectors = { labelSelector: flags.string('selector'), fieldSelector: flags.string('field-selector') };
    if (name !== '' && (selectors.labelSelector !== '' || selectors.fieldSelector !== '')) {
      throw new CommandError('only one of NAME or selector can be provided');
    }
    const access = await invocation.access();
    await requireMetrics(access);
    const withNamespace = flags.bool('all-namespaces');
    const place = withNamespace ? '' : `/namespaces/${access.namespace}`;
    const metrics = await read<PodMetrics>(access, `${API_PATH}${place}/pods`, name, selectors);
    if (metrics.length === 0) {
      await explainNoMetrics(invocation, access, name, selectors);
      void io.err(withNamespace ? 'No resources found\n' : `No resources found in ${access.namespace} namespace.\n`);
      return;
    }
    const withContainers = flags.bool('containers');
    await io.out(podTable(metrics, { ...options, withContainers, withNamespace, withSum: flags.bool('sum') }));
  },
};

function nameOf({ args, commandPath }: Invocation, use: string): string {
  if (args.length > 1) throw new UsageError(commandPath, use);
  return args[0] ?? '';
}

function optionsOf({ flags }: Invocation): TopOptions {
  const sortBy = flags.string('sort-by');
  if (!['', 'cpu', 'memory'].includes(sortBy)) throw new CommandError('--sort-by accepts only cpu or memory');
  return { sortBy, noHeaders: flags.bool('no-headers'), showSwap: flags.bool('show-swap') };
}

async function requireMetrics(access: Access): Promise<void> {
  const { groupVersions } = await access.mapper();
  if (!groupVersions.includes('metrics.k8s.io/v1beta1')) throw new CommandError('Metrics API not available');
}

/** One object by its name, else all that the selectors allow. */
async function read<T>(
  access: Access,
  path: string,
  name: string,
  selectors: Readonly<Record<string, string>>,
): Promise<readonly T[]> {
  const query = Object.fromEntries(Object.entries(selectors).filter(([, value]) => value !== ''));
  const { body } = await access.raw({ method: 'GET', path: name === '' ? path : `${path}/${name}`, query });
  // What the API server has at these paths.
  return name === '' ? (body as { readonly items: readonly T[] }).items : [body as T];
}

/** Throws if there are pods that should have metrics. */
async function explainNoMetrics(
  { env }: Invocation,
  access: Access,
  name: string,
  selectors: Readonly<Record<string, string>>,
): Promise<void> {
  const pods = await read<Unstructured>(access, `/api/v1/namespaces/${access.namespace}/pods`, name, selectors);
  for (const { metadata } of pods) {
    const ageMs = env.clock.now() - parseTime(metadata.creationTimestamp);
    if (ageMs <= CREATION_DELAY_MS) continue;
    throw new CommandError(
      `Metrics not available for pod ${metadata.namespace}/${metadata.name}, age: ${goDuration(ageMs)}`,
    );
  }
  if (pods.length > 0) throw new CommandError('metrics not available yet');
}
