/**
 * A document of OpenAPI v3, made of operations and schemas.
 * Models k8s.io/kube-openapi/pkg/builder3 and the order in which its types are written (v1.36.3).
 */
import { COMPONENTS, type Definitions, withKinds, reachable, type Schema } from './definitions';
import { type GroupVersionKind, type Operation, STRING } from './operations';
import { type Parameter, sortedParameters } from './parameters';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

const reasons: Readonly<Record<string, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };

/** A document before it is text. */
export interface Document {
  readonly [keyword: string]: unknown;
}

export interface DocumentOptions {
  readonly info: { readonly title: string; readonly version: string };
  readonly operations: readonly Operation[];
  readonly definitions: Definitions;
  /** Which kinds are told of a schema that is of many: options of DELETE, events of a watch. */
  readonly isShown: (kind: GroupVersionKind) => boolean;
  readonly isSecured: boolean;
}

/** The document of one group and version, or of one of the paths beside them. */
export function v3Document(options: DocumentOptions): Document {
  const { info, operations, definitions, isShown, isSecured } = options;
  const names = operations.flatMap(({ body, responses }) => [
    ...(body === undefined ? [] : [body.schema]),
    ...Object.values(responses),
  ]);
  const schemas = reachable(definitions, names).map((name): [string, Schema] => [
    name,
    withKinds(definitions[name] ?? {}, isShown),
  ]);
  return {
    openapi: '3.0.0',
    info,
    paths: byPath(operations, pathItem),
    components: {
      ...(schemas.length === 0 ? {} : { schemas: Object.fromEntries(schemas) }),
      ...(isSecured ? { securitySchemes: { BearerToken: bearer } } : {}),
    },
  };
}

const bearer = { type: 'apiKey', description: 'Bearer Token authentication', name: 'authorization', in: 'header' };

/** Operations by path, in the order of the paths. */
export function byPath(
  operations: readonly Operation[],
  make: (operations: readonly Operation[]) => object,
): Readonly<Record<string, object>> {
  const paths = new Map<string, Operation[]>();
  for (const operation of operations) {
    const known = paths.get(operation.path);
    if (known === undefined) paths.set(operation.path, [operation]);
    else known.push(operation);
  }
  return Object.fromEntries([...paths].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, own]) => [path, make(own)]));
}

/** The operations of one path in the order of methods, and the parameters that all of them have. */
export function pathParts(operations: readonly Operation[]): {
  readonly ordered: readonly Operation[];
  readonly common: readonly Parameter[];
} {
  const ordered = methods.flatMap((method) => operations.filter((operation) => operation.method === method));
  const [first] = ordered;
  const shared = (first?.parameters ?? []).filter((parameter) => ordered.every((each) => has(each, parameter)));
  return { ordered, common: sortedParameters(shared) };
}

/** Whether an operation has a parameter of that name: what it says of it does not count. */
export function has({ parameters }: Operation, { name, in: place }: Parameter): boolean {
  return parameters.some((each) => each.name === name && each.in === place);
}

function pathItem(operations: readonly Operation[]): object {
  const { ordered, common } = pathParts(operations);
  return {
    ...Object.fromEntries(ordered.map((operation) => [operation.method, operationOf(operation, common)])),
    ...(common.length === 0 ? {} : { parameters: common.map(parameterOf) }),
  };
}

function operationOf(operation: Operation, common: readonly Parameter[]): object {
  const { tag, description, operationId, body, consumes, action, kind } = operation;
  const own = sortedParameters(
    operation.parameters.filter(
      ({ name, in: place }) => !common.some((each) => each.name === name && each.in === place),
    ),
  );
  return {
    tags: [tag],
    description,
    operationId,
    ...(own.length === 0 ? {} : { parameters: own.map(parameterOf) }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            content: contentOf(consumes, body.schema),
            ...(body.isRequired ? { required: true } : {}),
          },
        }),
    responses: responsesOf(operation),
    ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
    ...(kind === undefined ? {} : { 'x-kubernetes-group-version-kind': kind }),
  };
}

function responsesOf({ responses, produces }: Operation): object {
  const known = Object.entries(responses).map(([code, schema]) => [
    code,
    { description: reasons[code], content: contentOf(produces, schema) },
  ]);
  return { ...Object.fromEntries(known), 401: { description: 'Unauthorized' } };
}

function contentOf(types: readonly string[], schema: string): object {
  const of = schema === STRING ? { type: 'string' } : { $ref: `${COMPONENTS}${schema}` };
  return Object.fromEntries([...types].sort().map((type) => [type, { schema: of }]));
}

function parameterOf({ name, in: place, description, type }: Parameter): object {
  return {
    name,
    in: place,
    description,
    ...(place === 'path' ? { required: true } : {}),
    schema: { type, uniqueItems: true },
  };
}
