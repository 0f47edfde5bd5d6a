/** The benchmarks. A ratio is the peer's figure divided by ours, or ours at 10,000 divided by ours at 1,000. */
import { Cluster } from '../src/cluster/cluster';
import { defaultNodes } from '../src/client/defaultNodes';
import { history } from './history';
import { cpuMs, median, microsPerCall, report, warmUp } from './measure';
import {
  deliverUntil,
  kubiaDeployment,
  kubiaTemplate,
  mergePatch,
  peerCluster,
  peerDeployment,
  peerIdle,
} from './peer';
import { SERVER_ARGUMENT, serveForParent, serving } from './serve';
import { traffic } from './traffic';
import { workloads } from './workloads';

/** CPU time that either side works before its deployments are measured. */
const WARM_UP_MS = 4_000;

const filter = process.argv[2] ?? '';
const benchmarks: Record<string, () => Promise<void>> = {
  'deployment-cold': cold,
  'deployment-300': () => deployment(300, 5),
  'deployment-1000': () => deployment(1_000, 3),
  scale,
  workloads,
  'idle-hour': idleHour,
  api,
  'api-watch': fanOut,
  serve: serving,
  traffic,
  history,
};

if (filter === SERVER_ARGUMENT) await serveForParent();
else {
  for (const [name, run] of Object.entries(benchmarks)) if (name.includes(filter)) await run();
  process.exit(0);
}

async function ourCluster(nodes: number): Promise<Cluster> {
  return Cluster.create({ nodes: defaultNodes(nodes) });
}

async function ourDeployment(cluster: Cluster, replicas: number, probed = false): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: '/apis/apps/v1/namespaces/default/deployments',
    body: kubiaDeployment(replicas, probed),
  });
  for (let seconds = 0; seconds < 3_600; seconds++) {
    await cluster.advance(1_000);
    const found = await cluster.client.get('Deployment', { namespace: 'default', name: 'kubia' });
    if (found.status.readyReplicas === replicas) return;
  }
  throw new Error('the deployment did not get ready');
}

async function ourDeploymentCpu(replicas: number): Promise<number> {
  const cluster = await ourCluster(nodesFor(replicas));
  return cpuMs(() => ourDeployment(cluster, replicas));
}

async function peerDeploymentCpu(replicas: number): Promise<number> {
  const cluster = await peerCluster(nodesFor(replicas));
  const ms = await cpuMs(() => peerDeployment(cluster, replicas));
  await cluster.close();
  return ms;
}

/** A node has room for 110 pods. */
function nodesFor(replicas: number): number {
  return Math.ceil(replicas / 100);
}

/** The very first run, before anything is compiled. */
async function cold(): Promise<void> {
  const ours = await ourDeploymentCpu(300);
  const peer = await peerDeploymentCpu(300);
  report('deployment-cold-300-ours', ours, 'ms');
  report('deployment-cold-300-peer', peer, 'ms');
  report('deployment-cold-300-ratio', peer / ours, 'x');
}

async function deployment(replicas: number, runs: number): Promise<void> {
  await warmUp(WARM_UP_MS, () => ourDeploymentCpu(300));
  const ours = await median(runs, () => ourDeploymentCpu(replicas));
  await warmUp(WARM_UP_MS, () => peerDeploymentCpu(100));
  const peer = await median(replicas > 500 ? 1 : 3, () => peerDeploymentCpu(replicas));
  report(`deployment-${replicas}-ours`, ours, 'ms');
  report(`deployment-${replicas}-peer`, peer, 'ms');
  report(`deployment-${replicas}-ratio`, peer / ours, 'x');
}

async function scale(): Promise<void> {
  await warmUp(WARM_UP_MS, () => ourDeploymentCpu(300));
  const small = await median(3, () => ourDeploymentCpu(1_000));
  const large = await median(1, () => ourDeploymentCpu(10_000));
  report('pod-cost-at-1000', small / 1_000, 'ms/pod');
  report('pod-cost-at-10000', large / 10_000, 'ms/pod');
  report('pod-cost-ratio', large / 10_000 / (small / 1_000), 'x');
}

async function idleHour(): Promise<void> {
  const ours = await median(3, async () => {
    const cluster = await ourCluster(3);
    await ourDeployment(cluster, 10, true);
    return cpuMs(() => cluster.advance(3_600_000));
  });
  const peerNodes = await peerCluster();
  await peerDeployment(peerNodes, 10, true);
  const peer = await cpuMs(() => peerIdle(peerNodes, 3_600_000));
  await peerNodes.close();
  report('idle-hour-ours', ours, 'ms');
  report('idle-hour-peer', peer, 'ms');
  report('idle-hour-ratio', peer / ours, 'x');
}

/** Pods that nobody schedules or starts: only the API works. 100 of 1,000 carry `tier: front`. */
async function api(): Promise<void> {
  const { ours, peer, close } = await apiClusters();
  const pod = (name: string, i: number) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app: 'kubia', ...(i % 10 === 0 ? { tier: 'front' } : {}) } },
    spec: { ...kubiaTemplate(false).spec, schedulerName: 'nobody' },
  });
  const { client } = ours;
  const command = <T>(act: () => Promise<T>) => ours.kernel.command('you', 'bench', '', act);
  const { corev1 } = peer.api;
  for (let i = 0; i < 1_000; i++) {
    await command(() => client.create('Pod', pod(`pod-${i}`, i) as never)); // A draft in JSON's types.
    await corev1.createNamespacedPod({ namespace: 'default', body: pod(`pod-${i}`, i) });
  }
  let round = 0;
  const fresh = (i: number) => `extra-${round}-${i}`;
  const compare = async (
    name: string,
    calls: number,
    our: (i: number) => Promise<unknown>,
    their: (i: number) => Promise<unknown>,
  ) => {
    round += 1;
    let n = 0;
    const mine = await microsPerCall(calls, () => command(() => our(n++)));
    n = 0;
    const theirs = await microsPerCall(calls, () => their(n++));
    report(`api-${name}-ours`, mine, 'us');
    report(`api-${name}-peer`, theirs, 'us');
    report(`api-${name}-ratio`, theirs / mine, 'x');
  };
  const key = (i: number) => ({ namespace: 'default', name: `pod-${i % 1_000}` });
  await compare(
    'list-1000',
    300,
    () => client.list('Pod', { namespace: 'default' }),
    () => corev1.listNamespacedPod({ namespace: 'default' }),
  );
  await compare(
    'list-100-of-1000-by-label',
    300,
    () => client.list('Pod', { namespace: 'default', labelSelector: 'tier=front' }),
    () => corev1.listNamespacedPod({ namespace: 'default', labelSelector: 'tier=front' }),
  );
  await compare(
    'get',
    2_000,
    (i) => client.get('Pod', key(i)),
    (i) => corev1.readNamespacedPod(key(i)),
  );
  const merge = (i: number) => ({ metadata: { annotations: { n: String(i) } } });
  await compare(
    'patch',
    1_000,
    (i) => client.patch('Pod', key(i), { type: 'merge', body: merge(i) }),
    (i) => corev1.patchNamespacedPod({ ...key(i), body: merge(i) }, mergePatch),
  );
  await compare(
    'create',
    1_000,
    (i) => client.create('Pod', pod(fresh(i), i) as never),
    (i) => corev1.createNamespacedPod({ namespace: 'default', body: pod(fresh(i), i) }),
  );
  round -= 1;
  await compare(
    'delete',
    1_000,
    (i) => client.delete('Pod', { namespace: 'default', name: fresh(i) }, { gracePeriodSeconds: 0 }),
    (i) => corev1.deleteNamespacedPod({ namespace: 'default', name: fresh(i), gracePeriodSeconds: 0 }),
  );
  await close();
}

/** One write seen by 100 watchers. The peer's informers hear nothing while its clock is paused: it runs by itself. */
async function fanOut(): Promise<void> {
  const { ours, peer, close } = await apiClusters();
  const spec = { ...kubiaTemplate(false).spec, schedulerName: 'nobody' };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod-1', namespace: 'default' }, spec };
  await ours.kernel.command('you', 'bench', '', () => ours.client.create('Pod', pod as never)); // As above.
  await peer.api.corev1.createNamespacedPod({ namespace: 'default', body: pod });
  let seen = 0;
  let seenByPeer = 0;
  const stops = Array.from({ length: 100 }, () =>
    ours.api.watch({ method: 'GET', path: '/api/v1/namespaces/default/pods', query: { watch: '1' } }, () => {
      seen += 1;
    }),
  );
  peer.resume();
  const informers = Array.from({ length: 100 }, () =>
    peer.informer('pods', (_type, object) => {
      if (object.metadata?.name === 'pod-1') seenByPeer += 1;
    }),
  );
  await deliverUntil(() => seenByPeer >= 100);
  await new Promise((resolve) => setTimeout(resolve, 1_000)); // Until they watch after their list.
  const body = (i: number) => ({ metadata: { annotations: { fan: String(i) } } });
  let n = 0;
  const mine = await microsPerCall(1_000, () =>
    ours.kernel.command('you', 'bench', '', () =>
      ours.client.patch('Pod', { namespace: 'default', name: 'pod-1' }, { type: 'merge', body: body(n++) }),
    ),
  );
  const theirs = await microsPerCall(1_000, async () => {
    const all = seenByPeer + 100;
    await peer.api.corev1.patchNamespacedPod({ namespace: 'default', name: 'pod-1', body: body(n++) }, mergePatch);
    await deliverUntil(() => seenByPeer >= all);
  });
  for (const stop of stops) stop();
  await Promise.all(informers.map((informer) => informer.stop()));
  report('api-watch-100-ours', mine, 'us');
  report('api-watch-100-peer', theirs, 'us');
  report('api-watch-100-ratio', theirs / mine, 'x');
  if (seen === 0) throw new Error('nobody saw the writes');
  await close();
}

async function apiClusters() {
  const ours = await ourCluster(3);
  const peer = await peerCluster();
  return { ours, peer, close: () => peer.close() };
}
