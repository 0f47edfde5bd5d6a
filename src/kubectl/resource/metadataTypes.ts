/**
 * Whether an object's metadata has the types of ObjectMeta: kubectl decodes it before anything is sent.
 * Models metadataValidatingDecoder of staging/src/k8s.io/cli-runtime/pkg/resource/metadata_decoder.go (v1.36.3) and
 * the words of encoding/json.
 */

/** A type of Go as far as JSON is concerned; an object names its fields. */
type GoType = 'string' | 'int64' | 'bool' | 'time' | 'any' | GoList | GoMap | GoStruct;
interface GoList {
  readonly list: GoType;
}
interface GoMap {
  readonly map: GoType;
}
interface GoStruct {
  readonly name: string;
  readonly fields: Readonly<Record<string, GoType>>;
}

const ownerReference: GoStruct = {
  name: 'v1.OwnerReference',
  fields: {
    apiVersion: 'string',
    kind: 'string',
    name: 'string',
    uid: 'string',
    controller: 'bool',
    blockOwnerDeletion: 'bool',
  },
};

const managedFieldsEntry: GoStruct = {
  name: 'v1.ManagedFieldsEntry',
  fields: {
    manager: 'string',
    operation: 'string',
    apiVersion: 'string',
    time: 'time',
    fieldsType: 'string',
    fieldsV1: 'any',
    subresource: 'string',
  },
};

const objectMeta: GoStruct = {
  name: 'v1.ObjectMeta',
  fields: {
    name: 'string',
    generateName: 'string',
    namespace: 'string',
    selfLink: 'string',
    uid: 'string',
    resourceVersion: 'string',
    generation: 'int64',
    creationTimestamp: 'time',
    deletionTimestamp: 'time',
    deletionGracePeriodSeconds: 'int64',
    labels: { map: 'string' },
    annotations: { map: 'string' },
    ownerReferences: { list: ownerReference },
    finalizers: { list: 'string' },
    managedFields: { list: managedFieldsEntry },
  },
};

const metadataOnly: GoStruct = {
  name: 'resource.metadataOnlyObject',
  fields: { apiVersion: 'string', kind: 'string', metadata: objectMeta },
};

/** What Go says of the first field whose type is wrong: `json: cannot unmarshal number into ...`. Undefined if all fit. */
export function metadataError(value: unknown): string | undefined {
  return check(value, metadataOnly, { owner: '', path: '' });
}

interface Place {
  /** The struct that holds the field. */
  readonly owner: string;
  readonly path: string;
}

function check(value: unknown, type: GoType, place: Place): string | undefined {
  if (value === null || value === undefined || type === 'any') return undefined;
  if (type === 'time') return typeof value === 'string' ? timeError(value) : mismatch(value, 'string', place);
  if (typeof type === 'string') return fits(value, type) ? undefined : mismatch(value, type, place);
  if ('list' in type) {
    if (!Array.isArray(value)) return mismatch(value, nameOf(type), place);
    return first(value, (item) => check(item, type.list, place));
  }
  if (typeof value !== 'object' || Array.isArray(value)) return mismatch(value, nameOf(type), place);
  const entries = Object.entries(value);
  if ('map' in type) return first(entries, ([, item]) => check(item, type.map, place));
  const owner = type.name.slice(type.name.indexOf('.') + 1);
  return first(entries, ([field, item]) => {
    const inner = Object.hasOwn(type.fields, field) ? type.fields[field] : undefined;
    if (inner === undefined) return undefined;
    return check(item, inner, { owner, path: place.path === '' ? field : `${place.path}.${field}` });
  });
}

function first<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fits(value: unknown, type: 'string' | 'int64' | 'bool'): boolean {
  if (type === 'int64') return Number.isInteger(value);
  return typeof value === (type === 'bool' ? 'boolean' : 'string');
}

function mismatch(value: unknown, type: string, { owner, path }: Place): string {
  const found = type === 'int64' && typeof value === 'number' ? `number ${value}` : jsonType(value);
  return `json: cannot unmarshal ${found} into Go struct field ${owner}.${path} of type ${type}`;
}

function timeError(value: string): string | undefined {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  return `parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function nameOf(type: GoType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return `[]${nameOf(type.list)}`;
  if ('map' in type) return `map[string]${nameOf(type.map)}`;
  return type.name;
}
