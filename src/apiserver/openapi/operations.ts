/**
 * What can be done with a resource, as OpenAPI tells it: one operation per path and method.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/{installer.go,openapi/openapi.go} (v1.36.3).
 */
import type { ServedResource, Subresource } from '../discovery';
import { type Parameter, optionsOf, pathParameter, queryParameters } from './parameters';

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** One method of a path. */
export interface Operation {
  readonly path: string;
  readonly method: OperationMethod;
  readonly operationId: string;
  readonly tag: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** The name of a schema. */
  readonly body?: { readonly schema: string; readonly isRequired: boolean };
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  /** By code; 401 is said of all. The name of a schema, or STRING. */
  readonly responses: Readonly<Record<string, string>>;
  readonly action?: string;
  readonly kind?: GroupVersionKind;
}

export type OperationMethod = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

/** In place of the name of a schema: text. */
export const STRING = 'string';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
/** What Go's clients and servers speak. */
const ENCODINGS = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];
const STREAMS = ['application/json;stream=watch', 'application/vnd.kubernetes.protobuf;stream=watch'];
const CUSTOM_ENCODINGS = ['application/json', 'application/yaml'];
const STRATEGIC = 'application/strategic-merge-patch+json';
const PATCHES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  STRATEGIC,
  'application/apply-patch+yaml',
];
const ANY = ['*/*'];

const selecting = ['continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'resourceVersionMatch'];
const listing = [...selecting, 'sendInitialEvents', 'shardSelector', 'timeoutSeconds'];
const watching = ['allowWatchBookmarks', ...listing, 'watch'];
const writing = ['dryRun', 'fieldManager', 'fieldValidation'];
const patching = ['dryRun', 'patch.fieldManager', 'fieldValidation', 'force'];
const deleting = [
  'dryRun',
  'gracePeriodSeconds',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
  'orphanDependents',
  'propagationPolicy',
];
const connected: readonly OperationMethod[] = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

/** Resources of which a DELETE answers with the object: rest.MayReturnFullObjectDeleter. */
const returned: readonly string[] = [
  ...['persistentvolumeclaims', 'pods', 'podtemplates', 'resourcequotas', 'serviceaccounts', 'services'],
  ...['persistentvolumes', 'deviceclasses', 'resourceclaims', 'resourceclaimtemplates', 'resourceslices'],
  ...['csidrivers', 'csinodes', 'storageclasses', 'volumeattachments', 'volumeattributesclasses'],
];

/** How a server tells of its resources: those of custom ones are told of by another, in fewer words. */
export interface Dialect {
  readonly isCustom: boolean;
  /** The name of the schema of a kind. */
  schemaOf(kind: GroupVersionKind): string;
}

/** `RbacAuthorization` and `rbacAuthorization_v1` of a group, in operation ids and tags. */
export function groupNames(group: string, version?: string): { readonly inId: string; readonly tag: string } {
  const parts = group === '' ? ['core'] : group.replace(/\.k8s\.io$/, '').split('.');
  const inId = [...parts, ...(version === undefined ? [] : [version])].map(capitalized).join('');
  const tag = `${parts[0]}${parts.slice(1).map(capitalized).join('')}`;
  return { inId, tag: version === undefined ? tag : `${tag}_${version}` };
}

/** All operations of a resource and of what is below it. */
export function operationsOf(resource: ServedResource, dialect: Dialect): readonly Operation[] {
  const { name, namespaced, verbs } = resource;
  const root = rootOf(resource);
  const scoped = namespaced ? `${root}/namespaces/{namespace}/${name}` : `${root}/${name}`;
  const has = (verb: string) => verbs.includes(verb);
  const make = maker(resource, dialect);
  return [
    ...(has('list') ? [make.list(scoped, namespaced)] : []),
    ...(has('list') && namespaced ? [make.list(`${root}/${name}`, false)] : []),
    ...(has('create') ? [make.create(scoped)] : []),
    ...(has('deletecollection') ? [make.deleteCollection(scoped)] : []),
    ...(has('get') ? [make.write('get', `${scoped}/{name}`)] : []),
    ...(has('update') ? [make.write('put', `${scoped}/{name}`)] : []),
    ...(has('patch') ? [make.write('patch', `${scoped}/{name}`)] : []),
    ...(has('delete') ? [make.remove(`${scoped}/{name}`)] : []),
    ...(has('watch') && !dialect.isCustom ? watches(resource, make) : []),
    ...resource.subresources.flatMap((inner) => innerOperations(`${scoped}/{name}/${inner.name}`, inner, make)),
  ];
}

/** `/api/v1`, `/apis/apps/v1`. */
export function rootOf({ group, version }: Pick<ServedResource, 'group' | 'version'>): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
}

type Maker = ReturnType<typeof maker>;

function watches({ name, namespaced, group, version }: ServedResource, make: Maker): readonly Operation[] {
  const root = `${rootOf({ group, version })}/watch`;
  const scoped = namespaced ? `${root}/namespaces/{namespace}/${name}` : `${root}/${name}`;
  return [
    make.watchList(scoped, namespaced),
    ...(namespaced ? [make.watchList(`${root}/${name}`, false)] : []),
    make.watch(`${scoped}/{name}`),
  ];
}

function innerOperations(path: string, inner: Subresource, make: Maker): readonly Operation[] {
  const { name, verbs } = inner;
  if (name === 'log') return [make.log(path)];
  if (name === 'proxy') {
    return connected.flatMap((method) => [
      make.connect(method, path, inner),
      make.connect(method, `${path}/{path}`, inner),
    ]);
  }
  if (optionsOf(name).length > 0) return [make.connect('get', path, inner), make.connect('post', path, inner)];
  return [
    ...(verbs.includes('create') ? [make.createInner(path, inner)] : []),
    ...(verbs.includes('get') ? [make.write('get', path, inner)] : []),
    ...(verbs.includes('update') ? [make.write('put', path, inner)] : []),
    ...(verbs.includes('patch') ? [make.write('patch', path, inner)] : []),
  ];
}

const writers = {
  get: { verb: 'read', does: 'read' },
  put: { verb: 'replace', does: 'replace' },
  patch: { verb: 'patch', does: 'partially update' },
} as const;

/** Builders of the operations of one resource. */
function maker(resource: ServedResource, dialect: Dialect) {
  const { group, version, kind, namespaced, name: plural } = resource;
  const own: GroupVersionKind = { group, version, kind };
  const { inId, tag } = groupNames(group, version);
  const scope = namespaced ? 'Namespaced' : '';
  const { isCustom, schemaOf } = dialect;
  const encodings = isCustom ? CUSTOM_ENCODINGS : ENCODINGS;
  const consumed = isCustom ? CUSTOM_ENCODINGS : ANY;
  const lists = isCustom ? encodings : [...encodings, ...STREAMS];
  const article = /(?:[^s])s$/.test(kind) ? '' : /^[AEIOU]/.test(kind) ? 'an ' : 'a ';
  const base = (path: string) => ({ path, tag, consumes: consumed, produces: encodings, kind: own });
  const parametersOf = (path: string, names: readonly string[], of = kind) => [
    ...queryParameters([...names, 'pretty']),
    ...pathParameters(path, of),
  ];
  const kindOf = (inner?: Subresource): GroupVersionKind =>
    inner?.group === undefined
      ? { ...own, kind: inner?.kind ?? kind }
      : { group: inner.group, version: inner.version ?? '', kind: inner.kind };
  const written = (path: string, action: 'get' | 'put' | 'patch', inner?: Subresource): Operation => {
    const { verb, does } = writers[action];
    const of = kindOf(inner);
    const schema = schemaOf(of);
    const body = action === 'put' ? schema : `${META}.Patch`;
    const options = action === 'get' ? (isCustom ? ['resourceVersion'] : []) : action === 'put' ? writing : patching;
    const isCreating = action === 'put' || (action === 'patch' && !isCustom);
    return {
      ...base(path),
      method: action,
      action,
      kind: isCustom ? own : of,
      operationId: `${verb}${inId}${scope}${kind}${capitalized(inner?.name ?? '')}`,
      description: `${does} ${inner === undefined ? '' : `${inner.name} of `}the specified ${kind}`,
      parameters: parametersOf(path, options, isCustom ? kind : of.kind),
      ...(action === 'get' ? {} : { body: { schema: body, isRequired: true } }),
      ...(action === 'patch' ? { consumes: PATCHES.filter((type) => !isCustom || type !== STRATEGIC) } : {}),
      responses: { 200: schema, ...(isCreating ? { 201: schema } : {}) },
    };
  };
  const created = (path: string, inner?: Subresource): Operation => {
    const of = kindOf(inner);
    const schema = schemaOf(of);
    return {
      ...base(path),
      method: 'post',
      action: 'post',
      kind: of,
      operationId: `create${inId}${scope}${kind}${capitalized(inner?.name ?? '')}`,
      description: `create ${inner === undefined ? '' : `${inner.name} of `}${article}${kind}`,
      parameters: parametersOf(path, writing, of.kind),
      body: { schema, isRequired: true },
      responses: { 200: schema, 201: schema, 202: schema },
    };
  };
  const watched = (path: string, action: 'watch' | 'watchlist', id: string, does: string): Operation => ({
    ...base(path),
    method: 'get',
    action,
    operationId: `watch${inId}${id}`,
    description: does,
    parameters: parametersOf(path, watching),
    produces: lists,
    responses: { 200: `${META}.WatchEvent` },
  });
  return {
    list: (path: string, inNamespace: boolean): Operation => ({
      ...base(path),
      method: 'get',
      action: 'list',
      operationId: `list${inId}${inNamespace ? 'Namespaced' : ''}${kind}${namespaced && !inNamespace ? 'ForAllNamespaces' : ''}`,
      description: `list ${resource.verbs.includes('watch') && !isCustom ? 'or watch ' : ''}objects of kind ${kind}`,
      parameters: parametersOf(path, watching),
      produces: lists,
      responses: { 200: schemaOf({ ...own, kind: `${kind}List` }) },
    }),
    create: (path: string): Operation => created(path),
    createInner: (path: string, inner: Subresource): Operation => created(path, inner),
    write: (action: 'get' | 'put' | 'patch', path: string, inner?: Subresource): Operation =>
      written(path, action, inner),
    deleteCollection: (path: string): Operation => ({
      ...base(path),
      method: 'delete',
      action: 'deletecollection',
      operationId: `delete${inId}Collection${scope}${kind}`,
      description: `delete collection of ${kind}`,
      parameters: parametersOf(path, isCustom ? watching : [...listing, ...deleting]),
      ...(isCustom ? {} : { body: { schema: `${META}.DeleteOptions`, isRequired: false } }),
      responses: { 200: `${META}.Status` },
    }),
    remove: (path: string): Operation => {
      const schema = !isCustom && returned.includes(plural) ? schemaOf(own) : `${META}.Status`;
      return {
        ...base(path),
        method: 'delete',
        action: 'delete',
        operationId: `delete${inId}${scope}${kind}`,
        description: `delete ${article}${kind}`,
        parameters: parametersOf(path, deleting),
        body: { schema: `${META}.DeleteOptions`, isRequired: false },
        responses: { 200: schema, 202: schema },
      };
    },
    watchList: (path: string, inNamespace: boolean): Operation =>
      watched(
        path,
        'watchlist',
        `${inNamespace ? 'Namespaced' : ''}${kind}List${namespaced && !inNamespace ? 'ForAllNamespaces' : ''}`,
        `watch individual changes to a list of ${kind}. deprecated: use the 'watch' parameter with a list operation instead.`,
      ),
    watch: (path: string): Operation =>
      watched(
        path,
        'watch',
        `${scope}${kind}`,
        `watch changes to an object of kind ${kind}. deprecated: use the 'watch' parameter with a list operation instead, filtered to a single item with the 'fieldSelector' parameter.`,
      ),
    log: (path: string): Operation => ({
      ...written(path, 'get', { name: 'log', kind, verbs: [] }),
      parameters: [...optionsOf('log'), ...parametersOf(path, [])],
      produces: ['text/plain', ...encodings],
      responses: { 200: STRING },
    }),
    connect: (method: OperationMethod, path: string, inner: Subresource): Operation => ({
      ...base(path),
      method,
      action: 'connect',
      kind: kindOf(inner),
      operationId: `connect${inId}${capitalized(method)}${scope}${kind}${capitalized(inner.name)}${path.endsWith('{path}') ? 'WithPath' : ''}`,
      description: `connect ${method.toUpperCase()} requests to ${inner.name} of ${kind}`,
      parameters: [
        ...optionsOf(inner.name === 'proxy' ? `${plural}.proxy` : inner.name),
        ...pathParameters(path, inner.kind),
      ],
      produces: ANY,
      responses: { 200: STRING },
    }),
  };
}

function pathParameters(path: string, kind: string): readonly Parameter[] {
  return [
    ...(path.includes('{name}') ? [pathParameter('name', `name of the ${kind}`)] : []),
    ...(path.includes('{namespace}')
      ? [pathParameter('namespace', 'object name and auth scope, such as for teams and projects')]
      : []),
    ...(path.includes('{path}') ? [pathParameter('path', 'path to the resource')] : []),
  ];
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
