/** ControllerRevision. Models staging/src/k8s.io/api/apps/v1/types.go (v1.36.3). */
import type { KubeObject } from '../meta/objectMeta';

export interface ControllerRevision extends KubeObject {
  /** A patch that brings the owner back to this state. */
  readonly data?: unknown;
  readonly revision: number;
}
