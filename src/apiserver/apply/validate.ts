/**
 * Whether an applied document fits the schema, in the words of structured-merge-diff typed/validate.go (v6).
 */
import { isJsonObject } from '../../api/meta/jsonObject';
import type { Kind } from '../../api/kinds';
import { fieldsOf } from '../registry/fieldTable';
import { elementText } from './fieldSet';
import { elementOf, inside, type Shape, shapeOfKind } from './shape';

/** What is wrong with `value`, each as `.path: why`. */
export function schemaErrors(value: Readonly<Record<string, unknown>>, kind: Kind): readonly string[] {
  const errors: string[] = [];
  visit(value, shapeOfKind(kind), '');
  return errors;

  function visit(inner: unknown, shape: Shape, path: string): void {
    if (inner === null || inner === undefined || shape.type === 'leaf') return;
    if (shape.type === 'list' || shape.type === 'set') return visitList(inner, shape, path);
    if (!isJsonObject(inner)) return void errors.push(`${path}: expected map, got ${goValue(inner)}`);
    for (const [name, field] of Object.entries(inner)) {
      const declared = inside(shape, name);
      if (declared === undefined) {
        errors.push(`${path}.${name}: field not declared in schema`);
        continue;
      }
      const wanted = wantedScalar(shape, name, path);
      if (wanted !== undefined && field !== null && !wanted.fits(field)) {
        errors.push(`${path}.${name}: expected ${wanted.name}, got ${goValue(field)}`);
      } else visit(field, declared, `${path}.${name}`);
    }
  }

  function visitList(inner: unknown, shape: Shape & { readonly type: 'list' | 'set' }, path: string): void {
    if (!Array.isArray(inner)) return void errors.push(`${path}: expected list, got ${goValue(inner)}`);
    const seen = new Set<string>();
    inner.forEach((item: unknown, index) => {
      const element = elementOf(shape, item);
      if (element === undefined) {
        const missing =
          shape.type === 'list' ? shape.keys.find((key) => !isJsonObject(item) || item[key] === undefined) : '';
        const why = `associative list with keys has an element that omits key field "${missing}" (and doesn't have default value)`;
        return void errors.push(`${path}: element ${index}: ${why}`);
      }
      if (seen.has(element)) errors.push(`${path}: duplicate entries for key ${elementText(element)}`);
      seen.add(element);
      if (shape.type === 'list') visit(item, shape.items, path + elementText(element));
    });
  }

  /** The scalar type that a field, or the values of a map, must have; undefined where that is not one. */
  function wantedScalar(shape: Shape, name: string, path: string): Scalar | undefined {
    if (shape.type === 'fields') return scalars[shape.scalarFields.get(name) ?? ''];
    if (shape.type === 'struct') {
      const field = fieldsOf(shape.name).get(name);
      return field?.container === '' ? scalars[field.base] : undefined;
    }
    // Maps of the API hold texts, but for quantities and bytes, which may be numbers or are texts anyway.
    if (shape.type !== 'map' || shape.items.type !== 'leaf') return undefined;
    return /\.(limits|requests|capacity|allocatable|overhead|hard|used)$/.test(path) ? undefined : scalars.s;
  }
}

interface Scalar {
  readonly name: string;
  fits(value: unknown): boolean;
}

const text: Scalar = { name: 'string', fits: (value) => typeof value === 'string' };
const numeric: Scalar = { name: 'numeric (int or float)', fits: (value) => typeof value === 'number' };
const scalars: Readonly<Record<string, Scalar>> = {
  s: text,
  i: numeric,
  l: numeric,
  d: numeric,
  b: { name: 'boolean', fits: (value) => typeof value === 'boolean' },
};

function goValue(value: unknown): string {
  const shown =
    typeof value === 'string'
      ? value
      : Array.isArray(value)
        ? `[${value.join(' ')}]`
        : isJsonObject(value)
          ? 'map[]'
          : String(value);
  return `&value.valueUnstructured{Value:${typeof value === 'string' ? JSON.stringify(shown) : shown}}`;
}
