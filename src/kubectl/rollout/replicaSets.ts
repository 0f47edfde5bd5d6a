/**
 * The ReplicaSets of a Deployment, old and new.
 * Models staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go (v1.36.3).
 */
import type { Deployment } from '../../api/apps/deployment';
import type { ReplicaSet } from '../../api/apps/replicaSet';
import type { PodTemplateSpec } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { formatRequirements, requirementsOf } from '../../api/meta/labels';
import { type KubeObject, controllerOf } from '../../api/meta/objectMeta';
import { parseTime } from '../../api/meta/time';

const REVISION_ANNOTATION = 'deployment.kubernetes.io/revision';
const HASH_LABEL = 'pod-template-hash';

/** The ReplicaSets of a Deployment. */
export interface OwnedReplicaSets {
  /** In the order of the server's list. */
  readonly old: readonly ReplicaSet[];
  /** With the template that the Deployment has now. */
  readonly current: ReplicaSet | undefined;
}

/** The ReplicaSets that `deployment` selects and controls. `list` reads by label selector. */
export async function replicaSetsOf(
  deployment: Deployment,
  list: (labelSelector: string) => Promise<readonly ReplicaSet[]>,
): Promise<OwnedReplicaSets> {
  const listed = await list(formatRequirements(requirementsOf(deployment.spec.selector)));
  const owned = listed.filter((set) => controllerOf(set)?.uid === deployment.metadata.uid);
  const current = newest(owned, deployment.spec.template);
  return { old: owned.filter((set) => set !== current), current };
}

/** Where several have the template (a collision of hashes), the oldest is the one. */
function newest(sets: readonly ReplicaSet[], template: PodTemplateSpec): ReplicaSet | undefined {
  const byAge = [...sets].sort(
    (a, b) =>
      parseTime(a.metadata.creationTimestamp) - parseTime(b.metadata.creationTimestamp) ||
      (a.metadata.name < b.metadata.name ? -1 : 1),
  );
  return byAge.find((set) => hasTemplate(set, template));
}

/** Whether both are alike but for the hash that the controller adds. */
export function hasTemplate(set: ReplicaSet, template: PodTemplateSpec): boolean {
  return isDeepEqual(withoutHash(set.spec.template), withoutHash(template));
}

function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [HASH_LABEL]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

/** The revision that the controller wrote on a Deployment or ReplicaSet; undefined without, or if it is no number. */
export function revisionOf({ metadata }: KubeObject): number | undefined {
  const text = metadata.annotations?.[REVISION_ANNOTATION];
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}
