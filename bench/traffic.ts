/**
 * Requests through the simulated network: 10,000 a virtual second through a Service of 100 endpoints, and what a cluster
 * with the add-ons of Services and names costs when nobody asks for anything.
 */
import { USUAL_ADDONS } from '../src/addons/usualAddons';
import type { LoadSource } from '../src/client/traffic';
import { Cluster } from '../src/cluster/cluster';
import { defaultNodes } from '../src/client/defaultNodes';
import { cpuMs, median, report } from './measure';
import { kubiaDeployment } from './peer';

const PER_SECOND = 10_000;
const ENDPOINTS = 100;
const SECONDS = 5;

/** CPU time of one virtual second of requests, from outside of the cluster and from pods, and of an hour of nothing. */
export async function traffic(): Promise<void> {
  const cluster = await served();
  const outside: LoadSource[] = [{ type: 'outside' }];
  const idle = await second(cluster);
  const line = async (name: string, sources: readonly LoadSource[], url: string) => {
    await cluster.fault({ type: 'startLoad', load: { name, sources, url, perSecond: PER_SECOND } });
    await cluster.advance(2_000);
    const before = answered(cluster);
    const ms = await median(3, () => second(cluster));
    report(`traffic-10000-${name}`, (ms - idle) / 1000, 's/s');
    const share = (answered(cluster) - before) / (3 * SECONDS * PER_SECOND);
    if (share < 0.99 || share > 1.01) throw new Error(`${share} of the requests were answered`);
    await cluster.fault({ type: 'stopLoad', name });
  };
  await line('node-port', outside, 'http://192.168.49.2:30080/');
  const { items } = await cluster.client.list('Pod', { namespace: 'default' });
  const pods = items
    .slice(0, 3)
    .map(({ metadata }): LoadSource => ({ type: 'pod', namespace: 'default', pod: metadata.name }));
  await line('service-by-name', pods, 'http://kubia/');
  await idleHours();
}

/** CPU milliseconds of one virtual second. */
async function second(cluster: Cluster): Promise<number> {
  return (await cpuMs(() => cluster.advance(SECONDS * 1000))) / SECONDS;
}

function answered(cluster: Cluster): number {
  return cluster.traffic.requests.counts.list().reduce((sum, { ok }) => sum + ok, 0);
}

async function served(): Promise<Cluster> {
  const cluster = await Cluster.create({ nodes: defaultNodes(3), addons: USUAL_ADDONS });
  const post = (path: string, body: object) => cluster.request({ method: 'POST', path, body });
  await post('/apis/apps/v1/namespaces/default/deployments', kubiaDeployment(ENDPOINTS));
  const ports = [{ port: 80, targetPort: 8080, nodePort: 30_080 }];
  const spec = { type: 'NodePort', selector: { app: 'kubia' }, ports };
  await post('/api/v1/namespaces/default/services', { metadata: { name: 'kubia' }, spec });
  await cluster.advance(120_000);
  const found = await cluster.client.get('Deployment', { namespace: 'default', name: 'kubia' });
  if (found.status.readyReplicas !== ENDPOINTS) throw new Error('the deployment did not get ready');
  return cluster;
}

async function idleHours(): Promise<void> {
  const measure = async (addons: readonly string[]) => {
    const started = process.cpuUsage();
    const cluster = await Cluster.create({ nodes: defaultNodes(3), addons });
    const { user, system } = process.cpuUsage(started);
    return { create: (user + system) / 1000, hour: await cpuMs(() => cluster.advance(3_600_000)) };
  };
  for (let round = 0; round < 2; round++) {
    const bare = await measure([]);
    const usual = await measure(USUAL_ADDONS);
    if (round === 0) continue;
    report('create-bare', bare.create, 'ms');
    report('create-with-addons', usual.create, 'ms');
    report('idle-hour-bare', bare.hour, 'ms');
    report('idle-hour-with-addons', usual.hour, 'ms');
  }
}
