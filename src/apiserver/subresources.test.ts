/** Binding, scale, logs and exec: what is written or asked beside the object itself. */
import { expect, test } from 'vitest';
import type { Pod } from '../api/core/pod';
import type { ApiRequest } from '../client/transport';
import type { KubeletApi } from './call';
import { testServer } from './testServer';

const PODS = '/api/v1/namespaces/demo/pods';
const podOn = (name: string, nodeName?: string): object => ({
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...(nodeName === undefined ? {} : { nodeName }) },
});
const binding = (name: string, node: string): object => ({ metadata: { name }, target: { kind: 'Node', name: node } });

test('a binding puts the pod on its node, marks it scheduled and tells it where it is', async () => {
  const { send } = await testServer();
  await send('POST', '/api/v1/nodes', {
    metadata: { name: 'n1', labels: { 'topology.kubernetes.io/zone': 'z1', other: 'x' } },
  });
  await send('POST', PODS, podOn('p'));
  expect(await send('POST', `${PODS}/p/binding`, binding('p', 'n1'))).toMatchObject({
    code: 201,
    body: { kind: 'Status', status: 'Success', code: 201 },
  });
  const { metadata, spec, status } = (await send('GET', `${PODS}/p`)).body as Pod;
  expect(spec.nodeName).toBe('n1');
  expect(metadata.labels).toEqual({ 'topology.kubernetes.io/zone': 'z1' });
  expect(metadata.generation).toBe(1);
  expect(status.conditions).toEqual([
    {
      type: 'PodScheduled',
      observedGeneration: 1,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: '2026-11-21T08:00:00Z',
    },
  ]);
});

test('a kubelet that tells one address of its pod has told the list of them', async () => {
  const { send } = await testServer();
  await send('POST', PODS, podOn('p'));
  const patch = async (status: object) => {
    const { body } = await send('PATCH', `${PODS}/p/status`, { status }, 'application/merge-patch+json');
    return (body as Pod).status;
  };
  expect(await patch({ podIP: '10.0.0.1' })).toMatchObject({ podIP: '10.0.0.1', podIPs: [{ ip: '10.0.0.1' }] });
  expect(await patch({ podIP: '10.0.0.2' })).toMatchObject({ podIP: '10.0.0.2', podIPs: [{ ip: '10.0.0.2' }] });
});

test('a pod that is going away cannot be bound', async () => {
  const { send } = await testServer();
  await send('POST', PODS, { ...podOn('p'), metadata: { name: 'p', finalizers: ['example.com/x'] } });
  await send('DELETE', `${PODS}/p`);
  expect(await send('POST', `${PODS}/p/binding`, binding('p', 'n1'))).toMatchObject({
    code: 409,
    body: {
      message:
        'Operation cannot be fulfilled on pods/binding "p": pod p is being deleted, cannot be assigned to a host',
    },
  });
});

test('a ReplicationController is scaled through the same small object as a Deployment', async () => {
  const { send } = await testServer();
  const path = '/api/v1/namespaces/demo/replicationcontrollers';
  const template = { metadata: { labels: { app: 'k' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
  await send('POST', path, { metadata: { name: 'k' }, spec: { replicas: 3, selector: { app: 'k' }, template } });
  const scale = await send('GET', `${path}/k/scale`);
  expect(scale.body).toMatchObject({
    kind: 'Scale',
    spec: { replicas: 3 },
    status: { replicas: 0, selector: 'app=k' },
  });
  const patched = await send('PATCH', `${path}/k/scale`, { spec: { replicas: 5 } }, 'application/merge-patch+json');
  expect(patched).toMatchObject({ code: 200, body: { spec: { replicas: 5 } } });
  expect((await send('GET', `${path}/k`)).body).toMatchObject({ metadata: { generation: 2 }, spec: { replicas: 5 } });
});

test('logs and commands go to the kubelet of the pod, with its container', async () => {
  const asked: [string, ApiRequest][] = [];
  const kubelet: KubeletApi = {
    request: async (node, request) => {
      asked.push([node, request]);
      return { code: 200, body: 'hello\n' };
    },
    stream: () => undefined,
    streamInput: () => {},
    closeStream: () => {},
    follow: () => () => {},
  };
  const { send } = await testServer({ kubelet });
  await send('POST', PODS, podOn('p', 'n1'));
  expect((await send('GET', `${PODS}/p/log?tailLines=5&previous=1`)).body).toBe('hello\n');
  await send('POST', `${PODS}/p/exec?container=c`, { command: ['ls', '-l'] });
  expect(asked).toEqual([
    ['n1', { method: 'GET', path: '/containerLogs/demo/p/c', query: { tailLines: '5', previous: 'true' } }],
    ['n1', { method: 'POST', path: '/exec/demo/p/c', body: { command: ['ls', '-l'] } }],
  ]);
});

test('discovery tells the kinds, their short names and subresources', async () => {
  const { send } = await testServer();
  const { body } = await send('GET', '/apis/apps/v1');
  const { resources } = body as { resources: { name: string; shortNames?: string[] }[] };
  expect(resources.map(({ name }) => name)).toContain('deployments/scale');
  expect(resources.find(({ name }) => name === 'deployments')).toMatchObject({
    singularName: 'deployment',
    kind: 'Deployment',
    shortNames: ['deploy'],
    categories: ['all'],
  });
  expect((await send('GET', '/version')).body).toMatchObject({ gitVersion: 'v1.36.3' });
  expect((await send('GET', '/healthz')).body).toBe('ok');
});

test('an eviction tells in the status why the pod goes, and deletes it', async () => {
  const { send } = await testServer();
  await send('POST', PODS, podOn('p', 'n1'));
  const eviction = (name: string) => ({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } });
  expect((await send('POST', `${PODS}/p/eviction`, eviction('other'))).body).toMatchObject({
    code: 400,
    message: 'name in URL does not match name in Eviction object',
  });
  expect((await send('POST', `${PODS}/nosuch/eviction`, eviction('nosuch'))).code).toBe(404);
  expect((await send('POST', `${PODS}/p/eviction?dryRun=All`, eviction('p'))).code).toBe(201);
  expect((await send('GET', `${PODS}/p`)).body).not.toHaveProperty('metadata.deletionTimestamp');
  const evicted = { ...eviction('p'), deleteOptions: { gracePeriodSeconds: 7 } };
  expect(await send('POST', `${PODS}/p/eviction`, evicted)).toMatchObject({ code: 201, body: { status: 'Success' } });
  const { body } = await send('GET', `${PODS}/p`);
  expect(body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 7 } });
  expect((body as { status: { conditions: unknown[] } }).status.conditions).toContainEqual(
    expect.objectContaining({
      type: 'DisruptionTarget',
      status: 'True',
      lastProbeTime: null,
      reason: 'EvictionByEvictionAPI',
      message: 'Eviction API: evicting',
    }),
  );
});

test('everybody is the administrator, unless somebody else is impersonated', async () => {
  const { server } = await testServer();
  const review = async (resource: string, kind: string, spec: object, headers?: Readonly<Record<string, string>>) => {
    const group = resource === 'selfsubjectreviews' ? 'authentication.k8s.io' : 'authorization.k8s.io';
    const body = { apiVersion: `${group}/v1`, kind, spec };
    const { body: answer } = await server.request({
      method: 'POST',
      path: `/apis/${group}/v1/${resource}`,
      body,
      headers,
    });
    return (answer as { status: unknown }).status;
  };
  const mayCreate = { resourceAttributes: { verb: 'create', resource: 'pods', namespace: 'demo' } };
  const jane = { 'impersonate-user': 'jane' };
  const access = ['selfsubjectaccessreviews', 'SelfSubjectAccessReview'] as const;
  expect(await review(...access, mayCreate)).toEqual({ allowed: true });
  expect(await review(...access, mayCreate, jane)).toEqual({ allowed: false });
  expect(await review('selfsubjectreviews', 'SelfSubjectReview', {})).toEqual({
    userInfo: { username: 'minikube-user', uid: '1', groups: ['system:masters', 'system:authenticated'] },
  });
  const rules = await review('selfsubjectrulesreviews', 'SelfSubjectRulesReview', { namespace: 'demo' }, jane);
  expect(rules).toMatchObject({ resourceRules: [{ apiGroups: ['authorization.k8s.io'] }, { verbs: ['create'] }] });
});
