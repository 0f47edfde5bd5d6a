/**
 * Drops what a structural schema does not know.
 * Models apiextensions-apiserver/pkg/apiserver/schema/pruning and schema/defaulting/prune.go (v1.36.3).
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import { isJsonObject } from '../../api/meta/jsonObject';
import { fieldSchema, isOpen, itemsOf } from './schemaParts';

/** What is left, and the paths of what was dropped. */
export interface Pruned {
  /** The given value itself where nothing was dropped. */
  readonly value: unknown;
  readonly unknown: readonly string[];
}

/** Fields of every object of the API: the schema need not name them. */
const headers: readonly string[] = ['apiVersion', 'kind', 'metadata'];

/** `value` without unknown fields. `isObject`: it is a whole object of the API. */
export function pruned(value: unknown, schema: JSONSchemaProps, isObject = false): Pruned {
  const unknown: string[] = [];
  const kept = visit(value, schema, '', isObject);
  return { value: kept, unknown: unknown.sort() };

  function visit(given: unknown, at: JSONSchemaProps, path: string, isResource: boolean): unknown {
    if (Array.isArray(given)) return visitList(given, at, path);
    if (!isJsonObject(given)) return given;
    const isWhole = isResource || at['x-kubernetes-embedded-resource'] === true;
    let changed = false;
    const next: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(given)) {
      const place = path === '' ? name : `${path}.${name}`;
      const inside = fieldSchema(at, name);
      if (isWhole && headers.includes(name)) {
        next[name] = each;
      } else if (inside === undefined) {
        if (isOpen(at)) next[name] = each;
        else {
          unknown.push(place);
          changed = true;
        }
      } else if (each === null && inside.nullable !== true && !isOpen(inside)) {
        changed = true; // Null says nothing where it is not allowed.
      } else {
        next[name] = visit(each, inside, place, false);
        changed ||= next[name] !== each;
      }
    }
    return changed ? next : given;
  }

  function visitList(given: readonly unknown[], at: JSONSchemaProps, path: string): unknown {
    const items = itemsOf(at);
    if (items === undefined) return given;
    const next = given.map((each, index) => visit(each, items, `${path}[${index}]`, false));
    return next.some((each, index) => each !== given[index]) ? next : given;
  }
}
