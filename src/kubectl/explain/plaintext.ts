/**
 * What `kubectl explain` prints of a kind or a field.
 * Models staging/src/k8s.io/kubectl/pkg/explain/v2/templates/plaintext.tmpl (v1.36.3).
 */
import { CommandError } from '../errors';
import { type Schema, type SchemaDocument, nameOfRef, valueSchemaOf } from './schema';
import { wrapWords } from './wordWrap';

/** Which field, and whether all below it too. */
export interface ExplainOptions {
  readonly path: readonly string[];
  readonly recursive: boolean;
}

/** Prints the head and then the rest. Throws CommandError after the head if there is no such field. */
export function explainPlaintext(
  document: SchemaDocument,
  { path, recursive }: ExplainOptions,
  out: (text: string) => void,
): void {
  const { group, kind, version, schema } = document;
  out(`${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`);
  const text = new Plaintext(document, recursive).output(schema, path, new Set());
  if (text === '') throw new CommandError(`field ${JSON.stringify(path.at(-1))} does not exist`);
  out(`${text}\n`);
}

/** References that were followed on the way, so that a type that holds itself ends. */
type History = ReadonlySet<string>;

class Plaintext {
  constructor(
    private readonly document: SchemaDocument,
    private readonly recursive: boolean,
  ) {}

  /** The text of the field that `path` leads to; empty if it leads nowhere. */
  output(schema: Schema, path: readonly string[], history: History): string {
    const { $ref = '' } = schema;
    const resolved = this.resolved(schema);
    const [first, ...rest] = path;
    if (first === undefined) return this.details(resolved);
    if ($ref !== '' && history.has($ref)) return '';
    const next = new Set([...history, $ref]);
    const field = Object.hasOwn(resolved.properties ?? {}, first) ? resolved.properties?.[first] : undefined;
    if (field !== undefined) {
      const head = rest.length > 0 ? '' : `FIELD: ${first} <${this.typeName(field)}>\n${longEnum(field)}\n\n`;
      return head + this.output(field, rest, new Set());
    }
    const inner = resolved.items ?? valueSchemaOf(resolved);
    if (inner !== undefined) return this.output(inner, path, next);
    for (const part of resolved.allOf ?? []) {
      const text = this.output(part, path, next);
      if (text !== '') return text;
    }
    return '';
  }

  private details(resolved: Schema): string {
    const description = indent(4, wrapWords(this.description(resolved) || '<empty>', 76));
    const docs = externalDocs(resolved, 0, 4, 76);
    const fields = this.fieldList(resolved, 1, new Set());
    return `DESCRIPTION:\n${description}\n${docs === '' ? '' : `\n${docs}`}${fields === '' ? '' : `FIELDS:\n${fields}`}`;
  }

  /** Of the schema and of all that it consists of, one below the other. */
  private description(schema: Schema): string {
    const resolved = this.resolved(schema);
    const own = resolved.description === undefined || resolved.description === '' ? '' : `${resolved.description}\n`;
    const parts = [...(resolved.allOf ?? []), resolved.items, valueSchemaOf(resolved)];
    return own + parts.map((part) => (part === undefined ? '' : this.description(part))).join('');
  }

  private fieldList(schema: Schema, level: number, history: History): string {
    const { $ref = '' } = schema;
    if ($ref !== '' && history.has($ref)) return '';
    const next = new Set([...history, $ref]);
    const resolved = this.resolved(schema);
    let text = '';
    for (const [name, field] of sortedFields(resolved)) {
      text += this.field(resolved, name, field, level);
      if (this.recursive) text += this.fieldList(field, level + 1, next);
    }
    for (const part of [...(resolved.allOf ?? []), resolved.items, valueSchemaOf(resolved)]) {
      if (part !== undefined) text += this.fieldList(part, level, next);
    }
    return text;
  }

  private field(owner: Schema, name: string, field: Schema, level: number): string {
    const depth = level * 2;
    const required = owner.required?.includes(name) === true ? ' -required-' : '';
    const head = `${indent(depth, name)}\t<${this.typeName(field)}>${required}${shortEnum(field, depth)}\n`;
    if (this.recursive) return head;
    const description = indent(depth + 2, wrapWords(field.description || '<no description>', 78 - depth));
    const docs = externalDocs(field, depth + 2, depth + 4, 76 - depth);
    return `${head}${description}\n${docs === '' ? '' : `\n${docs}`}\n`;
  }

  /** `string`, `[]Container`, `map[string]Quantity`. */
  private typeName(schema: Schema): string {
    const { items, allOf, properties, $ref, type } = schema;
    if (items !== undefined) return `[]${this.typeName(items)}`;
    const values = valueSchemaOf(schema);
    if (values !== undefined) return `map[string]${this.typeName(values)}`;
    const [only, ...more] = allOf ?? [];
    if (only !== undefined && more.length === 0 && properties === undefined) return this.typeName(only);
    if ($ref === undefined) return type === undefined || type === 'object' ? 'Object' : type;
    const referred = this.document.resolve($ref)?.type ?? 'object';
    return referred === 'object' ? nameOfRef($ref) || 'Object' : referred;
  }

  private resolved(schema: Schema): Schema {
    return (schema.$ref === undefined ? undefined : this.document.resolve(schema.$ref)) ?? schema;
  }
}

function sortedFields({ properties = {} }: Schema): readonly (readonly [string, Schema])[] {
  return Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
}

function longEnum({ enum: values = [] }: Schema): string {
  return values.length === 0 ? '' : `ENUM:${values.map((value) => `\n    ${enumValue(value)}`).join('')}`;
}

/** At most four values. */
function shortEnum({ enum: values = [] }: Schema, depth: number): string {
  if (values.length === 0) return '';
  const shown = values.slice(0, 4).map(enumValue).join(', ');
  return `\n${indent(depth, '')}enum: ${shown}${values.length > 4 ? ', ....' : ''}`;
}

function enumValue(value: unknown): string {
  return value === '' ? '""' : String(value);
}

/** The title stands at `depth`, what follows at `textDepth`. */
function externalDocs({ externalDocs: docs }: Schema, depth: number, textDepth: number, width: number): string {
  if (docs === undefined) return '';
  const description = docs.description ? `${indent(textDepth, wrapWords(docs.description, width))}\n` : '';
  const url = docs.url ? `${indent(textDepth, `URL: ${docs.url}`)}\n` : '';
  return `${indent(depth, 'EXTERNAL DOCS:')}\n${description}${url}`;
}

function indent(amount: number, text: string): string {
  const pad = ' '.repeat(amount);
  return pad + text.replaceAll('\n', `\n${pad}`);
}
