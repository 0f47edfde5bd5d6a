/** APIService. Models staging/src/k8s.io/kube-aggregator/pkg/apis/apiregistration/v1/types.go (v1.36.3). */
import type { Condition, KubeObject } from '../meta/objectMeta';

export interface APIService extends KubeObject {
  readonly spec: {
    /** Absent: the API server itself serves the version. */
    readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number };
    readonly group?: string;
    readonly version?: string;
    readonly insecureSkipTLSVerify?: boolean;
    readonly caBundle?: string;
    readonly groupPriorityMinimum: number;
    readonly versionPriority: number;
  };
  readonly status: { readonly conditions?: readonly Omit<Condition, 'observedGeneration'>[] };
}
