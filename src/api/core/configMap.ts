/** ConfigMap. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';

export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  /** Base64. */
  readonly binaryData?: Readonly<Record<string, string>>;
  readonly immutable?: boolean;
}
