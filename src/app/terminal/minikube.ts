/** The machines of the simulated cluster, for `minikube`. */
import type { Node } from '../../api/core/node';
import type { WorkerConnection } from '../../client/messagePort';
import type { SimulationStatus } from '../../client/simulation';
import type { Minikube, MinikubeNode } from '../../shell/shell';

/** What `minikube node add` gives a machine. */
const MACHINE = { cpu: 4, memory: '8Gi', pods: 110 };

export function simulatedMinikube({ transport, simulation }: WorkerConnection): Minikube {
  let faults: SimulationStatus['nodeFaults'] = {};
  simulation.onStatus(({ nodeFaults }) => {
    faults = nodeFaults;
  });
  return {
    nodes: async () => {
      const { body } = await transport.request({ method: 'GET', path: '/api/v1/nodes' });
      const { items } = body as { readonly items: readonly Node[] }; // A list of nodes is what the path answers.
      return items.map((node): MinikubeNode => {
        const { name } = node.metadata;
        const address = node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
        return { name, address, state: faults[name] === 'poweredOff' ? 'stopped' : 'running' };
      });
    },
    add: (name) => simulation.fault({ type: 'addNode', node: { name, ...MACHINE } }),
    delete: (name) => simulation.fault({ type: 'removeNode', node: name }),
    stop: (name) => simulation.fault({ type: 'powerOff', node: name }),
    start: (name) => simulation.fault({ type: 'bringBack', node: name }),
  };
}
