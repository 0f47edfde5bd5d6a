import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeKubeconfig } from './kubeconfig';
import { type ServedCluster, serveCluster } from './servedCluster';

const SPEED = 60;
let served: ServedCluster;
beforeAll(async () => {
  served = await serveCluster({ speed: SPEED, addons: ['metrics-server'] });
});
afterAll(() => served.close());

/** What the server says to `path`; `ca` as a client that has the kubeconfig knows it. */
function get(
  path: string,
  ca: string | undefined = served.certificateAuthority,
): Promise<{ code: number; text: string }> {
  const { hostname, port } = new URL(served.url);
  const headers = { authorization: `Bearer ${served.token}` };
  return new Promise((resolve, reject) => {
    const call = request({ hostname, port, path, headers, ...(ca === undefined ? {} : { ca }) }, (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (piece: string) => {
        text += piece;
      });
      incoming.on('end', () => resolve({ code: incoming.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end();
  });
}

test('a client that has the authority trusts the server, another does not', async () => {
  expect((await get('/api/v1/nodes')).code).toBe(200);
  const { hostname, port } = new URL(served.url);
  const trusting = new Promise((resolve, reject) => {
    request({ hostname, port, path: '/version' }, resolve).on('error', reject).end();
  });
  await expect(trusting).rejects.toThrow(/self.signed|unable to/i);
});

test('who speaks plain HTTP is told so', async () => {
  const { hostname, port } = new URL(served.url);
  const [code, text] = await new Promise<readonly [number | undefined, string]>((resolve, reject) => {
    const call = plainRequest({ hostname, port, path: '/version' }, (incoming) => {
      incoming.setEncoding('utf8').on('data', (piece: string) => resolve([incoming.statusCode, piece]));
    });
    call.on('error', reject).end();
  });
  expect(code).toBe(400);
  expect(text).toBe('Client sent an HTTP request to an HTTPS server.\n');
});

test('the clock runs by the wall, as fast as was asked, and addons come up with it', async () => {
  const before = served.session.cluster.now();
  const begun = performance.now();
  const isMeasuring = async () => (await get('/apis/metrics.k8s.io/v1beta1/nodes')).code === 200;
  while (!(await isMeasuring())) expect(performance.now() - begun).toBeLessThan(20_000);
  // Half of what was asked, for machines that have other things to do.
  const [wallMs, virtualMs] = [performance.now() - begun, served.session.cluster.now() - before];
  expect(virtualMs / wallMs).toBeGreaterThan(SPEED / 2);
});

test('a name that is no addon is told with those that are', async () => {
  await expect(serveCluster({ addons: ['nosuch'] })).rejects.toThrow('metrics-server');
});

test('a port that is taken is Node’s error', async () => {
  await expect(serveCluster({ port: Number(new URL(served.url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('the kubeconfig is for its owner alone, also where a file of that name was not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubeloop-test-'));
  try {
    const path = join(folder, 'own', 'kubeconfig');
    writeKubeconfig(path, served.kubeconfig);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700);
    const open = join(folder, 'open');
    writeFileSync(open, '', { mode: 0o644 });
    writeKubeconfig(open, served.kubeconfig);
    expect(statSync(open).mode & 0o777).toBe(0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
