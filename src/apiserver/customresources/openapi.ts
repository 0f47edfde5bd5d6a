/**
 * The OpenAPI v3 document of a version of custom resources, as far as `kubectl explain` reads it.
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

/** The document at `/openapi/v3/apis/<group>/<version>`, if custom resources are served there. */
export function openApiDocument(store: Store, path: string): object | undefined {
  const found = /^\/openapi\/v3\/apis\/([^/]+)\/([^/]+)$/.exec(path);
  if (found === null) return undefined;
  const [, group = '', version = ''] = found;
  const served = customGroups(store)
    .get(group)
    ?.find((each) => each.version === version);
  if (served === undefined) return undefined;
  const schemas = served.resources.map((resource) => [nameOf(resource), schemaOf(resource)] as const);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes CRD Swagger', version: 'v0.1.0' },
    paths: {},
    components: { schemas: Object.fromEntries(schemas) },
  };
}

/** `com.example.v1.Widget`. */
function nameOf({ info }: CustomResource): string {
  return [...info.group.split('.').reverse(), info.version, info.kind].join('.');
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
    ...(properties === undefined && !isEmbedded ? {} : { properties: isEmbedded ? { ...inner, ...headers } : inner }),
    ...(isEmbedded ? { required: [...(schema.required ?? []), 'apiVersion', 'kind'] } : {}),
    ...(items === undefined ? {} : { items: withHeaders(items) }),
    ...(values === undefined ? {} : { additionalProperties: withHeaders(values) }),
  };
}

function schemaOf({ info, schema, version }: CustomResource): object {
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
