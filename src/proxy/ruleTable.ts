/** The rules of all Services by the address that a packet goes to. Derived from the rules as kept; made anew after a restore. */
import type { PortRules } from './serviceRules';
import { ServicePortEntry } from './usableEndpoints';

/** At which of its addresses a Service was asked. */
export type Door = 'clusterIP' | 'externalIP' | 'loadBalancer' | 'nodePort';

export interface Match {
  readonly door: Door;
  readonly entry: ServicePortEntry;
}

/** What `nodePort` packets are looked up by: they have any of the node's addresses. */
const ANY = '*';

export class RuleTable {
  readonly #matches = new Map<string, Match>();
  /** The entries of a Service, and the keys under which they are. */
  readonly #services = new Map<
    string,
    { readonly entries: readonly ServicePortEntry[]; readonly keys: ReadonlySet<string> }
  >();
  /** Services by the port at which their local endpoints are told. */
  readonly #healthChecks = new Map<number, string>();
  /** Cluster addresses, each with a port entry of its Service. */
  readonly #clusterIPs = new Map<string, ServicePortEntry>();

  /** Services of which another one has an address, first. */
  readonly #shadowed = new Set<string>();

  /** The rules of a Service from now on; none takes it away. */
  set(key: string, rules: readonly PortRules[]): void {
    const before = this.#services.get(key);
    for (const each of before?.keys ?? []) this.#matches.delete(each);
    for (const { rules: past } of before?.entries ?? []) {
      this.#clusterIPs.delete(past.clusterIP);
      this.#healthChecks.delete(past.healthCheckNodePort ?? 0);
    }
    this.#services.delete(key);
    this.#shadowed.delete(key);
    if (rules.length > 0)
      this.#add(
        key,
        rules.map((each) => new ServicePortEntry(each)),
      );
    if (before === undefined) return;
    for (const other of [...this.#shadowed].sort()) this.#add(other, this.entriesOf(other));
  }

  /** Enters what is still free: of two Services with one external address the first one keeps it. */
  #add(key: string, entries: readonly ServicePortEntry[]): void {
    const keys = new Set(this.#services.get(key)?.keys);
    const add = (door: Door, entry: ServicePortEntry, ip: string, port: number) => {
      const at = keyOf(ip, port, entry.rules.protocol);
      if (keys.has(at)) return;
      if (this.#matches.has(at)) return void this.#shadowed.add(key);
      this.#matches.set(at, { door, entry });
      keys.add(at);
    };
    for (const entry of entries) {
      const { clusterIP, port, nodePort, externalIPs = [], loadBalancerIPs = [], healthCheckNodePort } = entry.rules;
      add('clusterIP', entry, clusterIP, port);
      for (const ip of externalIPs) add('externalIP', entry, ip, port);
      for (const ip of loadBalancerIPs) add('loadBalancer', entry, ip, port);
      if (nodePort !== undefined) add('nodePort', entry, ANY, nodePort);
      if (healthCheckNodePort !== undefined) this.#healthChecks.set(healthCheckNodePort, key);
      this.#clusterIPs.set(clusterIP, entry);
    }
    this.#services.set(key, { entries, keys });
  }

  at(ip: string, port: number, protocol: string): Match | undefined {
    return this.#matches.get(keyOf(ip, port, protocol));
  }

  atNodePort(port: number, protocol: string): Match | undefined {
    return this.at(ANY, port, protocol);
  }

  /** A port of the Service with this cluster address. */
  ofClusterIP(ip: string): ServicePortEntry | undefined {
    return this.#clusterIPs.get(ip);
  }

  /** The ports of the Service with this health check node port. */
  healthCheck(port: number): readonly ServicePortEntry[] | undefined {
    const key = this.#healthChecks.get(port);
    return key === undefined ? undefined : this.entriesOf(key);
  }

  entriesOf(key: string): readonly ServicePortEntry[] {
    return this.#services.get(key)?.entries ?? [];
  }

  all(): readonly ServicePortEntry[] {
    return [...this.#services.values()].flatMap(({ entries }) => entries);
  }
}

function keyOf(ip: string, port: number, protocol: string): string {
  return `${ip}:${port}/${protocol}`;
}
