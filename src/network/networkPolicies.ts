/**
 * NetworkPolicies as a network plugin enforces them: what selects a pod for a direction allows by its rules, all together,
 * and nothing else is allowed. Models staging/src/k8s.io/api/networking/v1/types.go and the published rules of
 * NetworkPolicy (v1.36.3), as Calico, Cilium and kindnet act on them.
 * Left out: the moment that a plugin takes until it has heard of a change.
 */
import { isInCidr } from '../api/meta/ipv4';
import { labelSelectorMatches } from '../api/meta/labels';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../api/networking/networkPolicy';
import type { ClusterView } from '../client/clusterView';
import type { PolicyEngine, PolicyQuestion, PolicyVerdict } from './policy';

type Direction = 'Ingress' | 'Egress';
interface Rule {
  readonly ports?: readonly NetworkPolicyPort[];
  readonly peers?: readonly NetworkPolicyPeer[];
}

/** The policies of one namespace that act in one direction, with their rules in that direction. */
interface Acting {
  readonly policy: NetworkPolicy;
  readonly rules: readonly Rule[];
}
type OfNamespace = Readonly<Record<Direction, readonly Acting[]>>;

export class NetworkPolicies implements PolicyEngine {
  /** By namespace, those that have any. Derived. */
  #byNamespace: ReadonlyMap<string, OfNamespace> | undefined;

  constructor(private readonly view: ClusterView) {}

  /** A policy has changed, or another state was restored. */
  reset(): void {
    this.#byNamespace = undefined;
  }

  egress(question: PolicyQuestion): PolicyVerdict | undefined {
    return this.#judge('Egress', question);
  }

  ingress(question: PolicyQuestion): PolicyVerdict | undefined {
    return this.#judge('Ingress', question);
  }

  #judge(direction: Direction, question: PolicyQuestion): PolicyVerdict | undefined {
    const { namespace, name } = question.pod;
    const acting = this.#policies().get(namespace)?.[direction];
    if (acting === undefined || acting.length === 0) return undefined;
    const labels = this.view.get('Pod', { namespace, name })?.metadata.labels;
    const selecting = acting.filter(({ policy }) => labelSelectorMatches(policy.spec.podSelector, labels));
    const [first] = selecting;
    if (first === undefined) return undefined;
    for (const { policy, rules } of selecting) {
      const found = rules.findIndex((rule) => this.#allows(rule, namespace, question));
      if (found < 0) continue;
      const params = { policy: policy.metadata.name, direction, rule: found + 1 };
      return { allowed: true, rule: { key: 'policyAllows', params }, object: objectOf(policy) };
    }
    const policies = selecting.map(({ policy }) => policy.metadata.name).join(', ');
    const params = { policy: policies, pod: name };
    return { allowed: false, rule: { key: `policyDenies${direction}`, params }, object: objectOf(first.policy) };
  }

  #policies(): ReadonlyMap<string, OfNamespace> {
    if (this.#byNamespace !== undefined) return this.#byNamespace;
    const found = new Map<string, { readonly Ingress: Acting[]; readonly Egress: Acting[] }>();
    for (const policy of this.view.list('NetworkPolicy')) {
      const { namespace = '' } = policy.metadata;
      const { policyTypes = [], ingress = [], egress = [] } = policy.spec;
      const home = found.get(namespace) ?? { Ingress: [], Egress: [] };
      found.set(namespace, home);
      const act = (direction: Direction, rules: readonly Rule[]) => {
        if (policyTypes.includes(direction)) home[direction].push({ policy, rules });
      };
      act(
        'Ingress',
        ingress.map(({ from, ports }) => ruleOf(from, ports)),
      );
      act(
        'Egress',
        egress.map(({ to, ports }) => ruleOf(to, ports)),
      );
    }
    this.#byNamespace = found;
    return found;
  }

  #allows({ peers = [], ports = [] }: Rule, namespace: string, question: PolicyQuestion): boolean {
    return (
      (peers.length === 0 || peers.some((peer) => this.#isPeer(peer, namespace, question))) &&
      (ports.length === 0 || ports.some((port) => this.#isPort(port, question)))
    );
  }

  #isPeer(
    { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer,
    home: string,
    asked: PolicyQuestion,
  ): boolean {
    const { peer, peerIP } = asked;
    if (ipBlock !== undefined) {
      const { cidr, except = [] } = ipBlock;
      return isInCidr(peerIP, cidr) && !except.some((each) => isInCidr(peerIP, each));
    }
    // Pods on the network of their machine are the machine.
    if (peer?.type !== 'pod') return false;
    const { namespace, name } = peer;
    const isHome =
      namespaceSelector === undefined
        ? namespace === home
        : labelSelectorMatches(namespaceSelector, this.view.get('Namespace', { name: namespace })?.metadata.labels);
    if (!isHome || podSelector === undefined) return isHome;
    return labelSelectorMatches(podSelector, this.view.get('Pod', { namespace, name })?.metadata.labels);
  }

  #isPort({ protocol = 'TCP', port, endPort }: NetworkPolicyPort, asked: PolicyQuestion): boolean {
    if (protocol !== asked.protocol) return false;
    if (port === undefined) return true;
    if (typeof port === 'number') return asked.port >= port && asked.port <= (endPort ?? port);
    // A name means what the containers of the pod mean by it that takes the packet.
    if (asked.to?.type !== 'pod') return false;
    const spec = this.view.get('Pod', { namespace: asked.to.namespace, name: asked.to.name })?.spec;
    return [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].some(({ ports = [] }) =>
      ports.some(
        (each) => each.name === port && (each.protocol ?? 'TCP') === protocol && each.containerPort === asked.port,
      ),
    );
  }
}

function ruleOf(
  peers: readonly NetworkPolicyPeer[] | undefined,
  ports: readonly NetworkPolicyPort[] | undefined,
): Rule {
  return { ...(peers === undefined ? {} : { peers }), ...(ports === undefined ? {} : { ports }) };
}

function objectOf({ metadata }: NetworkPolicy): PolicyVerdict['object'] {
  return { kind: 'NetworkPolicy', namespace: metadata.namespace ?? '', name: metadata.name };
}
