/** What a kubelet that comes back finds running. Models the handling of restarts in pkg/kubelet/prober (v1.36.3). */
import type { Kubelet } from '../context';

/** True if that container was started before this life of the kubelet. */
export function outlivedKubelet(kl: Kubelet, id: string): boolean {
  const startedAt = kl.runtime.container(id)?.startedAt;
  const kubelet = kl.process.get('process')?.startedAt;
  return startedAt !== undefined && kubelet !== undefined && startedAt < kubelet;
}
