import { expect, test } from 'vitest';
import { failure } from '../../api/meta/status';
import { createClient } from '../../client/client';
import type { ApiRequest, ApiResponse, Transport } from '../../client/transport';
import { LAST_APPLIED } from '../../kubectl/apply/lastApplied';
import { applyText, deleteText, diffText } from './apply';

const KUBIA =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: kubia\nspec:\n  containers:\n  - name: kubia\n    image: luksa/kubia\n';

/** An API server that stores what is created and answers patches with what `patched` says. */
function fakeServer(patched?: (request: ApiRequest) => ApiResponse) {
  const objects = new Map<string, unknown>();
  const requests: ApiRequest[] = [];
  const notFound = (path: string) => {
    const name = path.split('/').at(-1) ?? '';
    return { code: 404, body: failure(404, 'NotFound', `pods "${name}" not found`) };
  };
  const transport: Transport = {
    watch: () => () => {},
    stream: () => ({ send: () => {}, close: () => {} }),
    request: async (request) => {
      requests.push(request);
      const { method, path } = request;
      if (method === 'POST') {
        const body = request.body as { metadata: { name: string } }; // The tests send objects with names.
        objects.set(`${path}/${body.metadata.name}`, body);
        return { code: 201, body, warnings: ['spec.dnsConfig is stored but not simulated'] };
      }
      const found = objects.get(path);
      if (found === undefined) return notFound(path);
      if (method === 'PATCH') return patched?.(request) ?? { code: 200, body: found };
      if (method === 'DELETE') objects.delete(path);
      return { code: 200, body: found };
    },
  };
  return { client: createClient(transport, 'kubectl'), requests, objects };
}

test('a new object is created with the annotation that remembers the manifest', async () => {
  const { client, requests } = fakeServer();
  const outcomes = await applyText(client, KUBIA, 'kubia.yaml');
  expect(outcomes).toEqual([
    {
      type: 'done',
      line: 'pod/kubia created',
      warnings: ['Warning: spec.dnsConfig is stored but not simulated'],
      marks: [expect.objectContaining({ field: 'spec.dnsConfig', isWarning: true })],
      object: { kind: 'Pod', name: 'kubia', namespace: 'default' },
    },
  ]);
  expect(requests[1]).toMatchObject({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods',
    query: { fieldManager: 'kubectl-client-side-apply', fieldValidation: 'Strict' },
    body: {
      metadata: {
        annotations: {
          [LAST_APPLIED]:
            '{"apiVersion":"v1","kind":"Pod","metadata":{"annotations":{},"name":"kubia","namespace":"default"},"spec":{"containers":[{"image":"luksa/kubia","name":"kubia"}]}}\n',
        },
      },
    },
  });
});

test('applying the same file again changes nothing and sends nothing', async () => {
  const { client, requests } = fakeServer();
  await applyText(client, KUBIA, 'kubia.yaml');
  const before = requests.length;
  const [outcome] = await applyText(client, KUBIA, 'kubia.yaml');
  expect(outcome).toMatchObject({ line: 'pod/kubia unchanged' });
  expect(requests.slice(before).map((request) => request.method)).toEqual(['GET']);
});

test('a changed image is sent as a patch of that container alone', async () => {
  const { client, requests } = fakeServer();
  await applyText(client, KUBIA, 'kubia.yaml');
  const [outcome] = await applyText(client, KUBIA.replace('luksa/kubia', 'nginx'), 'kubia.yaml');
  expect(outcome).toMatchObject({ line: 'pod/kubia configured' });
  expect(requests.at(-1)).toMatchObject({
    method: 'PATCH',
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: {
      spec: { '$setElementOrder/containers': [{ name: 'kubia' }], containers: [{ name: 'kubia', image: 'nginx' }] },
    },
  });
});

test('an object that was not made by apply is warned about, in the words of kubectl', async () => {
  const { client, objects } = fakeServer();
  objects.set('/api/v1/namespaces/default/pods/kubia', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'kubia' } });
  const [outcome] = await applyText(client, KUBIA, 'kubia.yaml');
  expect(outcome).toMatchObject({ type: 'done', line: 'pod/kubia configured' });
  expect(outcome).toMatchObject({
    warnings: [expect.stringContaining(`Warning: resource pods/kubia is missing the ${LAST_APPLIED} annotation`)],
  });
});

test('one bad document does not stop the others', async () => {
  const { client } = fakeServer();
  const outcomes = await applyText(
    client,
    `${KUBIA}---\napiVersion: v2\nkind: Pod\nmetadata: {name: x}\n---\n${KUBIA.replace('name: kubia', 'name: web')}`,
    'a.yaml',
  );
  expect(outcomes.map((outcome) => outcome.line.split('\n')[0])).toEqual([
    'pod/kubia created',
    'resource mapping not found for name: "x" namespace: "" from "a.yaml": no matches for kind "Pod" in version "v2"',
    'pod/web created',
  ]);
});

test('a refused patch keeps the words of the server and marks the line', async () => {
  const cause = {
    reason: 'FieldValueForbidden',
    field: 'spec',
    message: 'Forbidden: pod updates may not change fields',
  };
  const status = failure(422, 'Invalid', 'Pod "kubia" is invalid: spec: Forbidden', {
    kind: 'Pod',
    name: 'kubia',
    causes: [cause],
  });
  const { client } = fakeServer(() => ({ code: 422, body: status }));
  await applyText(client, KUBIA, 'kubia.yaml');
  const [outcome] = await applyText(client, KUBIA.replace('luksa/kubia', 'nginx'), 'kubia.yaml');
  expect(outcome).toMatchObject({
    type: 'refused',
    line: 'The Pod "kubia" is invalid: spec: Forbidden: pod updates may not change fields',
    problems: [{ range: { line: 5 }, field: 'spec' }],
  });
});

test('delete -f says what went and what was not there', async () => {
  const { client } = fakeServer();
  await applyText(client, KUBIA, 'kubia.yaml');
  expect((await deleteText(client, KUBIA, 'kubia.yaml'))[0]?.line).toBe('pod "kubia" deleted from default namespace');
  expect((await deleteText(client, KUBIA, 'kubia.yaml'))[0]?.line).toBe(
    'Error from server (NotFound): error when deleting "kubia.yaml": pods "kubia" not found',
  );
});

test('a diff lays the fields of the file beside those of the cluster', async () => {
  const { client, objects } = fakeServer();
  await applyText(client, KUBIA, 'kubia.yaml');
  const path = '/api/v1/namespaces/default/pods/kubia';
  objects.set(path, { ...(objects.get(path) as object), status: { phase: 'Running' } }); // The fake stores maps.
  expect(await diffText(client, KUBIA, 'kubia.yaml')).toMatchObject({ live: expect.not.stringContaining('phase') });
  const same = await diffText(client, KUBIA, 'kubia.yaml');
  expect(same.live).toBe(same.file);
  const other = await diffText(client, KUBIA.replace('luksa/kubia', 'nginx'), 'kubia.yaml');
  expect(other.live).toContain('image: luksa/kubia');
  expect(other.file).toContain('image: nginx');
});

test('anchors of a file are no differences', async () => {
  const { client, objects } = fakeServer();
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  labels: &own {app: c}\n  annotations: *own\n';
  await applyText(client, text, 'c.yaml');
  const path = '/api/v1/namespaces/default/configmaps/c';
  objects.set(path, JSON.parse(JSON.stringify(objects.get(path)))); // As a server hands it out.
  const { live, file } = await diffText(client, text, 'c.yaml');
  expect(file).toContain('  labels:\n    app: c\n  annotations:\n    app: c\n');
  expect(file).not.toContain('&');
  expect(live).toBe(file);
});

test('an object of a kind that is defined in the cluster is applied with merge patches', async () => {
  const { client, requests, objects } = fakeServer();
  const text = 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {size: 1}\n';
  expect(await applyText(client, text, 'w.yaml')).toMatchObject([
    { type: 'refused', line: expect.stringContaining('no matches for kind "Widget" in version "example.com/v1"') },
  ]);
  const names = { plural: 'widgets', kind: 'Widget' };
  const spec = { group: 'example.com', scope: 'Namespaced', names, versions: [{ name: 'v1', served: true }] };
  const status = { conditions: [{ type: 'Established', status: 'True' }] };
  objects.set('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', { items: [{ spec, status }] });
  expect(await applyText(client, text, 'w.yaml')).toMatchObject([
    { type: 'done', line: 'widget.example.com/w created' },
  ]);
  expect(await applyText(client, text.replace('1}', '2}'), 'w.yaml')).toMatchObject([
    { type: 'done', line: 'widget.example.com/w configured' },
  ]);
  expect(requests.at(-1)).toMatchObject({
    method: 'PATCH',
    path: '/apis/example.com/v1/namespaces/default/widgets/w',
    headers: { 'content-type': 'application/merge-patch+json' },
    body: { spec: { size: 2 } },
  });
  expect(await deleteText(client, text, 'w.yaml')).toMatchObject([
    { type: 'done', line: 'widget.example.com "w" deleted from default namespace' },
  ]);
});
