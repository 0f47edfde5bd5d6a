/**
 * What a view does not need, or misses, in the objects of a real API server. Applied to what has just been parsed.
 * Half of a real object is the record of who set which field: no view shows it, and kubectl leaves it out as well.
 * Whoever writes an object back without it changes nothing of it. And a list says once what its items are: here every
 * object says it of itself.
 */
import { wellFormed } from './wellFormed';

/** Makes an object, or the items of a list, what the page expects. */
export function tidied(value: unknown): void {
  if (!isRecord(value)) return;
  const { metadata, items, kind, apiVersion } = value;
  const isList = typeof kind === 'string' && kind.endsWith('List');
  if (isList && items === null) value.items = [];
  if (Array.isArray(items)) {
    for (const item of items as readonly unknown[]) {
      if (isList && isRecord(item)) {
        item.kind ??= kind.slice(0, -'List'.length);
        item.apiVersion ??= apiVersion;
      }
      tidied(item);
    }
  } else if (!isList) {
    if (isRecord(metadata)) delete metadata.managedFields;
    wellFormed(value);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
