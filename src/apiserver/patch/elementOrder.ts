/**
 * In which order the items of a merged list stand: those of the patch in its order, the others as they were, and where
 * the two orders leave it open, the patch's first.
 * Models normalizeElementOrder of staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36.3).
 */
import { isJsonObject } from '../../api/meta/jsonObject';

/**
 * `items` in order. `order` holds items (or values) of the patch, `server` the list before it; `mergeKey` is empty for
 * lists of plain values.
 */
export function orderedItems(
  items: readonly unknown[],
  order: readonly unknown[],
  server: readonly unknown[],
  mergeKey: string,
): readonly unknown[] {
  const identify = (item: unknown): unknown => (mergeKey !== '' && isJsonObject(item) ? item[mergeKey] : item);
  const positions = (list: readonly unknown[]): ReadonlyMap<unknown, number> =>
    new Map(list.map((item, index) => [identify(item), index]));
  const inPatch = positions(order);
  const inServer = positions(server);
  const by = (map: ReadonlyMap<unknown, number>) => (a: unknown, b: unknown) =>
    (map.get(identify(a)) ?? 0) - (map.get(identify(b)) ?? 0);
  const patched = items.filter((item) => inPatch.has(identify(item))).sort(by(inPatch));
  const others = items.filter((item) => !inPatch.has(identify(item))).sort(by(inServer));
  return merged(others, patched, (item) => inServer.get(identify(item)));
}

/** Both lists in one; an item of `others` goes first only where the server had it before the patch's next one. */
function merged(
  others: readonly unknown[],
  patched: readonly unknown[],
  position: (item: unknown) => number | undefined,
): readonly unknown[] {
  const result: unknown[] = [];
  let other = 0;
  let next = 0;
  while (other < others.length || next < patched.length) {
    const left = other < others.length ? position(others[other]) : undefined;
    const right = next < patched.length ? position(patched[next]) : undefined;
    const isLeftFirst = left !== undefined && right !== undefined && left < right;
    if (next >= patched.length || (other < others.length && isLeftFirst)) result.push(others[other++]);
    else result.push(patched[next++]);
  }
  return result;
}
