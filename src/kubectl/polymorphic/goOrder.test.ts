import { expect, test } from 'vitest';
import { inGoOrder } from './goOrder';

test('fields stand as in Go, also in lists and inside, and unknown ones last', () => {
  const object = {
    status: { phase: 'Pending', observedGeneration: 1 },
    spec: {
      unheardOf: 1,
      restartPolicy: 'Always',
      containers: [{ volumeMounts: [], image: 'nginx', name: 'web', resources: {} }],
      volumes: [],
    },
    metadata: { labels: { b: '1', a: '2' }, name: 'web' },
    apiVersion: 'v1',
    kind: 'Pod',
  };

  expect(JSON.stringify(inGoOrder(object))).toBe(
    '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","labels":{"b":"1","a":"2"}},' +
      '"spec":{"volumes":[],"containers":[{"name":"web","image":"nginx","resources":{},"volumeMounts":[]}],' +
      '"restartPolicy":"Always","unheardOf":1},"status":{"observedGeneration":1,"phase":"Pending"}}',
  );
});

test('an object of a kind that the table does not know stays as it came', () => {
  const object = { spec: 1, kind: 'Widget', apiVersion: 'x/v1' };
  expect(JSON.stringify(inGoOrder(object))).toBe(JSON.stringify(object));
});
