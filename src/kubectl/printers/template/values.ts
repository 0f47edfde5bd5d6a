/**
 * Values as Go templates see them: JSON, and what templates add to it.
 * Models reflect.Value as far as text/template shows it (Go 1.26).
 */
import { GoFloat, goType } from '../../../printers/goFormat';

/** An int or a byte of a template, where JSON has int64: messages name the type. */
export class GoInt {
  constructor(
    readonly value: number,
    readonly type: 'int' | 'uint8' = 'int',
  ) {}
}

/**
 * A value on its way through a template; undefined is none at all (`<no value>`). `boxed`: it comes from a map or a
 * list, so that its static type is `interface {}`; only such a value can be null.
 */
export type Slot = { readonly value: unknown; readonly boxed: boolean } | undefined;

/** Go's reflect.Kind, as far as JSON has it. */
export type Kind = 'invalid' | 'nil' | 'bool' | 'int' | 'uint' | 'float' | 'string' | 'list' | 'map';

/** What Go's reflection calls the value inside. */
export function kindOf(slot: Slot): Kind {
  return slot === undefined ? 'invalid' : kindOfValue(slot.value);
}

/** The kind of a value that no interface hides. */
export function kindOfValue(value: unknown): Kind {
  if (value === null || value === undefined) return 'nil';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (value instanceof GoInt) return value.type === 'int' ? 'int' : 'uint';
  if (value instanceof GoFloat) return 'float';
  return Array.isArray(value) ? 'list' : 'map';
}

/** `int64`, `map[string]interface {}`. */
export function typeOf(value: unknown): string {
  return value instanceof GoInt ? value.type : goType(value);
}

/** The number inside, NaN if there is none. */
export function numberOf(value: unknown): number {
  if (value instanceof GoInt || value instanceof GoFloat) return value.value;
  return typeof value === 'number' ? value : Number.NaN;
}

/** A value that a function or a literal made. */
export function plain(value: unknown): Slot {
  return value === undefined ? undefined : { value, boxed: false };
}

/** A field of a map or list. */
export function boxed(value: unknown): Slot {
  return value === undefined ? undefined : { value, boxed: true };
}

/** What an interface holds; null becomes no value. */
export function unbox(slot: Slot): Slot {
  if (slot === undefined || !slot.boxed) return slot;
  return slot.value === null ? undefined : { value: slot.value, boxed: false };
}

/** Whether `if` takes the value for true: not empty, not zero. */
export function isTrue(slot: Slot): boolean {
  const kind = kindOf(slot);
  switch (kind) {
    case 'invalid':
    case 'nil':
      return false;
    case 'bool':
      return slot?.value === true;
    case 'string':
      return slot?.value !== '';
    case 'list':
      return entriesOf(slot?.value).length > 0;
    case 'map':
      return Object.keys(mapOf(slot?.value)).length > 0;
    default:
      return numberOf(slot?.value) !== 0;
  }
}

/** The items of a list; none of anything else. */
export function entriesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields of a map; none of anything else. */
export function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  if (kindOfValue(value) !== 'map') return {};
  return value as Readonly<Record<string, unknown>>; // All other objects are ruled out by the kind.
}
