/**
 * JSON merge patches (RFC 7386) between objects, for kinds whose types kubectl does not know.
 * Models staging/src/k8s.io/apimachinery/pkg/util/jsonmergepatch/patch.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import type { ThreeWay } from './strategicPatch';

/** The patch from `original` to `modified`; null where a field is gone. */
export function mergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: Record<string, unknown> = {};
  for (const [field, wanted] of Object.entries(modified)) {
    const present = original[field];
    if (isJsonObject(present) && isJsonObject(wanted)) {
      const inner = mergePatch(present, wanted);
      if (Object.keys(inner).length > 0) patch[field] = inner;
    } else if (!isDeepEqual(present, wanted)) patch[field] = wanted;
  }
  for (const field of Object.keys(original)) if (!Object.hasOwn(modified, field)) patch[field] = null;
  return patch;
}

/** The merge patch that brings `current` to `modified`, given what was applied last. */
export function threeWayMergePatch({ original, modified, current }: Omit<ThreeWay, 'kind'>): JsonObject {
  const additions = only(mergePatch(current, modified), (value) => value !== null);
  const deletions = only(mergePatch(original, modified), (value) => value === null);
  return combined(deletions, additions);
}

/** The parts of `patch` whose leaves satisfy `keeps`; empty maps that come of it are left out. */
function only(patch: JsonObject, keeps: (value: unknown) => boolean): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(patch)) {
    if (!isJsonObject(value)) {
      if (keeps(value)) kept[field] = value;
      continue;
    }
    const inner = only(value, keeps);
    if (Object.keys(inner).length > 0 || (Object.keys(value).length === 0 && keeps(value))) kept[field] = inner;
  }
  return kept;
}

function combined(left: JsonObject, right: JsonObject): JsonObject {
  const result: Record<string, unknown> = { ...left };
  for (const [field, value] of Object.entries(right)) {
    const other = result[field];
    result[field] = isJsonObject(other) && isJsonObject(value) ? combined(other, value) : value;
  }
  return result;
}
