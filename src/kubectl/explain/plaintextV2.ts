/**
 * What `kubectl explain --output=plaintext-openapiv2` prints, the form of older versions.
 * Models staging/src/k8s.io/kubectl/pkg/explain/{model_printer,*_fields_printer,formatter,typename}.go (v1.36.3).
 */
import { CommandError } from '../errors';
import type { ExplainOptions } from './plaintext';
import { type Schema, type SchemaDocument, valueSchemaOf } from './schema';

/** The text. Throws CommandError if there is no such field. */
export function explainPlaintextV2(document: SchemaDocument, { path, recursive }: ExplainOptions): string {
  return new PlaintextV2(document, recursive).text(path);
}

class PlaintextV2 {
  constructor(
    private readonly document: SchemaDocument,
    private readonly recursive: boolean,
  ) {}

  text(path: readonly string[]): string {
    const { group, version, kind } = this.document;
    const schema = this.lookUp(this.document.schema, path);
    const descriptions: string[] = [];
    let inner = schema;
    for (let next = this.inside(inner); next !== undefined; next = this.inside(inner)) {
      descriptions.push(inner.description ?? '');
      inner = next;
    }
    const apiVersion = group === '' ? version : `${group}/${version}`;
    const head = `KIND:     ${kind}\nVERSION:  ${apiVersion}\n\n`;
    const name = path.at(-1);
    const type = this.typeName(schema);
    const text = description([...descriptions, inner.description ?? '']);
    if (inner.properties === undefined) {
      const field = inner.type === 'object' ? '' : `FIELD:    ${name ?? ''} <${type}>\n\n`;
      return `${head}${field}${text}`;
    }
    const resource = name === undefined ? '' : `RESOURCE: ${name} <${type}>\n\n`;
    const fields = this.recursive ? this.names(inner, 3, new Set()) : this.fields(inner);
    return `${head}${resource}${text}\nFIELDS:\n${fields}`;
  }

  /** What a list, map or reference holds; undefined of anything else. */
  private inside(schema: Schema): Schema | undefined {
    const { items, allOf, $ref } = schema;
    if ($ref !== undefined) return this.document.resolve($ref);
    return items ?? valueSchemaOf(schema) ?? allOf?.[0];
  }

  private lookUp(schema: Schema, path: readonly string[]): Schema {
    const [first, ...rest] = path;
    if (first === undefined) return schema;
    if (schema.properties === undefined) {
      const inner = this.inside(schema);
      return inner === undefined ? schema : this.lookUp(inner, path);
    }
    const field = Object.hasOwn(schema.properties, first) ? schema.properties[first] : undefined;
    if (field === undefined) throw new CommandError(`field ${JSON.stringify(first)} does not exist`);
    return this.lookUp(field, rest);
  }

  private typeName(schema: Schema): string {
    if (schema.items !== undefined) return `[]${this.typeName(schema.items)}`;
    const values = valueSchemaOf(schema);
    if (values !== undefined) return `map[string]${this.typeName(values)}`;
    const inner = this.inside(schema);
    if (inner !== undefined) return this.typeName(inner);
    if (schema.properties !== undefined) return 'Object';
    // An object of which nothing is known is a map; what has no type at all is a text that may be a number.
    return schema.type === 'object' ? 'map[string]' : (schema.type ?? 'string');
  }

  private fields({ properties = {}, required }: Schema): string {
    return sorted(properties)
      .map(([name, field]) => {
        const mark = required?.includes(name) === true ? ' -required-' : '';
        const lines = wrapLines(field.description ?? '', 75).map((line) => (line === '' ? '\n' : `     ${line}\n`));
        return `   ${name}\t<${this.typeName(field)}>${mark}\n${lines.join('')}\n`;
      })
      .join('');
  }

  /** Names and types alone, of all levels; a type inside itself is left out. */
  private names(schema: Schema, depth: number, visited: ReadonlySet<string>): string {
    return sorted(schema.properties ?? {})
      .map(([name, field]) => {
        const head = `${' '.repeat(depth)}${name}\t<${this.typeName(field)}>\n`;
        let inner: Schema = field;
        const seen = new Set(visited);
        for (let next = this.inside(inner); next !== undefined; next = this.inside(inner)) {
          if (inner.$ref !== undefined && seen.has(inner.$ref)) return head;
          if (inner.$ref !== undefined) seen.add(inner.$ref);
          inner = next;
        }
        return head + this.names(inner, depth + 3, seen);
      })
      .join('');
  }
}

function sorted(properties: Readonly<Record<string, Schema>>): readonly (readonly [string, Schema])[] {
  return Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** All that is said, with an empty line between two. */
function description(texts: readonly string[]): string {
  const lines = texts.flatMap((text, index) =>
    text === '' ? [] : [...(index === 0 ? [] : ['']), ...wrapLines(text, 75)],
  );
  const shown = lines.length === 0 ? ['<empty>'] : lines;
  return `DESCRIPTION:\n${shown.map((line) => (line === '' ? '\n' : `     ${line}\n`)).join('')}`;
}

/** Words in lines; empty lines, lists and code keep lines of their own. */
function wrapLines(text: string, width: number): readonly string[] {
  const wrapped: string[] = [];
  let words: string[] = [];
  let lastWord = '';
  const flush = (): void => {
    if (words.length === 0) return;
    lastWord = '';
    wrapped.push(words.join(' '));
    words = [];
  };
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    if (line.startsWith('    ') || (wrapped.length > 0 && trimmed === '')) {
      flush();
      wrapped.push(line.startsWith('    ') ? line : '');
      continue;
    }
    if (lastWord.endsWith(':') || trimmed === '' || /^(\d+\.?|-|\*)\s/.test(trimmed)) flush();
    for (const word of trimmed.split(/\s+/).filter((each) => each !== '')) {
      lastWord = word;
      if (words.length > 0 && [...words, word].join(' ').length > width) flush();
      words.push(word);
    }
  }
  flush();
  return wrapped;
}
