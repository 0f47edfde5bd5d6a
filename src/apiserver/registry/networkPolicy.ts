/**
 * How the API server treats NetworkPolicies. What enforces them is in src/network.
 * Models pkg/registry/networking/networkpolicy/strategy.go and pkg/apis/networking/v1/defaults.go (v1.36.3).
 */
import type { NetworkPolicy, NetworkPolicyPort } from '../../api/networking/networkPolicy';
import type { Strategy } from './strategy';
import { checkNetworkPolicy } from './validation/networkPolicies';
import { validations } from './validation/rules';

export const networkPolicy: Strategy<'NetworkPolicy'> = {
  kind: 'NetworkPolicy',
  hasGeneration: true,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: false,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('NetworkPolicy', { check: ({ spec }, errors) => checkNetworkPolicy(spec, errors) }),
};

type Spec = NetworkPolicy['spec'];

/** Models SetDefaults_NetworkPolicy. */
function defaults(given: NetworkPolicy): NetworkPolicy {
  const written: Partial<Spec> = given.spec ?? {};
  const types = written.policyTypes ?? ((written.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
  const rule = <T extends { readonly ports?: readonly NetworkPolicyPort[] }>(one: T): T =>
    one.ports === undefined
      ? one
      : { ...one, ports: one.ports.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })) };
  return {
    ...given,
    spec: {
      ...written,
      podSelector: written.podSelector ?? {},
      policyTypes: types as Spec['policyTypes'], // Validation refuses other words.
      ...(written.ingress && { ingress: written.ingress.map(rule) }),
      ...(written.egress && { egress: written.egress.map(rule) }),
    },
  };
}
