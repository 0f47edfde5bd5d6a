import { expect, test } from 'vitest';
import type { KubeObject } from '../api/meta/objectMeta';
import { failure } from '../api/meta/status';
import type { FromWorker } from '../client/protocol';
import type { ApiRequest, ApiResponse, Transport, WatchEvent } from '../client/transport';
import { apiAddress } from './apiAddress';
import { serveRemote } from './serveRemote';
import { tidied } from './tidied';
import { ServerLink, type Surroundings } from './serverLink';

const around: Surroundings = {
  now: () => 0,
  // Everything comes at once, but for the end of a watch that nobody hears of.
  after: (ms, act) => {
    const timer = setTimeout(act, ms > 100_000 ? ms : 0);
    return () => clearTimeout(timer);
  },
  random: () => 0,
};
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

const FIELDS = {
  manager: 'kubectl',
  operation: 'Update',
  apiVersion: 'v1',
  fieldsType: 'FieldsV1',
  fieldsV1: {},
} as const;

const pod = (resourceVersion: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'kubia',
    uid: 'u',
    resourceVersion,
    creationTimestamp: '2026-01-01T00:00:00Z',
    managedFields: [FIELDS],
  },
});

function setUp(respond: (request: ApiRequest) => ApiResponse | Error = () => ({ code: 200, body: {} })) {
  const posted: FromWorker[] = [];
  const watches: { readonly request: ApiRequest; tell(event: WatchEvent): void; isStopped: boolean }[] = [];
  const transport: Transport = {
    request: async (request) => {
      const response = respond(request);
      if (response instanceof Error) throw response;
      return response;
    },
    watch: (request, tell) => {
      const watch = { request, tell, isStopped: false };
      watches.push(watch);
      return () => {
        watch.isStopped = true;
      };
    },
    stream: () => ({ send: () => {}, close: () => {} }),
  };
  const send = async () => ({ status: 200, header: () => undefined, body: (async function* () {})() });
  const link: ServerLink = new ServerLink(send, around, (status) => service.told(status));
  const service = serveRemote({ transport, around, post: (message) => posted.push(message) }, () => link);
  const events = () =>
    posted.flatMap((message) => (message.type === 'frame' ? message.watches.flatMap(([, own]) => own) : []));
  return { service, posted, watches, events, link };
}

const watchPods: ApiRequest = { method: 'GET', path: '/api/v1/pods', query: { watch: '1', resourceVersion: '5' } };

test('a watch that the server ends goes on after what was seen last, and the page hears nothing of it', async () => {
  const { service, watches, events } = setUp();
  await service.receive({ type: 'watch', id: 1, request: watchPods });
  watches[0]?.tell({ type: 'ADDED', object: pod('7') });
  watches[0]?.tell({
    type: 'BOOKMARK',
    object: { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion: '9' } },
  });
  watches[0]?.tell({ type: 'ERROR', object: failure(410, 'Expired', 'the watch has ended') });
  await turn();
  expect(watches).toHaveLength(2);
  expect(watches[1]?.request.query).toMatchObject({ resourceVersion: '9', allowWatchBookmarks: 'true' });
  expect(events().map(({ type }) => type)).toEqual(['ADDED']);
});

test('what the server has forgotten must be listed again: the page is told', async () => {
  const { service, watches, events } = setUp();
  await service.receive({ type: 'watch', id: 1, request: watchPods });
  const gone = failure(410, 'Expired', 'too old resource version: 5 (100)');
  watches[0]?.tell({ type: 'ERROR', object: gone });
  await turn();
  expect(watches).toHaveLength(1);
  expect(events()).toEqual([{ type: 'ERROR', object: gone }]);
});

test('a broken connection is taken up again, a refusal is passed on', async () => {
  const { service, watches, events } = setUp();
  await service.receive({ type: 'watch', id: 1, request: watchPods });
  watches[0]?.tell({ type: 'ERROR', object: failure(500, 'InternalError', 'Failed to fetch') });
  await turn();
  expect(watches).toHaveLength(2);
  const forbidden = failure(403, 'Forbidden', 'pods is forbidden');
  watches[1]?.tell({ type: 'ERROR', object: forbidden });
  await turn();
  expect(watches).toHaveLength(2);
  expect(events()).toEqual([{ type: 'ERROR', object: forbidden }]);
});

test('a watch that the page has stopped is not begun again', async () => {
  const { service, watches } = setUp();
  await service.receive({ type: 'watch', id: 1, request: watchPods });
  await service.receive({ type: 'unwatch', id: 1 });
  watches[0]?.tell({ type: 'ERROR', object: failure(410, 'Expired', 'the watch has ended') });
  await turn();
  expect(watches.map(({ isStopped }) => isStopped)).toEqual([true]);
});

test('objects come without the record of who set which field, and say what they are', async () => {
  const { metadata } = pod('7');
  const list = { kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '8' }, items: [{ metadata }] };
  const { service, posted } = setUp(() => ({ code: 200, body: structuredClone(list) }));
  const question = { type: 'request', request: { method: 'GET', path: '/api/v1/pods' } } as const;
  await service.receive({ type: 'ask', id: 1, question });
  const [answer] = posted;
  const { managedFields: _, ...kept } = metadata;
  expect(answer).toMatchObject({
    type: 'answer',
    answer: { body: { items: [{ kind: 'Pod', apiVersion: 'v1', metadata: kept }] } },
  });
  expect(JSON.stringify(answer)).not.toContain('managedFields');
});

test('where no answer comes the page gets code 0 and the reason', async () => {
  const { service, posted } = setUp(() => new TypeError('Failed to fetch'));
  const question = { type: 'request', request: { method: 'GET', path: '/api/v1/pods' } } as const;
  await service.receive({ type: 'ask', id: 1, question });
  expect(posted[0]).toMatchObject({ type: 'answer', answer: { code: 0, body: { message: 'Failed to fetch' } } });
});

test('what only a simulation can do is refused in words', async () => {
  const { service, posted } = setUp();
  await service.receive({ type: 'ask', id: 1, question: { type: 'pause' } });
  expect(posted).toEqual([{ type: 'refusal', id: 1, message: 'a real cluster cannot pause' }]);
});

test('the API is at the origin of the page and nowhere else', () => {
  const origin = 'http://127.0.0.1:8001';
  expect(apiAddress('/', origin)).toBe(origin);
  expect(apiAddress('/k8s/', origin)).toBe(`${origin}/k8s`);
  for (const path of ['https://evil.example/', '//evil.example', '/\\evil.example', 'api', '']) {
    expect(() => apiAddress(path, origin)).toThrow('is not a path of');
  }
});

test('what an object lacks that the page counts on is filled in, and null is nothing', () => {
  const list = {
    kind: 'PodList',
    apiVersion: 'v1',
    items: [{ metadata: { name: 'a', ownerReferences: null }, status: null }],
  };
  tidied(list);
  expect(list.items[0]).toEqual({
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'a', creationTimestamp: '' },
    spec: { containers: [], restartPolicy: 'Always' },
    status: { phase: 'Unknown' },
  });
  const none = { kind: 'PodList', apiVersion: 'v1', items: null };
  tidied(none);
  expect(none.items).toEqual([]);
});

test('objects of other groups stay as they are', () => {
  const service = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'a' }, status: null };
  const before = structuredClone(service);
  tidied(service);
  expect(service).toEqual(before);
});
