// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Event } from '../../api/core/event';
import { clockText, isoDuration, shortClock } from './clockText';
import { pageKey } from './keys';
import {
  beyond,
  commandMarks,
  eventMarks,
  futureMarks,
  lanesFor,
  type Mark,
  placeMarks,
  positionOf,
  requestText,
  ticksOf,
  windowAt,
} from './model';

const START = Date.parse('2026-01-01T00:00:00Z');
const WIDTH = 900;

test.each([
  [0, '0:00.0'],
  [2_149, '0:02.1'],
  [792_400, '13:12.4'],
  [3_723_400, '1:02:03.4'],
  [-5, '0:00.0'],
])('after %i ms the clock shows %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test('axis and machines read the clock too', () => {
  expect(shortClock(792_999)).toBe('13:12');
  expect(isoDuration(792_400)).toBe('PT13M12.4S');
});

test('at the start the window begins with the run and leaves room for the future', () => {
  const window = windowAt(START + 2_000, START, 1, WIDTH);
  expect(window.from).toBe(START);
  expect(positionOf(START + 2_000, window)).toBeLessThan(WIDTH / 4);
});

test('later the playhead stays at four fifths', () => {
  const window = windowAt(START + 792_400, START, 1, WIDTH);
  expect(positionOf(START + 792_400, window)).toBeCloseTo(WIDTH * 0.8);
});

test('ticks are round and far enough apart to be read', () => {
  const window = windowAt(START + 792_400, START, 1, WIDTH);
  const ticks = ticksOf(window, START);
  expect(ticks.map(({ sinceMs }) => shortClock(sinceMs))).toEqual([
    '11:20',
    '11:40',
    '12:00',
    '12:20',
    '12:40',
    '13:00',
    '13:20',
    '13:40',
  ]);
});

const event = (reason: string, seconds: number, type = 'Normal'): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason, namespace: 'default', uid: reason, resourceVersion: '1', creationTimestamp: '' },
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'kubia', uid: 'u' },
  reason,
  source: { component: 'kubelet', host: 'worker-1' },
  type,
  lastTimestamp: new Date(START + seconds * 1000).toISOString(),
});

test('a warning has its own shape, and a mark leads to its object', () => {
  const marks = eventMarks([event('Started', 5), event('Unhealthy', 60, 'Warning')]);
  expect(marks).toEqual([
    {
      lane: 'cluster',
      source: 'kubelet',
      host: 'worker-1',
      at: START + 5_000,
      text: 'Started kubia',
      count: 1,
      ref: { kind: 'Pod', namespace: 'default', name: 'kubia' },
    },
    {
      lane: 'warnings',
      source: 'kubelet',
      host: 'worker-1',
      at: START + 60_000,
      text: 'Unhealthy kubia',
      count: 1,
      ref: { kind: 'Pod', namespace: 'default', name: 'kubia' },
    },
  ]);
});

test('what a person did is named by verb and object', () => {
  const marks = commandMarks(
    [
      {
        atMs: 1_000,
        type: 'request',
        request: { method: 'POST', path: '/api/v1/namespaces/default/pods', body: { metadata: { name: 'kubia' } } },
      },
      { atMs: 9_000, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-2' } },
      {
        atMs: 9_500,
        type: 'fault',
        fault: { type: 'addNode', node: { name: 'worker-4', cpu: 4, memory: '8Gi', pods: 110 } },
      },
    ],
    START,
    (type) => `<${type}>`,
  );
  expect(marks.map(({ text }) => text)).toEqual(['create pod kubia', '<cutNetwork> worker-2', '<addNode> worker-4']);
});

test.each([
  ['PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale', 'patch deployment web scale'],
  ['DELETE', '/api/v1/namespaces/default/pods/kubia-x', 'delete pod kubia-x'],
  ['PATCH', '/api/v1/nodes/worker-1', 'patch node worker-1'],
  ['DELETE', '/api/v1/namespaces/demo', 'delete namespace demo'],
] as const)('%s %s reads as: %s', (method, path, text) => {
  expect(requestText({ method, path })).toBe(text);
});

test('what is due is drawn hollow; probes are left out', () => {
  const wait = { kind: 'Pod', namespace: 'default', name: 'kubia', since: START } as const;
  const marks = futureMarks(
    [
      { ...wait, what: 'grace', until: START + 30_000 },
      { ...wait, what: 'liveness', until: START + 5_000 },
      { ...wait, what: 'backOff', until: START + 900 },
    ],
    START + 1_000,
    ({ what }) => what,
    () => 'worker-1',
  );
  expect(marks).toMatchObject([
    { source: 'kubelet', host: 'worker-1', text: 'grace kubia', at: START + 30_000, future: true },
  ]);
});

test('marks on top of each other become one with a count; labels do not run into the next mark', () => {
  const window = windowAt(START + 60_000, START, 1, WIDTH);
  const mark = (seconds: number, text: string): Mark => ({
    lane: 'cluster',
    source: 'kubelet',
    at: START + seconds * 1000,
    text,
    count: 1,
  });
  const placed = placeMarks(
    [
      mark(10, 'Pulled kubia'),
      mark(10.1, 'Created kubia'),
      mark(10.2, 'Started kubia'),
      mark(14, 'Killing web'),
      mark(50, 'Scheduled web'),
    ],
    window,
  );
  expect(placed.map(({ text, count, label }) => [text, count, label])).toEqual([
    ['Started kubia', 3, undefined],
    ['Killing web', 1, 'Killing web'],
    ['Scheduled web', 1, 'Scheduled web'],
  ]);
});

test('what is due behind the right edge waits there, soonest first', () => {
  const window = windowAt(START, START, 1, WIDTH);
  const due = (seconds: number): Mark => ({
    lane: 'cluster',
    source: 'nodes',
    at: START + seconds * 1000,
    text: `${seconds}`,
    count: 1,
    future: true,
  });
  expect(beyond([due(900), due(300), due(10)], window).map(({ text }) => text)).toEqual(['300', '900']);
});

test('each component and each kubelet has a row of its own where there is room', () => {
  const nodes = ['worker-1', 'worker-2', 'worker-3'];
  expect(lanesFor(nodes, 194).map(({ key }) => key)).toEqual([
    'you',
    'controllers',
    'scheduler',
    'nodes',
    'kubelet worker-1',
    'kubelet worker-2',
    'kubelet worker-3',
  ]);
  expect(lanesFor(nodes, 118).map(({ key }) => key)).toEqual(['you', 'controllers', 'scheduler', 'nodes', 'kubelet']);
  expect(lanesFor(nodes, 98).map(({ key }) => key)).toEqual(['you', 'cluster', 'warnings']);
});

test('an event stands in the row of the component that wrote it', () => {
  const from = (component: string): Event => ({ ...event('Any', 1), source: { component } });
  const rows = lanesFor(['worker-1'], 194);
  const rowOf = (one: Event) => rows.find(({ has }) => eventMarks([one]).some(has))?.key;
  expect(rowOf(event('Started', 5))).toBe('kubelet worker-1');
  expect(rowOf(from('replication-controller'))).toBe('controllers');
  expect(rowOf(from('node-controller'))).toBe('nodes');
  expect(rowOf(from('taint-eviction-controller'))).toBe('nodes');
  expect(rowOf({ ...event('Scheduled', 1), source: {}, reportingComponent: 'default-scheduler' })).toBe('scheduler');
});

test('a warning among merged marks is not hidden by what came after it', () => {
  const window = windowAt(START + 60_000, START, 1, WIDTH);
  const [placed] = placeMarks(eventMarks([event('Unhealthy', 10, 'Warning'), event('Killing', 10)]), window);
  expect(placed).toMatchObject({ lane: 'warnings', text: 'Killing kubia', count: 2 });
});

const press = (key: string, target: unknown = document.body, more = {}) =>
  pageKey({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target, ...more });

test('keys belong to the page, unless something that is typed into has the focus', () => {
  expect([press(' '), press('.'), press('S'), press('s'), press('x')]).toEqual([
    'playPause',
    'step',
    'share',
    'share',
    undefined,
  ]);
  const button = document.createElement('button');
  expect([press(' ', button), press('.', button)]).toEqual([undefined, 'step']);
  for (const tag of ['input', 'textarea', 'select']) expect(press('.', document.createElement(tag))).toBeUndefined();
  expect(press('s', document.body, { ctrlKey: true })).toBeUndefined();
});

test('a typed line is one mark; its requests and the keys of its streams are none', () => {
  const request = { method: 'POST', path: '/api/v1/namespaces/default/pods' } as const;
  const marks = commandMarks(
    [
      { atMs: 0, type: 'line', text: 'cat <<EOF | kubectl apply -f -\nkind: Pod\nEOF' },
      { atMs: 0, type: 'request', request, line: 1 },
      { atMs: 5, type: 'streamInput', stream: 1, message: { channel: 0, data: 'x' } },
      { atMs: 9, type: 'line', text: 'kubectl get pods' },
    ],
    0,
    (fault) => fault,
  );
  expect(marks.map(({ at, text }) => [at, text])).toEqual([
    [0, 'cat <<EOF | kubectl apply -f - …'],
    [9, 'kubectl get pods'],
  ]);
});
