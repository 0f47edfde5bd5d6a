/**
 * Patches carried out on this side, for --local and --dry-run=client.
 * Models getPatchedJSON of staging/src/k8s.io/kubectl/pkg/cmd/patch/patch.go (v1.36.3).
 * Left out: directives other than `$patch: delete` and `$retainKeys`, and the order that `$setElementOrder` asks for.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { CommandError } from '../errors';
import { goValue } from '../../printers/goFormat';
import type { PatchType, Unstructured } from '../resource/access';
import { applyJsonPatch } from './jsonPatch';
import { patchMetaOf } from './patchMeta';

/** `object` after `patch`. Throws CommandError for a patch that does not fit. */
export function applyPatch(object: Unstructured, type: PatchType, patch: unknown): Unstructured {
  const patched =
    type === 'json'
      ? applyJsonPatch(object, patch)
      : type === 'merge'
        ? applyMergePatch(object, patch)
        : applyStrategicPatch(object, patch);
  // A patch of an object is an object; whether the server would take it is not asked here.
  return patched as Unstructured;
}

/** RFC 7386. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const merged: Record<string, unknown> = isJsonObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = applyMergePatch(merged[field], value);
  }
  return merged;
}

/** Lists of named things are merged item by item. Throws CommandError where an item lacks its key. */
export function applyStrategicPatch(object: JsonObject, patch: unknown): JsonObject {
  if (!isJsonObject(patch))
    throw new CommandError('json: cannot unmarshal array into Go value of type map[string]interface {}');
  return merge(object, patch, { kind: String(object.kind), parent: '' });
}

interface Place {
  readonly kind: string;
  readonly parent: string;
}

function merge(object: JsonObject, patch: JsonObject, { kind, parent }: Place): JsonObject {
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  const kept = patch.$retainKeys;
  const start = Array.isArray(kept) ? Object.entries(object).filter(([field]) => kept.includes(field)) : undefined;
  const merged: Record<string, unknown> = start === undefined ? { ...object } : Object.fromEntries(start);
  for (const [field, value] of Object.entries(withoutDirectives(patch))) {
    const before = merged[field];
    const { mergeKey } = patchMetaOf(kind, parent, field);
    if (value === null) delete merged[field];
    else if (isJsonObject(value))
      merged[field] = merge(isJsonObject(before) ? before : {}, value, { kind, parent: field });
    else if (Array.isArray(value) && mergeKey !== undefined) {
      const list = Array.isArray(before) ? before : [];
      merged[field] =
        mergeKey === ''
          ? [...new Set([...list, ...value])]
          : mergeItems(list, value, mergeKey, { kind, parent: field });
    } else merged[field] = value;
  }
  return merged;
}

/** Items of the patch first, as the server orders them, then the others. */
function mergeItems(
  list: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  place: Place,
): readonly unknown[] {
  const keyIn = (item: unknown): unknown => (isJsonObject(item) ? item[key] : undefined);
  const keyless = patch.find((item) => keyIn(item) === undefined);
  if (keyless !== undefined) {
    throw new CommandError(`map: ${goValue(keyless)} does not contain declared merge key: ${key}`);
  }
  const isDeleted = (item: unknown): boolean => isJsonObject(item) && item.$patch === 'delete';
  const gone = patch.filter(isDeleted).map(keyIn);
  const left = list.filter((item) => !gone.includes(keyIn(item)));
  const changed = patch
    .filter((item) => !isDeleted(item))
    .map((item) => {
      const twin = left.find((other) => keyIn(other) === keyIn(item));
      return isJsonObject(item) ? merge(isJsonObject(twin) ? twin : {}, item, place) : item;
    });
  const others = left.filter((item) => !changed.some((other) => keyIn(other) === keyIn(item)));
  return [...changed, ...others];
}

function withoutDirectives(patch: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(patch).filter(([field]) => !field.startsWith('$')));
}
