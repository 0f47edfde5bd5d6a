/**
 * Raw exchanges with a real kube-apiserver 1.36.3 that ran with its controllers, scheduler and kubelets, sent again to a
 * whole cluster. What only time brings about is waited for.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { playExchanges } from '../../src/apiserver/exchangePlayer';
import { Cluster } from '../../src/cluster/cluster';

const folder = join(import.meta.dirname, 'recordings/http');
const nodes = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));

test.each(readdirSync(folder))('%s', async (name) => {
  const cluster = await Cluster.create({ nodes });
  await cluster.request({ method: 'POST', path: '/api/v1/namespaces', body: { metadata: { name: 'demo' } } });
  await cluster.advance(1_000);
  const failures = await playExchanges(readFileSync(join(folder, name), 'utf8'), {
    request: (request) => cluster.request(request),
    watch: (request, onEvent) => cluster.api.watch(request, onEvent),
    bookmark: () => cluster.api.bookmark(),
    pass: (ms) => cluster.advance(ms),
    patienceMs: 20_000,
  });
  expect(failures.join('\n\n')).toBe('');
});
