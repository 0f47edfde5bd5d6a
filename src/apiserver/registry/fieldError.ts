/**
 * One complaint of validation about one field, in the API's words, and the 422 answer that carries all of them.
 * Models staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go and api/errors.NewInvalid (v1.36.3).
 */
import { type Kind, infoOf } from '../../api/kinds';
import { ApiError, failure } from '../../api/meta/status';

export type FieldErrorReason =
  | 'FieldValueRequired'
  | 'FieldValueInvalid'
  /** A value of another type: printed as `FieldValueInvalid` is. */
  | 'FieldValueTypeInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueDuplicate'
  | 'FieldValueForbidden'
  | 'FieldValueNotFound'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany';

export interface FieldError {
  readonly reason: FieldErrorReason;
  /** Path as Kubernetes writes it, e.g. `spec.containers[0].ports[1].name`. */
  readonly field: string;
  /** The sentence without the path, e.g. `Required value`. */
  readonly body: string;
}

/** A missing value. */
export function required(field: string, detail = ''): FieldError {
  return { reason: 'FieldValueRequired', field, body: detail === '' ? 'Required value' : `Required value: ${detail}` };
}

/** A value that breaks a rule. `value` is printed as `renderValue` does. */
export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, body: `Invalid value: ${renderValue(value)}: ${detail}` };
}

/** A value outside an enumeration; `supported` is listed in the order given. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((word) => quote(word)).join(', ');
  const body = `Unsupported value: ${renderValue(value)}: supported values: ${list}`;
  return { reason: 'FieldValueNotSupported', field, body };
}

/** A value that must be unique and is not. */
export function duplicate(field: string, value: unknown, detail = ''): FieldError {
  const body = `Duplicate value: ${renderValue(value)}${detail === '' ? '' : `: ${detail}`}`;
  return { reason: 'FieldValueDuplicate', field, body };
}

/** A field that may not be set, or not be changed. */
export function forbidden(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, body: `Forbidden: ${detail}` };
}

/** A reference inside the object that leads nowhere. */
export function notFound(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', field, body: `Not found: ${renderValue(value)}` };
}

/** A text or map of more than `maxBytes`. */
export function tooLong(field: string, maxBytes: number): FieldError {
  return { reason: 'FieldValueTooLong', field, body: `Too long: may not be more than ${maxBytes} bytes` };
}

/** A list of more than `max` items. */
export function tooMany(field: string, actual: number, max: number): FieldError {
  const body = `Too many: ${actual}: must have at most ${max} items`;
  return { reason: 'FieldValueTooMany', field, body };
}

/**
 * The 422 that the API server answers. The message drops repeated errors, the causes keep them.
 * `type` overrides what is named, e.g. `{ kind: 'Scale', group: 'autoscaling' }` or `CreateOptions`.
 */
export function invalidError(
  kind: Kind,
  name: string,
  errors: readonly FieldError[],
  type: { readonly kind: string; readonly group: string } = infoOf(kind),
): ApiError {
  const lines = [...new Set(errors.map((error) => `${error.field}: ${error.body}`))];
  const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  const qualified = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  return new ApiError(
    failure(422, 'Invalid', `${qualified} ${quote(name)} is invalid: ${list}`, {
      ...(name === '' ? {} : { name }),
      ...(type.group === '' ? {} : { group: type.group }),
      kind: type.kind,
      causes: errors.map(({ reason, field, body }) => ({ reason, message: body, field })),
    }),
  );
}

/**
 * A bad value as Go prints it: texts quoted, numbers and booleans plain, the rest as compact JSON.
 * Internal types have no JSON names: hand in an object whose keys are the Go fields.
 */
export function renderValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value).replace(/[<>&]/g, escapeHtml);
}

/** A text in double quotes with Go's escapes (`%q`). */
export function quote(text: string): string {
  return JSON.stringify(text);
}

// Go's encoder makes JSON safe for HTML.
function escapeHtml(character: string): string {
  return `\\u00${character.charCodeAt(0).toString(16)}`;
}
