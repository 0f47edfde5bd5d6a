/**
 * Equality of JSON values by content. Frozen objects are shared between versions, so identity settles most of the work.
 * Models staging/src/k8s.io/apimachinery/pkg/api/equality (v1.36.3). Left out: quantities, which are stored in one spelling.
 */

/** True if `a` and `b` hold the same. A key whose value is undefined counts as absent; the order of keys does not matter. */
export function isDeepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && areArraysEqual(a, b);
  if (Array.isArray(b)) return false;
  return areRecordsEqual(a as Record<string, unknown>, b as Record<string, unknown>); // Neither null nor an array.
}

function areArraysEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) {
    if (!isDeepEqual(a[index], b[index])) return false;
  }
  return true;
}

function areRecordsEqual(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  let difference = 0;
  for (const key in a) {
    const value = a[key];
    if (value === undefined) continue;
    difference += 1;
    if (!isDeepEqual(value, b[key])) return false;
  }
  for (const key in b) {
    if (b[key] !== undefined) difference -= 1;
  }
  return difference === 0;
}
