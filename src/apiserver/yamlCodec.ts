/**
 * YAML bodies and answers, for carriers whose clients speak it.
 * Models staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json (v1.36.3), which reads YAML by way of JSON.
 */
import {
  type Document,
  type DocumentOptions,
  LineCounter,
  type ParseOptions,
  type SchemaOptions,
  type YAMLParseError,
  isNode,
  isScalar,
  parseDocument,
  stringify,
  visit,
} from 'yaml';
import { isJsonObject } from '../api/meta/jsonObject';
import { type Body, type YamlCodec, checkLength, checkObject, unrecognized } from './body';
import { duplicateKeys } from './duplicateKeys';

/** YAML 1.1 as Go reads it: `y` and `on` are booleans, but times stay text and `1:30` is no number. */
const yamlOptions: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  merge: true,
  // It looks at all other keys for each: see twins.
  uniqueKeys: false,
  // What a client sends is no news for the console.
  logLevel: 'error',
  customTags: (tags) =>
    tags.filter((tag) => typeof tag === 'string' || (!tag.tag.endsWith(':timestamp') && tag.format !== 'TIME')),
};

/** As Go writes it: what stands twice is written twice, whether or not it is one object here. */
const writeOptions = {
  sortMapEntries: true,
  version: '1.1',
  lineWidth: 0,
  indentSeq: false,
  aliasDuplicateObjects: false,
} as const;

export const yamlCodec: YamlCodec = {
  read: readYaml,
  write: (value) => stringify(value, writeOptions),
  duplicateKeys,
};

/** By way of JSON, for which Go sorts the keys of maps: mistakes are told in that order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

function readYaml(text: string, kind: string): Body {
  checkLength(text);
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { ...yamlOptions, lineCounter });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const line = broken.linePos?.[0].line ?? 1;
    throw unrecognized(kind, `yaml: line ${line}: ${yamlSyntaxError(broken, text)}`, text);
  }
  const value = sorted(document.toJS());
  checkObject(value, kind, () => text);
  const twice = twins(document).map(
    (at) => `  line ${lineCounter.linePos(at).line}: key ${keyAt(at, text)} already set in map`,
  );
  return { value, complaints: twice.length === 0 ? [] : [`yaml: unmarshal errors:\n${twice.join('\n')}`] };
}

/** Where keys stand that their map has already. */
function twins(document: Document): readonly number[] {
  const found: number[] = [];
  visit(document, {
    Map: (_key, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value) && isNode(key)) found.push(key.range?.[0] ?? 0);
        seen.add(key.value);
      }
    },
  });
  return found.sort((a, b) => a - b);
}

/** The key that stands at `at`, quoted. */
function keyAt(at: number, text: string): string {
  const found = /["']?([^"':\s]*)/y;
  found.lastIndex = at;
  return JSON.stringify(found.exec(text)?.[1] ?? '');
}

/** What go-yaml says of the commonest mistakes. */
function yamlSyntaxError(error: YAMLParseError, text: string): string {
  if (error.code === 'TAB_AS_INDENT') return 'found character that cannot start any token';
  if (error.code === 'BLOCK_AS_IMPLICIT_KEY') return 'mapping values are not allowed in this context';
  if (error.code === 'BAD_INDENT' || error.code === 'MISSING_CHAR') {
    const open = [...text.slice(0, error.pos[0])].filter((char) => '{}[]'.includes(char));
    if (open.at(-1) === '{') return "did not find expected ',' or '}'";
    if (open.at(-1) === '[') return "did not find expected ',' or ']'";
  }
  return 'did not find expected key';
}
