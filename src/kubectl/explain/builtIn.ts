/**
 * The built-in schemas, for servers that publish none. Fetched on first use: they are a part of their own in the page.
 * Their form is explained in scripts/generateExplain.mjs.
 */
import type { Schema, SchemaDocument } from './schema';

/** Code, description or its number among the texts, and values of an enumeration. */
type FieldEntry = readonly [code: string, text: string | number, values?: readonly string[]];
type TypeEntry = readonly [description: string, fields: string | Readonly<Record<string, FieldEntry>>];

interface Part {
  readonly texts: readonly string[];
  readonly types: Readonly<Record<string, TypeEntry>>;
  readonly kinds?: Readonly<Record<string, string>>;
}

interface Schemas {
  /** Names of types by `group/version/Kind`. */
  readonly kinds: ReadonlyMap<string, string>;
  readonly types: ReadonlyMap<string, Schema>;
}

let loaded: Promise<Schemas> | undefined;

/** The schema of a kind, undefined if it is not among the built-in ones. */
export async function builtInDocument(
  group: string,
  version: string,
  kind: string,
): Promise<SchemaDocument | undefined> {
  loaded ??= load();
  const { kinds, types } = await loaded;
  const name = kinds.get(`${group === '' ? version : `${group}/${version}`}/${kind}`);
  const schema = types.get(name ?? '');
  if (schema === undefined) return undefined;
  return { group, version, kind, schema, resolve: (ref) => types.get(ref) };
}

/** The built-in schemas of types by their names: a server need not publish those that it shares with others. */
export async function builtInTypes(): Promise<ReadonlyMap<string, Schema>> {
  loaded ??= load();
  return (await loaded).types;
}

async function load(): Promise<Schemas> {
  const parts: readonly Part[] = [
    asPart((await import('../../../generated/explain/meta.json')).default),
    asPart((await import('../../../generated/explain/pod.json')).default),
    asPart((await import('../../../generated/explain/core.json')).default),
    asPart((await import('../../../generated/explain/groups.json')).default),
    asPart((await import('../../../generated/explain/extensions.json')).default),
  ];
  const types = new Map<string, Schema>();
  for (const { types: entries, texts } of parts) {
    for (const [name, entry] of Object.entries(entries)) types.set(name, schemaOfType(entry, texts));
  }
  return { kinds: new Map(parts.flatMap(({ kinds }) => Object.entries(kinds ?? {}))), types };
}

/** The generator wrote it in this form. */
function asPart(json: unknown): Part {
  return json as Part;
}

function schemaOfType([description, fields]: TypeEntry, texts: readonly string[]): Schema {
  if (typeof fields === 'string') return { description, ...(fields === 's' ? { type: 'string' } : {}) };
  const required: string[] = [];
  const properties: Record<string, Schema> = {};
  for (const [name, [code, text, values]] of Object.entries(fields)) {
    if (code.endsWith('!')) required.push(name);
    const described = typeof text === 'number' ? (texts[text] ?? '') : text;
    properties[name] = {
      ...schemaOfCode(code.replace('!', '')),
      ...(described === '' ? {} : { description: described }),
      ...(values === undefined ? {} : { enum: values }),
    };
  }
  if (Object.keys(properties).length === 0) return { description, type: 'object' };
  return { description, type: 'object', properties, required };
}

const scalars: Readonly<Record<string, string>> = { s: 'string', i: 'integer', b: 'boolean', o: 'object' };

function schemaOfCode(code: string): Schema {
  if (code.startsWith('[')) return { type: 'array', items: schemaOfCode(code.slice(1)) };
  if (code.startsWith('{')) return { type: 'object', additionalProperties: schemaOfCode(code.slice(1)) };
  if (code.startsWith('@')) return { allOf: [{ $ref: code.slice(1) }] };
  return { type: scalars[code] ?? 'string' };
}
