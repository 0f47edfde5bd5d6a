/**
 * Which probes run: one worker for each probe of each container, from the pod's first sync to its end.
 * Models pkg/kubelet/prober/prober_manager.go (v1.36.3).
 */
import type { Pod, PodStatus } from '../../api/core/pod';
import { type Kubelet, firstGeneration, instantAfter, isSidecar, wakeRoutine } from '../context';
import { type ProbeType, probeKey, probeSpec } from './worker';

const types: readonly ProbeType[] = ['startup', 'readiness', 'liveness'];

/** Starts the workers that the pod's probes lack. The first tick is now, or within one period if the kubelet has just come back. */
export function addPodProbes(kl: Kubelet, pod: Pod): void {
  const { clock } = kl.world;
  const process = kl.process.get('process');
  for (const container of [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers]) {
    for (const probe of types) {
      const spec = probeSpec(container, probe);
      const key = probeKey(pod.metadata.uid, container.name, probe);
      if (spec === undefined || kl.probes.has(key)) continue;
      const periodMs = spec.periodSeconds * 1000;
      const young = process?.restarted === true && clock.now() - process.startedAt < periodMs;
      const delayMs = young ? Math.floor(clock.random(`${kl.name}/probe`) * periodMs) : 0;
      const anchor = instantAfter(kl, delayMs);
      const generation = firstGeneration(kl);
      kl.probes.set(key, {
        uid: pod.metadata.uid,
        container: container.name,
        probe,
        periodMs,
        generation,
        anchor,
        run: 0,
        onHold: false,
        asking: false,
      });
      wakeRoutine(kl, delayMs, 'probe', { key, generation });
    }
  }
}

/** Probes at once what is started and not ready; its ticks count from now. Models the manual trigger of UpdatePodStatus. */
export function triggerReadiness(kl: Kubelet, pod: Pod, status: PodStatus): void {
  const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
  for (const { name, started, ready } of statuses) {
    const key = probeKey(pod.metadata.uid, name, 'readiness');
    const worker = started === true && !ready ? kl.probes.get(key) : undefined;
    if (worker === undefined || worker.asking) continue;
    const generation = worker.generation + 1;
    kl.probes.set(key, { ...worker, generation, anchor: kl.world.clock.now() });
    wakeRoutine(kl, 0, 'probe', { key, generation });
  }
}

/** Ends the workers of a pod: all, or those that stop when it begins to terminate. */
export function removePodProbes(kl: Kubelet, pod: Pod, which: 'all' | 'livenessAndStartup'): void {
  for (const container of [...(pod.spec.initContainers ?? []), ...pod.spec.containers]) {
    for (const probe of types) {
      if (which === 'all' || probe !== 'readiness') kl.probes.delete(probeKey(pod.metadata.uid, container.name, probe));
    }
  }
}
