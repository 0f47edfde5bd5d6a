/** Which pods a cluster cannot do without. Models pkg/kubelet/types/pod_update.go, IsCriticalPodBasedOnPriority (v1.36.3). */
import { SYSTEM_PRIORITIES } from '../scheduling/priorityClass';
import type { PodSpec } from './pod';

/** True from the priority of system-cluster-critical on. */
export function hasCriticalPriority({ priority = 0 }: Pick<PodSpec, 'priority'>): boolean {
  return priority >= SYSTEM_PRIORITIES['system-cluster-critical'];
}
