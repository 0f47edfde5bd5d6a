import { expect, test } from 'vitest';
import { threeWayMergePatch } from './jsonMergePatch';
import { LAST_APPLIED, lastAppliedText } from './lastApplied';
import { threeWayPatch, twoWayPatch } from './strategicPatch';

const pod = (containers: readonly object[], more: object = {}) => ({ spec: { containers, ...more } });

test('what the last manifest had and this one has not is removed; what others set stays', () => {
  const original = { metadata: { labels: { app: 'a', old: 'x' } }, spec: { replicas: 3, list: [{ name: 'a' }] } };
  const current = {
    metadata: { labels: { app: 'a', old: 'x', added: 'by hand' } },
    spec: { replicas: 5, paused: true, list: [{ name: 'a' }] },
  };
  const modified = { metadata: { labels: { app: 'b' } }, spec: { list: [{ name: 'a' }] } };
  expect(threeWayPatch({ kind: 'Pod', original, modified, current })).toEqual({
    metadata: { labels: { app: 'b', old: null } },
    spec: { replicas: null },
  });
});

test('a container that left the manifest is deleted by name, a side container that others added stays', () => {
  const original = pod([
    { name: 'a', image: 'x' },
    { name: 'b', image: 'y' },
  ]);
  const current = pod([
    { name: 'a', image: 'x', imagePullPolicy: 'Always' },
    { name: 'b', image: 'y' },
    { name: 'proxy', image: 'z' },
  ]);
  const modified = pod([{ name: 'a', image: 'x' }]);
  expect(threeWayPatch({ kind: 'Pod', original, modified, current })).toEqual(
    pod([{ $patch: 'delete', name: 'b' }], { '$setElementOrder/containers': [{ name: 'a' }] }),
  );
});

test('ports of a container merge by containerPort, those of a Service by port, those of an Ingress status not at all', () => {
  const container = (ports: readonly object[]) => pod([{ name: 'c', ports }]);
  expect(
    twoWayPatch('Pod', container([{ containerPort: 80 }]), container([{ containerPort: 80, name: 'web' }])),
  ).toEqual(
    pod(
      [{ name: 'c', ports: [{ containerPort: 80, name: 'web' }], '$setElementOrder/ports': [{ containerPort: 80 }] }],
      { '$setElementOrder/containers': [{ name: 'c' }] },
    ),
  );
  const service = (ports: readonly object[]) => ({ spec: { ports } });
  expect(twoWayPatch('Service', service([{ port: 80 }]), service([{ port: 81 }]))).toEqual({
    spec: { ports: [{ port: 81 }, { $patch: 'delete', port: 80 }], '$setElementOrder/ports': [{ port: 81 }] },
  });
  const slice = (ports: readonly object[]) => ({ ports });
  expect(twoWayPatch('EndpointSlice', slice([{ port: 80 }]), slice([{ port: 81 }]))).toEqual({ ports: [{ port: 81 }] });
});

test('the strategy of a Deployment and the source of a volume say which keys remain', () => {
  const deployment = (strategy: object) => ({ spec: { strategy } });
  expect(
    threeWayPatch({
      kind: 'Deployment',
      original: {},
      modified: deployment({ type: 'Recreate' }),
      current: deployment({ type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } }),
    }),
  ).toEqual(deployment({ $retainKeys: ['type'], type: 'Recreate' }));
  const volumes = (...items: readonly object[]) => pod([], { volumes: items });
  expect(
    twoWayPatch('Pod', volumes({ name: 'v', emptyDir: {} }), volumes({ name: 'v', configMap: { name: 'c' } })),
  ).toMatchObject({
    spec: { volumes: [{ name: 'v', $retainKeys: ['configMap', 'name'], configMap: { name: 'c' }, emptyDir: null }] },
  });
});

test('a second apply of a PodDisruptionBudget patches its selector again, as the real one does', () => {
  const budget = { spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } } };
  expect(threeWayPatch({ kind: 'PodDisruptionBudget', original: budget, modified: budget, current: budget })).toEqual({
    spec: { selector: { matchLabels: { app: 'a' } } },
  });
});

test('lists of plain values that are sets are added to and taken from', () => {
  const node = (finalizers: readonly string[]) => ({ metadata: { finalizers } });
  expect(twoWayPatch('Pod', node(['a', 'b']), node(['b', 'c']))).toEqual({
    metadata: {
      finalizers: ['c'],
      '$deleteFromPrimitiveList/finalizers': ['a'],
      '$setElementOrder/finalizers': ['b', 'c'],
    },
  });
});

test('tolerations are replaced as a whole', () => {
  const tolerating = (key: string) => pod([], { tolerations: [{ key }] });
  expect(twoWayPatch('Pod', tolerating('a'), tolerating('b'))).toEqual({ spec: { tolerations: [{ key: 'b' }] } });
});

test('an item without its merge key is refused in the words of the server', () => {
  expect(() => twoWayPatch('Pod', pod([{ name: 'a' }]), pod([{ image: 'nginx' }]))).toThrow(
    'map: map[image:nginx] does not contain declared merge key: name',
  );
});

test('kinds of unknown types are patched field by field, and lists replaced', () => {
  const original = { spec: { a: 1, b: 2 } };
  const modified = { spec: { a: 1, list: [1] } };
  const current = { spec: { a: 3, b: 2, c: 4 } };
  expect(threeWayMergePatch({ original, modified, current })).toEqual({ spec: { a: 1, b: null, list: [1] } });
});

test('the remembered manifest does not contain itself', () => {
  const text = lastAppliedText({ b: 1, a: '<&', metadata: { annotations: { [LAST_APPLIED]: 'old', z: 'y' } } });
  expect(text).toBe('{"a":"\\u003c\\u0026","b":1,"metadata":{"annotations":{"z":"y"}}}\n');
});
