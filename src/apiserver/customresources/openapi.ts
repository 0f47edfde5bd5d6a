/**
 * The OpenAPI v3 document of a version of custom resources, as far as `kubectl explain` reads it,
 * and the schemas that whole documents are made of.
 * Models apiextensions-apiserver/pkg/controller/openapi/builder (v1.36.3). Left out: paths, and the schemas of metadata,
 * which clients bring along.
 */
import type { JSONSchemaProps } from '../../api/apiextensions/customResourceDefinition';
import type { Store } from '../../storage/store';
import type { CustomResource } from './resource';
import { customGroups } from './routes';
import { itemsOf, valuesOf } from './schemaParts';

const headers = {
  apiVersion: {
    description:
      'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
    type: 'string',
  },
  kind: {
    description:
      'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
    type: 'string',
  },
  metadata: {
    description:
      "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata",
    allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }],
  },
};

/** What objects inside objects say instead. */
const embeddedHeaders = {
  apiVersion: {
    description:
      'apiVersion defines the versioned schema of this representation of an object. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
    type: 'string',
  },
  kind: {
    description:
      'kind is a string value representing the type of this object. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
    type: 'string',
  },
  metadata: headers.metadata,
};

/** The document at `/openapi/v3/apis/<group>/<version>`, if custom resources are served there. */
export function openApiDocument(store: Store, path: string): object | undefined {
  const found = /^\/openapi\/v3\/apis\/([^/]+)\/([^/]+)$/.exec(path);
  if (found === null) return undefined;
  const [, group = '', version = ''] = found;
  const served = customGroups(store)
    .get(group)
    ?.find((each) => each.version === version);
  if (served === undefined) return undefined;
  const schemas = served.resources.map((resource) => {
    return [customSchemaName(group, version, resource.info.kind), customSchema(resource)] as const;
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' },
    paths: {},
    components: { schemas: Object.fromEntries(schemas) },
  };
}

/** `com.example.v1.Widget`. */
export function customSchemaName(group: string, version: string, kind: string): string {
  return [...group.split('.').reverse(), version, kind].join('.');
}

/** Objects inside objects have the headers of the API, too. */
function withHeaders(schema: JSONSchemaProps): JSONSchemaProps {
  const { properties } = schema;
  const items = itemsOf(schema);
  const values = valuesOf(schema);
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const inner = Object.fromEntries(Object.entries(properties ?? {}).map(([name, each]) => [name, withHeaders(each)]));
  return {
    ...schema,
    ...(properties === undefined && !isEmbedded
      ? {}
      : { properties: isEmbedded ? { ...inner, ...embeddedHeaders } : inner }),
    ...(isEmbedded ? { required: [...new Set([...(schema.required ?? []), 'kind', 'apiVersion'])] } : {}),
    ...(schema['x-kubernetes-int-or-string'] === true && schema.anyOf === undefined && schema.allOf === undefined
      ? { anyOf: [{ type: 'integer' }, { type: 'string' }] }
      : {}),
    ...(items === undefined ? {} : { items: withHeaders(items) }),
    ...(values === undefined ? {} : { additionalProperties: withHeaders(values) }),
  };
}

/** The schema of a custom resource, with the fields that every object has. */
export function customSchema({ info, schema, version }: CustomResource): object {
  const { group, kind } = info;
  const selectable = version.selectableFields?.map(({ jsonPath }) => ({ fieldPath: jsonPath.slice(1) }));
  const own = withHeaders(schema);
  return {
    ...own,
    properties: { ...own.properties, ...headers },
    'x-kubernetes-group-version-kind': [{ group, kind, version: info.version }],
    ...(selectable === undefined ? {} : { 'x-kubernetes-selectable-fields': selectable }),
  };
}
