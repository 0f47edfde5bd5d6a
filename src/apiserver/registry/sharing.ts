/**
 * Structural sharing: what defaulting does not change stays the same object, so that later readers can skip it.
 */

/** `list` with `change` applied to every item; the same array if no item changed. */
export function mapShared<T, L extends readonly T[] | undefined>(list: L, change: (item: T) => T): L | readonly T[] {
  if (list === undefined) return list;
  let changed: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const before = list[index] as T; // In range.
    const after = change(before);
    if (after === before) continue;
    changed ??= [...list];
    changed[index] = after;
  }
  return changed ?? list;
}

/**
 * Remembers what `change` made of a frozen object. Only frozen ones: everything in the store is frozen all the way
 * down and never changes, anything else may.
 */
export function remembered<T extends object>(change: (object: T) => T): (object: T) => T {
  const known = new WeakMap<T, T>();
  return (object) => {
    const before = known.get(object);
    if (before !== undefined) return before;
    const after = change(object);
    if (Object.isFrozen(object)) known.set(object, after);
    if (after !== object && Object.isFrozen(after)) known.set(after, after);
    return after;
  };
}
