/** The machines as the network sees them: who has an address, and what answers there. */
import type { HttpAsk } from '../client/network';
import type { Address } from '../client/traffic';
import { answerOf, requestOf } from '../kubelet/runtime/httpText';
import type { SimulatedContainerRuntime } from '../kubelet/runtime/simulatedRuntime';
import type { NodeEndpoints, Owner, Served, Topology } from '../network/topology';
import type { Machine, Machines } from './machines';

export class MachineTopology implements Topology {
  /** The machines are there by the time that somebody asks. */
  constructor(private readonly machines: () => Machines) {}

  ownerOf(ip: string): Owner | undefined {
    const machine = this.#machineOf(ip);
    if (machine === undefined) return undefined;
    const node = machine.spec.name;
    if (ip === machine.internalIP) return { type: 'node', node };
    const pod = this.machines().runtime(node)?.podAt(ip);
    return pod && { type: 'pod', node, ...pod };
  }

  nodeRoutedTo(ip: string): string | undefined {
    return this.#machineOf(ip)?.spec.name;
  }

  addressOf(node: string): string | undefined {
    return this.machines().get(node)?.internalIP;
  }

  endpointsOf(node: string): NodeEndpoints | undefined {
    const machine = this.machines().get(node);
    const runtime = machine?.powered === true && !machine.networkCut ? this.machines().runtime(node) : undefined;
    return (
      runtime && {
        tcp: (ip, port) => runtime.tcp(ip, port),
        dns: (ip, query) => runtime.dns(ip, query),
        http: (ip, port, from, ask) => servedBy(runtime, { ip, port }, from, ask),
      }
    );
  }

  /** The machine with this address, or with this address in its part of the pod network. */
  #machineOf(ip: string): Machine | undefined {
    const all = this.machines().list();
    return all.find(({ index, internalIP }) => ip === internalIP || ip.startsWith(`10.244.${index}.`));
  }
}

/** A request at an address of a machine, as the network carries it. */
function servedBy(runtime: SimulatedContainerRuntime, { ip, port }: Address, from: string, ask: HttpAsk): Served {
  const isTls = runtime.tls(ip, port);
  if (ask.tls !== undefined && !isTls) return { type: 'notTls' };
  const result = runtime.http(ip, port, requestOf(ask, from));
  switch (result.type) {
    case 'response':
      return { type: 'response', response: answerOf(result, ask), ms: result.durationMs ?? 0, hops: result.hops ?? [] };
    case 'hang':
      return { type: 'silent' };
    case 'refused':
    case 'unreachable':
      return { type: 'reset' };
    default:
      return result satisfies never;
  }
}
