/**
 * Writes generated/fields.json (what the API server's strict decoder knows of each field) and
 * generated/kubernetes.schema.json (what the editor completes and checks) for the kinds of src/api/kinds.ts.
 * Reads the models of @kubernetes/client-node, which come from the OpenAPI document of Kubernetes 1.36.
 *
 * A field is coded as [list or map][base][flags][:Go type]:
 *   `[` list, `{` map; s string, i int32, l int64, d double, b bool, q quantity, t time, u microtime, x int or string,
 *   y bytes, o anything, @T the type T; `!` printed even when zero, `*` pointer, `~` null is printed.
 */
import { readFile } from 'node:fs/promises';
import { writeGenerated } from './generated.mjs';
import './generateExplain.mjs';
import './generateOpenApi.mjs';
import './generateHelp.mjs';
import './generateLessons.mjs'; // What is generated is generated together: every hook names this script.
import { imageTypes } from './imageTypes.mjs';
import { enumerations, namedTypes, pointers, printedNulls, quantities } from './goTypes.mjs';

const root = new URL('../', import.meta.url);
const models = new URL('node_modules/@kubernetes/client-node/dist/gen/models/', root);

/** Bodies of subresources and of DELETE, beside the kinds. */
const extraRoots = ['Scale', 'Binding', 'DeleteOptions'];
/** Where the class is not V1 and the Go name. */
const classNames = {
  Event: 'CoreV1Event',
  HorizontalPodAutoscaler: 'V2HorizontalPodAutoscaler',
  ResourceClaim: 'ResourceV1ResourceClaim',
};
/** Types of the core group whose name a kind has too. */
const ownNames = { CoreV1ResourceClaim: 'ContainerResourceClaim' };
const opaqueInEditor = ['status', 'managedFields'];
const scalarSchemas = {
  s: { type: 'string' },
  i: { type: 'integer' },
  l: { type: 'integer' },
  d: { type: 'number' },
  b: { type: 'boolean' },
  q: { type: ['string', 'number'] },
  t: { type: 'string', format: 'date-time' },
  u: { type: 'string' },
  x: { type: ['integer', 'string'] },
  y: { type: 'string' },
  o: {},
};

const kinds = await readKinds();
const types = new Map();
for (const { kind } of kinds) await addType(kind);
for (const name of extraRoots) await addType(name);
const written = [await write('fields.json', fieldTable()), await write('kubernetes.schema.json', editorSchema())];
console.log(`${types.size} types of ${kinds.length} kinds: ${written.join(', ')}`);

/** The lines of the table in src/api/kinds.ts, so that a new kind needs no second entry here. */
async function readKinds() {
  const source = await readFile(new URL('src/api/kinds.ts', root), 'utf8');
  const found = [...source.matchAll(/^ {2}(\w+): info\(\s*'(\w+)',\s*'([^']*)'/gm)];
  if (found.length < 5) throw new Error('src/api/kinds.ts: the table of kinds was not found');
  return found.map(([, , kind, group]) => ({ kind, group, version: `v${/V(\d)/.exec(classNames[kind] ?? 'V1')[1]}` }));
}

/** Reads the model of the Go type `name` and of everything it holds. */
async function addType(name) {
  if (types.has(name)) return;
  if (imageTypes[name] !== undefined) return addImageType(name);
  const className = classNames[name] ?? `V1${name}`;
  const model = (await import(new URL(`${className}.js`, models).href))[className];
  const declaration = await readFile(new URL(`${className}.d.ts`, models), 'utf8');
  const type = { name, description: classComment(declaration), fields: [] };
  types.set(name, type);
  for (const attribute of model.attributeTypeMap) {
    const field = readField(name, attribute, declaration);
    type.fields.push(field);
    if (field.base.startsWith('@')) await addType(field.base.slice(1));
  }
}

/** A type of kubeloop's own. */
async function addImageType(name) {
  const [description, fields] = imageTypes[name];
  const type = { name, description: firstSentence(description), fields: [] };
  types.set(name, type);
  for (const [field, [code, text, enumeration]] of Object.entries(fields)) {
    const [, container, base, flags] = /^([[{]?)(@\w+|\w)([!*~]*)$/.exec(code);
    const required = flags.includes('!');
    type.fields.push({
      name: field,
      container,
      base,
      required,
      isPointer: flags.includes('*'),
      enumeration,
      description: text,
    });
    if (base.startsWith('@')) await addType(base.slice(1));
  }
}

function readField(owner, { name, baseName, type, format }, declaration) {
  const place = `${owner}.${baseName}`;
  const { container, base } = baseOf(type, format, quantities.includes(place));
  const declared = new RegExp(`(?:/\\*\\*\\n((?:[^*]|\\*(?!/))*)\\*/\\s*)?'${name}'(\\?)?:`).exec(declaration);
  const ofType = pointers[owner] ?? [];
  const isPointer = !container && (ofType === '*' || ofType.includes(baseName));
  return {
    name: baseName,
    container,
    base,
    required: declared?.[2] === undefined,
    isPointer,
    printsNull: printedNulls.includes(place),
    goType: namedTypes[place],
    enumeration: enumerations[place],
    description: firstSentence(declared?.[1] ?? ''),
  };
}

function baseOf(type, format, isQuantity) {
  const list = /^Array<(.*)>$/.exec(type);
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type);
  const container = list ? '[' : map ? '{' : '';
  const inner = list?.[1] ?? map?.[1] ?? type;
  if (isQuantity) return { container, base: 'q' };
  if (format === 'byte') return { container, base: 'y' };
  if (inner.startsWith('Array<')) return { container, base: 'o' }; // A map of lists: no kind here reads one.
  const scalars = { string: 's', boolean: 'b', Date: 't', V1MicroTime: 'u', IntOrString: 'x', any: 'o', object: 'o' };
  if (inner === 'number') return { container, base: { int32: 'i', int64: 'l', double: 'd' }[format] ?? 'l' };
  // Two groups may use one name: the class of a group's own type begins with the group.
  const own = ownNames[inner] ?? inner.replace(/^(?:Core)?V\d/, '');
  const base = scalars[inner] ?? `@${own.replace(/^([A-Z][a-z]+)V\d(?=[A-Z])/, '$1')}`;
  if (base.startsWith('@') && base.slice(1) !== inner.replace(/^V1/, '')) classNames[base.slice(1)] = inner;
  return { container, base };
}

function fieldTable() {
  const table = {};
  for (const { name, fields } of [...types.values()].sort(byName)) {
    table[name] = Object.fromEntries(fields.map((field) => [field.name, codeOf(field)]));
  }
  table.Secret.stringData ??= '{s';
  // Optional to OpenAPI, yet Go prints them empty and zero.
  table.StatefulSetSpec.serviceName = 's!';
  table.StatefulSetStatus.availableReplicas = 'i!';
  table.NodeRuntimeHandler.name = 's!'; // Optional to OpenAPI, yet the default handler's empty name is printed.
  return table;
}

function codeOf({ container, base, required, isPointer, printsNull, goType }) {
  const flags = `${required ? '!' : ''}${isPointer ? '*' : ''}${printsNull ? '~' : ''}`;
  return `${container}${base}${flags}${goType === undefined ? '' : `:${goType}`}`;
}

function editorSchema() {
  const definitions = {};
  for (const type of [...types.values()].sort(byName)) {
    if (extraRoots.includes(type.name)) continue;
    definitions[type.name] = definitionOf(type);
  }
  const used = reachable(definitions);
  for (const name of Object.keys(definitions)) if (!used.has(name)) delete definitions[name];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    oneOf: kinds.map(({ kind }) => ({ $ref: `#/definitions/${kind}` })),
    definitions,
  };
}

function definitionOf({ name, description, fields }) {
  const kind = kinds.find((candidate) => candidate.kind === name);
  const properties = {};
  const required = kind === undefined ? [] : ['apiVersion', 'kind'];
  for (const field of [...fields].sort(byName)) {
    properties[field.name] = { ...schemaOf(field), ...(field.description && { description: field.description }) };
    if (field.required && kind === undefined) required.push(field.name);
  }
  const definition = { description, type: 'object', properties, additionalProperties: false };
  if (required.length > 0) definition.required = required;
  if (kind === undefined) return definition;
  const apiVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
  properties.apiVersion.enum = [apiVersion];
  properties.kind.enum = [name];
  definition['x-kubernetes-group-version-kind'] = [{ group: kind.group, kind: name, version: kind.version }];
  return definition;
}

function schemaOf({ name, container, base, enumeration }) {
  if (opaqueInEditor.includes(name)) return container === '[' ? { type: 'array' } : { type: 'object' };
  const inner = base.startsWith('@') ? { $ref: `#/definitions/${base.slice(1)}` } : { ...scalarSchemas[base] };
  if (enumeration) inner.enum = enumeration;
  if (container === '[') return { type: 'array', items: inner };
  if (container === '{') return { type: 'object', additionalProperties: inner };
  return inner;
}

function reachable(definitions) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [, target] of JSON.stringify(definitions[name]).matchAll(/#\/definitions\/(\w+)/g)) visit(target);
  };
  for (const { kind } of kinds) visit(kind);
  return seen;
}

function classComment(declaration) {
  const comments = [...declaration.matchAll(/\/\*\*\n((?:[^*]|\*(?!\/))*)\*\/\nexport declare class/g)];
  return firstSentence(comments.at(-1)?.[1] ?? '');
}

/** Up to the first full stop that ends a sentence; comment signs and escapes removed. */
function firstSentence(comment) {
  const text = comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\\(['"])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const end = /(?<!\b(?:e\.g|i\.e|etc|vs))\.(?=\s|$)/.exec(text);
  return end === null ? text : text.slice(0, end.index + 1);
}

async function write(name, value) {
  const text = JSON.stringify(value);
  await writeGenerated(name, text);
  return `${name} ${Math.round(text.length / 1024)} KiB`;
}

function byName(a, b) {
  return a.name < b.name ? -1 : 1;
}
