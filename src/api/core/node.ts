/** Node. Models staging/src/k8s.io/api/core/v1/types.go (v1.36.3), after defaulting. */
import type { ConditionStatus, KubeObject, Time } from '../meta/objectMeta';
import type { ResourceList } from './pod';

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  readonly timeAdded?: Time;
}
export interface NodeCondition {
  readonly type: string;
  readonly status: ConditionStatus;
  readonly lastHeartbeatTime?: Time | null;
  readonly lastTransitionTime?: Time | null;
  readonly reason?: string;
  readonly message?: string;
}
export interface NodeSystemInfo {
  readonly machineID: string;
  readonly systemUUID: string;
  readonly bootID: string;
  readonly kernelVersion: string;
  readonly osImage: string;
  readonly containerRuntimeVersion: string;
  readonly kubeletVersion: string;
  readonly kubeProxyVersion: string;
  readonly operatingSystem: string;
  readonly architecture: string;
}
export interface Node extends KubeObject {
  readonly spec: {
    readonly podCIDR?: string;
    readonly podCIDRs?: readonly string[];
    readonly providerID?: string;
    readonly unschedulable?: boolean;
    readonly taints?: readonly Taint[];
  };
  readonly status: {
    readonly capacity?: ResourceList;
    readonly allocatable?: ResourceList;
    readonly conditions?: readonly NodeCondition[];
    readonly addresses?: readonly { readonly type: string; readonly address: string }[];
    readonly daemonEndpoints?: unknown;
    readonly nodeInfo?: NodeSystemInfo;
    readonly images?: readonly { readonly names: readonly string[]; readonly sizeBytes?: number }[];
    readonly features?: unknown;
    readonly declaredFeatures?: readonly string[];
    readonly runtimeHandlers?: unknown;
  };
}
