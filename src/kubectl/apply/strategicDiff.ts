/**
 * What has to change to bring one object to another, as a strategic merge patch.
 * Models diffMaps and diffLists of staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36.3).
 */
import { isDeepEqual } from '../../api/meta/equality';
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { CommandError } from '../errors';
import { goValue } from '../../printers/goFormat';
import { type PatchMeta, patchMetaOf } from './patchMeta';

/** Two objects between which there is no patch: an item lacks its merge key. The message is Kubernetes' own. */
export class PatchError extends CommandError {
  override name = 'PatchError';
}

/** Which changes count. */
export interface DiffOptions {
  readonly kind: string;
  readonly ignoreDeletions?: true;
  readonly ignoreAdditions?: true;
}

/** Where a map stands: the field above it, and whether `$retainKeys` is wanted. */
interface Place {
  readonly parent: string;
  readonly retainKeys: boolean;
}

/** The patch from `original` to `modified`; `{}` if they do not differ. Throws PatchError. */
export function diffObjects(original: JsonObject, modified: JsonObject, options: DiffOptions): JsonObject {
  return diffMaps(original, modified, { parent: '', retainKeys: false }, options);
}

function diffMaps(
  original: JsonObject,
  modified: JsonObject,
  { parent, retainKeys }: Place,
  options: DiffOptions,
): JsonObject {
  const patch: Record<string, unknown> = {};
  for (const [field, wanted] of Object.entries(modified)) {
    if (!Object.hasOwn(original, field)) {
      if (!options.ignoreAdditions) patch[field] = wanted;
      continue;
    }
    const present = original[field];
    const meta = patchMetaOf(options.kind, parent, field);
    if (isJsonObject(present) && isJsonObject(wanted)) diffMap(field, present, wanted, { patch, meta, options });
    else if (isMergedList(present, wanted, meta)) {
      diffList(field, present, wanted, { patch, meta, options });
    } else if (!options.ignoreAdditions && !isDeepEqual(present, wanted)) patch[field] = wanted;
  }
  if (!options.ignoreDeletions) {
    for (const field of Object.keys(original)) if (!Object.hasOwn(modified, field)) patch[field] = null;
  }
  const kept = Object.keys(modified).filter((field) => modified[field] !== null);
  const isUnionChanged = Object.keys(patch).length > 0 || hasFurtherField(original, modified);
  if (retainKeys && kept.length > 0 && isUnionChanged) patch.$retainKeys = kept.sort();
  return patch;
}

interface Field {
  readonly patch: Record<string, unknown>;
  readonly meta: PatchMeta;
  readonly options: DiffOptions;
}

function diffMap(field: string, present: JsonObject, wanted: JsonObject, { patch, meta, options }: Field): void {
  if (meta.replace) {
    if (!options.ignoreAdditions) patch[field] = wanted;
    return;
  }
  const inner = diffMaps(present, wanted, { parent: field, retainKeys: meta.retainKeys === true }, options);
  if (Object.keys(inner).length > 0) patch[field] = inner;
}

function isMergedList(present: unknown, wanted: unknown, meta: PatchMeta): present is readonly unknown[] {
  return Array.isArray(present) && Array.isArray(wanted) && meta.mergeKey !== undefined;
}

function diffList(field: string, present: readonly unknown[], value: unknown, { patch, meta, options }: Field): void {
  const wanted: readonly unknown[] = Array.isArray(value) ? value : [];
  if (present.length === 0) {
    if (wanted.length > 0 && !options.ignoreAdditions) patch[field] = wanted;
    return;
  }
  if (meta.mergeKey === '') {
    diffValues(field, present, wanted, { patch, meta, options });
    return;
  }
  const key = meta.mergeKey ?? '';
  const { changed, deleted } = diffItems(keyed(present, key), keyed(wanted, key), {
    key,
    place: { parent: field, retainKeys: meta.retainKeys === true },
    options,
  });
  const items = [...changed, ...deleted];
  if (items.length > 0) patch[field] = items;
  const isReordered =
    present.length !== wanted.length || wanted.some((item, index) => keyIn(item, key) !== keyIn(present[index], key));
  const hasOrder = (!options.ignoreAdditions && isReordered) || items.length > 0;
  if (hasOrder && wanted.length > 0) {
    patch[`$setElementOrder/${field}`] = wanted.map((item) => ({ [key]: keyIn(item, key) }));
  }
}

interface ItemOptions {
  readonly key: string;
  readonly place: Place;
  readonly options: DiffOptions;
}

/** Items that change or are new in the order of `wanted`, and a `$patch: delete` for each that is gone, in order of keys. */
function diffItems(
  present: ReadonlyMap<string, JsonObject>,
  wanted: ReadonlyMap<string, JsonObject>,
  { key, place, options }: ItemOptions,
): { readonly changed: readonly JsonObject[]; readonly deleted: readonly JsonObject[] } {
  const changed: JsonObject[] = [];
  for (const [name, item] of wanted) {
    const twin = present.get(name);
    if (twin === undefined) {
      if (!options.ignoreAdditions) changed.push(item);
      continue;
    }
    const inner = diffMaps(twin, item, place, options);
    if (Object.keys(inner).length > 0) changed.push({ ...inner, [key]: item[key] });
  }
  const gone = options.ignoreDeletions ? [] : [...present.keys()].filter((name) => !wanted.has(name)).sort();
  return { changed, deleted: gone.map((name) => ({ $patch: 'delete', [key]: present.get(name)?.[key] })) };
}

/** Lists of plain values that are merged as sets: what to add, and what to take out of them. */
function diffValues(
  field: string,
  present: readonly unknown[],
  wanted: readonly unknown[],
  { patch, options }: Field,
): void {
  const added = options.ignoreAdditions ? [] : wanted.filter((value) => !present.includes(value));
  const gone = options.ignoreDeletions ? [] : present.filter((value) => !wanted.includes(value));
  if (added.length > 0) patch[field] = added;
  if (gone.length > 0) patch[`$deleteFromPrimitiveList/${field}`] = [...new Set(gone)].sort();
  const isChanged = !options.ignoreAdditions && !isDeepEqual(present, wanted);
  if ((gone.length > 0 || isChanged) && wanted.length > 0) patch[`$setElementOrder/${field}`] = wanted;
}

function keyed(items: readonly unknown[], key: string): ReadonlyMap<string, JsonObject> {
  return new Map(items.map((item) => [String(keyIn(item, key)), isJsonObject(item) ? item : {}]));
}

function keyIn(item: unknown, key: string): unknown {
  const value = isJsonObject(item) ? item[key] : undefined;
  if (value === undefined) throw new PatchError(`map: ${goValue(item)} does not contain declared merge key: ${key}`);
  return value;
}

function hasFurtherField(original: JsonObject, modified: JsonObject): boolean {
  return Object.keys(original).some((field) => original[field] !== null && !Object.hasOwn(modified, field));
}
