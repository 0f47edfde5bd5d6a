/**
 * Strategic merge patch: lists of named things are merged item by item, and directives say what else to do.
 * Models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { fieldsOf } from '../registry/fieldTable';
import { goText } from './jsonValue';
import { mergeKeyOf } from './mergeKeys';
import { orderedItems } from './elementOrder';

/** A patch that contradicts itself or the types. The message is Kubernetes' own. */
export class StrategicMergeError extends Error {
  override readonly name = 'StrategicMergeError';
}

const ORDER = '$setElementOrder/';
const DELETE_VALUES = '$deleteFromPrimitiveList/';

/** `original`, an object of the Go type `type`, with `patch` merged in. Throws StrategicMergeError. */
export function applyStrategicMerge(original: unknown, patch: JsonObject, type: string | undefined): JsonObject {
  const directive = patch.$patch;
  if (directive === 'replace') return withoutDirectives(patch);
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge') throw unknownDirective(directive, patch);
  const merged = retained(isJsonObject(original) ? original : {}, patch.$retainKeys);
  for (const key of Object.keys(patch)) {
    if (isDirectiveKey(key)) continue;
    if (key.startsWith(DELETE_VALUES)) {
      const field = key.slice(DELETE_VALUES.length);
      merged[field] = withoutValues(merged[field], patch[key]);
      continue;
    }
    mergeField(merged, key, patch, type);
  }
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(ORDER) || patch[key.slice(ORDER.length)] !== undefined) continue;
    const field = key.slice(ORDER.length);
    const list = merged[field];
    if (Array.isArray(list)) merged[field] = orderedItems(list, listOf(patch[key]), list, keyOf(type, field) ?? '');
  }
  return merged;
}

/** Keys that say how to merge. `__proto__` is passed over too: assigning it would do something else. */
function isDirectiveKey(key: string): boolean {
  return key === '$patch' || key === '$retainKeys' || key === '__proto__' || key.startsWith(ORDER);
}

function mergeField(merged: Record<string, unknown>, key: string, patch: JsonObject, type: string | undefined): void {
  const value = patch[key];
  const before = merged[key];
  if (value === null || value === undefined) {
    delete merged[key];
    return;
  }
  const inner = typeOf(type, key);
  if (isJsonObject(value)) {
    merged[key] = applyStrategicMerge(before, value, inner);
    return;
  }
  const mergeKey = Array.isArray(value) ? keyOf(type, key) : undefined;
  // A list that is not there takes the patch's as it is.
  if (!Array.isArray(value) || mergeKey === undefined || before === undefined) {
    merged[key] = withoutListDirectives(value);
    return;
  }
  const list = listOf(before);
  const sent = patch[`${ORDER}${key}`];
  const items = mergeKey === '' ? union(list, value) : mergedItems(list, value, mergeKey, inner);
  const order = sent === undefined ? value.filter((item) => !isDirective(item)) : listOf(sent);
  merged[key] = orderedItems(items, order, list, mergeKey);
}

function typeOf(type: string | undefined, field: string): string | undefined {
  if (type === undefined) return undefined;
  const found = fieldsOf(type).get(field);
  return found?.base === '@' ? found.type : undefined;
}

function keyOf(type: string | undefined, field: string): string | undefined {
  return type === undefined ? undefined : mergeKeyOf(type, field);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function retained(original: JsonObject, keys: unknown): Record<string, unknown> {
  if (!Array.isArray(keys)) return { ...original };
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function union(list: readonly unknown[], added: readonly unknown[]): readonly unknown[] {
  return [...new Set([...list, ...added])];
}

function withoutValues(list: unknown, values: unknown): readonly unknown[] {
  const unwanted = listOf(values);
  return listOf(list).filter((value) => !unwanted.includes(value));
}

function isDirective(item: unknown): boolean {
  return isJsonObject(item) && item.$patch !== undefined;
}

/** 1. Deletions and `replace`. 2. Each remaining item is merged into the one with its key, or added. */
function mergedItems(
  list: readonly unknown[],
  patch: readonly unknown[],
  mergeKey: string,
  type: string | undefined,
): readonly unknown[] {
  const plain = patch.filter((item) => !isDirective(item));
  let items = [...list];
  for (const item of patch) {
    if (!isJsonObject(item) || item.$patch === undefined) continue;
    if (item.$patch === 'replace') return plain.map(withoutListDirectives);
    if (item.$patch === 'merge') throw new StrategicMergeError('merging list cannot yet be specified in the list');
    if (item.$patch !== 'delete') throw unknownDirective(item.$patch, item);
    const wanted = keyIn(item, mergeKey);
    items = items.filter((each) => !isJsonObject(each) || each[mergeKey] !== wanted);
  }
  for (const item of plain) {
    const wanted = keyIn(item, mergeKey);
    const at = items.findIndex((each) => isJsonObject(each) && each[mergeKey] === wanted);
    const merged = applyStrategicMerge(items[at], isJsonObject(item) ? item : {}, type);
    if (at < 0) items.push(merged);
    else items[at] = merged;
  }
  return items;
}

function keyIn(item: unknown, mergeKey: string): unknown {
  const value = isJsonObject(item) ? item[mergeKey] : undefined;
  if (value === undefined || value === null) {
    throw new StrategicMergeError(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
  }
  return value;
}

/** A value that is taken as it is: directives and nulls inside it have nothing to act on. */
function withoutDirectives(patch: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(patch)) {
    if (isDirectiveKey(key) || key.startsWith(DELETE_VALUES)) continue;
    kept[key] = withoutListDirectives(patch[key]);
  }
  return kept;
}

function withoutListDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isDirective(item)).map(withoutListDirectives);
  return isJsonObject(value) ? withoutDirectives(value) : value;
}

function unknownDirective(directive: unknown, where: JsonObject): StrategicMergeError {
  return new StrategicMergeError(`unknown patch type: ${String(directive)} in map: ${goText(where)}`);
}
