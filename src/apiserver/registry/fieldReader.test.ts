/** Decoding, against what a real 1.36.3 answered. */
import { expect, test } from 'vitest';
import { readFields } from './fieldReader';

const deployment = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec });
const container = (fields: object) =>
  deployment({ replicas: 0, template: { spec: { containers: [{ name: 'c', image: 'nginx', ...fields }] } } });
const go = (rest: string) => `json: cannot unmarshal ${rest}`;
const quantities = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

test.each<[string, string, object, string]>([
  [
    'text for a number',
    'Deployment',
    deployment({ replicas: '2' }),
    go('string into Go struct field DeploymentSpec.spec.replicas of type int32'),
  ],
  [
    'bool for a number',
    'Deployment',
    deployment({ replicas: true }),
    go('bool into Go struct field DeploymentSpec.spec.replicas of type int32'),
  ],
  [
    'list for a number',
    'Deployment',
    deployment({ replicas: [1] }),
    go('array into Go struct field DeploymentSpec.spec.replicas of type int32'),
  ],
  [
    'map for a list',
    'Deployment',
    container({ env: { A: 'b' } }),
    go('object into Go struct field Container.spec.template.spec.containers.env of type []v1.EnvVar'),
  ],
  [
    'text for a list',
    'Deployment',
    container({ command: 'ls' }),
    go('string into Go struct field Container.spec.template.spec.containers.command of type []string'),
  ],
  [
    'number in a list of texts',
    'Deployment',
    container({ args: [1, true] }),
    go('number into Go struct field Container.spec.template.spec.containers.args of type string'),
  ],
  [
    'number for a struct',
    'Deployment',
    container({ ports: [80] }),
    go('number into Go struct field Container.spec.template.spec.containers.ports of type v1.ContainerPort'),
  ],
  [
    'text for a port',
    'Deployment',
    container({ ports: [{ containerPort: 'http' }] }),
    go('string into Go struct field ContainerPort.spec.template.spec.containers.ports.containerPort of type int32'),
  ],
  ['no quantity', 'Deployment', container({ resources: { limits: { cpu: 'x' } } }), quantities],
  ['unknown suffix', 'Deployment', container({ resources: { limits: { memory: '64MB' } } }), quantities],
  [
    'map for containers',
    'Deployment',
    deployment({ template: { spec: { containers: {} } } }),
    go('object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container'),
  ],
  [
    'bool for a name',
    'Pod',
    { spec: { containers: [{ name: 'c', env: [{ name: false, value: 5 }] }] } },
    go('bool into Go struct field EnvVar.spec.containers.env.name of type string'),
  ],
  [
    'number for a label',
    'ConfigMap',
    { metadata: { name: 'a', labels: { a: 1 } } },
    go('number into Go struct field ObjectMeta.metadata.labels of type string'),
  ],
  [
    'list for labels',
    'ConfigMap',
    { metadata: { labels: ['a'] } },
    go('array into Go struct field ObjectMeta.metadata.labels of type map[string]string'),
  ],
  [
    'list for data',
    'ConfigMap',
    { metadata: { name: 'a' }, data: [] },
    go('array into Go struct field ConfigMap.data of type map[string]string'),
  ],
  [
    'bool in data',
    'ConfigMap',
    { data: { answer: true } },
    go('bool into Go struct field ConfigMap.data of type string'),
  ],
  ['no base64', 'Secret', { data: { password: 'not-base64!' } }, 'illegal base64 data at input byte 3'],
  ['no base64 either', 'Secret', { data: { a: 'plain text' } }, 'illegal base64 data at input byte 5'],
  [
    'matchLabels under an RC selector',
    'ReplicationController',
    { spec: { selector: { matchLabels: {} } } },
    go('object into Go struct field ReplicationControllerSpec.spec.selector of type string'),
  ],
])('the server refuses %s', (_name, type, body, message) => {
  expect(readFields(type, body as Record<string, unknown>).error).toBe(message);
});

test.each<[string, object, readonly string[]]>([
  ['Deployment', deployment({ replicas: 0, foo: 1 }), ['spec.foo']],
  [
    'Deployment',
    { spec: { replica: 2, template: { spec: { containers: [{ imagePolicy: 'x' }] } } } },
    ['spec.replica', 'spec.template.spec.containers[0].imagePolicy'],
  ],
  [
    'Deployment',
    container({ imagee: 'x', port: 5 }),
    ['spec.template.spec.containers[0].imagee', 'spec.template.spec.containers[0].port'],
  ],
  [
    'Deployment',
    {
      ...deployment({
        template: { spec: { containers: [{ livenessProbe: { httpGet: { port: 80, pth: '/' } } }] } },
        template2: {},
      }),
    },
    ['spec.template.spec.containers[0].livenessProbe.httpGet.pth', 'spec.template2'],
  ],
  [
    'Deployment',
    {
      metadata: { name: 'd', foo: 1 },
      spec: { replicas: 1, template: { spec: { containers: [{ imagee: 'x' }] } }, replicaz: 1 },
    },
    ['metadata.foo', 'spec.template.spec.containers[0].imagee', 'spec.replicaz'],
  ],
  ['ConfigMap', { metadata: { name: 'case' }, Data: { a: 'b' } }, ['Data']],
  ['ReplicaSet', { spec: { selector: { app: 'x' } } }, ['spec.selector.app']],
])('unknown fields of a %s are listed as they stand in the text', (type, body, paths) => {
  expect(readFields(type, body as Record<string, unknown>)).toMatchObject({ unknown: paths });
});

test('unknown fields, nulls and what Go does not print are dropped; quantities get one spelling', () => {
  const { value, error } = readFields('Pod', {
    metadata: { name: 'p', creationTimestamp: null, labels: {}, annotations: { a: null } },
    spec: {
      foo: 1,
      hostNetwork: false,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      nodeSelector: {},
      tolerations: [],
      containers: [
        {
          name: 'c',
          env: [{ name: 'A', value: '' }],
          resources: { limits: { cpu: 1, memory: '1024Mi', 'example.com/x': '0.5' } },
          livenessProbe: { initialDelaySeconds: 0, httpGet: { port: 0 } },
        },
      ],
    },
    status: { conditions: [{ type: 'Ready', lastTransitionTime: null }] },
  });
  expect(error).toBeUndefined();
  expect(value).toEqual({
    metadata: { name: 'p', annotations: { a: '' } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'c',
          env: [{ name: 'A' }],
          resources: { limits: { cpu: '1', memory: '1Gi', 'example.com/x': '500m' } },
          livenessProbe: { httpGet: { port: 0 } },
        },
      ],
    },
    status: { conditions: [{ type: 'Ready', lastProbeTime: null, lastTransitionTime: null }] },
  });
});

test('times are stored in UTC', () => {
  const { value } = readFields('Lease', {
    metadata: { deletionTimestamp: '2026-11-21T09:00:00+09:00' },
    spec: { renewTime: '2026-11-21T00:00:00.5Z' },
  });
  expect(value).toEqual({
    metadata: { deletionTimestamp: '2026-11-21T00:00:00Z' },
    spec: { renewTime: '2026-11-21T00:00:00.500000Z' },
  });
  expect(readFields('Lease', { spec: { renewTime: 'soon' } }).error).toBe(
    'parsing time "soon" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "soon" as "2006"',
  );
});

test('a sound object is handed back as it is', () => {
  const pod = Object.freeze({ metadata: Object.freeze({ name: 'p' }), spec: Object.freeze({ nodeName: 'n' }) });
  expect(readFields('Pod', pod).value).toBe(pod);
  expect(readFields('Pod', { ...pod }).value.spec).toBe(pod.spec);
});

test('the key of a map may be any word', () => {
  const data = JSON.parse('{"__proto__": "a", "constructor": null}') as Readonly<Record<string, unknown>>;
  const { value } = readFields('ConfigMap', { data });
  expect(JSON.stringify(value)).toBe('{"data":{"__proto__":"a","constructor":""}}');
});
