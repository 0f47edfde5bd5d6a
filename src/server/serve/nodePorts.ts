/**
 * Node ports of Services, listening on the loopback address: a connection goes to a node of the cluster, whose kube-proxy
 * chooses, and on to the pod as a forwarded port; both are commands of the run. Without an endpoint nobody listens: refused.
 * Left out: UDP, SCTP, hostPort. Simplified: what is refused later than that (a pod that does not listen, no kube-proxy)
 * resets a connection that was accepted already, and the pod sees the address of its own node.
 */
import { type Server, type Socket, createServer } from 'node:net';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import type { KubeObject } from '../../api/meta/objectMeta';
import { createClient } from '../../client/client';
import type { Address } from '../../client/traffic';
import type { Transport, Unsubscribe, WatchEvent } from '../../client/transport';
import { MOST_UNREAD_BYTES } from '../streams/channelSocket';
import { forwardPort } from '../streams/forwardPort';
import { type PortRules, isUsable, rulesOf } from '../../proxy/serviceRules';

const HOST = '127.0.0.1';
const SERVICE_NAME = 'kubernetes.io/service-name';
/** From the end of a watch to the next one. */
const AGAIN_MS = 100;

/** How a connection to a node port ends: at a pod's address, or refused, or nobody ever answers. */
export type NodePortEnd =
  | { readonly type: 'connected'; readonly server: Address }
  | { readonly type: 'refused' }
  | { readonly type: 'lost' };

export interface NodePortOptions {
  readonly transport: Transport;
  /** Connects to a node port from outside of the cluster; one of `nodes` takes it if there are any, or else any node. */
  readonly dial: (port: number, nodes: readonly string[]) => Promise<NodePortEnd>;
  /** Told what a person should know, a line each: a port opens, a port is taken. */
  readonly onLine: (text: string) => void;
}

/** One port that ought to be open. */
interface Wanted {
  readonly service: Service;
  readonly rules: PortRules;
  readonly slices: readonly EndpointSlice[];
}

interface OpenPort {
  readonly server: Server;
  wanted: Wanted;
}

/** Follows the Services and their endpoints until what it hands back is called. */
export function serveNodePorts(options: NodePortOptions): Unsubscribe {
  const { transport } = options;
  const ports = new NodePorts(options);
  const services = follow<Service>(transport, 'Service', () => ports.update(services.objects, slices.objects));
  const slices = follow<EndpointSlice>(transport, 'EndpointSlice', () =>
    ports.update(services.objects, slices.objects),
  );
  services.start();
  slices.start();
  return () => {
    services.stop();
    slices.stop();
    ports.close();
  };
}

/** Keeps the objects of a kind; `onChange` comes once for all that changed at a time. */
function follow<T extends KubeObject>(transport: Transport, kind: 'Service' | 'EndpointSlice', onChange: () => void) {
  const objects = new Map<string, T>();
  const client = createClient(transport, 'kube-proxy');
  let leave: Unsubscribe = () => {};
  let again: NodeJS.Timeout | undefined;
  let pending: NodeJS.Immediate | undefined;
  const changed = (): void => {
    pending ??= setImmediate(() => {
      pending = undefined;
      onChange();
    });
  };
  const take = ({ type, object }: WatchEvent): void => {
    if (type === 'BOOKMARK') return;
    if (type === 'ERROR') {
      // The cluster went back in time, or away: begin anew.
      again = setTimeout(start, AGAIN_MS);
      return;
    }
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object as T); // A watch of that kind.
    changed();
  };
  function start(): void {
    objects.clear();
    changed();
    leave = client.watch(kind, {}, take as never); // Objects of either kind.
  }
  const stop = (): void => {
    clearTimeout(again);
    clearImmediate(pending);
    leave();
  };
  return { objects, start, stop };
}

class NodePorts {
  readonly #open = new Map<number, OpenPort>();
  /** They outlive their port: who is connected stays so, as with a real node, until the pod hangs up. */
  readonly #sockets = new Set<Socket>();
  /** Ports that could not be had: told once, and tried again when the Service has changed. */
  readonly #taken = new Map<number, string>();

  constructor(private readonly options: NodePortOptions) {}

  update(services: ReadonlyMap<string, Service>, slices: ReadonlyMap<string, EndpointSlice>): void {
    const wanted = wantedPorts(services, slices);
    for (const [number, open] of this.#open) {
      const still = wanted.get(number);
      if (still === undefined) this.#closePort(number, open);
      else open.wanted = still;
    }
    for (const [number, port] of wanted) if (!this.#open.has(number)) this.#listen(number, port);
  }

  close(): void {
    for (const [number, open] of this.#open) this.#closePort(number, open);
    for (const socket of this.#sockets) socket.destroy();
  }

  #listen(number: number, wanted: Wanted): void {
    const version = wanted.service.metadata.resourceVersion;
    if (this.#taken.get(number) === version) return;
    const open: OpenPort = {
      server: createServer({ allowHalfOpen: true }, (socket) => void this.#accept(number, open, socket)),
      wanted,
    };
    this.#open.set(number, open);
    open.server.on('error', (error) => {
      this.#open.delete(number);
      if (!this.#taken.has(number))
        this.options.onLine(`NodePort ${number} (${nameOf(wanted)}) is closed: ${error.message}`);
      this.#taken.set(number, version);
    });
    open.server.on('listening', () => {
      this.#taken.delete(number);
      this.options.onLine(`NodePort ${number} (${nameOf(wanted)}) is open: ${HOST}:${number}`);
    });
    open.server.listen(number, HOST);
  }

  #closePort(number: number, { server }: OpenPort): void {
    this.#open.delete(number);
    server.close();
  }

  async #accept(number: number, open: OpenPort, socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const { rules, slices } = open.wanted;
    const end = await this.options.dial(number, rules.externalLocal === true ? nodesOf(rules) : []);
    // Dropped on the way: the client's own limit decides.
    if (end.type === 'lost') return;
    if (end.type === 'refused') return void socket.resetAndDestroy();
    const pod = podIn(slices, end.server.ip) ?? (await this.#podAt(end.server.ip));
    if (pod === undefined) return void socket.resetAndDestroy();
    carry(this.options.transport, pod, end.server.port, socket);
  }

  /** The pod with an address that somebody wrote into an EndpointSlice by hand. */
  async #podAt(address: string): Promise<PodName | undefined> {
    const query = { fieldSelector: `status.podIP=${address}` };
    const { body } = await this.options.transport.request({ method: 'GET', path: '/api/v1/pods', query });
    const [found] = (body as { readonly items?: readonly Pod[] }).items ?? []; // The list of a server of ours.
    return found && { namespace: found.metadata.namespace ?? '', name: found.metadata.name };
  }
}

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** Where a load balancer would send to with the policy Local. */
function nodesOf({ endpoints }: PortRules): readonly string[] {
  const nodes = endpoints.flatMap((each) => (isUsable(each) && each.node !== undefined ? [each.node] : []));
  return [...new Set(nodes)].sort();
}

function podIn(slices: readonly EndpointSlice[], address: string): PodName | undefined {
  const all = slices.flatMap(({ endpoints }) => endpoints ?? []);
  const { kind, namespace, name } = all.find(({ addresses }) => addresses[0] === address)?.targetRef ?? {};
  return kind === 'Pod' && namespace !== undefined && name !== undefined ? { namespace, name } : undefined;
}

function wantedPorts(
  services: ReadonlyMap<string, Service>,
  slices: ReadonlyMap<string, EndpointSlice>,
): ReadonlyMap<number, Wanted> {
  const all = [...slices.values()];
  const wanted = new Map<number, Wanted>();
  for (const service of services.values()) {
    const { namespace, name } = service.metadata;
    if (!(service.spec.ports ?? []).some(({ nodePort = 0 }) => nodePort > 0)) continue;
    const own = all.filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[SERVICE_NAME] === name,
    );
    for (const rules of rulesOf(service, own)) {
      const { nodePort, protocol, endpoints } = rules;
      if (nodePort === undefined || protocol !== 'TCP' || !endpoints.some(isUsable)) continue;
      wanted.set(nodePort, { service, rules, slices: own });
    }
  }
  return wanted;
}

function nameOf({ rules: { namespace, name, port } }: Wanted): string {
  return `${namespace}/${name}:${port}`;
}

/** Carries one connection to the pod and back until either side ends it. */
function carry(transport: Transport, pod: PodName, port: number, socket: Socket): void {
  const path = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}/portforward`;
  const forwarded = forwardPort(transport, { method: 'POST', path }, port, {
    onData: (data) => {
      socket.write(data);
      if (socket.writableLength > MOST_UNREAD_BYTES) socket.destroy();
    },
    // The pod cannot be reached, or does not listen.
    onError: () => socket.resetAndDestroy(),
    onEnd: () => socket.end(),
  });
  socket.on('data', (data) => forwarded.send(data));
  socket.on('end', () => forwarded.finish());
  socket.on('close', () => forwarded.close());
}
