/**
 * Sets of fields in the form of metadata.managedFields: `{"f:spec":{"f:replicas":{}}}`. An element is a member of its
 * set if it is empty or has a `.`; otherwise it only leads to members.
 * Models structured-merge-diff fieldpath/set.go (v6), FieldsV1 of apimachinery (v1.36.3).
 */
import { inside, type Shape } from './shape';

/** A set: its elements, and what of it lies below each. */
export interface Fields {
  readonly [element: string]: Fields;
}

/** The set without members. */
export const NO_FIELDS: Fields = Object.freeze({});
const SELF = '.';

/** Whether `set`, below an element, says that the element itself is meant. */
function isMember(below: Fields): boolean {
  return SELF in below || isEmpty(below);
}

/** True if neither the set nor anything below it has members. */
export function isEmpty(set: Fields): boolean {
  for (const _element in set) return false;
  return true;
}

/** `below` for an element, in its shortest form; undefined if neither it nor anything below is a member. */
function node(isSelf: boolean, below: Record<string, Fields>): Fields | undefined {
  if (isEmpty(below)) return isSelf ? NO_FIELDS : undefined;
  return isSelf ? { [SELF]: NO_FIELDS, ...below } : below;
}

/** Combines two sets element by element; `keep` says whether an element is a member of the result. */
function combined(
  left: Fields,
  right: Fields,
  keep: (inLeft: boolean, inRight: boolean) => boolean,
): Record<string, Fields> {
  if (isEmpty(left) && isEmpty(right)) return {};
  const result: Record<string, Fields> = {};
  for (const element of [...new Set([...Object.keys(left), ...Object.keys(right)])].sort()) {
    if (element === SELF) continue;
    const [x, y] = [left[element], right[element]];
    const isSelf = keep(x !== undefined && isMember(x), y !== undefined && isMember(y));
    const below = node(isSelf, combined(x ?? NO_FIELDS, y ?? NO_FIELDS, keep));
    if (below !== undefined) result[element] = below;
  }
  return result;
}

/** What is in either. */
export function union(left: Fields, right: Fields): Fields {
  if (isEmpty(left)) return right;
  return isEmpty(right) ? left : combined(left, right, (x, y) => x || y);
}

/** What is in both. */
export const intersection = (left: Fields, right: Fields): Fields => combined(left, right, (x, y) => x && y);
/** What is in `left` alone. */
export function difference(left: Fields, right: Fields): Fields {
  return isEmpty(left) || isEmpty(right) ? left : combined(left, right, (x, y) => x && !y);
}

/** `set` without `element` and all below it. */
export function without(set: Fields, element: string): Fields {
  if (!(element in set)) return set;
  const { [element]: _dropped, ...rest } = set;
  return rest;
}

/** Builds a set path by path. */
export class FieldSetBuilder {
  readonly #root: Tree = { isSelf: false, below: new Map() };

  add(path: readonly string[]): void {
    let tree = this.#root;
    for (const element of path) {
      let next = tree.below.get(element);
      if (next === undefined) {
        next = { isSelf: false, below: new Map() };
        tree.below.set(element, next);
      }
      tree = next;
    }
    tree.isSelf = true;
  }

  build(): Fields {
    return fieldsOfTree(this.#root) ?? NO_FIELDS;
  }
}

interface Tree {
  isSelf: boolean;
  readonly below: Map<string, Tree>;
}

function fieldsOfTree({ isSelf, below }: Tree): Fields | undefined {
  const result: Record<string, Fields> = {};
  for (const element of [...below.keys()].sort()) {
    const tree = below.get(element);
    const inner = tree === undefined ? undefined : fieldsOfTree(tree);
    if (inner !== undefined) result[element] = inner;
  }
  return node(isSelf, result);
}

/** `set` with the declared fields that lead to members as members. */
export function withNamedFields(set: Fields, shape: Shape): Fields {
  const result: Record<string, Fields> = {};
  for (const element of Object.keys(set)) {
    const below = set[element];
    if (element === SELF || below === undefined) continue;
    const isField = element.startsWith('f:');
    const inner = isField ? inside(shape, element.slice(2)) : itemsOf(shape);
    const named = withNamedFields(below, inner ?? { type: 'leaf' });
    const isSelf =
      isMember(below) || (isField && (shape.type === 'struct' || shape.type === 'fields') && inner !== undefined);
    const kept = node(isSelf, { ...without(named, SELF) });
    if (kept !== undefined) result[element] = kept;
  }
  return result;
}

function itemsOf(shape: Shape): Shape | undefined {
  return shape.type === 'list' ? shape.items : undefined;
}

/** The part of `set` below `element`, and whether `element` itself is a member. */
export function below(set: Fields, element: string): { readonly isMember: boolean; readonly fields: Fields } {
  const found = set[element];
  return found === undefined
    ? { isMember: false, fields: NO_FIELDS }
    : { isMember: isMember(found), fields: without(found, SELF) };
}

/** Every member as a path that people read: `.spec.containers[name="c"].image`. */
export function pathsOf(set: Fields): readonly string[] {
  const paths: string[] = [];
  const visit = (fields: Fields, prefix: string): void => {
    for (const element of Object.keys(fields)) {
      const inner = fields[element];
      if (element === SELF || inner === undefined) continue;
      const path = prefix + elementText(element);
      if (isMember(inner)) paths.push(path);
      visit(inner, path);
    }
  };
  visit(set, '');
  return paths;
}

/** `.name`, `[name="c"]` or `[="value"]`. */
export function elementText(element: string): string {
  if (element.startsWith('f:')) return `.${element.slice(2)}`;
  if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
  const keys = JSON.parse(element.slice(2)) as Readonly<Record<string, unknown>>; // Written by elementOf.
  return `[${Object.entries(keys)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}]`;
}
