/**
 * Dynamic resource allocation: claims, classes and slices of devices.
 * Models staging/src/k8s.io/api/resource/v1/types.go (v1.36.3). Left out: what nobody here reads.
 */
import type { KubeObject, ObjectMeta } from '../meta/objectMeta';

export interface DeviceClass extends KubeObject {
  readonly spec: { readonly selectors?: readonly unknown[]; readonly config?: readonly unknown[] };
}
interface DevicesAsked {
  readonly deviceClassName?: string;
  readonly allocationMode?: string;
  readonly count?: number;
}
export interface DeviceRequest {
  readonly name: string;
  readonly exactly?: DevicesAsked;
  readonly firstAvailable?: readonly (DevicesAsked & { readonly name: string })[];
}
export interface ResourceClaimSpec {
  readonly devices?: { readonly requests?: readonly DeviceRequest[]; readonly constraints?: readonly unknown[] };
}
export interface ResourceClaim extends KubeObject {
  readonly spec: ResourceClaimSpec;
  readonly status: { readonly allocation?: unknown; readonly reservedFor?: readonly unknown[] };
}
export interface ResourceClaimTemplate extends KubeObject {
  readonly spec: { readonly metadata?: Partial<ObjectMeta>; readonly spec: ResourceClaimSpec };
}
export interface ResourceSlice extends KubeObject {
  readonly spec: {
    readonly driver: string;
    readonly pool: { readonly name: string; readonly generation: number; readonly resourceSliceCount: number };
    readonly nodeName?: string;
    readonly allNodes?: boolean;
    readonly devices?: readonly { readonly name: string }[];
  };
}
