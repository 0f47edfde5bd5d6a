/** The machines as the network sees them: who has an address, and what answers there. */
import type { ClusterView } from '../client/clusterView';
import type { HttpAsk } from '../client/network';
import type { Address } from '../client/traffic';
import { answerOf, requestOf } from '../kubelet/runtime/httpText';
import type { SimulatedContainerRuntime } from '../kubelet/runtime/simulatedRuntime';
import type { NodeEndpoints, Owner, Protocol, Served, Topology } from '../network/topology';
import type { Machine, Machines } from './machines';
import { type ProxyPorts, askProxy } from './proxyPorts';

/** The first machine's address; the others follow, see Machines. */
const MACHINES = '192.168.49.';
/** The pods' addresses begin with this and the index of their machine. */
const PODS = '10.244.';
const KUBELET_PORT = 10_250;

export class MachineTopology implements Topology {
  /** One for each machine, made when it is first asked for. Derived. */
  readonly #endpoints = new WeakMap<SimulatedContainerRuntime, NodeEndpoints>();

  constructor(
    /** The machines are there by the time that somebody asks. */
    private readonly machines: () => Machines,
    private readonly view: ClusterView,
    private readonly proxy: ProxyPorts,
  ) {}

  ownerOf(ip: string): Owner | undefined {
    const machine = this.#machineOf(ip);
    if (machine === undefined) return undefined;
    const node = machine.spec.name;
    if (ip === machine.internalIP) return { type: 'node', node };
    const pod = this.machines().runtime(node)?.podAt(ip);
    return pod && { type: 'pod', node, namespace: pod.namespace, name: pod.name };
  }

  nodeRoutedTo(ip: string): string | undefined {
    return this.#machineOf(ip)?.spec.name;
  }

  addressOf(node: string): string | undefined {
    return this.machines().get(node)?.internalIP;
  }

  isConnected(node: string): boolean {
    const machine = this.machines().get(node);
    return machine?.powered === true && !machine.networkCut;
  }

  endpointsOf(node: string): NodeEndpoints | undefined {
    const runtime = this.machines().get(node)?.powered === true ? this.machines().runtime(node) : undefined;
    if (runtime === undefined) return undefined;
    let found = this.#endpoints.get(runtime);
    if (found === undefined) this.#endpoints.set(runtime, (found = this.#endpointsOf(node, runtime)));
    return found;
  }

  hostPort(node: string, port: number, protocol: Protocol): Address | undefined {
    return this.machines().runtime(node)?.hostPort(port, protocol);
  }

  isReady(pod: { readonly namespace: string; readonly name: string }): boolean | undefined {
    const found = this.view.get('Pod', pod);
    return found && found.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  }

  #endpointsOf(node: string, runtime: SimulatedContainerRuntime): NodeEndpoints {
    // The kubelet's own API asks everybody who they are.
    const isKubelet = (ip: string, port: number) =>
      port === KUBELET_PORT && ip === this.addressOf(node) && this.machines().get(node)?.kubeletStopped === false;
    const isProxy = (ip: string, port: number) => this.proxy.listens(node, port) && ip === this.addressOf(node);
    return {
      listenerAt: (ip, port, protocol) => {
        if (protocol === 'TCP' && isKubelet(ip, port)) return { id: 'kubelet' };
        const listener = runtime.listenerAt(ip, port, protocol);
        return listener === 'refused' && protocol === 'TCP' && isProxy(ip, port) ? { id: 'kube-proxy' } : listener;
      },
      dns: (ip, query) => runtime.dns(ip, query),
      http: (ip, port, from, ask) => {
        if (isKubelet(ip, port)) return stranger(ask);
        return isProxy(ip, port) ? askProxy(this.proxy, node, port, ask) : servedBy(runtime, { ip, port }, from, ask);
      },
    };
  }

  /** The machine with this address, or with this address in its part of the pod network. */
  #machineOf(ip: string): Machine | undefined {
    if (ip.startsWith(MACHINES)) return this.machines().at(Number(ip.slice(MACHINES.length)) - 2);
    if (!ip.startsWith(PODS)) return undefined;
    return this.machines().at(Number(ip.slice(PODS.length, ip.indexOf('.', PODS.length))));
  }
}

/** What a kubelet says to whom it does not know. */
function stranger(ask: HttpAsk): Served {
  const text = ask.tls === undefined ? 'Client sent an HTTP request to an HTTPS server.\n' : 'Unauthorized';
  const status = ask.tls === undefined ? 400 : 401;
  return { type: 'response', response: answerOf({ type: 'response', status, body: text }, ask), ms: 0, hops: [] };
}

/** A request at an address of a machine, as the network carries it. */
function servedBy(runtime: SimulatedContainerRuntime, { ip, port }: Address, from: string, ask: HttpAsk): Served {
  if (ask.tls !== undefined && !runtime.tls(ip, port)) return { type: 'notTls' };
  const result = runtime.http(ip, port, requestOf(ask, from));
  switch (result.type) {
    case 'response': {
      const { certificate, durationMs: ms = 0, hops = [] } = result;
      const served = { type: 'response', response: answerOf(result, ask), ms, hops } as const;
      return certificate === undefined ? served : { ...served, certificate };
    }
    case 'hang':
      return { type: 'silent' };
    case 'closed':
      return { type: 'closed' };
    case 'refused':
    case 'reset':
    case 'unreachable':
      return { type: 'reset' };
    default:
      return result satisfies never;
  }
}
