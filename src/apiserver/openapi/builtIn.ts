/** The documents of the built-in groups, and of the paths beside them: what each tells of. */
import { type ServedResource, servedResources } from '../discovery';
import { type Dialect, groupNames, type Operation, operationsOf, rootOf, STRING } from './operations';

/** One document before it is made. */
export interface Subject {
  /** Below `/openapi/v3/`. */
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly operations: readonly Operation[];
}

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** All of them. `isListed`: whether a group has documents. */
export function builtInSubjects(dialect: Dialect, isListed: (group: string) => boolean): readonly Subject[] {
  const versions = new Map<string, ServedResource[]>();
  for (const resource of servedResources) {
    if (!isListed(resource.group)) continue;
    const root = rootOf(resource).slice(1);
    versions.set(root, [...(versions.get(root) ?? []), resource]);
  }
  const groups = new Set([...versions.values()].flatMap(([first]) => (first?.group ? [first.group] : [])));
  return [
    ...single,
    ...[...groups].map(groupSubject),
    ...[...versions].map(([path, resources]) => versionSubject(path, resources, dialect)),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The document of a group and version. */
export function versionSubject(path: string, resources: readonly ServedResource[], dialect: Dialect): Subject {
  const { group = '', version = '' } = resources[0] ?? {};
  const { inId, tag } = groupNames(group, version);
  const list = read(`/${path}/`, tag, `get${inId}APIResources`, 'get available resources', `${META}.APIResourceList`);
  return {
    path,
    group,
    version,
    operations: [
      ...(dialect.isCustom ? [] : [list]),
      ...resources.flatMap((resource) => operationsOf(resource, dialect)),
    ],
  };
}

function groupSubject(group: string): Subject {
  const { inId, tag } = groupNames(group);
  const path = `apis/${group}`;
  return {
    path,
    group,
    version: '',
    operations: [read(`/${path}/`, tag, `get${inId}APIGroup`, 'get information of a group', `${META}.APIGroup`)],
  };
}

function read(path: string, tag: string, operationId: string, description: string, schema: string): Operation {
  const types = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
  return {
    path,
    method: 'get',
    tag,
    operationId,
    description,
    parameters: [],
    consumes: types,
    produces: types,
    responses: { 200: schema },
  };
}

const json = { consumes: ['application/json'], produces: ['application/json'] };

const single: readonly Subject[] = [
  read('/api/', 'core', 'getCoreAPIVersions', 'get available API versions', `${META}.APIVersions`),
  read('/apis/', 'apis', 'getAPIVersions', 'get available API versions', `${META}.APIGroupList`),
  {
    ...read(
      '/version/',
      'version',
      'getCodeVersion',
      'get the version information for this server',
      'io.k8s.apimachinery.pkg.version.Info',
    ),
    ...json,
  },
  {
    ...read(
      '/.well-known/openid-configuration/',
      'WellKnown',
      'getServiceAccountIssuerOpenIDConfiguration',
      "get service account issuer OpenID configuration, also known as the 'OIDC discovery doc'",
      STRING,
    ),
    consumes: [],
    produces: ['application/json'],
  },
  {
    ...read(
      '/openid/v1/jwks/',
      'openid',
      'getServiceAccountIssuerOpenIDKeyset',
      'get service account issuer OpenID JSON Web Key Set (contains public token verification keys)',
      STRING,
    ),
    consumes: [],
    produces: ['application/jwk-set+json'],
  },
].map((operation) => ({ path: operation.path.slice(1, -1), group: '', version: '', operations: [operation] }));
