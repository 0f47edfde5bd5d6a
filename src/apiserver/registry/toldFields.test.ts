/** Fields that controllers of a real cluster's surroundings write, or only tell: kept as they were given. */
import { beforeAll, expect, test } from 'vitest';
import { loadCustomParts } from '../customresources/loadCustomParts';
import { testServer } from '../testServer';

beforeAll(loadCustomParts);

const META = '/api/v1';
const TOLD: readonly (readonly [what: string, path: string, body: Readonly<Record<string, unknown>>])[] = [
  [
    'a node of a provider with a taint and the moment that it was set',
    `${META}/nodes`,
    {
      metadata: { name: 'n1' },
      spec: {
        providerID: 'kind://docker/n1',
        taints: [{ key: 'a', effect: 'NoExecute', timeAdded: '2026-11-21T08:00:00Z' }],
      },
    },
  ],
  [
    'a lease and who took it when',
    '/apis/coordination.k8s.io/v1/namespaces/default/leases',
    {
      metadata: { name: 'l' },
      spec: { holderIdentity: 'me', acquireTime: '2026-11-21T08:00:00.000000Z', leaseDurationSeconds: 15 },
    },
  ],
  [
    'a slice with hints for zones and nodes',
    '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
    {
      metadata: { name: 's' },
      addressType: 'IPv4',
      endpoints: [
        {
          addresses: ['10.1.2.3'],
          hints: { forZones: [{ name: 'a' }], forNodes: [{ name: 'n1' }] },
          zone: 'a',
          deprecatedTopology: { rack: 'r1' },
        },
      ],
    },
  ],
  [
    'a volume of a class of attributes, and a storage class with options for mounts',
    '/apis/storage.k8s.io/v1/storageclasses',
    { metadata: { name: 'sc' }, provisioner: 'example.com/nobody', mountOptions: ['noatime'] },
  ],
  [
    'a volume of a class of attributes',
    `${META}/persistentvolumes`,
    {
      metadata: { name: 'pv' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        csi: { driver: 'example.com', volumeHandle: 'h' },
        volumeAttributesClassName: 'gold',
      },
    },
  ],
  [
    'an autoscaler by metrics that nobody serves',
    '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
    {
      metadata: { name: 'h' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 3,
        behavior: { scaleUp: { tolerance: '50m' } },
        metrics: [
          {
            type: 'External',
            external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '30' } },
          },
          {
            type: 'ContainerResource',
            containerResource: {
              container: 'main',
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 50 },
            },
          },
          {
            type: 'Object',
            object: {
              describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
              metric: { name: 'requests' },
              target: { type: 'Value', value: '10k' },
            },
          },
        ],
      },
    },
  ],
  [
    'an Event that names a second object',
    `${META}/namespaces/default/events`,
    {
      metadata: { name: 'e' },
      involvedObject: { kind: 'Pod', namespace: 'default', name: 'p' },
      related: { kind: 'Node', name: 'n1' },
      reason: 'Seen',
      type: 'Normal',
    },
  ],
  [
    'an ingress class with parameters in a namespace',
    '/apis/networking.k8s.io/v1/ingressclasses',
    {
      metadata: { name: 'i' },
      spec: {
        controller: 'example.com/ingress',
        parameters: { apiGroup: 'example.com', kind: 'Settings', name: 's', scope: 'Namespace', namespace: 'default' },
      },
    },
  ],
  [
    'a claim that copies from an object of another group',
    `${META}/namespaces/default/persistentvolumeclaims`,
    {
      metadata: { name: 'c' },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' },
      },
    },
  ],
  [
    'an address and whose it is',
    '/apis/networking.k8s.io/v1/ipaddresses',
    {
      metadata: { name: '10.96.0.200' },
      spec: { parentRef: { group: 'example.com', resource: 'gateways', namespace: 'default', name: 'web' } },
    },
  ],
  [
    'a role that gathers others',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
    {
      metadata: { name: 'sum' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { part: 'of-sum' } }] },
    },
  ],
];

/** The server may add to a list of taints. */
function matching(body: Readonly<Record<string, unknown>>): object {
  const { spec } = body as { readonly spec?: { readonly taints?: readonly unknown[] } }; // As the rows above have it.
  return spec?.taints === undefined
    ? body
    : { ...body, spec: { ...spec, taints: expect.arrayContaining([...spec.taints]) } };
}

test.each(TOLD)('%s', async (_, path, body) => {
  const { send } = await testServer();
  expect(await send('POST', path, body)).toMatchObject({ code: 201 });
  const { name } = body.metadata as { readonly name: string }; // Every one has a name.
  expect((await send('GET', `${path}/${name}`)).body).toMatchObject(matching(body));
});

test('a Service has its address in both spellings', async () => {
  const { send } = await testServer();
  const path = `${META}/namespaces/default/services`;
  await send('POST', path, { metadata: { name: 'web' }, spec: { clusterIPs: ['10.96.0.77'], ports: [{ port: 80 }] } });
  expect((await send('GET', `${path}/web`)).body).toMatchObject({
    spec: { clusterIP: '10.96.0.77', clusterIPs: ['10.96.0.77'] },
  });
});

test('a schema may carry what only tells', async () => {
  const { send } = await testServer();
  const docs = { description: 'more', url: 'https://example.com' };
  const told = { $schema: 'http://json-schema.org/schema#', id: 'box', externalDocs: docs };
  const size = { type: 'integer', maximum: 10, exclusiveMaximum: true, example: 3 };
  const rule = { rule: 'oldSelf.hasValue() || self.size < 9', optionalOldSelf: true };
  const schema = {
    openAPIV3Schema: { type: 'object', ...told, properties: { size }, 'x-kubernetes-validations': [rule] },
  };
  const service = { namespace: 'default', name: 'converter' };
  const webhook = { clientConfig: { service, caBundle: 'Y2E=' }, conversionReviewVersions: ['v1'] };
  const spec = {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'boxes', kind: 'Box' },
    conversion: { strategy: 'Webhook', webhook },
    versions: [{ name: 'v1', served: true, storage: true, schema }],
  };
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const made = await send('POST', path, { metadata: { name: 'boxes.example.com' }, spec });
  expect(made).toMatchObject({ code: 201, body: { spec: { versions: spec.versions } } });
});
