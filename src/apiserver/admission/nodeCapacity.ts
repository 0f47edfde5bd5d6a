/**
 * Refuses to resize a pod beyond what its node could ever give.
 * Models the check of `pods/resize` in plugin/pkg/admission (v1.36.3), as recorded.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { podResources } from '../../api/core/podResources';
import { milliValue, wholeValue } from '../../api/meta/quantity';
import type { Attributes, ValidatingPlugin } from './admission';
import { refusal } from './refusal';

const units = [
  ['cpu', milliValue],
  ['memory', wholeValue],
] as const;

export const nodeCapacity: ValidatingPlugin = {
  name: 'NodeCapacity',
  validate({ subresource, object, name, reader }: Attributes) {
    if (subresource !== 'resize') return;
    const pod = object as Pod; // No other kind has this subresource.
    const { nodeName = '' } = pod.spec;
    if (nodeName === '') return;
    const node = reader.get('Node', { name: nodeName });
    if (node === undefined) throw refusal('Pod', name, `node "${nodeName}" not found`);
    const lacks = shortages(pod, node);
    if (lacks === '') return;
    const why = `node didn't have enough allocatable resources: ${lacks}`;
    throw refusal('Pod', name, why, [{ reason: 'NodeCapacity' }]);
  },
};

/** `cpu, requested: 100000, allocatable: 4000; memory, ...`: in milli-cpus and bytes. */
function shortages(pod: Pod, { status }: Node): string {
  const requests = podResources(pod, 'requests');
  return units
    .flatMap(([name, value]) => {
      const [requested, allocatable] = [value(requests[name] ?? '0'), value(status.allocatable?.[name] ?? '0')];
      return requested > allocatable ? [`${name}, requested: ${requested}, allocatable: ${allocatable}`] : [];
    })
    .join('; ');
}
