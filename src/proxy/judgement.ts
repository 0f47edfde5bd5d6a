/**
 * What the rules of one node do with a first packet. Models pkg/proxy/iptables/proxier.go and, where the mode says so,
 * pkg/proxy/nftables/proxier.go (v1.36.3). Left out: the mode ipvs.
 */
import { isInCidr } from '../api/meta/ipv4';
import type { HopRule, HopRuleKey } from '../client/traffic';
import type { Clock } from '../sim/clock';
import type { Affinity } from './affinity';
import type { Packet, Verdict } from './packet';
import type { Door, RuleTable } from './ruleTable';
import type { ServicePortEntry, Usable } from './usableEndpoints';

/** What a node's kube-proxy was told at its start. */
export interface ProxySettings {
  readonly mode: 'iptables' | 'nftables';
  /** Where node ports answer: ranges, or `primary`; empty: at all addresses of the node. */
  readonly nodePortAddresses: readonly string[];
  /** Whether they do at loopback addresses, too, if those are among them. */
  readonly localhostNodePorts: boolean;
}

/** A node's rules. */
export interface NodeRules extends ProxySettings {
  readonly zone: string;
  readonly table: RuleTable;
}

/** What a choice is made with. */
export interface Chance {
  readonly clock: Clock;
  readonly affinity: Affinity;
}

const PASS: Verdict = { type: 'pass' };
/** The range of cluster addresses, 10.96.0.0/12, by the second number. */
const SERVICE_RANGE = [96, 111] as const;

/** Answers at every packet: nothing is searched or filtered here. */
export function judge(packet: Packet, node: NodeRules, chance: Chance): Verdict {
  const { to, protocol } = packet;
  const match = node.table.at(to.ip, to.port, protocol);
  if (match?.door === 'clusterIP') return internal(packet, match.entry, node, chance);
  if (match !== undefined) return external(packet, match.door, match.entry, node, chance);
  if (isOwnAddress(packet, node)) {
    const port = node.table.atNodePort(to.port, protocol);
    return port === undefined ? PASS : external(packet, port.door, port.entry, node, chance);
  }
  return isServiceAddress(to.ip) ? elsewhere(packet, node) : PASS;
}

/** Whether it is of the range of cluster addresses. Asked of every packet, so nothing is read twice. */
export function isServiceAddress(ip: string): boolean {
  if (!ip.startsWith('10.')) return false;
  const second = Number(ip.slice(3, ip.indexOf('.', 3)));
  return second >= SERVICE_RANGE[0] && second <= SERVICE_RANGE[1];
}

/** Whether node ports answer at the address. */
function isOwnAddress(
  { to: { ip }, nodeIP }: Packet,
  { nodePortAddresses, localhostNodePorts }: ProxySettings,
): boolean {
  if (ip !== nodeIP && !(localhostNodePorts && ip.startsWith('127.'))) return false;
  if (nodePortAddresses.length === 0) return true;
  return nodePortAddresses.some((each) => (each === 'primary' ? ip === nodeIP : isInCidr(ip, each)));
}

/** A cluster address, but not a port that its Service has; or one that no Service has. */
function elsewhere({ to }: Packet, { mode, table }: NodeRules): Verdict {
  const entry = table.ofClusterIP(to.ip);
  if (entry === undefined) {
    return { type: 'drop', rule: { key: 'serviceUnknownAddress', params: { address: to.ip } } };
  }
  const { service } = entry;
  const params = { port: to.port };
  return mode === 'nftables'
    ? { type: 'reject', service, rule: { key: 'serviceOtherPortRefused', params } }
    : { type: 'drop', service, rule: { key: 'serviceOtherPort', params } };
}

function internal(packet: Packet, entry: ServicePortEntry, node: NodeRules, chance: Chance): Verdict {
  const { internalLocal } = entry.rules;
  if (!entry.hasEndpoints) return refusal('reject', entry, 'serviceNoEndpoint');
  const usable = internalLocal === true ? entry.local(packet.node) : entry.cluster(packet.node, node.zone);
  if (usable.endpoints.length === 0) return refusal('drop', entry, 'serviceNoLocalEndpoint', { node: packet.node });
  const key = internalLocal === true ? 'serviceLocal' : 'serviceEndpoint';
  // Who is not in the pod network gets the node's address.
  return choose(packet, entry, usable, key, packet.origin !== 'pod', chance);
}

function external(packet: Packet, door: Door, entry: ServicePortEntry, node: NodeRules, chance: Chance): Verdict {
  const { rules } = entry;
  if (!entry.hasEndpoints) return refusal('reject', entry, 'serviceNoEndpoint');
  if (door === 'loadBalancer' && !isAllowed(packet, rules.sourceRanges)) {
    return refusal('drop', entry, 'loadBalancerSourceRange', { address: packet.from });
  }
  const cluster = () => entry.cluster(packet.node, node.zone);
  if (rules.externalLocal !== true) return choose(packet, entry, cluster(), DOORS[door], true, chance);
  // Pods and the node itself go out to a load balancer and come back in, as it were: the policy is not for them.
  const isOwnNode = packet.origin === 'node' && (packet.from === packet.nodeIP || packet.from.startsWith('127.'));
  if (packet.origin === 'pod' || isOwnNode) {
    return choose(packet, entry, cluster(), 'externalFromInside', isOwnNode, chance);
  }
  const local = entry.local(packet.node);
  if (local.endpoints.length === 0) return refusal('drop', entry, 'serviceNoLocalEndpoint', { node: packet.node });
  return choose(packet, entry, local, 'externalLocal', false, chance);
}

const DOORS: Readonly<Record<Door, HopRuleKey>> = {
  clusterIP: 'serviceEndpoint',
  externalIP: 'externalIPEndpoint',
  loadBalancer: 'loadBalancerEndpoint',
  nodePort: 'nodePortEndpoint',
};

/** Of a load balancer's source ranges; one that has the node lets in what the node sends to the address itself. */
function isAllowed({ from, to, nodeIP }: Packet, ranges: readonly string[] | undefined): boolean {
  if (ranges === undefined) return true;
  const has = (address: string) => ranges.some((range) => isInCidr(address, range));
  return has(from) || (from === to.ip && has(nodeIP));
}

function refusal(
  type: 'reject' | 'drop',
  entry: ServicePortEntry,
  key: HopRuleKey,
  params?: HopRule['params'],
): Verdict {
  return { type, service: entry.service, rule: params === undefined ? { key } : { key, params } };
}

function choose(
  packet: Packet,
  entry: ServicePortEntry,
  { endpoints, addresses, why }: Usable,
  key: HopRuleKey,
  isMasqueraded: boolean,
  { clock, affinity }: Chance,
): Verdict {
  const { rules, service, stream } = entry;
  const isSticky = rules.affinitySeconds !== undefined;
  const kept = isSticky ? affinity.find(packet.node, entry, packet.from, clock.now(), endpoints) : -1;
  const at = kept >= 0 ? kept : Math.floor(clock.random(stream) * endpoints.length);
  const chosen = addresses[at];
  if (chosen === undefined) return refusal('reject', entry, 'serviceNoEndpoint');
  if (isSticky) affinity.remember(packet.node, entry, packet.from, clock.now(), chosen);
  const rule =
    kept >= 0
      ? entry.told('serviceAffinity', at, endpoints.length, { seconds: rules.affinitySeconds ?? 0 })
      : entry.told(REASONS[why] ?? key, at, endpoints.length);
  // A pod that reaches itself would answer itself without it.
  const source = isMasqueraded || chosen.ip === packet.from ? packet.nodeIP : undefined;
  return source === undefined || source === packet.from
    ? { type: 'endpoint', to: chosen, service, rule }
    : { type: 'endpoint', to: chosen, source, service, rule };
}

const REASONS: Readonly<Record<Usable['why'], HopRuleKey | undefined>> = {
  ready: undefined,
  terminating: 'serviceTerminating',
  sameNode: 'serviceSameNode',
  sameZone: 'serviceSameZone',
};
