/** Deep freezing that stops at what is frozen already. */

/** Freezes `value` and all it holds; hands it back. A frozen part is taken to be frozen all the way down. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) freezeParts(value);
  return value;
}

/** Asks before it calls itself: most parts are words, numbers or frozen already. */
function freezeParts(value: object): void {
  Object.freeze(value);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (typeof item === 'object' && item !== null && !Object.isFrozen(item)) freezeParts(item);
    }
    return;
  }
  const parts = value as Readonly<Record<string, unknown>>; // Any object may be read so.
  for (const key in parts) {
    const part = parts[key];
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) freezeParts(part);
  }
}
