/** What `kubectl get` asks a server for, and what it makes of Tables, pages and watches. */
import { expect, test } from 'vitest';
import type { ApiRequest, Transport, WatchEvent } from '../../../client/transport';
import { type Environment, FileError, type Io } from '../../environment';
import { kubectl } from '../../kubectl';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443"}}]
users: [{name: u, user: {}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;
const resource = (name: string, kind: string, group: string) => ({
  resource: name,
  responseKind: { group, version: 'v1', kind },
  scope: 'Namespaced',
  singularResource: kind.toLowerCase(),
  verbs: ['get', 'list', 'watch'],
});
const discovery = (group: string, ...resources: readonly object[]) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: [{ metadata: { name: group }, versions: [{ version: 'v1', resources }] }],
});

/** A server with `answers` for the paths below its namespace `default`, that notes what it is asked. */
class FakeServer implements Transport {
  readonly asked: ApiRequest[] = [];
  private listener: ((event: WatchEvent) => void) | undefined;
  private watched = (): void => {};
  /** Resolves when a watch has begun. */
  readonly watching = new Promise<void>((resolve) => {
    this.watched = resolve;
  });

  constructor(private readonly answers: (request: ApiRequest) => unknown) {}

  async request(request: ApiRequest) {
    if (request.path === '/api') return { code: 200, body: discovery('', resource('configmaps', 'ConfigMap', '')) };
    if (request.path === '/apis') {
      return { code: 200, body: discovery('example.com', resource('wheels', 'Wheel', 'example.com')) };
    }
    this.asked.push(request);
    return { code: 200, body: this.answers(request) };
  }
  watch(request: ApiRequest, onEvent: (event: WatchEvent) => void) {
    this.asked.push(request);
    this.listener = onEvent;
    this.watched();
    return () => {
      this.listener = undefined;
    };
  }
  stream(): never {
    throw new Error('no streams here');
  }
  /** Tells the watcher of a change. */
  send(type: WatchEvent['type'], object: object): void {
    this.listener?.({ type, object } as WatchEvent); // The caller spells what a server would.
  }
  get isWatched(): boolean {
    return this.listener !== undefined;
  }
}

function run(server: FakeServer, command: string, write: Io['out'] = () => {}) {
  const printed = { out: '', err: '' };
  let interrupt = (): void => {};
  const source = {
    interrupted: false,
    onInterrupt(listener: () => void) {
      interrupt = listener;
      return () => {};
    },
  };
  const io: Io = {
    input: { read: async () => undefined, isTerminal: false },
    out: (text) => {
      printed.out += text;
      return write(text);
    },
    err: (text) => void (printed.err += text),
    hint: () => {},
    interrupt: source,
    isTerminal: false,
    columns: 80,
  };
  const missing = (): never => {
    throw new FileError('ENOENT', 'no such file or directory');
  };
  const env: Environment = {
    connect: () => server,
    clock: { now: () => NOW, sleep: async () => {} },
    files: {
      read: async (path) => (path.endsWith('/.kube/config') ? KUBECONFIG : missing()),
      write: async () => missing(),
      list: async () => [],
      isFolder: async () => false,
      remove: async () => missing(),
    },
    variables: { HOME: '/home/learner' },
    random: () => 0.5,
  };
  const done = kubectl(command.split(' '), io, env);
  const ctrlC = (): void => {
    source.interrupted = true;
    interrupt();
  };
  return { printed, done, ctrlC };
}

const configMap = (name: string, keys = 0) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '7', creationTimestamp: '2026-11-21T07:59:00Z' },
  data: Object.fromEntries(Array.from({ length: keys }, (_, index) => [`k${index}`, 'v'])),
});
const listOf = (...items: readonly object[]) => ({
  kind: 'ConfigMapList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '40' },
  items,
});
/** Lets everything that is on its way arrive. */
const settled = async () => {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
};

test('the table of a server that knows its kinds is shown with its own columns', async () => {
  const server = new FakeServer(() => ({
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: '9' },
    columnDefinitions: [
      { name: 'Name', type: 'string', format: 'name' },
      { name: 'Spokes', type: 'integer' },
      { name: 'Hub', type: 'string', priority: 1 },
    ],
    rows: [
      { cells: ['front', 36, 'dynamo\nsecond line'], object: { metadata: { name: 'front', namespace: 'default' } } },
      { cells: ['rear', null, '\u001b[1m'], object: { metadata: { labels: { b: '1', a: '2' } } } },
    ],
  }));
  const plain = run(server, 'get wheels');
  expect(await plain.done).toBe(0);
  expect(plain.printed.out).toBe('NAME    SPOKES\nfront   36\nrear    \n');
  expect(server.asked[0]?.headers?.accept).toMatch(/^application\/json;as=Table;v=v1;g=meta\.k8s\.io,/);

  const wide = run(server, 'get wheels -o wide --show-kind --show-labels');
  await wide.done;
  expect(wide.printed.out).toBe(
    'NAME                      SPOKES   HUB         LABELS\n' +
      'wheel.example.com/front   36       dynamo...   <none>\n' +
      'wheel.example.com/rear             ^[[1m       a=2,b=1\n',
  );
});

test('a server that sends plain objects gets its tables made here', async () => {
  const { printed, done } = run(new FakeServer(() => listOf(configMap('a', 2), configMap('b'))), 'get configmaps');
  expect(await done).toBe(0);
  expect(printed.out).toBe('NAME   DATA   AGE\na      2      60s\nb      0      60s\n');
});

test('a long list comes in pages and is one table', async () => {
  const server = new FakeServer(({ query }) =>
    query?.continue === undefined
      ? { ...listOf(configMap('a')), metadata: { resourceVersion: '40', continue: 'next' } }
      : listOf(configMap('much-longer')),
  );
  const { printed, done } = run(server, 'get configmaps --chunk-size=1');
  await done;
  expect(server.asked.map(({ query }) => query)).toEqual([{ limit: '1' }, { limit: '1', continue: 'next' }]);
  expect(printed.out).toBe('NAME          DATA   AGE\na             0      60s\nmuch-longer   0      60s\n');
});

test('a watch goes on where the list ended, remembers widths, and ends with Ctrl-C', async () => {
  const server = new FakeServer(() => listOf(configMap('alpha')));
  const { printed, done, ctrlC } = run(server, 'get configmaps -w -l app=x');
  await server.watching;
  expect(server.asked[1]?.query).toEqual({ watch: 'true', resourceVersion: '40', labelSelector: 'app=x' });
  server.send('ADDED', configMap('b', 1));
  server.send('BOOKMARK', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: '41' } });
  server.send('MODIFIED', configMap('a-longer-name'));
  server.send('DELETED', configMap('b'));
  await settled();
  ctrlC();
  expect(await done).toBe(1);
  expect(printed.out).toBe(
    [
      'NAME    DATA   AGE',
      'alpha   0      60s',
      'b       1      60s',
      'a-longer-name   0      60s',
      'b               0      60s',
      '',
    ].join('\n'),
  );
  expect(server.isWatched).toBe(false);
});

test('the object that a watch of one object begins with is shown once', async () => {
  const server = new FakeServer(() => configMap('a'));
  const { printed, done, ctrlC } = run(server, 'get configmap a -w --output-watch-events');
  await server.watching;
  expect(server.asked[1]?.query).toEqual({
    watch: 'true',
    resourceVersion: '0',
    fieldSelector: 'metadata.name=a',
  });
  server.send('ADDED', configMap('a'));
  server.send('DELETED', configMap('a', 3));
  await settled();
  ctrlC();
  await done;
  expect(printed.out).toBe(
    'EVENT      NAME   DATA   AGE\nADDED      a      0      60s\nDELETED    a      3      60s\n',
  );
});

test('a watch that is too old is told as a Status and ends', async () => {
  const server = new FakeServer(() => listOf());
  const { printed, done } = run(server, 'get configmaps --watch-only');
  await server.watching;
  server.send('ERROR', {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    reason: 'Expired',
    message: 'too old resource version: 1 (5)',
    code: 410,
  });
  expect(await done).toBe(0);
  expect(printed.out).toBe('STATUS    REASON    MESSAGE\nFailure   Expired   too old resource version: 1 (5)\n');
});

test('a thousand rows are written in pieces that wait for the reader', async () => {
  const names = Array.from({ length: 1000 }, (_, index) => `cm-${String(index).padStart(4, '0')}`);
  const pieces: number[] = [];
  let open = 0;
  const write = async (text: string) => {
    open += 1;
    pieces.push(text.length);
    expect(open).toBe(1);
    await settled();
    open -= 1;
  };
  const { printed, done } = run(
    new FakeServer(() => listOf(...names.map((name) => configMap(name)))),
    'get configmaps',
    write,
  );
  await done;
  expect(printed.out.split('\n')).toHaveLength(1002);
  expect(pieces.length).toBeGreaterThan(2);
  expect(Math.max(...pieces)).toBeLessThan(9000);
});
