/**
 * How strategic merge patch treats the lists of each type: the patchStrategy and patchMergeKey tags of the Go types.
 * Models staging/src/k8s.io/api/core/v1/types.go and its neighbours (v1.36.3). A list that is not here is replaced.
 */

/** The key that tells a list's items apart; empty for lists of plain values, which are merged as sets. */
const mergeKeys: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ObjectMeta: { ownerReferences: 'uid', finalizers: '' },
  PodSpec: {
    volumes: 'name',
    initContainers: 'name',
    containers: 'name',
    ephemeralContainers: 'name',
    imagePullSecrets: 'name',
    hostAliases: 'ip',
    topologySpreadConstraints: 'topologyKey',
    schedulingGates: 'name',
    resourceClaims: 'name',
  },
  PodStatus: { conditions: 'type', podIPs: 'ip', hostIPs: 'ip', resourceClaimStatuses: 'name' },
  Container: { ports: 'containerPort', env: 'name', volumeMounts: 'mountPath', volumeDevices: 'devicePath' },
  EphemeralContainer: { ports: 'containerPort', env: 'name', volumeMounts: 'mountPath', volumeDevices: 'devicePath' },
  ContainerStatus: { volumeMounts: 'mountPath' },
  NodeSpec: { podCIDRs: '' },
  NodeStatus: { conditions: 'type', addresses: 'type' },
  NamespaceStatus: { conditions: 'type' },
  ReplicationControllerStatus: { conditions: 'type' },
  ReplicaSetStatus: { conditions: 'type' },
  DeploymentStatus: { conditions: 'type' },
  DaemonSetStatus: { conditions: 'type' },
  StatefulSetStatus: { conditions: 'type' },
  JobStatus: { conditions: 'type' },
  ServiceAccount: { secrets: 'name' },
  ServiceSpec: { ports: 'port' },
  ServiceStatus: { conditions: 'type' },
};

/** The merge key of the list `field` of the Go type `type`; undefined if the list is replaced. */
export function mergeKeyOf(type: string, field: string): string | undefined {
  const ofType = Object.hasOwn(mergeKeys, type) ? mergeKeys[type] : undefined;
  return ofType !== undefined && Object.hasOwn(ofType, field) ? ofType[field] : undefined;
}
