/**
 * The patches of `kubectl apply` (three-way: what the manifest changes, and what it no longer mentions) and of
 * `kubectl edit`, `label` and others (two-way).
 * Models CreateThreeWayMergePatch and CreateTwoWayMergePatch of
 * staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36.3).
 * Left out: `--overwrite=false`, which looks for conflicts.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { patchMetaOf } from './patchMeta';
import { diffObjects } from './strategicDiff';

/** The three objects that apply compares. */
export interface ThreeWay {
  readonly kind: string;
  /** What was applied last; `{}` if nothing was. */
  readonly original: JsonObject;
  readonly modified: JsonObject;
  /** What the server has. */
  readonly current: JsonObject;
}

/** The strategic merge patch that brings `current` to `modified`, given what was applied last. `{}` if nothing is to do. */
export function threeWayPatch({ kind, original, modified, current }: ThreeWay): JsonObject {
  const additions = diffObjects(current, modified, { kind, ignoreDeletions: true });
  const deletions = diffObjects(original, modified, { kind, ignoreAdditions: true });
  return mergePatches(deletions, additions, kind, '');
}

/** The strategic merge patch from `original` to `modified`, deletions included. */
export function twoWayPatch(kind: string, original: JsonObject, modified: JsonObject): JsonObject {
  return diffObjects(original, modified, { kind });
}

/** Both patches in one; `additions` wins where both speak of a value. */
function mergePatches(deletions: JsonObject, additions: JsonObject, kind: string, parent: string): JsonObject {
  const merged: Record<string, unknown> = { ...deletions };
  for (const [field, value] of Object.entries(additions)) {
    const other = merged[field];
    if (isJsonObject(other) && isJsonObject(value)) merged[field] = mergePatches(other, value, kind, field);
    else if (Array.isArray(other) && Array.isArray(value)) {
      const { mergeKey } = patchMetaOf(kind, parent, field);
      merged[field] = mergeKey ? mergeItems(other, value, { key: mergeKey, kind, field }) : value;
    } else merged[field] = value;
  }
  return merged;
}

interface List {
  readonly key: string;
  readonly kind: string;
  readonly field: string;
}

/** Items of both; those that are only deleted come last. */
function mergeItems(
  deletions: readonly unknown[],
  additions: readonly unknown[],
  { key, kind, field }: List,
): readonly unknown[] {
  const keyIn = (item: unknown): unknown => (isJsonObject(item) ? item[key] : undefined);
  const both = additions.map((item) => {
    const twin = deletions.find((other) => keyIn(other) === keyIn(item));
    return isJsonObject(twin) && isJsonObject(item) ? mergePatches(twin, item, kind, field) : item;
  });
  const rest = deletions.filter((item) => !additions.some((other) => keyIn(other) === keyIn(item)));
  return [...both, ...rest];
}
