/**
 * How much of a node its pods ask for.
 * Models describeNodeResource of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { Node } from '../../api/core/node';
import type { Pod, ResourceList } from '../../api/core/pod';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import { age } from '../../printers/cells';
import type { Description } from './description';
import { podResources, sum } from '../../api/core/podResources';

/** Writes the pods with their shares, and the sums. */
export function describeAllocation(d: Description, { status }: Node, pods: readonly Pod[], now: number): void {
  const allocatable = isEmpty(status.allocatable) ? (status.capacity ?? {}) : (status.allocatable ?? {});
  let requests: ResourceList = {};
  let limits: ResourceList = {};
  d.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  d.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  d.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods) {
    const own = { requests: podResources(pod, 'requests'), limits: podResources(pod, 'limits') };
    requests = sum(requests, own.requests);
    limits = sum(limits, own.limits);
    const shares = ['cpu', 'memory'].flatMap((name) => [
      shareText(name, own.requests, allocatable),
      shareText(name, own.limits, allocatable),
    ]);
    const { namespace = '', name } = pod.metadata;
    d.line(1, `${namespace}\t${name}\t\t${shares.join('\t')}\t${age(pod, now)}`);
  }
  d.line(0, 'Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)');
  d.line(1, 'Resource\tRequests\tLimits');
  d.line(1, '--------\t--------\t------');
  const names = Object.keys(allocatable).sort();
  const measured = ['cpu', 'memory', 'ephemeral-storage', ...names.filter((name) => name.startsWith('hugepages-'))];
  for (const name of measured) {
    d.line(1, `${name}\t${shareText(name, requests, allocatable)}\t${shareText(name, limits, allocatable)}`);
  }
  for (const name of names.filter((name) => !measured.includes(name) && name !== 'pods' && name !== 'storage')) {
    d.line(1, `${name}\t${requests[name] ?? '0'}\t${limits[name] ?? '0'}`);
  }
}

function isEmpty(list: ResourceList | undefined): boolean {
  return list === undefined || Object.keys(list).length === 0;
}

/** `100m (2%)`: percent of what the node has to give, cut off. */
function shareText(name: string, amounts: ResourceList, allocatable: ResourceList): string {
  const measure = name === 'cpu' ? milliValue : wholeValue;
  const amount = amounts[name] ?? '0';
  const whole = measure(allocatable[name] ?? '0');
  const percent = whole === 0 ? 0 : Math.trunc((measure(amount) / whole) * 100);
  return `${amount} (${percent}%)`;
}
