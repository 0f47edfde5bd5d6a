/**
 * Which fields differ between two versions of an object. Items of a list are compared by what they call themselves, so
 * that a condition that turns is one line, and not a list that moved.
 */
import type { FieldDiff } from '../client/why';
import { below, isRecord } from './fieldPath';

/** What tells the items of a list apart, the first that all of them have. */
const ITEM_KEYS = ['type', 'name', 'uid', 'key', 'containerPort', 'port', 'mountPath', 'ip', 'manager'];
/** What every write changes. */
const ALWAYS = new Set(['metadata.resourceVersion', 'metadata.managedFields']);

/** The fields of `after` that `before` has not, or other; in the order of the object, those that are gone last. */
export function fieldDiffs(before: unknown, after: unknown): readonly FieldDiff[] {
  const diffs: FieldDiff[] = [];
  compare('', before, after, diffs);
  return diffs;
}

function compare(path: string, before: unknown, after: unknown, diffs: FieldDiff[]): void {
  if (before === after || ALWAYS.has(path)) return;
  if (isRecord(before) && isRecord(after)) {
    for (const name of namesOf(after, before)) compare(below(path, name), before[name], after[name], diffs);
    return;
  }
  const [old, now] = [before ?? [], after ?? []];
  const key = Array.isArray(old) && Array.isArray(now) ? itemKey([...old, ...now]) : undefined;
  if (key !== undefined) return compareItems(path, key, old as Items, now as Items, diffs); // Just looked at.
  if (isSame(before, after)) return;
  diffs.push({
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
}

type Items = readonly Readonly<Record<string, unknown>>[];

function compareItems(path: string, key: string, before: Items, after: Items, diffs: FieldDiff[]): void {
  const old = new Map(before.map((item) => [String(item[key]), item]));
  const now = new Map(after.map((item) => [String(item[key]), item]));
  if (old.size < before.length || now.size < after.length) {
    if (!isSame(before, after)) diffs.push({ path, before, after });
    return;
  }
  for (const name of new Set([...now.keys(), ...old.keys()])) {
    compare(`${path}[${key}=${name}]`, old.get(name), now.get(name), diffs);
  }
}

function itemKey(items: readonly unknown[]): string | undefined {
  if (items.length === 0 || !items.every(isRecord)) return undefined;
  return ITEM_KEYS.find((key) => items.every((item) => ['string', 'number'].includes(typeof item[key])));
}

function namesOf(...records: readonly Readonly<Record<string, unknown>>[]): ReadonlySet<string> {
  return new Set(records.flatMap((record) => Object.keys(record)));
}

/** Whether two JSON values are equal. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  for (const name of namesOf(a, b)) if (!isSame(a[name], b[name])) return false;
  return true;
}
