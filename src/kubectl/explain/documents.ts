/**
 * Where `kubectl explain` has its schemas from: the server's /openapi/v3, else the built-in ones.
 * Models staging/src/k8s.io/kubectl/pkg/explain/v2/{explain.go,templates/plaintext.tmpl} (v1.36.3).
 */
import { type GroupVersionResource, resourceText } from '../resource/fetch';
import { isReason } from '../../api/meta/status';
import { CommandError } from '../errors';
import type { Access, Mapping } from '../resource/access';
import { ownKind } from '../resource/restMapper';
import { builtInDocument, builtInTypes } from './builtIn';
import type { Schema, SchemaDocument } from './schema';

/** The schema of a resource. Throws CommandError if neither the server nor we know it. */
export async function documentOf(access: Access, resource: GroupVersionResource): Promise<SchemaDocument> {
  const { group, version, plural } = resource;
  const { mappings, groupVersions } = await access.mapper();
  const groupVersion = group === '' ? version : `${group}/${version}`;
  const missing = new CommandError(`couldn't find resource for "${resourceText(resource)}"`);
  const known = [...mappings, ownKind].find(
    (mapping) => mapping.group === group && mapping.version === version && mapping.plural === plural,
  );
  if (known !== ownKind && !groupVersions.includes(groupVersion)) throw missing;
  if (known === undefined) throw new CommandError(`GVR (${resourceText(resource)}) not found in OpenAPI schema`);
  const published = await publishedDocument(access, known);
  const document = published ?? (await builtInDocument(group, version, known.kind));
  if (document === undefined) {
    throw new CommandError(
      `kubeloop: the server publishes no OpenAPI schema, and there is none built in for ${known.kind}`,
    );
  }
  return document;
}

/** What the server tells of a kind; undefined if it has no OpenAPI v3. */
async function publishedDocument(access: Access, mapping: Mapping): Promise<SchemaDocument | undefined> {
  const { group, version, kind } = mapping;
  const path = group === '' ? `/openapi/v3/api/${version}` : `/openapi/v3/apis/${group}/${version}`;
  const schemas = await schemasAt(access, path);
  if (schemas === undefined) return undefined;
  const schema = Object.values(schemas).find((each) => isOfKind(each, mapping));
  if (schema === undefined) return undefined;
  const prefix = '#/components/schemas/';
  const shared = await builtInTypes();
  return {
    group,
    version,
    kind,
    schema,
    resolve(ref) {
      const name = ref.startsWith(prefix) ? ref.slice(prefix.length) : ref;
      return schemas[name] ?? shared.get(name);
    },
  };
}

async function schemasAt(access: Access, path: string): Promise<Readonly<Record<string, Schema>> | undefined> {
  try {
    const { body } = await access.raw({ method: 'GET', path, headers: { accept: 'application/json' } });
    const parsed: unknown = typeof body === 'string' ? JSON.parse(body) : body;
    // What the server serves here is an OpenAPI document.
    return (parsed as { readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> } }).components
      ?.schemas;
  } catch (error) {
    if (isReason(error, 'NotFound') || isReason(error, 'Forbidden') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isOfKind(schema: Schema, { group, version, kind }: Mapping): boolean {
  const { 'x-kubernetes-group-version-kind': kinds = [] } = schema as {
    readonly 'x-kubernetes-group-version-kind'?: readonly Partial<Record<'group' | 'version' | 'kind', string>>[];
  }; // An extension of OpenAPI that all kinds have.
  return kinds.some((each) => each.group === group && each.version === version && each.kind === kind);
}
