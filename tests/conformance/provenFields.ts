/**
 * Which fields of manifests the recordings use, and which tests name the others: the proofs in docs/fields.md.
 * A recording is only listed here because it is replayed by a test of its own.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { type Kind, apiVersionOf, kindOf, kinds } from '../../src/api/kinds';
import type { JsonObject } from '../../src/api/meta/jsonObject';
import { actingFields } from '../../src/apiserver/registry/actingFields';
import { fieldsOf } from '../../src/apiserver/registry/fieldTable';
import { strategies } from '../../src/apiserver/registry/registry';
import type { Strategy } from '../../src/apiserver/registry/strategy';
import { readSources, root } from '../tidy/sources';

const RECORDINGS = 'tests/conformance/recordings';
const EXCHANGES = 'src/apiserver/exchanges';
const DEFINITIONS = 'src/apiserver/customresources/recorded';
const REFUSALS = 'src/apiserver/registry/validation/recorded';
const NOT_ASKED = new Set(['apiVersion', 'kind', 'metadata', 'status']);
/** So many recordings are named for a field. */
const SHOWN = 3;

/** A field that a manifest can set: what the engine does with it, and what shows it. */
export interface FieldRow {
  readonly field: string;
  /** `kept`: its whole kind is stored and nothing more, and says so. `stored`: this field is, and says so. */
  readonly what: 'acts' | 'stored' | 'kept';
  readonly proof: string;
}
/** The fields of a Go type that manifests reach. */
export interface TypeRows {
  readonly type: string;
  readonly rows: readonly FieldRow[];
}

/** Every type that a manifest of `kind` reaches through fields that act and that no kind in `seen` has shown. */
export function typesOf(kind: Kind, seen: Set<string>): readonly TypeRows[] {
  const found: TypeRows[] = [];
  const isKept = isOnlyKept(kind);
  const visit = (type: string): void => {
    if (seen.has(type)) return;
    seen.add(type);
    const acting = actingFields[type] ?? '*';
    const asked = [...fieldsOf(type)].filter(([name]) => type !== kind || !NOT_ASKED.has(name));
    const rows = asked.map(([field]): FieldRow => {
      if (isKept) return { field, what: 'kept', proof: '' };
      if (acting !== '*' && !acting.includes(field)) return { field, what: 'stored', proof: '' };
      return { field, what: 'acts', proof: proofOf(`${type}.${field}`, kind) };
    });
    if (rows.length > 0) found.push({ type, rows });
    for (const [name, field] of asked) {
      if (field.base === '@' && (acting === '*' || acting.includes(name)) && field.type !== 'ObjectMeta')
        visit(field.type);
    }
  };
  visit(kind);
  return found;
}

/** True of a kind that nobody acts on: it says so when it is created. */
function isOnlyKept(kind: Kind): boolean {
  const strategy: Pick<Strategy, 'warnings'> = strategies[kind];
  const pod = { containers: [] };
  const template = { metadata: {}, spec: pod };
  const spec = { ...pod, template, jobTemplate: { spec: { template } }, versions: [], names: {} };
  const bare = { apiVersion: apiVersionOf(kind), kind, metadata: { name: 'x' }, spec, template };
  const said = strategy.warnings?.(bare as never, undefined) ?? []; // What is asked is whether a new one says so.
  return said.some((sentence) => /^kubeloop: an? \w+ is stored/.test(sentence));
}

let recorded: ReadonlyMap<string, readonly string[]> | undefined;
let unitTests: ReadonlyMap<string, string> | undefined;
let refusals: ReadonlyMap<string, readonly string[]> | undefined;

/** Recordings that use `Type.field`; else the first test that names the field; else nothing. */
function proofOf(place: string, kind: Kind): string {
  recorded ??= readRecordings();
  const names = recorded.get(place) ?? [];
  if (names.length > 0) return names.slice(0, SHOWN).join(', ');
  unitTests ??= readUnitTests();
  refusals ??= readRefusals();
  const named = unitTests.get(`${kind} ${place.slice(place.indexOf('.') + 1)}`);
  return named ?? refusals.get(place)?.[0] ?? '';
}

/** Collects under which names each `Type.field` is used. */
class Uses {
  readonly places = new Map<string, string[]>();

  add(name: string, manifests: readonly string[]): void {
    for (const object of manifests.flatMap(objectsIn)) {
      const kind = kindOf(String(object.apiVersion), String(object.kind));
      if (kind === undefined) continue;
      for (const place of placesIn(kind, object)) {
        const names = this.places.get(place) ?? [];
        if (!names.includes(name)) names.push(name);
        this.places.set(place, names);
      }
    }
  }
}

/** Manifests that a real server took or refused, and this one too. */
function readRefusals(): ReadonlyMap<string, readonly string[]> {
  const used = new Uses();
  for (const file of readdirSync(root + REFUSALS).toSorted()) {
    // Our own files.
    const cases = JSON.parse(readFileSync(`${root}${REFUSALS}/${file}`, 'utf8')) as readonly { manifest: string }[];
    used.add(
      `refusals ${file.replace('.json', '')}`,
      cases.map(({ manifest }) => manifest),
    );
  }
  const definitions = ['definitions', 'widget'].map((name) =>
    readFileSync(`${root}${DEFINITIONS}/${name}.json`, 'utf8'),
  );
  used.add('refusals definitions', definitions.flatMap(definitionsIn));
  return used.places;
}

/** CustomResourceDefinitions as they were sent, one or several with what came of them. */
function definitionsIn(text: string): readonly string[] {
  const read = JSON.parse(text) as object | readonly { readonly object: object }[]; // Our own files.
  const sent = Array.isArray(read) ? read.map(({ object }: { readonly object: object }) => object) : [read];
  const header = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
  return sent.map((object) => JSON.stringify({ ...header, ...object }));
}

function readRecordings(): ReadonlyMap<string, readonly string[]> {
  const used = new Uses();
  for (const folder of ['sessions', 'timelines']) {
    for (const file of readdirSync(`${root}${RECORDINGS}/${folder}`).toSorted()) {
      const text = readFileSync(`${root}${RECORDINGS}/${folder}/${file}`, 'utf8');
      const manifests = [
        ...[...text.matchAll(/<<'?(\w+)'?.*\n([\s\S]*?)\n\1$/gm)].map(([, , body = '']) => body),
        ...[...text.matchAll(/^\$ cat \S+\n([\s\S]*?)(?=^\$ |^# )/gm)].map(([, body = '']) => body),
      ];
      used.add(`${folder.slice(0, -1)} ${file.split('-')[0]}`, manifests);
    }
  }
  for (const file of readdirSync(root + EXCHANGES).toSorted()) {
    const text = readFileSync(`${root}${EXCHANGES}/${file}`, 'utf8');
    const bodies = [...text.matchAll(/^> (\{.*\})$/gm)].map(([, body = '']) => body);
    used.add(`exchanges ${file.replace('.txt', '')}`, bodies);
  }
  return used.places;
}

/** The objects of a manifest; a broken one, of which there are some on purpose, has none. */
function objectsIn(text: string): readonly JsonObject[] {
  try {
    const values = parseAllDocuments(text, { uniqueKeys: false }).map((document): unknown => document.toJS());
    return values.filter((value): value is JsonObject => typeof value === 'object' && value !== null);
  } catch {
    return [];
  }
}

/** `Type.field` of everything that `object` sets, the known ones only. */
function placesIn(type: string, object: JsonObject): readonly string[] {
  const fields = fieldsOf(type);
  return Object.entries(object).flatMap(([name, value]) => {
    const field = fields.get(name);
    if (field === undefined || value === null || value === undefined) return [];
    const place = [`${type}.${name}`];
    if (field.base !== '@' || field.type === 'ObjectMeta') return place;
    const items = Array.isArray(value) ? value : field.container === '{' ? Object.values(value) : [value];
    return [
      ...place,
      ...items.flatMap((item) => (typeof item === 'object' ? placesIn(field.type, item as JsonObject) : [])),
    ];
  });
}

/** `Kind field` to the test that speaks of the kind and says most of the field. */
function readUnitTests(): ReadonlyMap<string, string> {
  const best = new Map<string, { readonly file: string; readonly count: number }>();
  // Only the tests of what acts: those of carriers and copies use fields, they do not show what the fields do.
  const engine = readSources('src', '.test.ts').filter(({ path }) =>
    /src\/(apiserver|controllers|scheduler|kubelet|cluster|component)\//.test(path),
  );
  const simulated = readSources('tests/simulation', '.test.ts');
  for (const { path, text } of [...engine, ...readSources('tests/conformance', '.test.ts'), ...simulated]) {
    const counts = new Map<string, number>();
    for (const [word] of text.matchAll(/(?<=\.)\w+\b|[$\w]+(?=['"]?\]?\??:|,| \})/g))
      counts.set(word, (counts.get(word) ?? 0) + 1);
    const file = path.replace(/^(?:src|tests)\//, '').replace(/\.test\.ts$/, '');
    const spoken = allKinds.filter((kind) => text.toLowerCase().includes(kind.toLowerCase()));
    for (const kind of spoken) {
      for (const [word, count] of counts) {
        const place = `${kind} ${word}`;
        if (count > (best.get(place)?.count ?? 0)) best.set(place, { file, count });
      }
    }
  }
  return new Map([...best].map(([place, { file }]) => [place, `test ${file}`]));
}

/** Kinds in the order of the table. */
export const allKinds = Object.keys(kinds) as readonly Kind[]; // The keys of that table.
