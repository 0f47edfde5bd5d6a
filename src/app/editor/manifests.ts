/**
 * Reads the text of a file as kubectl reads a manifest: YAML or JSON, several documents, words of YAML 1.1.
 * Keeps each document's place in the text, so that what the API server says of a field finds its line.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { infoOf, type Kind, kindOf } from '../../api/kinds';
import type { KindLookup } from './customKinds';

/** A stretch of the text; lines and columns count from 1, the end is exclusive. */
export interface TextRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One thing that is wrong with the text, and where. */
export interface TextProblem {
  readonly message: string;
  readonly range: TextRange;
  /** Who found it: the file itself does not read, or the API server refused it. */
  readonly source: 'file' | 'server';
  /** Absent for what we found ourselves; else the path that the API server named. */
  readonly field?: string;
  /** The object was accepted all the same. */
  readonly isWarning?: true;
}

/** One object of a file, as it is sent. */
export interface Manifest {
  readonly kind: Kind;
  readonly namespace: string | undefined;
  readonly name: string;
  /** With its namespace filled in; frozen only by convention. */
  readonly object: JsonObject;
  readonly document: Document;
  readonly lines: LineCounter;
}

export type ManifestEntry =
  | { readonly type: 'manifest'; readonly manifest: Manifest }
  /** `isUnknownKind`: perhaps somebody has defined the kind in the cluster. */
  | { readonly type: 'problem'; readonly problem: TextProblem; readonly isUnknownKind?: true };

/** What kubectl takes where the file names no namespace. */
const DEFAULT_NAMESPACE = 'default';

/** The objects of `text` in order; what cannot be sent is a problem with kubectl's words. Never throws. */
export function parseManifests(text: string, fileName: string, lookup: KindLookup = kindOf): readonly ManifestEntry[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.1',
    // kubectl goes through JSON: dates stay text, the last of two equal keys wins, `<<` merges.
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
    uniqueKeys: false,
    merge: true,
    lineCounter: lines,
    prettyErrors: false,
  });
  if (!Array.isArray(documents)) return [];
  const entries: ManifestEntry[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) {
      entries.push(problem(error.message, rangeBetween(lines, error.pos[0], error.pos[1])));
      break; // A syntax error ends the reading.
    }
    entries.push(...readDocument(document, lines, fileName, lookup));
  }
  return entries;
}

function readDocument(
  document: Document,
  lines: LineCounter,
  fileName: string,
  lookup: KindLookup,
): readonly ManifestEntry[] {
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return [];
  const range = rangeBetween(lines, startOf(document), startOf(document) + 1);
  const invalid = (words: string) =>
    `error validating "${fileName}": error validating data: ${words}; if you choose to ignore these errors, turn validation off with --validate=false`;
  if (!isJsonObject(value)) return [problem(invalid('invalid object to validate'), range)];
  const { apiVersion, kind, items } = value;
  const missing = [apiVersion ? '' : 'apiVersion not set', kind ? '' : 'kind not set'].filter((words) => words !== '');
  if (missing.length > 0) {
    return [problem(invalid(missing.length === 1 ? (missing[0] ?? '') : `[${missing.join(', ')}]`), range)];
  }
  if (typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items)) {
    return items.filter(isJsonObject).map((item) => readObject(item, document, lines, fileName, lookup));
  }
  return [readObject(value, document, lines, fileName, lookup)];
}

function readObject(
  object: JsonObject,
  document: Document,
  lines: LineCounter,
  fileName: string,
  lookup: KindLookup,
): ManifestEntry {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const name = typeof metadata.name === 'string' ? metadata.name : '';
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
  const kind = lookup(String(object.apiVersion), String(object.kind));
  if (kind === undefined) {
    const words = `resource mapping not found for name: "${name}" namespace: "${namespace ?? ''}" from "${fileName}": no matches for kind "${String(object.kind)}" in version "${String(object.apiVersion)}"\nensure CRDs are installed first`;
    return { ...problem(words, rangeOfPath(document, lines, ['kind'])), isUnknownKind: true };
  }
  if (typeof metadata.name === 'number' || typeof metadata.name === 'boolean') {
    const type = typeof metadata.name === 'number' ? 'number' : 'bool';
    const words = `unable to decode "${fileName}": json: cannot unmarshal ${type} into Go struct field ObjectMeta.metadata.name of type string`;
    return problem(words, rangeOfPath(document, lines, ['metadata', 'name']));
  }
  if (name === '') {
    const words =
      typeof metadata.generateName === 'string'
        ? `error: from ${metadata.generateName}: cannot use generate name with apply`
        : 'resource name may not be empty';
    return problem(words, rangeOfPath(document, lines, ['metadata', 'name']));
  }
  if (!infoOf(kind).namespaced) return entry({ kind, namespace: undefined, name, object, document, lines });
  const scope = namespace ?? DEFAULT_NAMESPACE;
  const placed = { ...object, metadata: { ...metadata, namespace: scope } };
  return entry({ kind, namespace: scope, name, object: placed, document, lines });
}

const entry = (manifest: Manifest): ManifestEntry => ({ type: 'manifest', manifest });
const problem = (message: string, range: TextRange): ManifestEntry & { readonly type: 'problem' } => ({
  type: 'problem',
  problem: { message, range, source: 'file' },
});

/**
 * Where `path` stands: the key and the first line of its value. If the text has no such field, the deepest part of
 * the path that it has; in the end the document's first line.
 */
export function rangeOfPath(document: Document, lines: LineCounter, path: readonly (string | number)[]): TextRange {
  let found: readonly [number, number] = [startOf(document), startOf(document) + 1];
  let node: unknown = document.contents;
  for (const part of path) {
    const step = stepInto(node, part);
    if (step === undefined) break;
    found = step.place;
    node = step.node;
  }
  return firstLine(lines, found[0], found[1]);
}

interface Step {
  readonly node: unknown;
  readonly place: readonly [number, number];
}

/** Reads the syntax tree by its shape: pairs have `key` and `value`, sequences hold nodes, nodes have a `range`. */
function stepInto(node: unknown, part: string | number): Step | undefined {
  const items = isJsonObject(node) && Array.isArray(node.items) ? (node.items as readonly unknown[]) : undefined;
  if (items === undefined) return undefined;
  if (typeof part === 'number') {
    const item = items[part];
    const place = placeOf(item);
    return place === undefined ? undefined : { node: item, place };
  }
  const pair = items.find((item) => isJsonObject(item) && isJsonObject(item.key) && String(item.key.value) === part);
  if (!isJsonObject(pair)) return undefined;
  const key = placeOf(pair.key);
  if (key === undefined) return undefined;
  const value = placeOf(pair.value);
  return { node: pair.value, place: [key[0], Math.max(key[1], value?.[1] ?? 0)] };
}

function placeOf(node: unknown): readonly [number, number] | undefined {
  if (!isJsonObject(node) || !Array.isArray(node.range)) return undefined;
  const [start, end] = node.range as readonly unknown[];
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : undefined;
}

function startOf(document: Document): number {
  return placeOf(document.contents)?.[0] ?? document.range?.[0] ?? 0;
}

function rangeBetween(lines: LineCounter, start: number, end: number): TextRange {
  const from = lines.linePos(start);
  const to = lines.linePos(Math.max(end, start + 1));
  return {
    line: Math.max(1, from.line),
    column: Math.max(1, from.col),
    endLine: Math.max(1, to.line),
    endColumn: Math.max(1, to.col),
  };
}

/** The same stretch, cut at the end of its first line: a marker under twenty lines helps nobody. */
function firstLine(lines: LineCounter, start: number, end: number): TextRange {
  const range = rangeBetween(lines, start, end);
  if (range.line === range.endLine) return range;
  const nextLine = lines.lineStarts[range.line] ?? end;
  return { ...range, endLine: range.line, endColumn: Math.max(range.column + 1, nextLine - start + range.column - 1) };
}
