/** ServiceAccount. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';

export interface ServiceAccount extends KubeObject {
  readonly secrets?: readonly unknown[];
  readonly imagePullSecrets?: readonly { readonly name: string }[];
  readonly automountServiceAccountToken?: boolean;
}
