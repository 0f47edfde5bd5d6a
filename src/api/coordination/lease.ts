/** Lease. Models staging/src/k8s.io/api/coordination/v1/types.go (v1.36.3). */
import type { KubeObject, MicroTime } from '../meta/objectMeta';

export interface Lease extends KubeObject {
  readonly spec: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: MicroTime;
    readonly renewTime?: MicroTime;
    readonly leaseTransitions?: number;
  };
}
