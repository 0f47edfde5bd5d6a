/** The document of OpenAPI v2 in protobuf against that of a real kube-apiserver 1.36.3, by its hash. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { testServer } from '../../apiserver/testServer';
import { loadOpenApi } from './loadOpenApi';

const asked = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

test('client-go gets v2 in protobuf, byte for byte as from a real server', async () => {
  const { server } = await testServer({ openApi: await loadOpenApi() });
  const { body, headers } = await server.request({ method: 'GET', path: '/openapi/v2', headers: { accept: asked } });
  expect(headers?.['content-type']).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
  expect(body).toBeInstanceOf(Uint8Array);
  expect(
    createHash('sha256')
      .update(body as Uint8Array)
      .digest('hex'),
  ).toBe('228043f07987fa481f743b9cdf71c23ba0e9e18d271f85b016b6b6d21107e08c');
});
