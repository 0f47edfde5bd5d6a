/**
 * The document of OpenAPI v2: everything that is served, in one.
 * Models k8s.io/kube-openapi/pkg/builder and the order in which its types are written (v1.36.3).
 */
import { base64OfBytes } from '../../api/meta/base64';
import { COMPONENTS, type Definitions, type Schema } from './definitions';
import { type GroupVersionKind, type Operation, STRING } from './operations';
import { type Parameter, sortedParameters } from './parameters';
import { byPath, type Document, pathParts } from './v3';

const DEFINITIONS = '#/definitions/';
/** Parameters that stand where they are used, whoever else has the same. */
const unshared = ['name', 'fieldValidation', 'dryRun'];

const reasons: Readonly<Record<string, string>> = { 200: 'OK', 201: 'Created', 202: 'Accepted' };

/** The document of all `operations`, with every one of `definitions`, which are as v3 has them. */
export function v2Document(operations: readonly Operation[], definitions: Definitions): Document {
  const shared = new Map<string, object>();
  const share = (parameter: object): object => {
    const name = sharedName(parameter);
    if (name === undefined) return parameter;
    shared.set(name, parameter);
    return { $ref: `#/parameters/${name}` };
  };
  const paths = byPath(operations, (own) => pathItem(own, share));
  const schemas = Object.entries(definitions).map(([name, schema]): [string, Schema] => [name, v2Schema(schema)]);
  return {
    swagger: '2.0',
    info: { title: 'Kubernetes', version: '1.36' },
    paths,
    definitions: Object.fromEntries(schemas.sort(byName)),
    parameters: Object.fromEntries([...shared].sort(byName)),
    securityDefinitions: {
      BearerToken: { description: 'Bearer Token authentication', type: 'apiKey', name: 'authorization', in: 'header' },
    },
    security: [{ BearerToken: [] }],
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function pathItem(operations: readonly Operation[], share: (parameter: object) => object): object {
  const { ordered, common } = pathParts(operations);
  return {
    ...Object.fromEntries(ordered.map((operation) => [operation.method, operationOf(operation, common, share)])),
    ...(common.length === 0 ? {} : { parameters: common.map((parameter) => share(parameterOf(parameter))) }),
  };
}

function operationOf(operation: Operation, common: readonly Parameter[], share: (parameter: object) => object): object {
  const { tag, description, operationId, body, consumes, produces, responses, action, kind } = operation;
  const own = sortedParameters(
    operation.parameters.filter((parameter) => !common.some((each) => isSame(each, parameter))),
  );
  const bodies = body === undefined ? [] : [bodyOf(body)];
  // By name, as `body` it stands after `allowWatchBookmarks`; no operation has both.
  const parameters = [...bodies, ...own.map(parameterOf)].map(share);
  const answers = Object.entries(responses).map(([code, schema]) => [
    code,
    {
      description: reasons[code],
      schema: schema === STRING ? { type: 'string' } : { $ref: `${DEFINITIONS}${schema}` },
    },
  ]);
  return {
    description,
    ...(consumes.length === 0 ? {} : { consumes }),
    produces,
    schemes: ['https'],
    tags: [tag],
    operationId,
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: { ...Object.fromEntries(answers), 401: { description: 'Unauthorized' } },
    ...(action === undefined ? {} : { 'x-kubernetes-action': action }),
    ...(kind === undefined
      ? {}
      : { 'x-kubernetes-group-version-kind': isOwnServers(kind) ? kindInOrder(kind) : byKey(kind) }),
  };
}

/** The aggregator's own kinds come as its Go type has them, those of other servers as a map. */
function isOwnServers({ group }: GroupVersionKind): boolean {
  return group === 'apiregistration.k8s.io';
}

function kindInOrder({ group, version, kind }: GroupVersionKind): object {
  return { group, version, kind };
}

function byKey({ group, version, kind }: GroupVersionKind): object {
  return { group, kind, version };
}

function isSame(a: Parameter, b: Parameter): boolean {
  return a.name === b.name && a.in === b.in;
}

function bodyOf({ schema, isRequired }: NonNullable<Operation['body']>): object {
  return {
    name: 'body',
    in: 'body',
    ...(isRequired ? { required: true } : {}),
    schema: { $ref: `${DEFINITIONS}${schema}` },
  };
}

function parameterOf({ name, in: place, description, type }: Parameter): object {
  return { uniqueItems: true, type, description, name, in: place, ...(place === 'path' ? { required: true } : {}) };
}

/** The name under which a parameter stands once for all; undefined for one that says something of its own. */
function sharedName(parameter: object): string | undefined {
  const { name, schema } = parameter as { readonly name: string; readonly schema?: { readonly $ref: string } }; // Made above.
  if (unshared.includes(name)) return undefined;
  if (schema !== undefined && !schema.$ref.startsWith(`${DEFINITIONS}io.k8s.apimachinery`)) return undefined;
  const text = JSON.stringify(parameter);
  let known = names.get(text);
  if (known === undefined) {
    known = `${name}-${hashName(text)}`;
    names.set(text, known);
  }
  return known;
}

/** Derived data only: there are some fifty. */
const names = new Map<string, string>();

/** Six bytes of FNV-1 as text for URLs. The texts of parameters are ASCII. */
function hashName(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at += 1) {
    hash = BigInt.asUintN(64, hash * 0x100000001b3n) ^ BigInt(text.charCodeAt(at));
  }
  const bytes = [56n, 48n, 40n, 32n, 24n, 16n].map((by) => Number((hash >> by) & 0xffn));
  return base64OfBytes(bytes).replaceAll('+', '-').replaceAll('/', '_');
}

/** A schema without what v2 does not know: defaults, null, alternatives. */
function v2Schema(schema: Schema): Schema {
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'default' || keyword === 'nullable' || keyword === 'oneOf' || keyword === 'anyOf') continue;
    // What may be a number or text is called text.
    if (keyword === 'format' && 'oneOf' in schema) result.type = 'string';
    if (keyword === 'allOf') Object.assign(result, referred(value));
    else if (keyword === '$ref') result[keyword] = String(value).replace(COMPONENTS, DEFINITIONS);
    else if (keyword === 'properties') result[keyword] = v2Properties(value);
    else if (keyword === 'items' || keyword === 'additionalProperties') result[keyword] = v2Value(value);
    else result[keyword] = value;
  }
  if ('oneOf' in schema) result.type = 'string';
  return result;
}

/** The one schema that a property is made of. */
function referred(value: unknown): object {
  const [first] = Array.isArray(value) ? (value as readonly Schema[]) : []; // Schemas hold schemas.
  return first === undefined ? {} : v2Schema(first);
}

function v2Properties(value: unknown): object {
  const entries = Object.entries(value as Readonly<Record<string, Schema>>); // As above.
  return Object.fromEntries(entries.map(([name, each]) => [name, v2Schema(each)]));
}

function v2Value(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? v2Schema(value as Schema) : value; // As above.
}
