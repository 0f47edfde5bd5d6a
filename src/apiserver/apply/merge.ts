/**
 * Merges what is applied into what is there, and takes out of a document what nobody wants any more.
 * Models structured-merge-diff typed/{merge,remove}.go and merge/update.go, prune (v6).
 */
import { isJsonObject } from '../../api/meta/jsonObject';
import { byElement, fieldSetOf } from './compare';
import { below, difference, type Fields, intersection, isEmpty, union, withNamedFields } from './fieldSet';
import { inside, type Shape } from './shape';

const LEAF: Shape = { type: 'leaf' };

/** `live` with everything that `config` says. */
export function merged(live: unknown, config: unknown, shape: Shape): unknown {
  if (config === undefined) return live;
  if (live === undefined || live === null || shape.type === 'leaf') return config;
  if (shape.type === 'list' || shape.type === 'set') return mergedList(live, config, shape);
  if (!isJsonObject(live) || !isJsonObject(config)) return config;
  const result: Record<string, unknown> = { ...live };
  for (const name of Object.keys(config)) result[name] = merged(live[name], config[name], inside(shape, name) ?? LEAF);
  return result;
}

/** Both orders are kept as far as they agree; where they do not, the applied one wins. */
function mergedList(live: unknown, config: unknown, shape: Shape & { readonly type: 'list' | 'set' }): unknown {
  const [left, right] = [byElement(live, shape), byElement(config, shape)];
  const [leftOrder, rightOrder] = [[...left.keys()], [...right.keys()]];
  const shared = rightOrder.filter((element) => left.has(element));
  const done = new Set<string>();
  const result: unknown[] = [];
  const take = (element: string): void => {
    done.add(element);
    if (shared[0] === element) shared.shift();
    const items = shape.type === 'list' ? shape.items : LEAF;
    result.push(merged(left.get(element), right.get(element), items));
  };
  for (let l = 0, r = 0; l < leftOrder.length || r < rightOrder.length; ) {
    const [x, y] = [leftOrder[l], rightOrder[r]];
    if (x !== undefined && y !== undefined) {
      if (x === y) {
        take(x);
        l += 1;
        r += 1;
        continue;
      }
      // A shared item, but not the one whose turn it is.
      if (right.has(x) && shared[0] !== undefined && shared[0] !== x) {
        l += 1;
        continue;
      }
    }
    if (x !== undefined && (!right.has(x) || done.has(x))) {
      if (!right.has(x)) result.push(left.get(x));
      l += 1;
    } else if (y !== undefined) {
      if (!done.has(y)) take(y);
      r += 1;
    } else l += 1;
  }
  return result;
}

/** `value` without the members of `set`. What becomes empty is null, which is not the same as gone. */
export function removed(value: unknown, set: Fields, shape: Shape): unknown {
  if (isEmpty(set) || shape.type === 'leaf') return value;
  if (shape.type === 'list' || shape.type === 'set') {
    const kept: unknown[] = [];
    for (const [element, item] of byElement(value, shape)) {
      const { isMember, fields } = below(set, element);
      if (isMember) continue;
      kept.push(shape.type === 'list' ? removed(item, fields, shape.items) : item);
    }
    return kept.length === 0 ? null : kept;
  }
  if (!isJsonObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const { isMember, fields } = below(set, `f:${name}`);
    if (isMember) continue;
    kept[name] = removed(field, fields, inside(shape, name) ?? LEAF);
  }
  return Object.keys(kept).length === 0 ? null : kept;
}

/**
 * `document` without what the applier had said before (`last`) and does not say any more, unless somebody in `managed`,
 * which holds its new fields, too, wants it.
 */
export function pruned(document: unknown, last: Fields, managed: readonly Fields[], shape: Shape): unknown {
  const named = (set: Fields) => withNamedFields(set, shape);
  const everything = named(fieldSetOf(document, shape));
  const rest = (without: unknown) => named(fieldSetOf(without, shape));
  const wanted = named(managed.reduce(union, {}));
  const lean = removed(document, named(last), shape);
  const owned = removed(document, difference(everything, union(rest(lean), wanted)), shape);
  // What goes must have been the applier's own: items that nobody manages stay.
  return removed(document, intersection(difference(everything, rest(owned)), named(last)), shape);
}
