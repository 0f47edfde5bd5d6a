/**
 * Memory of what has been found sound, so that a thousand pods of one template are checked once.
 * Only frozen objects are remembered: what is in the store never changes. A memory belongs to one rule.
 */
import type { FieldError } from '../fieldError';

/** Runs `check` unless `value` has passed it before. Absent values pass. */
export function checkOnce(
  memory: WeakSet<object>,
  value: object | undefined,
  errors: FieldError[],
  check: () => void,
): void {
  if (value === undefined || memory.has(value)) return;
  const before = errors.length;
  check();
  if (errors.length === before && Object.isFrozen(value)) memory.add(value);
}
