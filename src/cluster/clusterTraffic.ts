/** The network of one cluster, put together: who has which address, kube-proxy, policies, requests and load generators. */
import { storagePrefix } from '../apiserver/storageKey';
import type { ClientNetwork } from '../client/network';
import type { Fault, OutsideAnswer, OutsideAsk } from '../client/simulation';
import type { LoadSource, RequestRecord, RequestTotal } from '../client/traffic';
import { HOST_RESOLVER, OUTSIDE_RESOLVERS, outsideReply } from '../dns/outsideNames';
import { balancersOf } from '../component/cloudBalancers';
import type { PodNetwork } from '../kubelet/runtime/podNetwork';
import { Cloud } from '../network/cloud';
import { ClusterNetwork } from '../network/clusterNetwork';
import type { LoadClient } from '../network/loadSender';
import { Loads } from '../network/loads';
import { sendFromOutside } from '../network/outside';
import { LEARNER } from '../network/ranges';
import { NetworkPolicies } from '../network/networkPolicies';
import { RequestLog } from '../network/requestLog';
import { RequestTotals, SECONDS_KEPT } from '../network/requestTotals';
import { ServiceCounts } from '../network/serviceCounts';
import { createKubeProxy, KUBE_PROXY, type ServiceProxy } from '../proxy/kubeProxy';
import type { StateMap } from '../sim/clock';
import type { Kernel } from '../sim/kernel';
import type { Store } from '../storage/store';
import { StoreView } from './clusterView';
import type { ComponentHost } from './host';
import { MachineTopology } from './machineTopology';
import type { Machines } from './machines';

/** What a person does to servers outside of the cluster. */
export type UpstreamFault = Extract<Fault, { readonly type: 'stopUpstreamDns' | 'startUpstreamDns' }>;

/** Requests that are remembered. */
const REQUESTS_KEPT = 2_000;

export class ClusterTraffic implements PodNetwork {
  /** What programs that follow the API server see. */
  readonly view: StoreView;
  readonly requests: RequestLog;
  readonly loads: Loads;
  readonly #network: ClusterNetwork;
  readonly #policies: NetworkPolicies;
  /** kube-proxy on every node. */
  readonly proxy: ServiceProxy;

  /** Servers outside of the cluster that a person has stopped. */
  readonly #stopped: StateMap<true>;

  constructor(kernel: Kernel, store: Store, host: ComponentHost, machines: () => Machines) {
    this.#stopped = kernel.state.map<true>('network/stopped');
    this.view = new StoreView(store);
    this.#policies = new NetworkPolicies(this.view);
    store.watch(storagePrefix('NetworkPolicy'), store.revision, () => this.#policies.reset());
    const log = kernel.log<RequestRecord>('network/requests', REQUESTS_KEPT);
    const totals = kernel.log<RequestTotal>('network/totals', SECONDS_KEPT);
    this.requests = new RequestLog(
      log,
      kernel.clock,
      new ServiceCounts(kernel.state),
      new RequestTotals(kernel.state.map('network/totals'), totals),
    );
    host.add(KUBE_PROXY, createKubeProxy);
    const proxy = host.component(KUBE_PROXY) as ServiceProxy; // Added just now.
    this.proxy = proxy;
    this.#network = new ClusterNetwork({
      state: kernel.state,
      topology: new MachineTopology(machines, this.view, proxy),
      cloud: new Cloud({
        state: kernel.state,
        clock: kernel.clock,
        balancers: balancersOf(host.stateOf('kube-controller-manager')),
        isWell: (node, port) => this.#isWell(machines().get(node)?.internalIP ?? '', port),
      }),
      translate: (packet) => proxy.translate(packet),
      policies: this.#policies,
      requests: this.requests,
      outsideDns: (server, query) => {
        if (server === HOST_RESOLVER && this.#stopped.has(HOST_RESOLVER)) return 'refused';
        return OUTSIDE_RESOLVERS.has(server) ? { reply: outsideReply(query) } : 'unreachable';
      },
    });
    this.loads = new Loads({
      state: kernel.state,
      clock: kernel.clock,
      network: { requests: this.requests, sourceOf: (source) => this.#loadClient(source, machines()) },
      hasPod: (pod) => this.view.get('Pod', pod) !== undefined,
    });
    kernel.register(this.loads);
  }

  clientAt(ip: string): ClientNetwork {
    return this.#network.clientAt(ip);
  }

  /** What the cloud's health check of a node comes to. */
  #isWell(ip: string, port: number): boolean {
    const network = this.clientAt(LEARNER);
    const dialled = network.dial({ ip, port });
    if (dialled.type !== 'connected') return false;
    const got = network.exchange(dialled.connection, { method: 'GET', path: '/healthz', headers: [] });
    return got.type === 'response' && got.response.status === 200;
  }

  /** What a load generator sends from: the learner's machine, or a pod that runs. */
  #loadClient(source: LoadSource, machines: Machines): LoadClient | undefined {
    const pod =
      source.type === 'outside' ? undefined : this.view.get('Pod', { namespace: source.namespace, name: source.pod });
    const { nodeName = '', containers = [] } = pod?.spec ?? {};
    const [container] = containers;
    const address = pod === undefined ? LEARNER : (pod.status.podIP ?? '');
    const name = {
      namespace: pod?.metadata.namespace ?? '',
      pod: pod?.metadata.name ?? '',
      container: container?.name ?? '',
    };
    const process = pod && machines.runtime(nodeName)?.mainProcess(name);
    if (source.type === 'pod' && process === undefined) return undefined;
    const files =
      process === undefined
        ? { hosts: '', resolvConf: `nameserver ${HOST_RESOLVER}` }
        : { hosts: process.files.read('/etc/hosts') ?? '', resolvConf: process.files.read('/etc/resolv.conf') ?? '' };
    return {
      network: this.clientAt(address),
      files,
      tell: (request, stands) => this.#network.recordOfLoad(address, request, stands),
    };
  }

  /** Stops or starts the DNS server that the nodes and CoreDNS ask for outside names. */
  switchUpstreamDns({ type }: UpstreamFault): void {
    if (type === 'stopUpstreamDns') this.#stopped.set(HOST_RESOLVER, true);
    else this.#stopped.delete(HOST_RESOLVER);
  }

  /** What a person has broken outside of the machines, as the faults that did it. */
  broken(): readonly Fault[] {
    return this.#stopped.has(HOST_RESOLVER) ? [{ type: 'stopUpstreamDns' }] : [];
  }

  /** Sends from the learner's own machine. */
  send(ask: OutsideAsk): OutsideAnswer {
    return sendFromOutside(this.clientAt(LEARNER), ask);
  }

  /** Drops what was derived from the state: another one was restored. */
  reset(): void {
    this.view.reset();
    this.#policies.reset();
    this.proxy.reset();
  }
}

/** What the trace calls a request from outside. */
export function subjectOf(ask: OutsideAsk): string {
  if (ask.type === 'unresolved') return ask.name;
  return ask.type === 'ping' ? ask.ip : `${ask.to.ip}:${ask.to.port}`;
}
