/**
 * The requests that k9s (internal/client, internal/dao) and Headlamp (frontend/src/lib/k8s/api) make, by their sources:
 * the programs themselves are not run here. What k9s does through client-go's informers is in the tour of client-go.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type ServedClient, podOf, servedClient } from '../servedClient';

let client: ServedClient;
beforeAll(async () => {
  client = await servedClient();
  await client.core.createNamespacedPod({ namespace: client.namespace, body: podOf('shown') });
});
afterAll(() => client.close());

const get = async (path: string, accept = 'application/json') => {
  const answer = await client.raw(path, { headers: { Accept: accept } });
  return { ...answer, body: JSON.parse(answer.text) };
};
const post = async (path: string, body: object) => {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const answer = await client.raw(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { code: answer.code, body: JSON.parse(answer.text) };
};
const pods = () => `/api/v1/namespaces/${client.namespace}/pods`;

describe('k9s', () => {
  test('finds the server, its groups and that there are no metrics yet', async () => {
    expect((await get('/version')).body.gitVersion).toMatch(/^v1\.36/);
    const { body } = await get('/apis');
    const names = body.groups.map(({ name }: { name: string }) => name);
    expect(names).toContain('apps');
    expect(names).not.toContain('metrics.k8s.io');
  });

  test.each(['list', 'watch', 'delete'])('asks whether it may %s pods', async (verb) => {
    const attributes = { namespace: client.namespace, verb, group: '', resource: 'pods', subresource: '' };
    const { code, body } = await post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
      kind: 'SelfSubjectAccessReview',
      apiVersion: 'authorization.k8s.io/v1',
      metadata: { creationTimestamp: null },
      spec: { resourceAttributes: attributes },
      status: { allowed: false },
    });
    expect(code).toBe(201);
    expect(body.status.allowed).toBe(true);
  });

  test.each(['v1', 'v1beta1'])('shows lists and single objects as Tables of %s', async (version) => {
    const accept = `application/json;as=Table;v=${version};g=meta.k8s.io, application/json`;
    const list = await get(pods(), accept);
    expect(list.body).toMatchObject({ kind: 'Table', apiVersion: `meta.k8s.io/${version}` });
    expect(list.body.rows[0].object.metadata.name).toBe('shown');
    const one = await get(`${pods()}/shown`, accept);
    expect(one.body.rows).toHaveLength(1);
    const whole = await get(`${pods()}?includeObject=Object`, accept);
    expect(whole.body.rows[0].object).toMatchObject({ kind: 'Pod', spec: { containers: [{ image: 'nginx' }] } });
  });
});

describe('Headlamp', () => {
  test('is told that the cluster is well and what one may do in it', async () => {
    expect(await client.raw('/healthz')).toMatchObject({ code: 200, text: 'ok' });
    const rules = await post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      spec: { namespace: client.namespace },
    });
    expect(rules.code).toBe(201);
    expect(rules.body.status.resourceRules).toContainEqual({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    const self = await post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    });
    expect(self.body.status.userInfo.username).not.toBe('');
  });

  test('discovers everything at once, whatever the order of its parameters', async () => {
    for (const path of ['/api', '/apis']) {
      const { body } = await get(path, 'application/json;v=v2;g=apidiscovery.k8s.io;as=APIGroupDiscoveryList');
      expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' });
    }
  });

  test('learns that nobody measures', async () => {
    expect((await client.raw('/apis/metrics.k8s.io/v1beta1/nodes')).code).toBe(404);
  });

  /** The first message of a stream over a WebSocket, the token among the protocols. */
  const follow = async (path: string): Promise<{ readonly protocol: string; readonly first: string }> => {
    const { token = '' } = client.config.getCurrentUser() ?? {};
    const bearer = `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
    const address = new URL(path, client.config.getCurrentCluster()?.server.replace(/^http/, 'ws'));
    // A browser says where its page is from; the server refuses who does not.
    const options = { rejectUnauthorized: false, origin: 'http://localhost:4466' };
    const socket = new WebSocket(address, ['base64.binary.k8s.io', bearer], options);
    const first = await new Promise<string>((resolve, reject) => {
      socket.on('message', (data) => resolve(String(data)));
      socket.on('error', reject);
    });
    const { protocol } = socket;
    socket.terminate();
    return { protocol, first };
  };

  test('follows a list over a WebSocket', async () => {
    const { body } = await get(pods());
    expect(body.kind).toBe('PodList');
    const { protocol, first } = await follow(`${pods()}?watch=1`);
    expect(protocol).toBe('base64.binary.k8s.io');
    // Whatever the protocol says: the events of a watch are text. A log is in base64.
    expect(JSON.parse(first)).toMatchObject({ type: 'ADDED', object: { kind: 'Pod' } });
  });

  test.skipIf(process.env.CLIENTS_KUBECONFIG !== undefined)('follows a log over a WebSocket', async () => {
    await client.core.createNamespacedPod({ namespace: client.namespace, body: podOf('says', 'luksa/kubia') });
    await client.running('says');
    const { first } = await follow(`${pods()}/says/log?follow=true&tailLines=100`);
    expect(Buffer.from(first, 'base64').toString()).toContain('Kubia server starting');
  });
});
