/** ServiceCIDR and IPAddress. Models staging/src/k8s.io/api/networking/v1/types.go (v1.36.3). */
import type { Condition, KubeObject } from '../meta/objectMeta';

export interface ServiceCIDR extends KubeObject {
  readonly spec: { readonly cidrs?: readonly string[] };
  readonly status: { readonly conditions?: readonly Condition[] };
}
/** An address that is taken; its name is the address. */
export interface IPAddress extends KubeObject {
  readonly spec: {
    readonly parentRef?: {
      readonly group?: string;
      readonly resource: string;
      readonly namespace?: string;
      readonly name: string;
    };
  };
}
