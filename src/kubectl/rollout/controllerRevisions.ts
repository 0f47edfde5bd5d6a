/**
 * The ControllerRevisions of a DaemonSet or StatefulSet: earlier pod templates.
 * Models daemonSetHistory and statefulSetHistory of staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go (v1.36.3).
 */
import type { ControllerRevision } from '../../api/apps/controllerRevision';
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { StatefulSet } from '../../api/apps/statefulSet';
import type { PodTemplateSpec } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';
import { formatRequirements, requirementsOf } from '../../api/meta/labels';
import { controllerOf } from '../../api/meta/objectMeta';
import type { RelatedObjects } from '../resource/relatedObjects';

/** Revisions that `owner` controls, oldest first. Rejects with ApiError. */
export async function controllerRevisionsOf(
  { metadata, spec }: DaemonSet | StatefulSet,
  related: RelatedObjects,
): Promise<readonly ControllerRevision[]> {
  const labelSelector = formatRequirements(requirementsOf(spec.selector));
  const revisions = await related.list<ControllerRevision>('ControllerRevision', metadata.namespace, { labelSelector });
  return revisions
    .filter((revision) => controllerOf(revision)?.uid === metadata.uid)
    .toSorted((a, b) => a.revision - b.revision);
}

/** The pod template that a revision brings back. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec | undefined {
  // A revision's data is a patch of this shape, written by the controller.
  const patch = data as { readonly spec?: { readonly template?: PodTemplateSpec & { readonly $patch?: string } } };
  const template = patch.spec?.template;
  if (template === undefined) return undefined;
  const { $patch: _replace, ...rest } = template;
  return rest;
}

/** Whether `owner` has the template of `revision` now. */
export function isAtRevision({ spec }: DaemonSet | StatefulSet, revision: ControllerRevision): boolean {
  return isDeepEqual(templateOf(revision), spec.template);
}
