/**
 * Node ports of Services, listening on the loopback address: a connection goes to a pod as kube-proxy would choose one,
 * and on as a forwarded port, a command of the run. Without an endpoint nobody listens: refused, as by REJECT of iptables.
 * Models pkg/proxy/iptables/proxier.go (v1.36.3). Left out: UDP, SCTP, hostPort. Simplified: a pod that does not listen
 * resets a connection that was accepted already.
 */
import { type Server, type Socket, createServer } from 'node:net';
import type { Pod } from '../../api/core/pod';
import type { Service, ServicePort } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import type { KubeObject } from '../../api/meta/objectMeta';
import { createClient } from '../../client/client';
import type { Transport, Unsubscribe, WatchEvent } from '../../client/transport';
import { MOST_UNREAD_BYTES } from '../streams/channelSocket';
import { forwardPort } from '../streams/forwardPort';
import { type Backend, EndpointChooser, backendsOf } from './endpointChoice';

const HOST = '127.0.0.1';
const SERVICE_NAME = 'kubernetes.io/service-name';
/** From the end of a watch to the next one. */
const AGAIN_MS = 100;

export interface NodePortOptions {
  readonly transport: Transport;
  /** Told what a person should know, a line each: a port opens, a port is taken. */
  readonly onLine: (text: string) => void;
}

/** One port that ought to be open. */
interface Wanted {
  readonly service: Service;
  readonly port: ServicePort;
  readonly backends: readonly Backend[];
}

interface OpenPort {
  readonly server: Server;
  readonly chooser: EndpointChooser;
  wanted: Wanted;
}

/** Follows the Services and their endpoints until what it hands back is called. */
export function serveNodePorts({ transport, onLine }: NodePortOptions): Unsubscribe {
  const ports = new NodePorts(transport, onLine);
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

  constructor(
    private readonly transport: Transport,
    private readonly onLine: (text: string) => void,
  ) {}

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
      server: createServer({ allowHalfOpen: true }, (socket) => void this.#accept(open, socket)),
      chooser: new EndpointChooser(),
      wanted,
    };
    this.#open.set(number, open);
    open.server.on('error', (error) => {
      this.#open.delete(number);
      if (!this.#taken.has(number)) this.onLine(`NodePort ${number} (${nameOf(wanted)}) is closed: ${error.message}`);
      this.#taken.set(number, version);
    });
    open.server.on('listening', () => {
      this.#taken.delete(number);
      this.onLine(`NodePort ${number} (${nameOf(wanted)}) is open: ${HOST}:${number}`);
    });
    open.server.listen(number, HOST);
  }

  #closePort(number: number, { server }: OpenPort): void {
    this.#open.delete(number);
    server.close();
  }

  async #accept(open: OpenPort, socket: Socket): Promise<void> {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const { service, backends } = open.wanted;
    const backend = open.chooser.choose(service, backends, performance.now(), Math.random());
    const pod = backend && (backend.pod ?? (await this.#podAt(backend.address)));
    if (backend === undefined || pod === undefined) return void socket.resetAndDestroy();
    carry(this.transport, pod, backend.port, socket);
  }

  /** The pod with an address that somebody wrote into an EndpointSlice by hand. */
  async #podAt(address: string): Promise<Backend['pod']> {
    const query = { fieldSelector: `status.podIP=${address}` };
    const { body } = await this.transport.request({ method: 'GET', path: '/api/v1/pods', query });
    const [found] = (body as { readonly items?: readonly Pod[] }).items ?? []; // The list of a server of ours.
    return found && { namespace: found.metadata.namespace ?? '', name: found.metadata.name };
  }
}

function wantedPorts(
  services: ReadonlyMap<string, Service>,
  slices: ReadonlyMap<string, EndpointSlice>,
): ReadonlyMap<number, Wanted> {
  const all = [...slices.values()];
  const wanted = new Map<number, Wanted>();
  for (const service of services.values()) {
    const { namespace, name } = service.metadata;
    const open = (service.spec.ports ?? []).filter(({ nodePort = 0, protocol }) => nodePort > 0 && protocol === 'TCP');
    if (open.length === 0) continue;
    const own = all.filter(
      ({ metadata }) => metadata.namespace === namespace && metadata.labels?.[SERVICE_NAME] === name,
    );
    for (const port of open) {
      const backends = backendsOf(port, own);
      if (backends.length > 0) wanted.set(port.nodePort ?? 0, { service, port, backends });
    }
  }
  return wanted;
}

function nameOf({ service, port }: Wanted): string {
  return `${service.metadata.namespace}/${service.metadata.name}:${port.port}`;
}

/** Carries one connection to the pod and back until either side ends it. */
function carry(
  transport: Transport,
  pod: { readonly namespace: string; readonly name: string },
  port: number,
  socket: Socket,
): void {
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
