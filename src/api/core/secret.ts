/** Secret. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3). `stringData` is merged into `data` on the way in. */
import type { KubeObject } from '../meta/objectMeta';

export interface Secret extends KubeObject {
  /** Base64. */
  readonly data?: Readonly<Record<string, string>>;
  readonly type: string;
  readonly immutable?: boolean;
}
