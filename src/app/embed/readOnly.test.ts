import { expect, test } from 'vitest';
import type { Port } from '../../client/messagePort';
import type { FromWorker, Question, ToWorker } from '../../client/protocol';
import { guarded, READ_ONLY_MESSAGE, refusalOf, relayed } from './readOnly';

const ask = (question: Question): ToWorker => ({ type: 'ask', id: 7, question });
const request = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, query?: Record<string, string>) =>
  ask({ type: 'request', request: { method, path, ...(query === undefined ? {} : { query }) } });

test.each([
  request('GET', '/api/v1/namespaces/default/pods'),
  request('PATCH', '/apis/apps/v1/namespaces/default/deployments/web', { dryRun: 'All' }),
  request('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'),
  ask({ type: 'play' }),
  ask({ type: 'history', ask: { type: 'seek', to: { atMs: 5 } } }),
  ask({ type: 'line', text: 'kubectl get pods' }),
  { type: 'stream', id: 7, request: { method: 'GET', path: '/api/v1/namespaces/default/pods/kubia/log' } },
] as const)('a read-only page lets $type pass that changes nothing', (message) => {
  expect(refusalOf(message)).toBeUndefined();
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('a read-only page answers %s with 403', (method) => {
  expect(refusalOf(request(method, '/api/v1/namespaces/default/pods'))).toMatchObject({
    type: 'answer',
    id: 7,
    answer: { code: 403, body: { reason: 'Forbidden', message: READ_ONLY_MESSAGE } },
  });
});

test.each([
  ask({ type: 'fault', fault: { type: 'powerOff', node: 'worker-1' } }),
  ask({ type: 'history', ask: { type: 'undo' } }),
])('a read-only page takes back nothing and breaks nothing', (message) => {
  expect(refusalOf(message)).toEqual({ type: 'refusal', id: 7, message: READ_ONLY_MESSAGE });
});

test('nobody gets into a container of a read-only page', () => {
  const path = '/api/v1/namespaces/default/pods/kubia/exec';
  expect(refusalOf({ type: 'stream', id: 7, request: { method: 'POST', path } })).toMatchObject({
    streams: [{ id: 7, end: { code: 403 } }],
  });
});

test('the guard answers in the place of the engine, which hears nothing of it', async () => {
  const heard: ToWorker[] = [];
  const engine: Port = { postMessage: (message) => heard.push(message), addEventListener: () => {} };
  const port = guarded(engine);
  const answers: FromWorker[] = [];
  port.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => answers.push(data));
  port.postMessage(request('DELETE', '/api/v1/namespaces/default/pods/kubia'));
  port.postMessage(ask({ type: 'pause' }));
  await Promise.resolve();
  expect(heard).toEqual([ask({ type: 'pause' })]);
  expect(answers).toMatchObject([{ type: 'answer', id: 7, answer: { code: 403 } }]);
});

test('a terminal of a read-only page speaks with the engine through the guard', async () => {
  const { port1: engine, port2: toEngine } = new MessageChannel();
  const heard: ToWorker[] = [];
  engine.onmessage = ({ data }) => {
    heard.push(data);
    engine.postMessage({ type: 'answer', id: data.id, answer: 'done' });
  };
  const terminal = relayed(toEngine);
  const answers: FromWorker[] = [];
  const both = new Promise<void>((resolve) => {
    terminal.onmessage = ({ data }) => {
      answers.push(data);
      if (answers.length === 2) resolve();
    };
  });
  terminal.postMessage(request('DELETE', '/api/v1/nodes/worker-1'));
  terminal.postMessage(request('GET', '/api/v1/nodes'));
  await both;
  expect(heard).toEqual([request('GET', '/api/v1/nodes')]);
  expect(answers).toMatchObject([{ answer: { code: 403 } }, { answer: 'done' }]);
  terminal.close();
  engine.close();
});
