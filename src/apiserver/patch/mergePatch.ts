/** JSON merge patch: null deletes, objects merge, everything else replaces. Models RFC 7386. */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';

/** `document` with `patch` merged in; parts that the patch does not name are shared. */
export function applyMergePatch(document: unknown, patch: JsonObject): JsonObject {
  const merged: Record<string, unknown> = isJsonObject(document) ? { ...document } : {};
  for (const key of Object.keys(patch)) {
    if (key === '__proto__') continue; // No field is called so, and assigning it would do something else.
    const value = patch[key];
    if (value === null || value === undefined) delete merged[key];
    else merged[key] = isJsonObject(value) ? applyMergePatch(merged[key], value) : value;
  }
  return merged;
}
