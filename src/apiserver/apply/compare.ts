/**
 * What a document says, and in what two differ, as sets of fields.
 * Models structured-merge-diff typed/{tofieldset,compare}.go (v6).
 */
import { isJsonObject } from '../../api/meta/jsonObject';
import { isDeepEqual } from '../../api/meta/equality';
import { type Fields, FieldSetBuilder } from './fieldSet';
import { elementOf, inside, type Shape } from './shape';

/** Fields that one document has and the other has not, and those of another value. */
export interface Comparison {
  readonly added: Fields;
  readonly modified: Fields;
  readonly removed: Fields;
}

/** The fields that `value` gives a value. */
export function fieldSetOf(value: unknown, shape: Shape): Fields {
  const set = new FieldSetBuilder();
  const visit = (inner: unknown, of: Shape, path: readonly string[]): void => {
    switch (of.type) {
      case 'leaf':
        return set.add(path);
      case 'list':
      case 'set':
        for (const item of listOf(inner)) {
          const to = [...path, elementOf(of, item) ?? ''];
          if (of.type === 'list') visit(item, of.items, to);
          set.add(to);
        }
        return;
      case 'map':
      case 'fields':
      case 'struct':
        for (const [name, field] of Object.entries(isJsonObject(inner) ? inner : {})) {
          if (field === undefined) continue;
          const to = [...path, `f:${name}`];
          const declared = inside(of, name) ?? LEAF;
          if (field !== null || declared.type === 'leaf') visit(field, declared, to);
          if (field === null || of.type === 'map' || (isJsonObject(field) && Object.keys(field).length === 0))
            set.add(to);
        }
    }
  };
  visit(value, shape, []);
  return set.build();
}

const LEAF: Shape = { type: 'leaf' };

/** `value` if it is a list, else an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** In what `next` differs from `old`. Both are of `shape`. */
export function compare(old: unknown, next: unknown, shape: Shape): Comparison {
  const sets = { added: new FieldSetBuilder(), modified: new FieldSetBuilder(), removed: new FieldSetBuilder() };
  visit(old, next, shape, []);
  return { added: sets.added.build(), modified: sets.modified.build(), removed: sets.removed.build() };

  /** undefined: not there. */
  function visit(left: unknown, right: unknown, of: Shape, path: readonly string[]): void {
    if (left === right) return;
    const isLeaf = of.type === 'leaf' || (isHollow(left) && isHollow(right));
    if (!isLeaf) visitInside(left, right, of, path);
    if (left === undefined) sets.added.add(path);
    else if (right === undefined) sets.removed.add(path);
    else if (isLeaf && !isDeepEqual(left, right)) sets.modified.add(path);
  }

  function visitInside(left: unknown, right: unknown, of: Shape, path: readonly string[]): void {
    if (of.type === 'list' || of.type === 'set') {
      const [x, y] = [byElement(left, of), byElement(right, of)];
      for (const element of new Set([...x.keys(), ...y.keys()])) {
        visit(x.get(element), y.get(element), of.type === 'list' ? of.items : LEAF, [...path, element]);
      }
      return;
    }
    const [x, y] = [isJsonObject(left) ? left : {}, isJsonObject(right) ? right : {}];
    for (const name of new Set([...Object.keys(x), ...Object.keys(y)])) {
      visit(x[name], y[name], inside(of, name) ?? LEAF, [...path, `f:${name}`]);
    }
  }
}

/** Nothing inside that could be compared: then it is compared whole. */
function isHollow(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Items of an associative list by what tells them apart; of twins the first. */
export function byElement(
  list: unknown,
  shape: Shape & { readonly type: 'list' | 'set' },
): ReadonlyMap<string, unknown> {
  const items = new Map<string, unknown>();
  for (const item of listOf(list)) {
    const element = elementOf(shape, item) ?? '';
    if (!items.has(element)) items.set(element, item);
  }
  return items;
}
