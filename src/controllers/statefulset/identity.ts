/**
 * What makes a pod the n-th of its StatefulSet.
 * Models pkg/controller/statefulset/stateful_set_utils.go (v1.36.3).
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { PersistentVolumeClaimTemplate } from '../../api/core/persistentVolumeClaim';
import type { Pod, PodTemplateSpec } from '../../api/core/pod';
import { REVISION_HASH, templateOf } from '../shared/history';

/** The number behind the set's name; undefined for a pod that is called otherwise. */
export function ordinalOf(set: StatefulSet, { metadata }: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  if (!metadata.name.startsWith(prefix)) return undefined;
  const digits = metadata.name.slice(prefix.length);
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

/** The name of the pod with that number. */
export function podName({ metadata }: StatefulSet, ordinal: number): string {
  return `${metadata.name}-${ordinal}`;
}

/** The name of the claim that the pod with that number has by `template`. */
export function claimName(set: StatefulSet, template: PersistentVolumeClaimTemplate, ordinal: number): string {
  return `${template.metadata?.name}-${podName(set, ordinal)}`;
}

/** The template of the pod with that number, as `revision` has it. */
export function templateFor(set: StatefulSet, revision: ControllerRevision, ordinal: number): PodTemplateSpec {
  const template = templateOf(revision);
  const name = podName(set, ordinal);
  const { serviceName = '', volumeClaimTemplates = [] } = set.spec;
  const claimed = volumeClaimTemplates.map((claim) => ({
    name: claim.metadata?.name ?? '',
    persistentVolumeClaim: { claimName: claimName(set, claim, ordinal) },
  }));
  // A claim takes the place of a volume that is called so too.
  const others = (template.spec.volumes ?? []).filter((volume) =>
    claimed.every(({ name: taken }) => taken !== volume.name),
  );
  const volumes = [...claimed, ...others];
  return {
    metadata: {
      ...template.metadata,
      labels: {
        ...template.metadata.labels,
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [REVISION_HASH]: revision.metadata.name,
      },
    },
    spec: {
      ...template.spec,
      ...(volumes.length > 0 && { volumes }),
      hostname: name,
      ...(serviceName === '' ? {} : { subdomain: serviceName }),
    },
  };
}
