/**
 * An API server that only holds still: it serves given objects, with the discovery documents of a real 1.36.3.
 * For comparing what kubectl prints for recorded objects. Left out: writes, watches, streams, Tables.
 */
import { readFileSync } from 'node:fs';
import { fieldsMatch, parseFieldSelector } from '../../src/api/meta/fieldSelector';
import { parseLabelSelector } from '../../src/api/meta/labelSelectorParser';
import { requirementsMatch } from '../../src/api/meta/labels';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { failure } from '../../src/api/meta/status';
import type { ApiRequest, ApiResponse, Transport } from '../../src/client/transport';

interface Served {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
}
interface DiscoveryList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources: readonly { readonly resource: string; readonly responseKind: { readonly kind: string } }[];
    }[];
  }[];
}

const documents: Readonly<Record<string, DiscoveryList>> = {
  '/api': documentOf('aggregated_api.json'),
  '/apis': documentOf('aggregated_apis.json'),
};
const served: readonly Served[] = Object.values(documents).flatMap(({ items }) =>
  items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.map(({ resource, responseKind }) => ({
        group: metadata?.name ?? '',
        version,
        plural: resource,
        kind: responseKind.kind,
      })),
    ),
  ),
);

function documentOf(name: string): DiscoveryList {
  return JSON.parse(readFileSync(new URL(`recordings/discovery/${name}`, import.meta.url), 'utf8')) as DiscoveryList;
}

/** Serves `objects`, each kind in the order given. */
export function staticServer(objects: readonly KubeObject[]): Transport {
  return {
    request: async (request) => answer(objects, request),
    watch: () => {
      throw new Error('this server does not watch');
    },
    stream: () => {
      throw new Error('this server has no streams');
    },
  };
}

const resourcePath =
  /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/;

function answer(objects: readonly KubeObject[], { method, path, query = {} }: ApiRequest): ApiResponse {
  const document = documents[path];
  if (document !== undefined) return { code: 200, body: document };
  const { group = '', version, namespace, plural, name } = resourcePath.exec(path)?.groups ?? {};
  const kind = served.find((one) => one.group === group && one.version === version && one.plural === plural);
  if (method !== 'GET' || kind === undefined) {
    return { code: 404, body: failure(404, 'NotFound', 'the server could not find the requested resource') };
  }
  const apiVersion = group === '' ? kind.version : `${group}/${kind.version}`;
  const held = objects.filter(
    (object) =>
      object.apiVersion === apiVersion &&
      object.kind === kind.kind &&
      (namespace === undefined || object.metadata.namespace === decodeURIComponent(namespace)),
  );
  if (name === undefined) {
    const items = held
      .filter((object) => isSelected(object, query))
      .map(({ kind: _kind, apiVersion: _version, ...rest }) => rest);
    return { code: 200, body: { kind: `${kind.kind}List`, apiVersion, metadata: { resourceVersion: '1' }, items } };
  }
  const found = held.find(({ metadata }) => metadata.name === decodeURIComponent(name));
  if (found !== undefined) return { code: 200, body: found };
  const resource = group === '' ? kind.plural : `${kind.plural}.${group}`;
  const details = { name, kind: kind.plural, ...(group === '' ? {} : { group }) };
  return { code: 404, body: failure(404, 'NotFound', `${resource} "${name}" not found`, details) };
}

function isSelected(object: KubeObject, query: NonNullable<ApiRequest['query']>): boolean {
  const text = (name: string): string => [query[name] ?? ''].flat().join(',');
  return (
    requirementsMatch(parseLabelSelector(text('labelSelector')), object.metadata.labels) &&
    fieldsMatch(parseFieldSelector(text('fieldSelector')), (field) => fieldText(object, field))
  );
}

function fieldText(object: KubeObject, field: string): string {
  let value: unknown = object;
  for (const part of field.split('.')) value = (value as Readonly<Record<string, unknown>> | undefined)?.[part];
  return value === undefined || value === null ? '' : String(value);
}
