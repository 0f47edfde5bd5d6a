/** Two pods cannot listen on the same port of one node. Models pkg/scheduler/framework/plugins/nodeports (v1.36.3). */
import type { ContainerPort, Pod } from '../../api/core/pod';
import { type Plugin, skip, unschedulable } from '../framework';

const REASON = "node(s) didn't have free ports for the requested pod ports";

export const nodePorts: Plugin = {
  name: 'NodePorts',
  preFilter(pod, snapshot) {
    const wanted = hostPorts(pod);
    if (wanted.length === 0) return skip;
    return {
      type: 'filter',
      filter({ name, usage }) {
        if (usage.podsWithHostPorts === 0) return undefined;
        const taken = snapshot.podsOn(name).flatMap(hostPorts);
        return conflict(wanted, taken) ? unschedulable(REASON) : undefined;
      },
    };
  },
  wakes(event, pod) {
    if (event.type === 'nodeAdd') return true;
    return event.type === 'assignedPodDelete' && conflict(hostPorts(pod), hostPorts(event.pod));
  },
};

const none: readonly ContainerPort[] = [];

/** The ports of the node that `pod` asks for; of init containers, only sidecars keep theirs. */
function hostPorts({ spec }: Pod): readonly ContainerPort[] {
  const sidecars = spec.initContainers?.filter((container) => container.restartPolicy === 'Always') ?? [];
  const ports = [...spec.containers, ...sidecars].flatMap((container) => container.ports ?? none);
  return ports.length === 0 ? none : ports.filter(({ hostPort }) => (hostPort ?? 0) > 0);
}

/** 0.0.0.0 stands for every address of the node. */
function conflict(wanted: readonly ContainerPort[], taken: readonly ContainerPort[]): boolean {
  return wanted.some((a) =>
    taken.some((b) => a.hostPort === b.hostPort && a.protocol === b.protocol && sharesAddress(a.hostIP, b.hostIP)),
  );
}

const ANY = '0.0.0.0';

function sharesAddress(a: string | undefined, b: string | undefined): boolean {
  const left = a === undefined || a === '' ? ANY : a;
  const right = b === undefined || b === '' ? ANY : b;
  return left === ANY || right === ANY || left === right;
}
