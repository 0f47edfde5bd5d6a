/** The machines of the simulated cluster, for `minikube`. */
import type { Node } from '../api/core/node';
import type { Pod } from '../api/core/pod';
import { DEFAULT_SIZE, defaultNode } from '../client/defaultNodes';
import type { Fault } from '../client/simulation';
import type { ApiResponse, Transport } from '../client/transport';
import type { Minikube, MinikubeNode } from './shell';

/** Where the machines stand: behind a worker, or in this process. */
export interface MachineRoom {
  readonly transport: Pick<Transport, 'request'>;
  /** Rejects with a readable message. */
  fault(fault: Fault): Promise<void>;
  isOff(node: string): boolean;
  /** Its network is cut. */
  isCut(node: string): boolean;
}

/** Throws what the API server says, unless it answers `harmless`: the object is (or is not) there already. */
function expectDone({ code, body }: ApiResponse, harmless: number): void {
  if (code < 300 || code === harmless) return;
  throw new Error((body as { readonly message?: string }).message ?? `HTTP ${code}`); // A Status.
}

/** `minikube` for the machines of a simulation. */
export function simulatedMinikube({ transport, fault, isOff, isCut }: MachineRoom): Minikube {
  return {
    nodes: async () => {
      const { body } = await transport.request({ method: 'GET', path: '/api/v1/nodes' });
      const { items } = body as { readonly items: readonly Node[] }; // A list of nodes is what the path answers.
      return items.map((node): MinikubeNode => {
        const { name } = node.metadata;
        const address = node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
        const isRunning = !isOff(name);
        return { name, address, state: isRunning ? 'running' : 'stopped', isReachable: isRunning && !isCut(name) };
      });
    },
    size: DEFAULT_SIZE,
    add: (name) => fault({ type: 'addNode', node: defaultNode(name) }),
    delete: (node) => fault({ type: 'removeNode', node }),
    stop: (node) => fault({ type: 'powerOff', node }),
    start: (node) => fault({ type: 'bringBack', node }),
    fault,
    hasAddon: async ({ sign: path }) => (await transport.request({ method: 'GET', path })).code === 200,
    enableAddon: async ({ objects }) => {
      for (const { path, object } of objects) {
        expectDone(await transport.request({ method: 'POST', path, body: object }), 409);
      }
    },
    hasRunningPod: async (path) => {
      const { body } = await transport.request({ method: 'GET', path });
      const { items = [] } = body as { readonly items?: readonly Pod[] }; // A list of pods, or a Status.
      return items.some(({ status }) => status.phase === 'Running');
    },
    disableAddon: async ({ objects }) => {
      for (const { path, object } of objects) {
        const one = `${path}/${encodeURIComponent(object.metadata.name)}`;
        expectDone(await transport.request({ method: 'DELETE', path: one }), 404);
      }
    },
  };
}
