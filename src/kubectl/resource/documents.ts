/**
 * The documents of one text, YAML or JSON, as JSON values.
 * Models staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go (v1.36.3), which reads YAML by way of JSON.
 */
import { type DocumentOptions, type ParseOptions, type SchemaOptions, parseDocument } from 'yaml';
import { compareText, goNumber, goSyntax } from '../../printers/goFormat';
import { JsonEndError, JsonSyntaxError, readJson } from './goJson';
import { yamlError } from './yamlSyntax/parser';

/** One document that is not empty. */
export interface JsonDocument {
  readonly type: 'document';
  readonly value: unknown;
  /** As kubectl quotes it: compact, with sorted keys where it was YAML. */
  readonly json: string;
}
/** The text cannot be read on. */
export interface SyntaxProblem {
  readonly type: 'problem';
  readonly message: string;
}

/** YAML 1.1 as Go reads it: `y` and `on` are booleans, but times stay text and `1:30` is no number; the last of two equal keys wins. */
const yamlOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
  strict: false,
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === 'string' || (!tag.tag.endsWith(':timestamp') && tag.format !== 'TIME')),
};

/** Everything in `text` in order. A syntax error is the last. */
export function readDocuments(text: string): readonly (JsonDocument | SyntaxProblem)[] {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return /^\s*\{/.test(content) ? readJsonStream(content) : readYamlStream(content);
}

/** The single value of `text`, YAML or JSON; undefined if there is none. Throws Error with go-yaml's text. */
export function readYaml(text: string): unknown {
  const problem = yamlError(text);
  if (problem !== undefined) throw new Error(problem);
  return plain(nativeValue(text));
}

function readYamlStream(text: string): readonly (JsonDocument | SyntaxProblem)[] {
  const documents: (JsonDocument | SyntaxProblem)[] = [];
  for (const part of splitYaml(text)) {
    if (typeof part !== 'string') return [...documents, part];
    try {
      const value = sorted(readYaml(part));
      if (value !== undefined && value !== null)
        documents.push({ type: 'document', value, json: JSON.stringify(value) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return [...documents, { type: 'problem', message: `error converting YAML to JSON: ${error.message}` }];
    }
  }
  return documents;
}

/** A line that begins with `---` ends a document; only a comment may follow it there. */
function splitYaml(text: string): readonly (string | SyntaxProblem)[] {
  const parts: (string | SyntaxProblem)[] = [];
  let lines: string[] = [];
  const all = text.replaceAll('\r\n', '\n').split('\n');
  if (all.at(-1) === '') all.pop();
  for (const line of all) {
    if (line.startsWith('---')) {
      const rest = line.slice(3).trim();
      if (rest !== '' && !rest.startsWith('#')) {
        return [...parts, { type: 'problem', message: `invalid Yaml document separator: ${rest}` }];
      }
      if (lines.length > 0) {
        parts.push(`${lines.join('\n')}\n`);
        lines = [];
        continue;
      }
    }
    lines.push(line);
  }
  if (lines.length > 0) parts.push(`${lines.join('\n')}\n`);
  return parts;
}

/** Objects of JSON one after the other. Text that is no JSON may still be YAML; else JSON's complaint stands. */
function readJsonStream(text: string): readonly (JsonDocument | SyntaxProblem)[] {
  const documents: JsonDocument[] = [];
  let rest = text;
  let offset = 0;
  while (rest.trim() !== '') {
    try {
      const { value, end } = readJson(rest);
      const json = rest.slice(0, end).trim();
      if (value !== null) documents.push({ type: 'document', value, json });
      rest = rest.slice(end);
      offset += end;
    } catch (error) {
      if (error instanceof JsonEndError) return [...documents, { type: 'problem', message: 'unexpected EOF' }];
      if (!(error instanceof JsonSyntaxError)) throw error;
      const asYaml = readYamlStream(rest.replace(/^\s*---[^\n]*\n/, ''));
      if (asYaml.every(({ type }) => type === 'document')) return [...documents, ...asYaml];
      const message = `json: offset ${offset + error.offset}: ${error.message}`;
      return [...documents, { type: 'problem', message }];
    }
  }
  return documents;
}

/** The value with its keys of any type. What only shows while values are made is told in the words of go-yaml. */
function nativeValue(text: string): unknown {
  try {
    return parseDocument(text, yamlOptions).toJS({ mapAsMap: true });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.message.startsWith('Merge sources')) {
      throw new Error('yaml: map merge requires map or sequence of maps as the value');
    }
    if (error.message.startsWith('Excessive alias')) throw new Error('yaml: document contains excessive aliasing');
    throw error;
  }
}

/** What JSON can say: keys are text. Throws Error with the words of go-yaml and sigs.k8s.io/yaml for keys that cannot be. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  const fields: Record<string, unknown> = {};
  for (const [key, inner] of value) fields[keyText(key, inner)] = plain(inner);
  return fields;
}

function keyText(key: unknown, value: unknown): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'number') return goNumber(key);
  if (typeof key === 'boolean') return String(key);
  if (key === null || key === undefined) {
    throw new Error(`unsupported map key of type: %!s(<nil>), key: <nil>, value: ${yamlSyntaxOf(value)}`);
  }
  throw new Error(`yaml: invalid map key: ${yamlSyntaxOf(key)}`);
}

/** `%#v` of a value as go-yaml holds it: the keys of its maps have any type. */
function yamlSyntaxOf(value: unknown): string {
  return goSyntax(plain(value)).replaceAll('map[string]interface {}', 'map[interface {}]interface {}');
}

/** Compact JSON with keys in order of their bytes. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/** With keys in order of their bytes, as JSON that comes of YAML has them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
