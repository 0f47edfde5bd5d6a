import { expect, test } from 'vitest';
import { failure, ApiError } from '../../api/meta/status';
import type { Invocation } from '../command';
import { type FileEntry, FileError, type FileSystem } from '../environment';
import { ErrorList } from '../errors';
import type { Access, Mapping, RestMapper, Unstructured } from './access';
import { type BuilderOptions, build } from './builder';

const mapping = (kind: string, plural: string, group = '', options: Partial<Mapping> = {}): Mapping => ({
  group,
  version: 'v1',
  kind,
  plural,
  singular: kind.toLowerCase(),
  shortNames: [],
  namespaced: true,
  verbs: [],
  categories: [],
  subresources: [],
  ...options,
});

const mappings = [
  mapping('Pod', 'pods', '', { shortNames: ['po'], categories: ['all'] }),
  mapping('Service', 'services', '', { shortNames: ['svc'], categories: ['all'] }),
  mapping('ConfigMap', 'configmaps', '', { shortNames: ['cm'] }),
  mapping('Namespace', 'namespaces', '', { namespaced: false }),
  mapping('Deployment', 'deployments', 'apps', { shortNames: ['deploy'], categories: ['all'] }),
];

const mapper: RestMapper = {
  mappings,
  groupVersions: ['v1', 'apps/v1'],
  resource(name) {
    const plain = name.split('.')[0] ?? '';
    const found = mappings.find(
      ({ plural, singular, shortNames }) => plural === plain || singular === plain || shortNames.includes(plain),
    );
    if (found === undefined) throw new Error(`the server doesn't have a resource type "${name}"`);
    return found;
  },
  kind(apiVersion, kind) {
    const found = mappings.find(
      (each) => each.kind === kind && (each.group === '' ? 'v1' : `${each.group}/v1`) === apiVersion,
    );
    if (found === undefined) throw new Error(`no matches for kind "${kind}" in version "${apiVersion}"`);
    return found;
  },
  others: () => [],
};

function fakeAccess(names: readonly string[], explicit: boolean): Access {
  const object = (name: string): Unstructured => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: '', resourceVersion: '1', creationTimestamp: '' },
  });
  const unused = (): never => {
    throw new Error('not asked for in these tests');
  };
  return {
    namespace: 'default',
    isNamespaceExplicit: explicit,
    host: '',
    mapper: async () => mapper,
    async get({ name, mapping: { plural } }) {
      if (names.includes(name)) return object(name);
      throw new ApiError(failure(404, 'NotFound', `${plural} "${name}" not found`));
    },
    list: async () => ({ items: names.map(object), resourceVersion: '1' }),
    create: unused,
    replace: unused,
    patch: unused,
    delete: unused,
    watch: unused,
    raw: unused,
    stream: unused,
  };
}

const files = (texts: Readonly<Record<string, string>>): FileSystem => ({
  async read(path) {
    const text = texts[path];
    if (text === undefined) throw new FileError('ENOENT', `open ${path}: no such file or directory`);
    return text;
  },
  async list(path): Promise<readonly FileEntry[]> {
    const below = Object.keys(texts).filter((name) => name.startsWith(`${path}/`));
    const names = new Set(below.map((name) => name.slice(path.length + 1).split('/')[0] ?? ''));
    return [...names].sort().map((name) => ({ name, isFolder: texts[`${path}/${name}`] === undefined }));
  },
  async isFolder(path) {
    return Object.keys(texts).some((name) => name.startsWith(`${path.replace(/\/$/, '')}/`));
  },
  write: async () => {},
  remove: async () => {},
});

interface Surroundings {
  readonly names?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly explicit?: boolean;
}

function run(options: BuilderOptions, { names = [], texts = {}, stdin, explicit = false }: Surroundings = {}) {
  const pieces = stdin === undefined ? [] : [stdin];
  const io = { input: { read: async () => pieces.shift(), isTerminal: false }, err: () => {} };
  const access = fakeAccess(names, explicit);
  // Only what the builder uses of an invocation.
  const invocation = { io, env: { files: files(texts) }, access: async () => access } as unknown as Invocation;
  return build(invocation, options);
}

const named = async (options: BuilderOptions, surroundings?: Surroundings) =>
  (await run(options, surroundings)).infos.map(({ mapping: { plural }, name }) => `${plural}/${name}`);

test('types and names may be written in all of their forms', async () => {
  const quiet = { requireObject: false };
  expect(await named({ args: ['po', 'a', 'b'], ...quiet })).toEqual(['pods/a', 'pods/b']);
  expect(await named({ args: ['po/a', 'svc/b'], ...quiet })).toEqual(['pods/a', 'services/b']);
  expect(await named({ args: ['po,svc', 'x'], ...quiet })).toEqual(['pods/x', 'services/x']);
  expect(await named({ args: ['pods'], selectAll: true }, { names: ['one'] })).toEqual(['pods/one']);
});

test('`all` means every kind of that category', async () => {
  const built = await run({ args: ['all'], selectAll: true });
  expect(built.mappings.map(({ plural }) => plural)).toEqual(['pods', 'services', 'deployments']);
});

test.each<readonly [readonly string[], Partial<BuilderOptions>, string]>([
  [['pod'], {}, 'resource(s) were provided, but no name was specified'],
  [['nosuch'], {}, 'the server doesn\'t have a resource type "nosuch"'],
  [['pod/'], {}, 'arguments in resource/name form must have a single resource and name'],
  [['pod/a/b'], {}, 'arguments in resource/name form may not have more than one slash'],
  [['pods', 'x'], { all: true }, 'name cannot be provided when a selector is specified'],
  [['pods', 'x'], { labelSelector: 'a=b' }, 'name cannot be provided when a selector is specified'],
  [['pods'], { all: true, labelSelector: 'a=b' }, "setting 'all' parameter but found a non empty selector. "],
  [
    ['pods/x'],
    { labelSelector: 'a=b' },
    'selectors and the all flag cannot be used when passing resource/name arguments',
  ],
  [['pods', 'x'], { allNamespaces: true }, 'a resource cannot be retrieved by name across all namespaces'],
  [[], { filenames: ['nosuch.yaml'] }, 'the path "nosuch.yaml" does not exist'],
  [[], { kustomize: 'x' }, 'kubeloop: -k (kustomizations) is not simulated'],
])("%j is refused in kubectl's words", async (args, options, message) => {
  await expect(run({ args, ...options })).rejects.toThrow(message);
});

test('a missing object is an error beside the others', async () => {
  const built = await run({ args: ['pods', 'a', 'b', 'c'] }, { names: ['a', 'c'] });
  expect(built.infos.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(built.errors.map(({ message }) => message)).toEqual(['pods "b" not found']);
});

const configMap = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${more}}\n`;

test('a folder gives its manifests in the order of names, and those below it only with -R', async () => {
  const texts = {
    'dir/b.yml': configMap('b'),
    'dir/a.yaml': configMap('a'),
    'dir/note.txt': 'no',
    'dir/c/d.json': configMap('d'),
  };
  expect(await named({ args: [], filenames: ['dir'] }, { texts })).toEqual(['configmaps/a', 'configmaps/b']);
  expect(await named({ args: [], filenames: ['dir'], recursive: true }, { texts })).toEqual([
    'configmaps/a',
    'configmaps/b',
    'configmaps/d',
  ]);
  await expect(run({ args: [], filenames: ['empty'] }, { texts: { 'empty/x.txt': '' } })).rejects.toThrow(
    'error reading [empty]: recognized file extensions are [.json .yaml .yml]',
  );
});

test('objects of a file go to the namespace that they name, else to the one of the context', async () => {
  const stdin = `${configMap('a')}---\n${configMap('b', ', namespace: team')}---\napiVersion: v1\nkind: Namespace\nmetadata: {name: c, namespace: x}\n`;
  const built = await run({ args: [], filenames: ['-'] }, { stdin });
  expect(built.infos.map(({ name, namespace, source }) => [name, namespace, source])).toEqual([
    ['a', 'default', 'STDIN'],
    ['b', 'team', 'STDIN'],
    ['c', undefined, 'STDIN'],
  ]);
  expect(built.infos[2]?.object?.metadata.namespace).toBeUndefined();
});

test('with --namespace another namespace in a file is refused', async () => {
  const built = await run(
    { args: [], filenames: ['-'] },
    { stdin: configMap('b', ', namespace: team'), explicit: true },
  );
  expect(built.errors.map(({ message }) => message)).toEqual([
    'the namespace from the provided object "team" does not match the namespace "default". You must pass \'--namespace=team\' to perform this operation.',
  ]);
});

test('an unknown kind does not stop the objects after it; what cannot be read is one list of errors', async () => {
  const stdin = `${configMap('a')}---\napiVersion: v1\nkind: Frog\nmetadata: {name: kermit}\n---\n${configMap('b')}---\na: [\n`;
  const built = await run({ args: [], filenames: ['-'] }, { stdin });
  expect(built.infos.map(({ name }) => name)).toEqual(['a', 'b']);
  const [list, ...more] = built.errors;
  expect(more).toEqual([]);
  expect(list).toBeInstanceOf(ErrorList);
  expect(list?.message).toMatch(
    /^\[resource mapping not found for name: "kermit" namespace: "" from "STDIN": no matches for kind "Frog" in version "v1"\nensure CRDs are installed first, error parsing STDIN: /,
  );
});

test('lists are taken apart', async () => {
  const stdin = 'apiVersion: v1\nkind: ConfigMapList\nitems:\n- {metadata: {name: a}}\n';
  expect(await named({ args: [], filenames: ['-'] }, { stdin })).toEqual(['configmaps/a']);
});

test('a label selector passes over objects of files', async () => {
  const stdin = `${configMap('a', ', labels: {x: z}')}---\n${configMap('b')}`;
  expect(await named({ args: [], filenames: ['-'], labelSelector: 'x=z' }, { stdin })).toEqual(['configmaps/a']);
});
