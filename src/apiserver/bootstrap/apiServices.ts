/**
 * The APIServices of the groups that the server itself serves.
 * Models apiVersionPriorities of pkg/controlplane/apiserver/aggregator.go (v1.36.3).
 */
import type { BootstrapObject } from './placement';

/** Group and priority of the group; the priority of its version is 15 where nothing else stands. */
const groups: readonly (readonly [string, number, number?, string?])[] = [
  ['', 18_000, 1],
  ['apps', 17_800],
  ['events.k8s.io', 17_750],
  ['authentication.k8s.io', 17_700],
  ['authorization.k8s.io', 17_600],
  ['autoscaling', 17_500],
  ['autoscaling', 17_500, 30, 'v2'],
  ['batch', 17_400],
  ['certificates.k8s.io', 17_300],
  ['networking.k8s.io', 17_200],
  ['policy', 17_100],
  ['rbac.authorization.k8s.io', 17_000],
  ['storage.k8s.io', 16_800],
  ['admissionregistration.k8s.io', 16_700],
  ['apiextensions.k8s.io', 16_700],
  ['scheduling.k8s.io', 16_600],
  ['coordination.k8s.io', 16_500],
  ['node.k8s.io', 16_300],
  ['discovery.k8s.io', 16_200],
  ['resource.k8s.io', 16_200, 21],
  ['flowcontrol.apiserver.k8s.io', 16_100, 21],
];

const labels = { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' };

/** One for each group and version. `time`: when the server started. */
export function localApiServices(time: string): readonly BootstrapObject[] {
  const available = { type: 'Available', status: 'True', reason: 'Local', lastTransitionTime: time };
  const conditions = [{ ...available, message: 'Local APIServices are always available' }];
  return groups.map(([group, groupPriorityMinimum, versionPriority = 15, version = 'v1']) => ({
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels },
    body: {
      spec: { ...(group !== '' && { group }), groupPriorityMinimum, version, versionPriority },
      status: { conditions },
    },
  }));
}
