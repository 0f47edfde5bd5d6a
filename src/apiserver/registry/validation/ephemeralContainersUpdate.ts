/**
 * A write to `pods/ephemeralcontainers`.
 * Models ValidatePodEphemeralContainersUpdate of pkg/apis/core/validation/validation.go (v1.36.3).
 */
import type { Pod } from '../../../api/core/pod';
import { isDeepEqual } from '../../../api/meta/equality';
import { type FieldError, forbidden } from '../fieldError';
import { checkObjectMetaUpdate } from './objectMeta';
import { ephemeralContainerDiff } from './podSpecDiff';
import { checkMetadataAndSpec, isMirror } from './pods';

/** Ephemeral containers can be added, and stay as they are. */
export function checkEphemeralContainersUpdate(next: Pod, old: Pod, errors: FieldError[]): void {
  if (isMirror(old)) {
    errors.push(forbidden('[]', 'static pods do not support ephemeral containers'));
    return;
  }
  checkObjectMetaUpdate(next.metadata, old.metadata, errors);
  checkMetadataAndSpec(next, errors);
  const byName = new Map(next.spec.ephemeralContainers?.map((container) => [container.name, container]));
  for (const before of old.spec.ephemeralContainers ?? []) {
    const after = byName.get(before.name);
    if (isDeepEqual(after, before)) continue;
    const what = after === undefined ? 'removed\n' : `changed\n${ephemeralContainerDiff(before, after)}`;
    const why = `existing ephemeral containers "${before.name}" may not be ${what}`;
    errors.push(forbidden('spec.ephemeralContainers', why));
  }
}
