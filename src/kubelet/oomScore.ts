/**
 * How readily the kernel kills a container when the machine's memory is gone.
 * Models pkg/kubelet/qos/policy.go (v1.36.3).
 */
import type { Container, Pod } from '../api/core/pod';
import { wholeValue } from '../api/meta/quantity';
import type { Kubelet } from './context';
import { isCritical } from './eviction/evictionManager';

const GUARANTEED = -997;
const BEST_EFFORT = 1000;

/** The container's oom_score_adj: the more of the machine it asks for, the safer it is. */
export function oomScoreAdj(kl: Kubelet, pod: Pod, container: Container): number {
  if (isCritical(pod) || pod.status.qosClass === 'Guaranteed') return GUARANTEED;
  if (pod.status.qosClass !== 'Burstable') return BEST_EFFORT;
  const request = container.resources.requests?.memory;
  const asked = request === undefined ? 0 : wholeValue(request);
  const adjustment = 1000 - Math.floor((1000 * asked) / wholeValue(kl.machine.spec.memory));
  // Above every guaranteed pod, below every one that asks for nothing.
  if (adjustment < 1000 + GUARANTEED) return 1000 + GUARANTEED;
  return adjustment === BEST_EFFORT ? adjustment - 1 : adjustment;
}
