/**
 * Writes generated/explain/*.json: the types, descriptions and enumerations that `kubectl explain` prints, for the kinds
 * of a workload cluster. Reads the declarations of kubernetes-models 5.1, which were made from the OpenAPI document of
 * Kubernetes 1.36 and, other than those of @kubernetes/client-node, keep line ends, enumerations and the descriptions of
 * fields that refer to a type.
 *
 * A type is [description, fields]; a field is [type, description, values?]. Types of fields are coded as
 * [list or map]*[base][!]: `[` list, `{` map; s string, i integer, b boolean, o object, @T the type T; `!` required.
 * Descriptions that occur often stand once, under `texts`, and are given as their number there.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { imageTypes, imageVersion } from './imageTypes.mjs';

const root = new URL('../', import.meta.url);
const modules = new URL('node_modules/', root);

/** Groups and versions as discovery has them, and the kinds of each that are explained. */
const explained = {
  v1: [
    'ConfigMap',
    'Endpoints',
    'Event',
    'LimitRange',
    'Namespace',
    'Node',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Pod',
    'PodTemplate',
    'ReplicationController',
    'ResourceQuota',
    'Secret',
    'Service',
    'ServiceAccount',
  ],
  'apps/v1': ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  'autoscaling/v1': ['HorizontalPodAutoscaler'],
  'autoscaling/v2': ['HorizontalPodAutoscaler'],
  'batch/v1': ['CronJob', 'Job'],
  'coordination.k8s.io/v1': ['Lease'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'events.k8s.io/v1': ['Event'],
  'networking.k8s.io/v1': ['Ingress', 'IngressClass', 'IPAddress', 'NetworkPolicy', 'ServiceCIDR'],
  'node.k8s.io/v1': ['RuntimeClass'],
  'policy/v1': ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io/v1': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io/v1': ['PriorityClass'],
  'storage.k8s.io/v1': [
    'CSIDriver',
    'CSINode',
    'CSIStorageCapacity',
    'StorageClass',
    'VolumeAttachment',
    'VolumeAttributesClass',
  ],
  'admissionregistration.k8s.io/v1': [
    'MutatingAdmissionPolicy',
    'MutatingAdmissionPolicyBinding',
    'MutatingWebhookConfiguration',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'ValidatingWebhookConfiguration',
  ],
  'certificates.k8s.io/v1': ['CertificateSigningRequest'],
  'flowcontrol.apiserver.k8s.io/v1': ['FlowSchema', 'PriorityLevelConfiguration'],
  'resource.k8s.io/v1': ['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'],
};

/** Texts of the two fields that all kinds have: the declarations leave them out. */
const typeMeta = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind: 'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
};

/** The one type whose description the declarations leave out. */
const quantity = `Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling in JSON and YAML, in addition to String() and AsInt64() accessors.

The serialization format is:

\`\`\` <quantity>        ::= <signedNumber><suffix>

\t(Note that <suffix> may be empty, from the "" case in <decimalSI>.)

<digit>           ::= 0 | 1 | ... | 9 <digits>          ::= <digit> | <digit><digits> <number>          ::= <digits> | <digits>.<digits> | <digits>. | .<digits> <sign>            ::= "+" | "-" <signedNumber>    ::= <number> | <sign><number> <suffix>          ::= <binarySI> | <decimalExponent> | <decimalSI> <binarySI>        ::= Ki | Mi | Gi | Ti | Pi | Ei

\t(International System of units; See: http://physics.nist.gov/cuu/Units/binary.html)

<decimalSI>       ::= m | "" | k | M | G | T | P | E

\t(Note that 1024 = 1Ki but 1000 = 1k; I didn't choose the capitalization.)

<decimalExponent> ::= "e" <signedNumber> | "E" <signedNumber> \`\`\`

No matter which of the three exponent forms is used, no quantity may represent a number greater than 2^63-1 in magnitude, nor may it have more than 3 decimal places. Numbers larger or more precise will be capped or rounded up. (E.g.: 0.1m will rounded up to 1m.) This may be extended in the future if we require larger or smaller quantities.

When a Quantity is parsed from a string, it will remember the type of suffix it had, and will use the same type again when it is serialized.

Before serializing, Quantity will be put in "canonical form". This means that Exponent/suffix will be adjusted up or down (with a corresponding increase or decrease in Mantissa) such that:

- No precision is lost - No fractional digits will be emitted - The exponent (or suffix) is as large as possible.

The sign will be omitted unless the number is negative.

Examples:

- 1.5 will be serialized as "1500m" - 1.5Gi will be serialized as "1536Mi"

Note that the quantity will NEVER be internally represented by a floating point number. That is the whole point of this exercise.

Non-canonical values will still parse as long as they are well formed, but will be re-emitted in their canonical form. (So always use canonical form, or don't diff.)

This format is intended to make it difficult to use these numbers without writing some sort of special handling code in the hopes that that will cause implementors to also use a fixed point implementation.`;

/** Types that are no objects: texts, and quantities and ports, which are texts or numbers. */
const scalarTypes = { Time: 's', MicroTime: 's', Quantity: 'x', IntOrString: 'x' };

/** Parts are fetched together, but each must stay a small file. */
const partOf = (name) => {
  if (name.startsWith('dev.kubeloop.')) return 'groups';
  if (!name.startsWith('io.k8s.api.')) return 'meta';
  if (/^io\.k8s\.api\.(admissionregistration|certificates|flowcontrol|resource)\./.test(name)) return 'extensions';
  if (!name.startsWith('io.k8s.api.core.')) return 'groups';
  return podTypes.has(name) ? 'pod' : 'core';
};

const types = new Map();
for (const [groupVersion, kinds] of Object.entries(explained)) {
  for (const kind of kinds) await addType(fileOf(groupVersion, kind));
}
const ownName = (name) => (imageTypes[name] === undefined ? name : `dev.kubeloop.images.v1.${name}`);
for (const [name, [description, fields]] of Object.entries(imageTypes)) addImageType(name, description, fields);
const podTypes = reachable('io.k8s.api.core.v1.PodSpec');
const kinds = Object.fromEntries(
  Object.entries(explained).flatMap(([groupVersion, names]) =>
    names.map((kind) => [`${groupVersion}/${kind}`, types.get(fileOf(groupVersion, kind).href).name]),
  ),
);
kinds[`${imageVersion}/Image`] = ownName('Image');
await mkdir(new URL('generated/explain/', root), { recursive: true });
const written = [];
for (const part of ['meta', 'pod', 'core', 'groups', 'extensions']) written.push(await writePart(part));
console.log(`explain: ${types.size} types: ${written.join(', ')}`);

function fileOf(groupVersion, kind) {
  return new URL(`kubernetes-models/${groupVersion}/${kind}.d.ts`, modules);
}

/** A type of kubeloop's own, in the coding of this file. */
function addImageType(name, description, fields) {
  const coded = Object.entries(fields).map(([field, [code, text, values]]) => {
    const own = code
      .replace('*', '')
      .replace(/(?<=^[[{]?)q/, '@io.k8s.apimachinery.pkg.api.resource.Quantity')
      .replace('@ObjectMeta', '@io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta')
      .replace(/@(Image\w+)/, (_, type) => `@${ownName(type)}`);
    return [field, [own, typeMeta[field] ?? text, ...(values === undefined ? [] : [values])]];
  });
  types.set(name, { name: ownName(name), description, fields: Object.fromEntries(coded) });
}

async function addType(file) {
  if (types.has(file.href)) return types.get(file.href);
  const source = await readFile(file, 'utf8');
  const name = openApiName(source);
  const type = { name, description: '', fields: {} };
  types.set(file.href, type);
  const short = name.split('.').at(-1);
  type.description = short === 'Quantity' ? quantity : descriptionOf(source, short);
  if (scalarTypes[short] !== undefined) {
    type.scalar = scalarTypes[short];
    return type;
  }
  const imports = importsOf(source, file);
  for (const field of fieldsOf(source)) type.fields[field.name] = await readField(field, imports, short);
  return type;
}

/** `io.k8s.api.core.v1.Pod` from the alias `IoK8sApiCoreV1Pod` at the end of each file. */
function openApiName(source) {
  const alias = /as IoK8s(Api|ApimachineryPkg)(\w+?)(V\d)?([A-Z]\w*) \};\s*$/.exec(source);
  const names = [...source.matchAll(/ (\w+) as IoK8s(\w+)/g)];
  const [, short, long] = names.at(-1) ?? [];
  if (alias === null || short === undefined) throw new Error('a declaration without its OpenAPI name');
  const path = long.slice(0, -short.length).replace(/([a-z0-9])(?=[A-Z])/g, '$1.');
  return `io.k8s.${path.toLowerCase()}.${short}`;
}

function descriptionOf(source, short) {
  const found = new RegExp(`/\\*\\*\\n((?:[^*]|\\*(?!/))*)\\*/\\nexport (?:interface|type) I${short}\\b`).exec(source);
  return commentText(found?.[1] ?? '');
}

/** Imported names and the files that declare them. */
function importsOf(source, file) {
  const found = new Map();
  for (const [, names, from] of source.matchAll(/^import \{ ([^}]+) \} from "([^"]+)";$/gm)) {
    if (from.endsWith('/base')) continue;
    const url = from.startsWith('.') ? new URL(from.replace(/\.js$/, '.d.ts'), file) : new URL(`${from}.d.ts`, modules);
    for (const name of names.split(', ')) found.set(name.split(' as ').at(-1), url);
  }
  return found;
}

/** The fields of the first interface: name, comment, whether it may be absent, and its TypeScript type. */
function fieldsOf(source) {
  const body = /export interface \w+(?: extends \w+)? \{\n([\s\S]*?)(?<=\n)\}\n/.exec(source)?.[1] ?? '';
  const field = /(?: {4}\/\*\*\n((?:[^*]|\*(?!\/))*)\*\/\n)? {4}"([^"]+)"(\?)?: ((?:[^;{]|\{[^}]*\})+);/g;
  return [...body.matchAll(field)].map(([, comment = '', name, optional, type]) => ({
    name,
    description: commentText(comment),
    isRequired: optional === undefined,
    type: type.replace(/\s+/g, ' '),
  }));
}

async function readField({ name, description, isRequired, type }, imports, owner) {
  // Only a field of one text tells its values: OpenAPI has those of lists with their items, where kubectl does not look.
  const values = type.startsWith('"') ? [...type.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, value]) => value) : [];
  const isKind = owner !== 'ObjectReference' && description === '' && typeMeta[name] !== undefined;
  const code = isKind ? 's' : await codeOf(type, imports);
  const text = isKind ? typeMeta[name] : description;
  const isRequiredField = isRequired && !isKind;
  return [`${code}${isRequiredField ? '!' : ''}`, text, ...(values.length > 0 && !isKind ? [values] : [])];
}

async function codeOf(type, imports) {
  const list = /^Array<(.*)>$/.exec(type);
  if (list) return `[${await codeOf(list[1], imports)}`;
  const map = /^\{ \[key: string\]: (.*?);? \}$/.exec(type);
  if (map) return `{${await codeOf(map[1], imports)}`;
  if (type.startsWith('"') || type === 'string') return 's';
  if (type === 'number') return 'i';
  if (type === 'boolean') return 'b';
  // A kind inside another stands there with all its fields.
  const inlined = /^\{.*"spec"\?: IIoK8sApiCoreV1(\w+)Spec;/.exec(type);
  const file = inlined ? fileOf('v1', inlined[1]) : imports.get(type);
  if (file === undefined || !existsSync(file)) throw new Error(`type ${type} was not found`);
  return `@${(await addType(file)).name}`;
}

/** Comment signs and the escapes of signs that would end a comment removed. */
function commentText(comment) {
  return comment
    .replace(/^ *\* ?/gm, '')
    .replaceAll('\\*', '*')
    .replaceAll('\\/', '/')
    .replace(/\n@deprecated\s*$/, '')
    .trimEnd();
}

function reachable(start) {
  const byName = new Map([...types.values()].map((type) => [type.name, type]));
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [code] of Object.values(byName.get(name)?.fields ?? {})) {
      const target = /@([^!]+)/.exec(code);
      if (target !== null) visit(target[1]);
    }
  };
  visit(start);
  return seen;
}

async function writePart(part) {
  const own = [...types.values()]
    .filter(({ name }) => partOf(name) === part)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const counts = new Map();
  for (const { fields } of own)
    for (const [, text] of Object.values(fields)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const texts = [...counts].filter(([text, count]) => count > 1 && text.length > 8).map(([text]) => text);
  const shared = new Map(texts.map((text, index) => [text, index]));
  const content = { texts, types: {} };
  if (part === 'meta') content.kinds = kinds;
  for (const { name, description, fields, scalar } of own) {
    const coded = Object.entries(fields).map(([field, [code, text, values]]) => [
      field,
      [code, shared.get(text) ?? text, ...(values === undefined ? [] : [values])],
    ]);
    content.types[name] = [description, scalar ?? Object.fromEntries(coded)];
  }
  const text = JSON.stringify(content);
  await writeFile(new URL(`generated/explain/${part}.json`, root), text);
  return `${part} ${Math.round(text.length / 1024)} KiB`;
}
