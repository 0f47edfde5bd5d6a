import { expect, test } from 'vitest';
import { commandMarks, requestText } from './deeds';

const START = Date.parse('2026-01-01T00:00:00Z');

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
  expect(marks.map(({ at, until, lane, shape }) => [at - START, until - START, lane, shape])).toEqual([
    [1_000, 1_000, 'you', 'deed'],
    [9_000, 9_000, 'you', 'deed'],
    [9_500, 9_500, 'you', 'deed'],
  ]);
});

test.each([
  ['PATCH', '/apis/apps/v1/namespaces/default/deployments/web/scale', 'patch deployment web scale'],
  ['DELETE', '/api/v1/namespaces/default/pods/kubia-x', 'delete pod kubia-x'],
  ['PATCH', '/api/v1/nodes/worker-1', 'patch node worker-1'],
  ['DELETE', '/api/v1/namespaces/demo', 'delete namespace demo'],
] as const)('%s %s reads as: %s', (method, path, text) => {
  expect(requestText({ method, path })).toBe(text);
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
