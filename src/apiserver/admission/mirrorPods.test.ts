import { expect, test } from 'vitest';
import { testCluster } from '../../../tests/testCluster';

/** As the kubelet sends it; the answers are those of a real 1.36.3. */
const mirror = (spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-worker-1', annotations: { 'kubernetes.io/config.mirror': 'abc' } },
  spec: { nodeName: 'worker-1', containers: [{ name: 'web', image: 'nginx:1.27' }], ...spec },
});

test.each([
  [{ serviceAccountName: 'default' }, 'is forbidden: a mirror pod may not reference service accounts'],
  [{ volumes: [{ name: 's', secret: { secretName: 'a' } }] }, 'is forbidden: a mirror pod may not reference secrets'],
  [
    { volumes: [{ name: 's', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
    'is forbidden: a mirror pod may not use ServiceAccountToken volume projections',
  ],
  [{ nodeName: '' }, 'must set spec.nodeName if mirror pod annotation is set'],
])('a mirror pod with %o is refused', async (spec, text) => {
  const { cluster } = await testCluster({ nodes: 1 });
  const path = '/api/v1/namespaces/default/pods';
  const { code, body } = await cluster.request({ method: 'POST', path, body: mirror(spec) });
  expect(code).toBeGreaterThan(400);
  expect((body as { readonly message: string }).message).toContain(text);
});

test('a mirror pod is given neither an account nor a token', async () => {
  const { cluster } = await testCluster({ nodes: 1 });
  const path = '/api/v1/namespaces/default/pods';
  const { code, body } = await cluster.request({ method: 'POST', path, body: mirror() });
  expect(code).toBe(201);
  const { spec } = body as { readonly spec: object };
  expect(spec).not.toHaveProperty('serviceAccountName');
  expect(spec).not.toHaveProperty('volumes');
});
