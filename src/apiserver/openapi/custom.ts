/**
 * Custom resources in OpenAPI documents: what can be done with them, and their schemas.
 * Models apiextensions-apiserver/pkg/controller/openapi/builder (v1.36.3).
 */
import type { Store } from '../../storage/store';
import { customSchema, customSchemaName } from '../customresources/openapi';
import type { CustomResource } from '../customresources/resource';
import { customGroups } from '../customresources/routes';
import type { ServedResource } from '../discovery';
import { type Subject, versionSubject } from './builtIn';
import { COMPONENTS, type Definitions, isSchema, type Schema } from './definitions';
import { type GroupVersionKind, rootOf } from './operations';

const verbs = ['list', 'create', 'deletecollection', 'get', 'update', 'patch', 'delete'];
const written = ['get', 'update', 'patch'];
const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };

/** A document about custom resources, with the schemas of its own. */
export interface CustomSubject extends Subject {
  readonly definitions: Definitions;
  readonly resources: readonly CustomResource[];
}

/** One per version of the groups of custom resources. `schemaOf`: the schema of a built-in kind. */
export function customSubjects(store: Store, schemaOf: (kind: GroupVersionKind) => string): readonly CustomSubject[] {
  return [...customGroups(store).values()].flatMap((versions) =>
    versions.map(({ resources }) => customSubject(resources, schemaOf)),
  );
}

function customSubject(
  resources: readonly CustomResource[],
  schemaOf: (kind: GroupVersionKind) => string,
): CustomSubject {
  const own = new Map<string, string>();
  const definitions: Record<string, Schema> = {};
  for (const resource of resources) {
    const { group, kind, version } = resource.info;
    const name = customSchemaName(group, version, kind);
    const listName = customSchemaName(group, version, resource.listKind);
    own.set(kind, name);
    own.set(`${kind}List`, listName);
    definitions[name] = inOrder(customSchema(resource) as Schema); // An object with keywords.
    definitions[listName] = listSchema(resource, name, definitions[name] ?? {});
  }
  const served = resources.map(servedResource);
  const dialect = {
    isCustom: true,
    schemaOf: (kind: GroupVersionKind) =>
      (kind.group === served[0]?.group ? own.get(kind.kind) : undefined) ?? schemaOf(kind),
  };
  const path = rootOf(served[0] ?? { group: '', version: '' }).slice(1);
  return { ...versionSubject(path, served, dialect), definitions, resources };
}

function servedResource({ info, singular }: CustomResource): ServedResource {
  const { group, version, kind, plural, namespaced } = info;
  return {
    group,
    version,
    name: plural,
    singularName: singular,
    kind,
    namespaced,
    verbs,
    shortNames: [],
    categories: [],
    subresources: info.subresources.map((name) => ({
      name,
      kind,
      verbs: written,
      ...(name === 'scale' ? scale : {}),
    })),
  };
}

function listSchema({ info, listKind }: CustomResource, name: string, { properties, ...schema }: Schema): Schema {
  const { group, version, kind, plural } = info;
  const { apiVersion, kind: kindText } = properties as Schema; // Schemas by name.
  const selectable = schema['x-kubernetes-selectable-fields'];
  return {
    description: `${listKind} is a list of ${kind}`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion,
      items: {
        description: `List of ${plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md`,
        type: 'array',
        items: { $ref: `${COMPONENTS}${name}` },
      },
      kind: kindText,
      metadata: {
        description:
          'Standard list metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
        allOf: [{ $ref: `${COMPONENTS}io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta` }],
      },
    },
    'x-kubernetes-group-version-kind': [{ group, kind: listKind, version }],
    ...(selectable === undefined ? {} : { 'x-kubernetes-selectable-fields': selectable }),
  };
}

/** In which order Go's type of a schema is written; extensions follow by name. */
const keywords = [
  ...['$ref', 'description', 'type', 'nullable', 'format', 'title', 'default', 'maximum', 'exclusiveMaximum'],
  ...['minimum', 'exclusiveMinimum', 'maxLength', 'minLength', 'pattern', 'maxItems', 'minItems', 'uniqueItems'],
  ...['multipleOf', 'enum', 'maxProperties', 'minProperties', 'required', 'items', 'allOf', 'oneOf', 'anyOf', 'not'],
  ...['properties', 'additionalProperties', 'externalDocs', 'example'],
];

function rank(keyword: string): string {
  const at = keywords.indexOf(keyword);
  return at < 0 ? `x${keyword}` : String(at).padStart(2, '0');
}

/** The same schema as it would be written: the hash of a document counts every byte. */
function inOrder(schema: Schema): Schema {
  const entries = Object.entries(schema).map(([keyword, value]): [string, unknown] => [
    keyword,
    ordered(keyword, value),
  ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)));
}

const ruleFields = ['rule', 'message', 'messageExpression', 'reason', 'fieldPath', 'optionalOldSelf'];

function ordered(keyword: string, value: unknown): unknown {
  if (keyword === 'x-kubernetes-validations' && Array.isArray(value)) return value.map(ruleInOrder);
  if (keyword === 'default' || keyword === 'example' || keyword === 'enum' || keyword.startsWith('x-')) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => (isSchema(each) ? inOrder(each) : each));
  if (!isSchema(value)) return value;
  if (keyword !== 'properties') return inOrder(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, each]) => [name, isSchema(each) ? inOrder(each) : each]));
}

function ruleInOrder(rule: unknown): unknown {
  const fields = isSchema(rule) ? rule : {};
  return Object.fromEntries(ruleFields.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])));
}
