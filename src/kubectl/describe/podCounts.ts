/** How many pods of a controller are in which phase. Models getPodStatusForController of kubectl's describe.go (v1.36.3). */
import type { Pod } from '../../api/core/pod';
import { formatRequirements, requirementsOf } from '../../api/meta/labels';
import { controllerOf, type KubeObject, type LabelSelector } from '../../api/meta/objectMeta';
import type { DescribeContext } from './describer';

/** `2 Running / 1 Waiting / 0 Succeeded / 0 Failed`, of the pods that `owner` selects and controls. */
export async function podCountsText(
  owner: KubeObject,
  selector: LabelSelector,
  { related }: DescribeContext,
): Promise<string> {
  const labelSelector = formatRequirements(requirementsOf(selector));
  const pods = await related.list<Pod>('Pod', owner.metadata.namespace, { labelSelector });
  const counts = { Running: 0, Pending: 0, Succeeded: 0, Failed: 0, Unknown: 0 };
  for (const pod of pods) {
    if (controllerOf(pod)?.uid === owner.metadata.uid) counts[pod.status.phase] += 1;
  }
  const { Running, Pending, Succeeded, Failed } = counts;
  return `${Running} Running / ${Pending} Waiting / ${Succeeded} Succeeded / ${Failed} Failed`;
}
