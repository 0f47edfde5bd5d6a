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
import { readFile } from 'node:fs/promises';
import { writeGenerated } from './generated.mjs';

import { descriptionOf, fieldsOf, fileOf, importsOf, openApiName, quantity, typeMeta } from './declarations.mjs';
import { imageTypes, imageVersion } from './imageTypes.mjs';

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
const written = [];
for (const part of ['meta', 'pod', 'core', 'groups', 'extensions']) written.push(await writePart(part));
console.log(`explain: ${types.size} types: ${written.join(', ')}`);

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
  await writeGenerated(`explain/${part}.json`, text);
  return `${part} ${Math.round(text.length / 1024)} KiB`;
}
