/** What a pod's containers or a node use at the moment, as the inspector tells it, from a kubelet's summary. */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { Fact } from './summary';

/** The part of a kubelet's `/stats/summary` that is looked at. */
export interface StatsSummary {
  readonly node?: Measured;
  readonly pods?: readonly {
    readonly podRef: { readonly uid: string };
    readonly containers?: readonly (Measured & { readonly name: string })[];
  }[];
}
interface Measured {
  readonly cpu?: { readonly usageNanoCores?: number };
  readonly memory?: { readonly workingSetBytes?: number };
}

const NANOS_PER_MILLI = 1_000_000;
const MEBIBYTE = 1024 * 1024;

const cpuText = ({ cpu }: Measured) => `${Math.ceil((cpu?.usageNanoCores ?? 0) / NANOS_PER_MILLI)}m`;
const memoryText = ({ memory }: Measured) => `${Math.round((memory?.workingSetBytes ?? 0) / MEBIBYTE)}Mi`;

/** Two lines for each running container; with its name where there are several. */
export function podUsageFacts(pod: Pod, { pods = [] }: StatsSummary): readonly Fact[] {
  const containers = pods.find(({ podRef }) => podRef.uid === pod.metadata.uid)?.containers ?? [];
  const specs = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  return containers.flatMap((container) => {
    const limits = specs.find(({ name }) => name === container.name)?.resources?.limits ?? {};
    const of = (limit: string | undefined) => (limit === undefined ? '' : ` / ${limit}`);
    const name = containers.length > 1 ? ` ${container.name}` : '';
    return [
      { term: `CPU${name}`, value: `${cpuText(container)}${of(limits.cpu)}` },
      { term: `Memory${name}`, value: `${memoryText(container)}${of(limits.memory)}` },
    ];
  });
}

/** The node's use, and how much of what pods may have that is. */
export function nodeUsageFacts({ status }: Node, { node }: StatsSummary): readonly Fact[] {
  if (node === undefined) return [];
  const percent = (used: number, whole: number) => (whole === 0 ? '' : ` (${Math.trunc((used * 100) / whole)}%)`);
  const { cpu = '0', memory = '0' } = status.allocatable ?? {};
  const cpuShare = percent((node.cpu?.usageNanoCores ?? 0) / NANOS_PER_MILLI, milliValue(cpu));
  const memoryShare = percent(node.memory?.workingSetBytes ?? 0, wholeValue(memory));
  return [
    { term: 'CPU', value: `${cpuText(node)}${cpuShare}` },
    { term: 'Memory', value: `${memoryText(node)}${memoryShare}` },
  ];
}
