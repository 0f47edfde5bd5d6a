/** EndpointSlice. Models staging/src/k8s.io/api/discovery/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';
import type { ObjectReference } from '../core/event';
import type { Protocol } from '../core/pod';

export interface Endpoint {
  readonly addresses: readonly string[];
  /** An absent `ready` or `serving` counts as true, an absent `terminating` as false. */
  readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean };
  readonly hostname?: string;
  readonly targetRef?: ObjectReference;
  readonly nodeName?: string;
  readonly zone?: string;
  readonly hints?: {
    readonly forZones?: readonly { readonly name: string }[];
    readonly forNodes?: readonly { readonly name: string }[];
  };
}
export interface EndpointSlicePort {
  readonly name?: string;
  readonly protocol?: Protocol;
  /** Absent: all ports. */
  readonly port?: number;
  readonly appProtocol?: string;
}
export interface EndpointSlice extends KubeObject {
  readonly addressType: 'IPv4' | 'IPv6' | 'FQDN';
  readonly endpoints?: readonly Endpoint[] | null;
  readonly ports?: readonly EndpointSlicePort[] | null;
}
