import { expect, test } from 'vitest';
import type { KubeObject } from '../../api/meta/objectMeta';
import { Description } from './description';
import { endpointsText } from './endpoints';
import { describeAnything } from './generic';
import { describeAnnotations, describeTaints, describeTolerations } from './labels';
import { probeText } from './probes';
import { RelatedObjects } from '../resource/relatedObjects';
import type { Access } from '../resource/access';

const unused: Access = new Proxy({} as Access, {
  get: () => {
    throw new Error('no related objects in these tests');
  },
});
const context = { now: 0, showEvents: false, related: new RelatedObjects(unused) };

const written = (write: (d: Description) => void): string => {
  const d = Description.create();
  write(d);
  return d.aligned();
};

async function labelsOf(...fields: readonly string[]): Promise<readonly string[]> {
  const object: KubeObject & Record<string, unknown> = {
    apiVersion: 'example.com/v1',
    kind: 'Label',
    metadata: { name: 'x', uid: '', resourceVersion: '', creationTimestamp: '' },
    ...Object.fromEntries(fields.map((field) => [field, 1])),
  };
  const d = Description.create();
  await describeAnything(object, d, context);
  const labels = d.raw().split('\n');
  return fields
    .map((_field, index) => labels.filter((line) => line.endsWith(':\t1'))[index] ?? '')
    .map((line) => line.slice(0, -3));
}

test('names of fields become labels word by word, as a real 1.36.3 splits them', async () => {
  expect(await labelsOf('ABc', 'IPs', 'JSONPath', 'URLsFoo')).toEqual(['A Bc', 'I Ps', 'JSONPath', 'URLs Foo']);
  expect(await labelsOf('aB', 'clusterIP', 'foo-bar', 'jsonPath')).toEqual([
    'A B',
    'Cluster IP',
    'Foo - Bar',
    'Json Path',
  ]);
  expect(await labelsOf('myUID', 'nodeIDsFoo', 'openAPIV3Schema', 'podCIDRs', 'uids')).toEqual([
    'My UID',
    'Node I Ds Foo',
    'openAPIV3Schema',
    'Pod CIDRs',
    'Uids',
  ]);
});

test('a long annotation goes below its key and is cut', () => {
  const text = written((d) => describeAnnotations(d, 'Annotations', { a: 'x'.repeat(150), b: 'one\ntwo\n' }));
  expect(text).toBe(
    `Annotations:  a:\n                ${'x'.repeat(138)}...\n              b:\n                one\n                two\n`,
  );
});

test('what apply keeps in an annotation is not shown', () => {
  const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
  expect(written((d) => describeAnnotations(d, 'Annotations', annotations))).toBe('Annotations:  <none>\n');
});

test('tolerations are sorted by key and taints by effect', () => {
  const tolerations = written((d) =>
    describeTolerations(d, 'Tolerations', [
      { key: 'b', operator: 'Equal', value: 'x', effect: 'NoExecute', tolerationSeconds: 5 },
      { operator: 'Exists' },
      { operator: 'Exists', effect: 'NoSchedule' },
    ]),
  );
  expect(tolerations).toBe(
    ['Tolerations:  op=Exists', ':NoSchedule op=Exists', 'b=x:NoExecute for 5s', '']
      .join('\n              ')
      .trimEnd() + '\n',
  );
  const taints = written((d) =>
    describeTaints(d, 'Taints', [
      { key: 'z', effect: 'NoExecute' },
      { key: 'b', value: '1', effect: 'NoSchedule' },
      { key: 'a', effect: 'NoSchedule' },
    ]),
  );
  expect(taints).toBe('Taints:  z:NoExecute\n         a:NoSchedule\n         b=1:NoSchedule\n');
});

test('the path of a probe is escaped as Go escapes it', () => {
  const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const settings = 'delay=0s timeout=1s period=10s #success=1 #failure=3';
  const httpGet = { path: "/a b?x=1#y!*'()", port: 'http', scheme: 'HTTPS', host: 'example.com' } as const;
  expect(probeText({ ...probe, httpGet })).toBe(
    `http-get https://example.com:http/a%20b%3Fx=1%23y%21%2A%27%28%29 ${settings}`,
  );
  expect(probeText({ ...probe, grpc: { port: 9000 } })).toBe(`grpc <pod>:9000  ${settings}`);
});

test('an escape character of the cluster does not reach the terminal', () => {
  expect(written((d) => d.line(0, 'a\u001b[31m\r'))).toBe('a^[[31m\\r\n');
});

test('endpoints after the third are announced, ready or not', () => {
  const slice = (...ready: readonly boolean[]) => ({
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'x', uid: '', resourceVersion: '', creationTimestamp: '' },
    addressType: 'IPv4' as const,
    ports: [{ name: 'http', port: 80 }],
    endpoints: ready.map((isReady, index) => ({ addresses: [`10.0.0.${index}`], conditions: { ready: isReady } })),
  });
  expect(endpointsText([slice(true, false, true)], 'http')).toBe('10.0.0.0:80,10.0.0.2:80');
  expect(endpointsText([slice(true, true, true, false)], 'http')).toBe(
    '10.0.0.0:80,10.0.0.1:80,10.0.0.2:80 + 0 more...',
  );
  expect(endpointsText([slice(true, true), slice(true, true, true)], 'http')).toBe(
    '10.0.0.0:80,10.0.0.1:80,10.0.0.0:80 + 2 more...',
  );
  expect(endpointsText([slice(true)], 'other')).toBe('');
  expect(endpointsText([], 'http')).toBe('<none>');
});
