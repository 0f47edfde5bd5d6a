/**
 * JSON patches (RFC 6902) carried out on this side.
 */
import { CommandError } from '../errors';
import { isBag, isEqual } from './strategicDiff';

type Json = unknown;

/** `document` after the operations of `patch`. Throws CommandError where one cannot be done. */
export function applyJsonPatch(document: Json, patch: unknown): Json {
  if (!Array.isArray(patch)) {
    throw new CommandError('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  }
  let result = document;
  for (const operation of patch) {
    const { op, path, from, value } = isBag(operation) ? operation : {};
    const parts = partsOf(path);
    if (op === 'add') result = changed(result, parts, () => ({ value }), true);
    else if (op === 'replace') result = changed(result, parts, () => ({ value }), false);
    else if (op === 'remove') result = changed(result, parts, () => undefined, false);
    else if (op === 'move') {
      const moved = valueAt(result, partsOf(from));
      result = changed(
        changed(result, partsOf(from), () => undefined, false),
        parts,
        () => ({ value: moved }),
        true,
      );
    } else if (op === 'copy') {
      const copied = valueAt(result, partsOf(from));
      result = changed(result, parts, () => ({ value: copied }), true);
    } else if (op === 'test') {
      if (!isEqual(valueAt(result, parts), value))
        throw new CommandError(`testing value ${String(path)} failed: test failed`);
    } else throw new CommandError(`Unexpected kind: ${String(op)}`);
  }
  return result;
}

function partsOf(path: unknown): readonly string[] {
  return String(path)
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function missing(parts: readonly string[]): CommandError {
  return new CommandError(`operation does not apply: doc is missing path: "/${parts.join('/')}": missing value`);
}

function valueAt(document: Json, parts: readonly string[]): Json {
  let value = document;
  for (const part of parts) {
    value = Array.isArray(value) ? value[Number(part)] : isBag(value) ? value[part] : undefined;
    if (value === undefined) throw missing(parts);
  }
  return value;
}

/** A copy of `document` in which `change` says what stands at the path; undefined removes it. */
function changed(
  document: Json,
  [part, ...rest]: readonly string[],
  change: () => { readonly value: unknown } | undefined,
  inserts: boolean,
): Json {
  if (part === undefined) return change()?.value;
  if (Array.isArray(document)) return changedList(document, [part, ...rest], change, inserts);
  if (!isBag(document)) throw missing([part, ...rest]);
  const present = document[part];
  if (rest.length > 0) {
    if (present === undefined) throw missing([part, ...rest]);
    return { ...document, [part]: changed(present, rest, change, inserts) };
  }
  if (present === undefined && !inserts) throw missing([part]);
  const replaced = change();
  const { [part]: _, ...others } = document;
  return replaced === undefined ? others : { ...document, [part]: replaced.value };
}

function changedList(
  list: readonly unknown[],
  [part = '', ...rest]: readonly string[],
  change: () => { readonly value: unknown } | undefined,
  inserts: boolean,
): Json {
  const index = part === '-' ? list.length : Number(part);
  const isInside =
    Number.isInteger(index) && index >= 0 && index < list.length + (inserts && rest.length === 0 ? 1 : 0);
  if (!isInside) throw missing([part, ...rest]);
  if (rest.length > 0) return list.map((item, at) => (at === index ? changed(item, rest, change, inserts) : item));
  const replaced = change();
  const item = replaced === undefined ? [] : [replaced.value];
  return [...list.slice(0, index), ...item, ...list.slice(inserts ? index : index + 1)];
}
