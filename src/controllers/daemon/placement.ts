/**
 * Which nodes a DaemonSet is for, and what its pods look like there.
 * Models nodeShouldRunDaemonPod of pkg/controller/daemon/daemon_controller.go and pkg/controller/daemon/util (v1.36.3).
 */
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { Node } from '../../api/core/node';
import { matchesNodeAffinity } from '../../api/core/nodeAffinity';
import type { Pod, PodTemplateSpec, Toleration } from '../../api/core/pod';
import { isTolerated } from '../../api/core/tolerations';
import { REVISION_HASH } from '../shared/history';

const tolerated = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
});

/** A daemon stays on a node in trouble, and comes to one that takes nobody else. */
const OWN_TOLERATIONS: readonly Toleration[] = [
  tolerated('not-ready', 'NoExecute'),
  tolerated('unreachable', 'NoExecute'),
  tolerated('disk-pressure', 'NoSchedule'),
  tolerated('memory-pressure', 'NoSchedule'),
  tolerated('pid-pressure', 'NoSchedule'),
  tolerated('unschedulable', 'NoSchedule'),
];

/** What a node should have of a DaemonSet. */
export interface Placement {
  /** A pod that is missing is created. */
  readonly shouldRun: boolean;
  /** A pod that is there may stay. */
  readonly shouldContinue: boolean;
}

/** What `ds` wants of `node`. Resources are not asked: a pod that does not fit stays Pending. */
export function placement({ spec: { template } }: DaemonSet, node: Node): Placement {
  const { spec } = template;
  const isOther = (spec.nodeName ?? '') !== '' && spec.nodeName !== node.metadata.name;
  if (isOther || !matchesNodeAffinity(spec, node)) return { shouldRun: false, shouldContinue: false };
  const tolerations = tolerationsOf(template);
  const refused = (node.spec.taints ?? []).filter(
    (taint) => taint.effect !== 'PreferNoSchedule' && !isTolerated(taint, tolerations),
  );
  return { shouldRun: refused.length === 0, shouldContinue: refused.every(({ effect }) => effect !== 'NoExecute') };
}

function tolerationsOf({ spec }: PodTemplateSpec): readonly Toleration[] {
  const own =
    spec.hostNetwork === true ? [...OWN_TOLERATIONS, tolerated('network-unavailable', 'NoSchedule')] : OWN_TOLERATIONS;
  const written = spec.tolerations ?? [];
  const isWritten = ({ key, effect }: Toleration) => written.some((one) => one.key === key && one.effect === effect);
  return [...written, ...own.filter((one) => !isWritten(one))];
}

/** The template for `node`: the scheduler binds it there and nowhere else. */
export function templateFor({ spec: { template }, metadata }: DaemonSet, hash: string, node: string): PodTemplateSpec {
  const { affinity } = template.spec;
  const generation = metadata.annotations?.['deprecated.daemonset.template.generation'];
  return {
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata.labels,
        [REVISION_HASH]: hash,
        ...(generation === undefined ? {} : { 'pod-template-generation': generation }),
      },
    },
    spec: {
      ...template.spec,
      tolerations: tolerationsOf(template),
      affinity: {
        ...affinity,
        nodeAffinity: {
          ...affinity?.nodeAffinity,
          // Takes the place of the template's own terms, which have been judged for this node.
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }],
          },
        },
      },
    },
  };
}

/** The node that `pod` is on, or is meant for while the scheduler has not bound it. */
export function nodeNameOf({ spec }: Pod): string {
  if ((spec.nodeName ?? '') !== '') return spec.nodeName ?? '';
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required?.nodeSelectorTerms[0]?.matchFields?.[0]?.values?.[0] ?? '';
}

/** Oldest first; of two of one second, the lower name. */
export function byAge(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort(({ metadata: a }, { metadata: b }) =>
    a.creationTimestamp === b.creationTimestamp
      ? a.name < b.name
        ? -1
        : 1
      : a.creationTimestamp < b.creationTimestamp
        ? -1
        : 1,
  );
}
