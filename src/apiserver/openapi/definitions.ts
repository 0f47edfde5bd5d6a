/**
 * Schemas by name, as OpenAPI v3 writes them, and what is read off them.
 * Models k8s.io/kube-openapi/pkg/openapiconv (of v1.36.3) where v2 differs.
 */
import type { GroupVersionKind } from './operations';

/** Schemas by name; whatever JSON stands in one. */
export type Definitions = Readonly<Record<string, Schema>>;

export interface Schema {
  readonly [keyword: string]: unknown;
}

/** Whether `value` is a schema rather than a list of some, a name or a boolean. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where documents of v3 keep their schemas. */
export const COMPONENTS = '#/components/schemas/';
const GVK = 'x-kubernetes-group-version-kind';

/** Names of all schemas that those of `names` refer to, themselves among them, in order. */
export function reachable(definitions: Definitions, names: Iterable<string>): readonly string[] {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const schema = definitions[name];
    if (schema === undefined || seen.has(name)) return;
    seen.add(name);
    for (const other of referred(schema)) visit(other);
  };
  for (const name of names) visit(name);
  return [...seen].sort();
}

const memo = new WeakMap<Schema, readonly string[]>();

function referred(schema: Schema): readonly string[] {
  let names = memo.get(schema);
  if (names === undefined) {
    const found = JSON.stringify(schema).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
    names = [...new Set([...found].map(([, name = '']) => name))];
    memo.set(schema, names);
  }
  return names;
}

/** Finds the schema of a kind. */
export function schemaNames(definitions: Definitions): (kind: GroupVersionKind) => string {
  const names = new Map<string, string>();
  for (const [name, schema] of Object.entries(definitions)) {
    for (const kind of kindsOf(schema)) names.set(keyOf(kind), name);
  }
  return (kind) => names.get(keyOf(kind)) ?? '';
}

/** The kinds that a schema says it is of. */
export function kindsOf(schema: Schema): readonly GroupVersionKind[] {
  const kinds = schema[GVK];
  return Array.isArray(kinds) ? (kinds as readonly GroupVersionKind[]) : []; // The extension has this form.
}

function keyOf({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`;
}

/** The same with those of its kinds alone that `isShown`. */
export function withKinds(schema: Schema, isShown: (kind: GroupVersionKind) => boolean): Schema {
  const kinds = kindsOf(schema);
  return kinds.length < 2 ? schema : { ...schema, [GVK]: kinds.filter(isShown) };
}
