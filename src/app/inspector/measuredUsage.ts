/** What a cluster's metrics server says that a pod or node uses, in the form that a kubelet would say it in. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { KubeClient } from '../../client/client';
import type { StatsSummary } from './usageFacts';

const GROUP = 'metrics.k8s.io';
const NANOS_PER_MILLI = 1_000_000;

/** Whether a cluster has a metrics server: asked once. */
const known = new WeakMap<KubeClient, Promise<boolean>>();

interface Amounts {
  readonly cpu?: string;
  readonly memory?: string;
}
interface PodMetrics {
  readonly metadata: { readonly name: string };
  readonly containers?: readonly { readonly name: string; readonly usage?: Amounts }[];
}
interface NodeMetrics {
  readonly metadata: { readonly name: string };
  readonly usage?: Amounts;
}

/** Empty where nobody measures it. Rejects with ApiError. */
export async function measuredUsage(client: KubeClient, object: Pod | Node): Promise<StatsSummary> {
  if (!(await hasMetrics(client))) return {};
  const { name, namespace, uid } = object.metadata;
  const scope = namespace === undefined ? 'nodes' : `namespaces/${namespace}/pods`;
  // A list of one: a pod that is not measured yet is an empty list and no error.
  const query = { fieldSelector: `metadata.name=${name}` };
  const { body } = await client.raw({ method: 'GET', path: `/apis/${GROUP}/v1beta1/${scope}`, query });
  const { items = [] } = body as { readonly items?: readonly (PodMetrics & NodeMetrics)[] }; // As the group defines it.
  const found = items.find(({ metadata }) => metadata.name === name);
  if (found === undefined) return {};
  if (namespace === undefined) return { node: amounts(found.usage) };
  const containers = (found.containers ?? []).map(({ name: container, usage }) => ({
    name: container,
    ...amounts(usage),
  }));
  return { pods: [{ podRef: { uid }, containers }] };
}

function amounts({ cpu = '0', memory = '0' }: Amounts = {}) {
  return {
    cpu: { usageNanoCores: milliValue(cpu) * NANOS_PER_MILLI },
    memory: { workingSetBytes: wholeValue(memory) },
  };
}

function hasMetrics(client: KubeClient): Promise<boolean> {
  const asked = known.get(client) ?? groupsOf(client).then((groups) => groups.includes(GROUP));
  known.set(client, asked);
  asked.catch(() => known.delete(client));
  return asked;
}

async function groupsOf(client: KubeClient): Promise<readonly string[]> {
  const { body } = await client.raw({ method: 'GET', path: '/apis' });
  const { groups = [] } = body as { readonly groups?: readonly { readonly name: string }[] }; // An APIGroupList.
  return groups.map(({ name }) => name);
}
