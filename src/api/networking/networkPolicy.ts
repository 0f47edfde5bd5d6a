/** NetworkPolicy. Models staging/src/k8s.io/api/networking/v1/types.go (v1.36.3), after defaulting. */
import type { IntOrString, KubeObject, LabelSelector } from '../meta/objectMeta';
import type { Protocol } from '../core/pod';

export interface NetworkPolicyPort {
  readonly protocol?: Protocol;
  readonly port?: IntOrString;
  readonly endPort?: number;
}
/** Either `ipBlock` alone, or selectors. */
export interface NetworkPolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}
export interface NetworkPolicy extends KubeObject {
  readonly spec: {
    /** Empty: all pods of the namespace. */
    readonly podSelector: LabelSelector;
    readonly ingress?: readonly {
      readonly ports?: readonly NetworkPolicyPort[];
      readonly from?: readonly NetworkPolicyPeer[];
    }[];
    readonly egress?: readonly {
      readonly ports?: readonly NetworkPolicyPort[];
      readonly to?: readonly NetworkPolicyPeer[];
    }[];
    readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
  };
}
