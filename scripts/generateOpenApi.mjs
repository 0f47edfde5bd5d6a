/**
 * Writes generated/openapi.json: the schemas of the built-in kinds as the OpenAPI v3 documents of a real 1.36.3 hold them,
 * for servers that answer real clients. Types, descriptions and enumerations come from the declarations of
 * kubernetes-models; what those do not say follows rules (Go's zero values are defaults of required fields, lists are
 * atomic) or stands in openApiFacts.mjs. A test holds the documents against the hashes of a real server's.
 */
import { readFile, readdir } from 'node:fs/promises';
import { writeGenerated } from './generated.mjs';
import { descriptionOf, fieldsOf, importsOf, openApiName, quantity, typeMeta } from './declarations.mjs';
import { atomicTypes, fieldFacts, groupVersions, requiredOrder, schemas, unions } from './openApiFacts.mjs';

const root = new URL('../', import.meta.url);
const modules = new URL('node_modules/', root);
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.';
/** Kinds that are part of every group, and those of the core that are no objects. */
const ofAllGroups = ['DeleteOptions', 'WatchEvent'].map((name) => `${META}${name}`);
const metaKinds = ['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status'].map(
  (name) => `${META}${name}`,
);

/** Types that are written as something else than an object: never with a default. */
const scalars = [
  ...['Time', 'MicroTime', 'Quantity', 'IntOrString', 'FieldsV1', 'RawExtension', 'JSON'],
  ...['JSONSchemaPropsOrArray', 'JSONSchemaPropsOrBool', 'JSONSchemaPropsOrStringArray'],
];
const zeros = { string: '', integer: 0, number: 0, boolean: false };

/** In which order a real server writes them. */
const keywords = ['description', 'type', 'format', 'default', 'enum', 'items', 'allOf', 'additionalProperties', '$ref'];

/** What the names of types begin with that the tables of facts leave out. */
const prefixes = [
  'io.k8s.api.',
  'io.k8s.apimachinery.pkg.apis.',
  'io.k8s.apimachinery.pkg.',
  'io.k8s.apiextensions-apiserver.pkg.apis.',
  'io.k8s.kube-aggregator.pkg.apis.',
];

const names = new Map();
const sources = new Map();
for (const folder of ['kubernetes-models/', '@kubernetes-models/apimachinery/'])
  await readFolder(new URL(folder, modules));
const definitions = {};
for (const name of [...sources.keys()].sort()) definitions[name] = definitionOf(name);
const text = JSON.stringify({ definitions });
await writeGenerated('openapi.json', text);
console.log(`openapi: ${Object.keys(definitions).length} schemas, ${Math.round(text.length / 1024)} KiB`);

/** Reads every declaration below `folder` of a group and version that is served. */
async function readFolder(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('_')) continue;
    const url = new URL(entry.name, folder);
    if (entry.isDirectory()) {
      if (!/^v\d+(alpha|beta)\d+$/.test(entry.name)) await readFolder(new URL(`${entry.name}/`, folder));
    } else if (entry.name.endsWith('.d.ts') && entry.name !== 'index.d.ts') {
      const source = await readFile(url, 'utf8');
      const name = openApiName(source);
      names.set(url.href, name);
      sources.set(name, { source, url });
    }
  }
}

function definitionOf(name) {
  const { source, url } = sources.get(name);
  const short = name.split('.').at(-1);
  const key = shortName(name);
  const description = short === 'Quantity' ? quantity : descriptionOf(source, short);
  const imports = importsOf(source, url);
  const fields = fieldsOf(source);
  const isKind = fields.some((field) => field.name === 'kind' && field.type === `"${short}"`);
  const required = fields.filter((field) => field.isRequired && !(isKind && typeMeta[field.name] !== undefined));
  const order = requiredOrder[key]?.split(' ') ?? required.map((field) => field.name);
  const properties = Object.fromEntries(
    fields
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((field) => [field.name, propertyOf(`${key}.${field.name}`, name, field, imports, isKind)]),
  );
  const kinds = kindsOf(name, short, fields, isKind);
  return {
    description,
    ...(schemas[key] ?? { type: 'object' }),
    ...(order.length === 0 ? {} : { required: order }),
    ...(fields.length === 0 || schemas[key] !== undefined ? {} : { properties }),
    ...(kinds === undefined ? {} : { 'x-kubernetes-group-version-kind': kinds }),
    ...(atomicTypes.includes(key) ? { 'x-kubernetes-map-type': 'atomic' } : {}),
    ...(unions[key] === undefined ? {} : { 'x-kubernetes-unions': unions[key] }),
  };
}

/** The kinds that a type says it is of; those of every group are posted to, or come from, all of them. */
function kindsOf(name, kind, fields, isKind) {
  if (ofAllGroups.includes(name)) return groupVersions.map((each) => kindOf(each, kind));
  const apiVersion = fields.find((field) => field.name === 'apiVersion')?.type;
  if (isKind && apiVersion !== undefined) return [kindOf(JSON.parse(apiVersion), kind)];
  return metaKinds.includes(name) ? [kindOf('v1', kind)] : undefined;
}

function kindOf(groupVersion, kind) {
  const [version, group = ''] = groupVersion.split('/').reverse();
  return { group, kind, version };
}

function propertyOf(place, owner, { name, description, isRequired, type }, imports, isKind) {
  const isMeta = isKind && typeMeta[name] !== undefined;
  const text = isMeta && description === '' ? typeMeta[name] : description;
  const context = { imports, owner, facts: factsOf(place), isPlain: name === 'items' && owner.endsWith('List') };
  const { $ref, ...rest } = isMeta ? { type: 'string' } : schemaOf(type, context, isRequired);
  const target = $ref === undefined ? {} : text !== '' || 'default' in rest ? { allOf: [{ $ref }] } : { $ref };
  return inOrder({ ...(text === '' ? {} : { description: text }), ...rest, ...target, ...extensionsOf(context.facts) });
}

/** The words about a field, by what stands before their equals sign. */
function factsOf(place) {
  const [owner, field] = [place.slice(0, place.lastIndexOf('.')), place.slice(place.lastIndexOf('.') + 1)];
  const words = fieldFacts[owner]?.[field]?.split(' ') ?? [];
  return Object.fromEntries(words.map((word) => [word.split('=')[0], word.slice(word.indexOf('=') + 1)]));
}

function shortName(name) {
  return name.slice((prefixes.find((prefix) => name.startsWith(prefix)) ?? '').length);
}

function extensionsOf({ strategy, mergeKey, mapType, listType }) {
  return {
    ...(listType === undefined ? {} : { 'x-kubernetes-list-type': listType }),
    ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
    ...(mergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': mergeKey }),
    ...(strategy === undefined ? {} : { 'x-kubernetes-patch-strategy': strategy }),
  };
}

function inOrder(schema) {
  return Object.fromEntries(Object.entries(schema).sort(byKeyword));
}

/** Extensions come last, by name. */
function byKeyword([a], [b]) {
  const [at, bt] = [keywords.indexOf(a), keywords.indexOf(b)];
  if (at >= 0 && bt >= 0) return at - bt;
  return at >= 0 ? -1 : bt >= 0 ? 1 : a < b ? -1 : 1;
}

function schemaOf(type, context, isRequired, isInner = false) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) {
    // A list inside a list or a map has no type, nor have the objects of a list.
    const isPlain = isInner || context.isPlain || 'plain' in context.facts;
    return { type: 'array', items: innerOf(list[1], context), ...(isPlain ? {} : listFacts(context.facts)) };
  }
  const map = /^\{ \[key: string\]: (.*?);? \}$/.exec(type);
  if (map) return { type: 'object', additionalProperties: innerOf(map[1], context) };
  const schema = single(type, context);
  return { ...schema, ...defaultOf(schema, context.facts, isRequired, isInner) };
}

/** The items of a list, the values of a map: all are required. */
function innerOf(type, context) {
  const { $ref, ...rest } = schemaOf(type, context, true, true);
  const target = $ref === undefined ? {} : 'default' in rest ? { allOf: [{ $ref }] } : { $ref };
  return inOrder({ ...rest, ...target });
}

function single(type, context) {
  const { facts } = context;
  const format = ['int64', 'double', 'byte'].find((word) => word in facts);
  if (type.startsWith('"')) {
    return { type: 'string', enum: [...type.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value]) => value) };
  }
  if (type === 'string') return { type, ...(format === undefined ? {} : { format }) };
  if (type === 'boolean') return { type };
  if (type === 'number') return { type: format === 'double' ? 'number' : 'integer', format: format ?? 'int32' };
  return { $ref: `#/components/schemas/${referred(type, context)}` };
}

function referred(type, { imports, owner }) {
  // A kind inside another stands there with all its fields.
  const inlined = /^\{.*"spec"\?: IIoK8sApiCoreV1(\w+)Spec;/.exec(type);
  if (inlined) return `io.k8s.api.core.v1.${inlined[1]}`;
  // What is not imported is the type itself.
  const name = imports.has(type) ? names.get(imports.get(type).href) : owner;
  if (!sources.has(name)) throw new Error(`${owner}: type ${type} was not found`);
  return name;
}

function defaultOf({ type, format, $ref }, facts, isRequired, isInner) {
  if (facts.default !== undefined && !isInner) return { default: JSON.parse(facts.default) };
  if ('bare' in facts) return {};
  if ($ref === undefined) return isRequired && format !== 'byte' ? { default: zeros[type] } : {};
  const short = $ref.split('.').at(-1);
  if (scalars.includes(short)) return {};
  return isRequired || short === 'ObjectMeta' || short === 'ListMeta' || 'struct' in facts ? { default: {} } : {};
}

function listFacts({ set, keys, onlyKeys }) {
  const all = keys ?? onlyKeys;
  if (all === undefined) return { 'x-kubernetes-list-type': set === undefined ? 'atomic' : 'set' };
  const [first] = all.split(',');
  return {
    'x-kubernetes-list-map-keys': all.split(','),
    'x-kubernetes-list-type': 'map',
    ...(keys === undefined ? {} : { 'x-kubernetes-patch-merge-key': first, 'x-kubernetes-patch-strategy': 'merge' }),
  };
}
