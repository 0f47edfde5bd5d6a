/**
 * What the probes say of a container: is it started, is it ready, must it die.
 * Models pkg/kubelet/prober/prober_manager.go, UpdatePodStatus, and results/ (v1.36.3).
 */
import type { Container, ContainerStatus, Pod, PodStatus } from '../../api/core/pod';
import type { Kubelet } from '../context';
import { outlivedKubelet } from './kubeletRestart';
import { type ProbeType, type ProbeWorker, probeKey } from './worker';

/** The worker's verdict on this very container; undefined before the first. */
function resultOf(kl: Kubelet, pod: Pod, container: Container, probe: ProbeType, id: string): ProbeWorker['result'] {
  const worker = kl.probes.get(probeKey(pod.metadata.uid, container.name, probe));
  return worker?.containerID === `containerd://${id}` ? worker.result : undefined;
}

/** `started` of a running container: at once without a startup probe, with one after its first success. */
export function probeStarted(kl: Kubelet, pod: Pod, container: Container, id: string, old: PodStatus): boolean {
  if (container.startupProbe === undefined) return true;
  const result = resultOf(kl, pod, container, 'startup', id);
  if (result === 'success') return true;
  return result !== 'failure' && outlivedKubelet(kl, id) && oldOf(old, container, id)?.started === true;
}

/** `ready` of a started container: at once without a readiness probe, with one while that succeeds. */
export function probeReadiness(kl: Kubelet, pod: Pod, container: Container, id: string, old: PodStatus): boolean {
  if (container.readinessProbe === undefined) return true;
  const result = resultOf(kl, pod, container, 'readiness', id);
  if (result === 'success') return true;
  const worker = kl.probes.get(probeKey(pod.metadata.uid, container.name, 'readiness'));
  const judged = worker?.containerID === `containerd://${id}` && worker.last !== undefined;
  // A restarted kubelet leaves what stands in the status until its own probe has spoken.
  return !judged && outlivedKubelet(kl, id) && oldOf(old, container, id)?.ready === true;
}

/** True if the container must be killed because of that probe. */
export function probeFailed(
  kl: Kubelet,
  pod: Pod,
  container: Container,
  probe: 'liveness' | 'startup',
  id: string,
): boolean {
  return resultOf(kl, pod, container, probe, id) === 'failure';
}

function oldOf(status: PodStatus, container: Container, id: string) {
  const wanted = `containerd://${id}`;
  const isIt = ({ name, containerID }: ContainerStatus) => containerID === wanted && name === container.name;
  return status.containerStatuses?.find(isIt) ?? status.initContainerStatuses?.find(isIt);
}
