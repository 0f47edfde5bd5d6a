/** @kubernetes/client-node over HTTPS: discovery, OpenAPI, Tables and bare metadata, media types, gzip. */
import { gunzipSync } from 'node:zlib';
import { request } from 'node:https';
import { ApisApi, AppsV1Api, VersionApi } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, podOf, servedClient } from '../servedClient';

let client: ServedClient;
beforeAll(async () => {
  client = await servedClient();
  await client.core.createNamespacedPod({ namespace: client.namespace, body: podOf('shown') });
});
afterAll(() => client.close());

const pods = () => `/api/v1/namespaces/${client.namespace}/pods`;
const get = async (path: string, accept: string) => {
  const answer = await client.raw(path, { headers: { Accept: accept } });
  return { ...answer, body: JSON.parse(answer.text) };
};

test('groups, versions and resources are discovered the old way', async () => {
  const groups = await client.config.makeApiClient(ApisApi).getAPIVersions();
  expect(groups.groups.map(({ name }) => name)).toContain('apps');
  const { resources } = await client.config.makeApiClient(AppsV1Api).getAPIResources();
  const deployments = resources.find(({ name }) => name === 'deployments');
  expect(deployments).toMatchObject({ kind: 'Deployment', namespaced: true, shortNames: ['deploy'] });
  expect(resources.map(({ name }) => name)).toContain('deployments/scale');
});

test('groups, versions and resources are discovered in one document', async () => {
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
  const { headers, body } = await get('/apis', accept);
  expect(headers['content-type']).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
  expect(headers.etag).toMatch(/^"[0-9A-F]+"$/);
  expect(body.kind).toBe('APIGroupDiscoveryList');
  const again = await client.raw('/apis', { headers: { Accept: accept, 'If-None-Match': String(headers.etag) } });
  expect(again).toMatchObject({ code: 304, text: '' });
});

test('the version is that of Kubernetes', async () => {
  const version = await client.config.makeApiClient(VersionApi).getCode();
  expect(version).toMatchObject({ major: '1', minor: '36', gitVersion: expect.stringMatching(/^v1\.36/) });
});

test('OpenAPI v3 names a document for each version, under a hash', async () => {
  const index = await get('/openapi/v3', 'application/json');
  const place = index.body.paths['apis/apps/v1'].serverRelativeURL;
  expect(place).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]+$/);
  const { body } = await get(place, 'application/json');
  expect(body.components.schemas['io.k8s.api.apps.v1.Deployment']).toMatchObject({ type: 'object' });
});

test('a list comes as a Table with the columns that kubectl prints', async () => {
  const { headers, body } = await get(pods(), 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json');
  expect(headers['content-type']).toBe('application/json');
  expect(body).toMatchObject({ kind: 'Table', apiVersion: 'meta.k8s.io/v1' });
  expect(body.columnDefinitions.slice(0, 5).map(({ name }: { name: string }) => name)).toEqual([
    'Name',
    'Ready',
    'Status',
    'Restarts',
    'Age',
  ]);
  expect(body.rows[0].cells[0]).toBe('shown');
  expect(body.rows[0].object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'shown' } });
});

test('a watch comes in rows, its columns on the first line alone', async () => {
  const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io';
  const answer = await client.raw(`${pods()}?watch=1&timeoutSeconds=1`, { headers: { Accept: accept } });
  const lines = answer.text.trimEnd().split('\n');
  const [first, ...later] = lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({ type: 'ADDED', object: { kind: 'Table', rows: [{ cells: expect.any(Array) }] } });
  expect(first.object.columnDefinitions.length).toBeGreaterThan(4);
  for (const { object } of later) expect(object.columnDefinitions).toBeNull();
});

test('metadata comes alone when asked for', async () => {
  const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
  const { body } = await get(pods(), accept);
  expect(body).toMatchObject({ kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1' });
  expect(Object.keys(body.items[0])).not.toContain('spec');
  const one = await get(`${pods()}/shown`, 'application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io');
  expect(Object.keys(one.body)).toEqual(['kind', 'apiVersion', 'metadata']);
});

test('YAML is answered to who asks, and taken', async () => {
  const { namespace } = client;
  const made = await client.raw(`/api/v1/namespaces/${namespace}/configmaps`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/yaml', Accept: 'application/yaml' },
    body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: yaml\ndata:\n  on: "off"\n',
  }); // YAML 1.1, as Kubernetes reads it: a bare `on` is true.
  expect(made.code).toBe(201);
  expect(made.headers['content-type']).toBe('application/yaml');
  expect(made.text).toContain('data:\n  "true": "off"\n');
});

test('protobuf first and JSON second gets an answer; nothing that is served gets 406', async () => {
  if (client.isSimulated) {
    const both = await get(pods(), 'application/vnd.kubernetes.protobuf,application/json');
    expect(both.headers['content-type']).toBe('application/json');
    const alone = await get(pods(), 'application/vnd.kubernetes.protobuf');
    expect(alone).toMatchObject({ code: 406, body: { kind: 'Status', reason: 'NotAcceptable' } });
  }
  const none = await get(pods(), 'image/png');
  expect(none).toMatchObject({ code: 406, body: { reason: 'NotAcceptable' } });
});

test('a long answer is gzip for who takes it', async () => {
  const options = { headers: { 'Accept-Encoding': 'gzip' } };
  await client.config.applyToHTTPSOptions(options);
  const data = { text: 'kubeloop '.repeat(20_000) };
  await client.core.createNamespacedConfigMap({
    namespace: client.namespace,
    body: { metadata: { name: 'long' }, data },
  });
  const url = new URL(
    `/api/v1/namespaces/${client.namespace}/configmaps/long`,
    client.config.getCurrentCluster()?.server,
  );
  const answer = await new Promise<{ encoding: string | undefined; bytes: Buffer }>((resolve, reject) => {
    request(url, options, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () =>
        resolve({ encoding: response.headers['content-encoding'], bytes: Buffer.concat(pieces) }),
      );
    })
      .on('error', reject)
      .end();
  });
  expect(answer.encoding).toBe('gzip');
  expect(answer.bytes.length).toBeLessThan(10_000);
  expect(JSON.parse(gunzipSync(answer.bytes).toString()).data).toEqual(data);
});

test('a path that is not there, and a method that is not allowed, are told apart', async () => {
  expect(await client.raw('/nowhere')).toMatchObject({ code: 404 });
  const kind = await get(`/api/v1/namespaces/${client.namespace}/nothings`, 'application/json');
  expect(kind).toMatchObject({
    code: 404,
    body: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  });
  const method = await client.raw(pods(), { method: 'PUT', body: '{}' });
  expect(method.code).toBe(405);
  expect(JSON.parse(method.text)).toMatchObject({ reason: 'MethodNotAllowed' });
});
