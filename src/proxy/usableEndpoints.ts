/**
 * Which endpoints of a port a node's rules use: with the policy Cluster, and with the policy Local. Worked out once for
 * each node that asks, not for each packet. Models pkg/proxy/topology.go (v1.36.3).
 */
import type { Address, HopRule } from '../client/traffic';
import { type PortRules, type RuleEndpoint, isUsable } from './serviceRules';

/** Endpoints to choose from, and why these. */
export interface Usable {
  readonly endpoints: readonly RuleEndpoint[];
  /** Theirs, in the same order. */
  readonly addresses: readonly Address[];
  readonly why: 'ready' | 'terminating' | 'sameNode' | 'sameZone';
}

/** What a node's rules do with a connection that was given to the endpoint at the same place of the list. */
type Rules = readonly HopRule[];

/** One port of a Service with what follows from its rules. Holds nothing that the rules do not say. */
export class ServicePortEntry {
  /** Whether anybody in the cluster could answer. */
  readonly hasEndpoints: boolean;
  /** Its name among the streams of chance. */
  readonly stream: string;
  readonly service;
  readonly #hasHints: boolean;
  #all: Usable | undefined;
  readonly #local = new Map<string, Usable>();
  readonly #near = new Map<string, Usable>();
  readonly #told = new Map<string, Rules>();

  constructor(readonly rules: PortRules) {
    const { namespace, name, portName, protocol, endpoints } = rules;
    this.service = { kind: 'Service', namespace, name } as const;
    this.stream = `${namespace}/${name}:${portName}/${protocol}`;
    this.hasEndpoints = endpoints.some(isUsable);
    this.#hasHints = endpoints.some(({ zones, nodes }) => zones !== undefined || nodes !== undefined);
  }

  /** All of the cluster, or those that hints keep near. */
  cluster(node: string, zone: string): Usable {
    this.#all ??= usable(this.rules.endpoints);
    if (!this.#hasHints || this.#all.why === 'terminating') return this.#all;
    let near = this.#near.get(node);
    if (near === undefined) this.#near.set(node, (near = nearest(this.#all, node, zone)));
    return near;
  }

  /** The node's own. */
  local(node: string): Usable {
    let local = this.#local.get(node);
    if (local === undefined) {
      local = usable(this.rules.endpoints.filter((endpoint) => endpoint.node === node));
      this.#local.set(node, local);
    }
    return local;
  }

  /** Addresses of ready endpoints on the node: what a health check counts. */
  readyOn(node: string): readonly string[] {
    return this.rules.endpoints.filter((each) => each.ready && each.node === node).map(({ ip }) => ip);
  }

  /** Whether the node's rules still send anybody to that endpoint, whatever the policy. */
  reaches(node: string, ip: string, port: number): boolean {
    const { endpoints } = this.#all ?? this.cluster(node, '');
    return [...endpoints, ...this.local(node).endpoints].some((each) => each.ip === ip && each.port === port);
  }

  /** Forgets what depended on the zone of that node. */
  forget(node: string): void {
    this.#near.delete(node);
  }

  /** The rule that tells of the `at`-th of `of` endpoints: made once. */
  told(key: HopRule['key'], at: number, of: number, extra?: HopRule['params']): HopRule {
    const name = `${key}/${of}`;
    let rules = this.#told.get(name);
    if (rules === undefined) {
      rules = Array.from({ length: of }, (_, index) => ({ key, params: { ...extra, number: index + 1, of } }));
      this.#told.set(name, rules);
    }
    return rules[at] ?? { key, params: { ...extra, number: at + 1, of } };
  }
}

function usableOf(endpoints: readonly RuleEndpoint[], why: Usable['why']): Usable {
  return { endpoints, addresses: endpoints.map(({ ip, port }) => ({ ip, port })), why };
}

/** Those that are ready; if there are none those that end and still serve. */
function usable(endpoints: readonly RuleEndpoint[]): Usable {
  const ready = endpoints.filter((endpoint) => endpoint.ready);
  return ready.length > 0 ? usableOf(ready, 'ready') : usableOf(endpoints.filter(isUsable), 'terminating');
}

/** Hints count only if every ready endpoint has one and some are for this place; those for nodes come first. */
function nearest(all: Usable, node: string, zone: string): Usable {
  const { endpoints } = all;
  if (endpoints.every(({ nodes }) => nodes !== undefined)) {
    const near = endpoints.filter(({ nodes }) => nodes?.includes(node));
    if (near.length > 0) return usableOf(near, 'sameNode');
  }
  if (endpoints.every(({ zones }) => zones !== undefined)) {
    const near = endpoints.filter(({ zones }) => zones?.includes(zone));
    if (near.length > 0) return usableOf(near, 'sameZone');
  }
  return all;
}
