/**
 * What a kubelet tells of the use of its machine and of the containers on it.
 * Models pkg/kubelet/server/stats/summary.go and pkg/kubelet/stats/cri_stats_provider.go (v1.36.3).
 * Left out: network, disks, processes, accelerators, and the same facts as Prometheus metrics.
 */
import type { Pod } from '../api/core/pod';
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import type { Instant } from '../sim/clock';
import type { Kubelet } from './context';
import type { ContainerRecord } from './runtime/containerRuntime';
import type { ContainerUsage } from './runtime/usage';

/**
 * Answers `GET /stats/summary`, and `GET /usageSamples` with the last two notes of everything that runs: what a
 * metrics-server would have got at its last two scrapes. Undefined: another path.
 */
export function serveStats(kl: Kubelet, path: string): ApiResponse | undefined {
  if (path === '/usageSamples') return { code: 200, body: usageSamples(kl) };
  if (path === '/healthz') return { code: 200, body: 'ok' };
  if (path === '/stats/summary') return { code: 200, body: summary(kl) };
  return undefined;
}

function usageSamples(kl: Kubelet): object {
  const pods = runningContainers(kl).map(({ pod: { metadata }, containers }) => ({
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    containers: containers.map(({ id, name, startedAt }) => ({
      name,
      startedAt,
      samples: kl.runtime.meters.samples(id),
    })),
  }));
  return { node: kl.runtime.meters.machineSamples(), pods };
}

function summary(kl: Kubelet): object {
  const now = kl.world.clock.now();
  const { runtime, machine } = kl;
  const startTime = formatTime(kl.process.get('process')?.startedAt ?? now);
  const { used, capacity } = runtime.machine.memory();
  return {
    node: {
      nodeName: machine.spec.name,
      startTime,
      cpu: cpuStats(runtime.meters.machineUsage(), now),
      memory: { time: formatTime(now), availableBytes: capacity - used, workingSetBytes: used, usageBytes: used },
    },
    pods: runningContainers(kl).map(({ pod, containers }) => podSummary(kl, pod, containers, now)),
  };
}

function podSummary(kl: Kubelet, pod: Pod, containers: readonly ContainerRecord[], now: Instant): object {
  const { name, namespace, uid } = pod.metadata;
  const used = containers.flatMap((record) => {
    const usage = kl.runtime.meters.usage(record.id);
    return usage === undefined ? [] : [{ record, usage }];
  });
  const sum = (of: (usage: ContainerUsage) => number) => used.reduce((total, { usage }) => total + of(usage), 0);
  const whole = {
    cpuMillis: sum(({ cpuMillis }) => cpuMillis),
    cpuNanoseconds: sum(({ cpuNanoseconds }) => cpuNanoseconds),
    memoryBytes: sum(({ memoryBytes }) => memoryBytes),
  };
  return {
    podRef: { name, namespace, uid },
    startTime: pod.status.startTime,
    containers: used.map(({ record, usage }) => ({
      name: record.name,
      startTime: formatTime(record.startedAt ?? now),
      cpu: cpuStats(usage, now),
      memory: memoryStats(usage, now),
    })),
    cpu: cpuStats(whole, now),
    memory: memoryStats(whole, now),
  };
}

function cpuStats({ cpuMillis, cpuNanoseconds }: ContainerUsage, now: Instant): object {
  return { time: formatTime(now), usageNanoCores: cpuMillis * 1_000_000, usageCoreNanoSeconds: cpuNanoseconds };
}

function memoryStats({ memoryBytes }: ContainerUsage, now: Instant): object {
  return { time: formatTime(now), usageBytes: memoryBytes, workingSetBytes: memoryBytes };
}

/** Pods with a running container, in a fixed order. */
function runningContainers(
  kl: Kubelet,
): readonly { readonly pod: Pod; readonly containers: readonly ContainerRecord[] }[] {
  return [...kl.pods.values()]
    .map((pod) => ({
      pod,
      containers: kl.runtime.containers(pod.metadata.uid).filter(({ state }) => state === 'running'),
    }))
    .filter(({ containers }) => containers.length > 0)
    .sort((a, b) => (a.pod.metadata.uid < b.pod.metadata.uid ? -1 : 1));
}
