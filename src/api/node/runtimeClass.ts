/** RuntimeClass. Models staging/src/k8s.io/api/node/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';
import type { ResourceList, Toleration } from '../core/pod';

export interface RuntimeClass extends KubeObject {
  readonly handler: string;
  readonly overhead?: { readonly podFixed?: ResourceList };
  readonly scheduling?: {
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly Toleration[];
  };
}
