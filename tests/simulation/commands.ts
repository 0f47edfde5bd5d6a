/** Random commands and faults, chosen by what the cluster holds at the moment. */
import { type Kind, type Kinds, kinds } from '../../src/api/kinds';
import { type KubeClient, pathOf } from '../../src/client/client';
import { pausable } from '../../src/client/activity';
import type { Command, Fault } from '../../src/client/simulation';
import type { ApiRequest } from '../../src/client/transport';
import type { Cluster } from '../../src/cluster/cluster';
import { pod, replicas, shell } from '../testCluster';
import { imagePlans } from './imageCommands';
import { extensionPlans } from './extensionCommands';
import { otherPlans } from './otherCommands';
import { OTHER_KINDS, type Plan, type Planned, type Snapshot, create, patch, templates } from './plan';
import type { Random } from './random';

const MANIFEST = '/etc/kubernetes/manifests/web.yaml';
/** As `minikube cp` sends it. */
const staticPod = (image: string) => {
  const manifest = { apiVersion: 'v1', kind: 'Pod', ...pod({ name: 'web', image }) };
  return { text: JSON.stringify(manifest), manifest };
};

const OWNERS = ['ReplicationController', 'ReplicaSet', 'Deployment'] as const;

/** What jobs do, and how much of it. */
const jobSpecs = [
  {},
  { completions: 4, parallelism: 2 },
  { parallelism: 3 },
  { completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimitPerIndex: 1 },
  { backoffLimit: 1, activeDeadlineSeconds: 40 },
  { podReplacementPolicy: 'Failed', ttlSecondsAfterFinished: 15 },
];
const scripts = ['sleep 4', 'sleep 3; exit 1', 'test $(($RANDOM % 2)) = 0', 'sleep 90'];

const plans: readonly Plan[] = [
  (random, { count }) =>
    create(
      'Pod',
      pod({ name: `p${count}`, labels: { app: random.pick(['a', 'b']) ?? 'a' }, ...random.pick(templates) }),
    ),
  (random, { count }) => {
    const kind = random.pick(OWNERS) ?? 'Deployment';
    return create(kind, replicas(kind, random.whole(0, 5), { name: `o${count}`, ...random.pick(templates) }));
  },
  (random, { count }) => {
    const containers = [{ name: 'main', ...shell(random.pick(scripts) ?? 'true') }];
    const restartPolicy = random.pick(['Never', 'OnFailure']);
    const template = { spec: { restartPolicy, terminationGracePeriodSeconds: 3, containers } };
    const job = { metadata: { name: `j${count}` }, spec: { ...random.pick(jobSpecs), template } };
    if (random.next() < 0.7) return create('Job', job);
    const spec = { schedule: '* * * * *', concurrencyPolicy: random.pick(['Allow', 'Forbid', 'Replace']) };
    return create('CronJob', { metadata: job.metadata, spec: { ...spec, jobTemplate: { spec: job.spec } } });
  },
  (random, { jobs }) => {
    const name = random.pick(jobs)?.metadata.name;
    if (name === undefined) return undefined;
    const spec = random.pick([{ suspend: true }, { suspend: false }, { parallelism: random.whole(0, 4) }]);
    if (random.next() < 0.7) return patch('Job', name, { spec });
    const propagationPolicy = random.pick(['Background', 'Foreground', 'Orphan']);
    return { method: 'DELETE', path: pathOf('Job', 'default', name), body: { propagationPolicy } };
  },
  (random, { pods }) => {
    const name = random.pick(pods)?.metadata.name;
    const body = random.pick([{}, { gracePeriodSeconds: 0 }, { gracePeriodSeconds: 2 }]);
    return name === undefined ? undefined : { method: 'DELETE', path: pathOf('Pod', 'default', name), body };
  },
  (random, { owners }) => {
    const owner = random.pick(owners);
    return owner && patch(owner.kind, owner.name, { spec: { replicas: random.whole(0, 6) } });
  },
  (random, { owners }) => {
    const owner = random.pick(owners);
    const image = random.pick(['luksa/kubia', 'nginx', 'nosuch/image:v9']);
    const template = { spec: { containers: [{ name: 'main', image }] } };
    return owner?.kind === 'Deployment' ? patch('Deployment', owner.name, { spec: { template } }) : undefined;
  },
  (random, { owners }) => {
    const owner = random.pick(owners);
    if (owner === undefined || random.next() < 0.5) return undefined;
    const propagationPolicy = random.pick(['Background', 'Foreground', 'Orphan']);
    return { method: 'DELETE', path: pathOf(owner.kind, 'default', owner.name), body: { propagationPolicy } };
  },
  (random, { pods }) => {
    const name = random.pick(pods)?.metadata.name;
    return name === undefined
      ? undefined
      : patch('Pod', name, { metadata: { labels: { app: random.pick(['a', 'b', 'o1', null]) } } });
  },
  (random, { nodes }) => {
    const name = random.pick(nodes)?.metadata.name;
    return name === undefined ? undefined : patch('Node', name, { spec: { unschedulable: random.next() < 0.4 } });
  },
  (random, { nodes }) => {
    const name = random.pick(nodes)?.metadata.name;
    return name === undefined
      ? undefined
      : patch('Node', name, { metadata: { labels: { disk: random.pick(['ssd', 'hdd']) } } });
  },
  (random, { pods }) => {
    const found = random.pick(pods);
    return found && { type: 'killContainer', namespace: 'default', pod: found.metadata.name, container: 'main' };
  },
  (random, { pods }) => {
    const found = random.pick(pods);
    const endpoint = {
      namespace: 'default',
      pod: found?.metadata.name ?? '',
      container: 'main',
      port: random.pick([80, 8080]) ?? 80,
    };
    if (found === undefined) return undefined;
    const mode = random.pick(['error', 'hang', 'refuse'] as const) ?? 'error';
    return random.next() < 0.3 ? { type: 'mendEndpoint', ...endpoint } : { type: 'breakEndpoint', mode, ...endpoint };
  },
  (random, { nodes }) => {
    const node = random.pick(nodes)?.metadata.name ?? '';
    const type =
      random.pick(['cutNetwork', 'powerOff', 'stopKubelet', 'bringBack', 'bringBack', 'startKubelet'] as const) ??
      'bringBack';
    return { type, node };
  },
  (random, { nodes }) => {
    const node = random.pick(nodes)?.metadata.name ?? '';
    const troubles: readonly Fault[] = [
      { type: 'reboot', node },
      { type: 'reboot', node, graceSeconds: 20, criticalSeconds: 5 },
      { type: 'shutDown', node },
      { type: 'takeMemory', node, leavesBytes: random.whole(20, 400) * 2 ** 20 },
      { type: 'takeMemory', node },
      { type: 'fillDisk', node, leavesBytes: random.whole(2, 30) * 2 ** 30 },
      { type: 'fillDisk', node },
      { type: 'writeNodeFile', node, path: MANIFEST, ...staticPod('nginx') },
      { type: 'writeNodeFile', node, path: MANIFEST, ...staticPod('luksa/kubia') },
      { type: 'removeNodeFile', node, path: MANIFEST },
    ];
    return random.pick(troubles);
  },
  (random, { pods }) => {
    const name = random.pick(pods)?.metadata.name;
    if (name === undefined) return undefined;
    const command = random.pick([['sleep', '7'], ['sh'], ['sh', '-c', 'echo a; sleep 3; exit 2'], ['nosuch']]);
    const tty = random.pick(['true', 'false']) ?? 'true';
    const query = { command: command ?? ['sh'], stdin: 'true', tty };
    const attach = { stdin: 'true' };
    const forward = { ports: random.pick(['80', '8080']) ?? '80' };
    const [verb, asked] =
      random.pick([
        ['exec', query],
        ['attach', attach],
        ['portforward', forward],
      ] as const) ?? [];
    const request: ApiRequest = { method: 'POST', path: pathOf('Pod', 'default', name, verb), query: asked };
    return { type: 'stream', request };
  },
  (random, { streams }) => {
    const keys = ['echo hi\r', 'sleep 9\r', 'ls &\r', 'cat\r', '\x03', '\x04', 'exit\r', 'GET / HTTP/1.1\r\n\r\n'];
    const message = random.next() < 0.1 ? ({ channel: 255, data: '0' } as const) : undefined;
    if (streams === 0) return undefined;
    const stream = random.whole(1, streams);
    return { type: 'streamInput', stream, message: message ?? { channel: 0, data: random.pick(keys) ?? '' } };
  },
  (random, { streams }) =>
    streams === 0 || random.next() < 0.7 ? undefined : { type: 'unstream', stream: random.whole(1, streams) },
  (random, { nodes, count }) => {
    if (nodes.length < 4)
      return { type: 'addNode', node: { name: `extra-${count}`, cpu: 4, memory: '8Gi', pods: 110 } };
    return random.next() < 0.3 ? { type: 'removeNode', node: nodes.at(-1)?.metadata.name ?? '' } : undefined;
  },
  (random) => {
    const type = random.pick(['pauseComponent', 'resumeComponent', 'resumeComponent'] as const) ?? 'resumeComponent';
    return { type, component: random.pick(pausable) ?? 'kube-scheduler' };
  },
  ...otherPlans,
  ...extensionPlans,
  ...imagePlans,
];

/** The next command; undefined if chance chose one that nothing here suits. */
export async function nextCommand(random: Random, cluster: Cluster, count: number): Promise<Planned | undefined> {
  const plan = random.pick(plans);
  const streams = cluster.kernel.state.map<number>('kube-apiserver/streamCount').get('streams') ?? 0;
  return plan?.(random, await snapshot(cluster.client, count, streams));
}

async function snapshot(client: KubeClient, count: number, streams: number): Promise<Snapshot> {
  const list = async <K extends Kind>(kind: K): Promise<readonly Kinds[K][]> =>
    (await client.list(kind, kinds[kind].namespaced ? { namespace: 'default' } : {})).items;
  const owners = [];
  for (const kind of OWNERS) for (const { metadata } of await list(kind)) owners.push({ kind, name: metadata.name });
  const jobs = await list('Job');
  const others = [];
  for (const kind of OTHER_KINDS) {
    // What the cluster has from the start, as the Service `kubernetes`, has no number in its name.
    for (const { metadata } of await list(kind))
      if (/\d/.test(metadata.name)) others.push({ kind, name: metadata.name });
  }
  const namespaces = (await list('Namespace'))
    .map(({ metadata }) => metadata.name)
    .filter((name) => /^ns\d/.test(name));
  return { pods: await list('Pod'), nodes: await list('Node'), owners, jobs, others, namespaces, count, streams };
}

/** As a run records it. */
export function asCommand(planned: Planned, atMs: number): Command {
  if (!('type' in planned)) return { atMs, type: 'request', request: planned };
  switch (planned.type) {
    case 'stream':
    case 'streamInput':
    case 'unstream':
      return { atMs, ...planned } as Command; // Its instant was all that was missing.
    default:
      return { atMs, type: 'fault', fault: planned as Fault }; // All other words are faults'.
  }
}
