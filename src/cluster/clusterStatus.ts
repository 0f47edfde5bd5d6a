/** What views are told of a cluster at most once a frame, as far as the cluster itself knows it. */
import { pausable } from '../client/activity';
import type { SimulationStatus } from '../client/simulation';
import type { Cluster } from './cluster';

type Own = 'profile' | 'now' | 'startedAt' | 'nodeFaults' | 'filled' | 'loads' | 'pausedComponents' | 'broken';

export function clusterStatus(cluster: Cluster): Pick<SimulationStatus, Own> {
  const { host, machines, options, traffic } = cluster;
  const nodeFaults: Record<string, 'networkCut' | 'poweredOff' | 'kubeletStopped'> = {};
  for (const { spec, powered, networkCut, kubeletStopped } of machines.list()) {
    if (!powered) nodeFaults[spec.name] = 'poweredOff';
    else if (networkCut) nodeFaults[spec.name] = 'networkCut';
    else if (kubeletStopped) nodeFaults[spec.name] = 'kubeletStopped';
  }
  const filled = machines.filled();
  const loads = traffic.loads.list();
  const pausedComponents = pausable.filter((name) => !host.isRunning(name));
  return {
    profile: options.profile,
    now: cluster.now(),
    startedAt: cluster.startedAt,
    nodeFaults,
    ...(filled === undefined ? {} : { filled }),
    ...(loads.length === 0 ? {} : { loads }),
    ...(pausedComponents.length === 0 ? {} : { pausedComponents }),
    broken: [...machines.broken(), ...traffic.broken()],
  };
}
