/**
 * Comparisons of templates: only values of one kind can be compared.
 * Models staging/src/k8s.io/client-go/third_party/forked/golang/template/funcs.go (v1.36.3).
 */
import { compareText, GoFloat } from '../goFormat';
import { JsonPathError } from './parser';

/** What Go's templates call a basic kind. */
export type BasicKind = 'bool' | 'int' | 'float' | 'string';

/** The kind of a value that can be compared; undefined for null, lists and maps. */
export function basicKind(value: unknown): BasicKind | undefined {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return value instanceof GoFloat ? 'float' : undefined;
}

/** Compares two values of a filter. Throws JsonPathError with client-go's words. */
export function compare(left: unknown, operator: string, right: unknown): boolean {
  switch (operator) {
    case '<':
      return isLess(left, right);
    case '>':
      return !isLess(left, right) && !isEqual(left, right);
    case '==':
      return isEqual(left, right);
    case '!=':
      return !isEqual(left, right);
    case '<=':
      return isLess(left, right) || isEqual(left, right);
    case '>=':
      return !isLess(left, right);
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function commonKind(left: unknown, right: unknown): BasicKind {
  const [a, b] = [basicKind(left), basicKind(right)];
  if (a === undefined || b === undefined) throw new JsonPathError('invalid type for comparison');
  if (a !== b) throw new JsonPathError('incompatible types for comparison');
  return a;
}

function isEqual(left: unknown, right: unknown): boolean {
  commonKind(left, right);
  return plain(left) === plain(right);
}

function isLess(left: unknown, right: unknown): boolean {
  const kind = commonKind(left, right);
  if (kind === 'bool') throw new JsonPathError('invalid type for comparison');
  if (kind === 'string') return compareText(String(left), String(right)) < 0;
  return Number(plain(left)) < Number(plain(right));
}

function plain(value: unknown): unknown {
  return value instanceof GoFloat ? value.value : value;
}
