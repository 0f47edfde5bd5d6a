/**
 * The other workloads, which the peer does not have: each is held against a Deployment's pods in the same run, as CPU
 * time of one pod from its object to its end (Job, CronJob) or to Ready (DaemonSet).
 */
import type { Kind } from '../src/api/kinds';
import type { Controller } from '../src/controllers/controller';
import { controllers } from '../src/controllers/registry';
import { statefulSetController } from '../src/controllers/statefulset/statefulSetController';
import { Cluster } from '../src/cluster/cluster';
import { defaultNodes } from '../src/client/defaultNodes';
import { cpuMs, median, report, warmUp } from './measure';
import { kubiaDeployment, kubiaTemplate } from './peer';

const JOBS = 1_000;
const CRON_JOBS = 500;
const CRON_MINUTES = 5;
const DAEMON_NODES = 200;

/** 1,000 Jobs at once, 500 CronJobs for five minutes, a DaemonSet on 200 nodes. */
export async function workloads(): Promise<void> {
  await warmUp(4_000, () => deploymentMs(300));
  const deploymentPod = (await median(3, () => deploymentMs(JOBS))) / JOBS;
  const line = async (name: string, pods: number, runs: number, measure: () => Promise<number>) => {
    const ms = await median(runs, measure);
    report(`${name}-ours`, ms, 'ms');
    report(`${name}-pod-to-deployment-pod`, ms / pods / deploymentPod, 'x');
  };
  const withService = await median(3, () => deploymentMs(JOBS, true));
  report('deployment-1000-with-service-ours', withService, 'ms');
  report('deployment-1000-with-service-to-without', withService / JOBS / deploymentPod, 'x');
  await line('jobs-1000', JOBS, 3, jobsMs);
  await line('cronjobs-500', CRON_JOBS * CRON_MINUTES, 1, cronJobsMs);
  await line('daemonset-200-nodes', DAEMON_NODES, 3, daemonSetMs);
  await unusedControllers();
}

/** What ten controllers that nobody uses cost a Deployment: each watches pods, as most do. 1 is nothing. */
async function unusedControllers(): Promise<void> {
  const registry = controllers as Controller[]; // Read only for everybody else.
  const unused = Array.from({ length: 10 }, (_, i) => ({ ...statefulSetController, name: `unused-${i}` }));
  const withMs: number[] = [];
  const withoutMs: number[] = [];
  for (let round = 0; round < 7; round++) {
    withoutMs.push(await deploymentMs(300));
    registry.push(...unused);
    withMs.push(await deploymentMs(300));
    registry.splice(-unused.length);
  }
  report('ten-unused-controllers-cost', Math.min(...withMs) / Math.min(...withoutMs), 'x');
}

const post = (cluster: Cluster, path: string, body: object) =>
  cluster.request({ method: 'POST', path: path.replace('*', 'namespaces/default'), body });

async function until(cluster: Cluster, what: string, done: () => Promise<boolean>): Promise<void> {
  for (let seconds = 0; seconds < 3_600; seconds++) {
    await cluster.advance(1_000);
    if (await done()) return;
  }
  throw new Error(`${what} did not get there`);
}

async function deploymentMs(replicas: number, isServed = false): Promise<number> {
  const cluster = await Cluster.create({ nodes: defaultNodes(Math.ceil(replicas / 100)) });
  return cpuMs(async () => {
    if (isServed) {
      const spec = { selector: { app: 'kubia' }, ports: [{ port: 80, targetPort: 8080 }] };
      await post(cluster, '/api/v1/*/services', { metadata: { name: 'kubia' }, spec });
    }
    await post(cluster, '/apis/apps/v1/*/deployments', kubiaDeployment(replicas));
    await until(cluster, 'the deployment', async () => {
      const { status } = await cluster.client.get('Deployment', { namespace: 'default', name: 'kubia' });
      return status.readyReplicas === replicas;
    });
  });
}

/** What a Job of the documentation does: a shell that says something and ends. */
const jobSpec = {
  template: {
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: 'busybox', command: ['sh', '-c', 'date; sleep 5'] }],
    },
  },
};

const count = async (cluster: Cluster, kind: Kind): Promise<number> =>
  (await cluster.client.list(kind, { namespace: 'default' })).items.length;

async function jobsMs(): Promise<number> {
  const cluster = await Cluster.create({ nodes: defaultNodes(JOBS / 100) });
  return cpuMs(async () => {
    for (let i = 0; i < JOBS; i++) {
      const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: `pi-${i}` }, spec: jobSpec };
      await post(cluster, '/apis/batch/v1/*/jobs', body);
    }
    await until(cluster, 'the jobs', async () => {
      const { items } = await cluster.client.list('Job', { namespace: 'default' });
      return items.length === JOBS && items.every(({ status }) => status.succeeded === 1);
    });
  });
}

async function cronJobsMs(): Promise<number> {
  const cluster = await Cluster.create({ nodes: defaultNodes(CRON_JOBS / 50) });
  return cpuMs(async () => {
    for (let i = 0; i < CRON_JOBS; i++) {
      const spec = { schedule: '* * * * *', jobTemplate: { spec: jobSpec } };
      const body = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: `hello-${i}` }, spec };
      await post(cluster, '/apis/batch/v1/*/cronjobs', body);
    }
    await cluster.advance(CRON_MINUTES * 60_000);
    // Each keeps its last three jobs.
    if ((await count(cluster, 'Job')) < CRON_JOBS * 3) throw new Error('the cron jobs did not run');
  });
}

async function daemonSetMs(): Promise<number> {
  const cluster = await Cluster.create({ nodes: defaultNodes(DAEMON_NODES) });
  return cpuMs(async () => {
    const spec = { selector: { matchLabels: { app: 'kubia' } }, template: kubiaTemplate(false) };
    const body = { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'kubia' }, spec };
    await post(cluster, '/apis/apps/v1/*/daemonsets', body);
    await until(cluster, 'the daemon set', async () => {
      const { status } = await cluster.client.get('DaemonSet', { namespace: 'default', name: 'kubia' });
      return status.numberReady === DAEMON_NODES;
    });
  });
}
