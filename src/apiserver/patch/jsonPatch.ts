/**
 * JSON patch: add, remove, replace, move, copy, test.
 * Models RFC 6902 as gopkg.in/evanphx/json-patch.v4 applies it for the API server (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { isDeepEqual } from '../../api/meta/equality';

/** One operation as it was sent; what is missing shows when it is applied. */
export interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly from?: unknown;
  readonly value?: unknown;
}

/** An operation that cannot be applied. */
export class JsonPatchError extends Error {
  override readonly name = 'JsonPatchError';
}

/** `document` after all operations; parts that no operation touches are shared. Throws JsonPatchError. */
export function applyJsonPatch(document: unknown, operations: readonly Operation[]): unknown {
  const own: Own = new Set();
  let current = document;
  for (const operation of operations) current = applyOne(current, operation, own);
  return current;
}

/**
 * Objects and lists that this patch has made, each in one place of the document: they are changed where they are, so that
 * thousands of operations do not copy a large object thousands of times. What they lie in is the patch's own, too.
 */
type Own = Set<unknown>;

function applyOne(document: unknown, { op, path, from, value = null }: Operation, own: Own): unknown {
  const target = pointer(path);
  switch (op) {
    case 'add':
      return changed(document, target, { type: 'add', value }, own);
    case 'replace':
      return changed(document, target, { type: 'replace', value }, own);
    case 'remove':
      return changed(document, target, { type: 'remove' }, own);
    case 'copy': {
      const copied = valueAt(document, pointer(from));
      release(copied, own);
      return changed(document, target, { type: 'add', value: copied }, own);
    }
    case 'move': {
      const source = pointer(from);
      const moved = valueAt(document, source);
      return changed(changed(document, source, { type: 'remove' }, own), target, { type: 'add', value: moved }, own);
    }
    case 'test':
      if (!isDeepEqual(optionalAt(document, target) ?? null, value)) throw new JsonPatchError('testing value failed');
      return document;
    default:
      throw new JsonPatchError(`Unexpected kind: ${String(op)}`);
  }
}

/** `value` will stand in two places. */
function release(value: unknown, own: Own): void {
  if (!own.delete(value)) return;
  for (const inner of Object.values(value as object)) release(inner, own); // Objects and lists alone are own.
}

/** The steps of a JSON pointer. */
function pointer(text: unknown): readonly string[] {
  if (typeof text !== 'string') throw new JsonPatchError('missing path');
  if (text === '') return [];
  if (!text.startsWith('/')) throw new JsonPatchError(`unable to parse path ${text}`);
  return text
    .slice(1)
    .split('/')
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
}

function optionalAt(document: unknown, steps: readonly string[]): unknown {
  let current = document;
  for (const step of steps) {
    if (Array.isArray(current)) current = current[indexOf(step, current.length - 1)];
    else if (isJsonObject(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}

function valueAt(document: unknown, steps: readonly string[]): unknown {
  const value = optionalAt(document, steps);
  if (value === undefined) throw new JsonPatchError(`missing value at ${steps.join('/')}`);
  return value;
}

type Change = { readonly type: 'add' | 'replace'; readonly value: unknown } | { readonly type: 'remove' };

/** With the way down to the changed place the patch's own; everything beside it is shared. */
function changed(document: unknown, steps: readonly string[], change: Change, own: Own): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change.type === 'remove' ? null : change.value;
  if (Array.isArray(document)) return changedList(document, step, rest, change, own);
  if (!isJsonObject(document)) throw new JsonPatchError(`no container at ${step}`);
  return changedObject(document, step, rest, change, own);
}

function changedObject(
  document: JsonObject,
  step: string,
  rest: readonly string[],
  change: Change,
  own: Own,
): JsonObject {
  const isThere = Object.hasOwn(document, step) && document[step] !== undefined;
  if (!isThere && (rest.length > 0 || change.type !== 'add')) throw new JsonPatchError(`missing key ${step}`);
  const object: Record<string, unknown> = own.has(document) ? document : { ...document };
  own.add(object);
  if (rest.length === 0 && change.type === 'remove') delete object[step];
  else setKey(object, step, changed(isThere ? object[step] : undefined, rest, change, own));
  return object;
}

/** As a literal would: also a key that an assignment takes for the prototype. */
function setKey(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function changedList(
  document: readonly unknown[],
  step: string,
  rest: readonly string[],
  change: Change,
  own: Own,
): unknown[] {
  const list = own.has(document) ? (document as unknown[]) : [...document]; // Its own may be changed.
  own.add(list);
  if (rest.length > 0) {
    const index = indexOf(step, list.length - 1);
    list[index] = changed(list[index], rest, change, own);
  } else if (change.type === 'add') {
    list.splice(step === '-' ? list.length : indexOf(step, list.length), 0, change.value);
  } else if (change.type === 'remove') list.splice(indexOf(step, list.length - 1), 1);
  else list[indexOf(step, list.length - 1)] = change.value;
  return list;
}

function indexOf(step: string, last: number): number {
  const index = /^\d+$/.test(step) ? Number(step) : Number.NaN;
  if (Number.isNaN(index) || index > last) throw new JsonPatchError(`Unable to access invalid index: ${step}`);
  return index;
}
