/** Random requests: from outside, from pods, from load generators, through Services and past policies. */
import { pathOf } from '../../src/client/client';
import type { Command, OutsideAsk } from '../../src/client/simulation';
import type { Cluster } from '../../src/cluster/cluster';
import { STARTED_AT } from '../../src/cluster/clusterOptions';
import type { Random } from './random';

type Doing = Command extends infer C ? (C extends Command ? Omit<C, 'atMs'> : never) : never;
type Plan = (random: Random, cluster: Cluster, count: number) => Promise<Doing | undefined>;

const NODE_PORTS = [30_100, 30_101] as const;
const NODES = ['192.168.49.2', '192.168.49.3', '192.168.49.4'] as const;

function create(kind: 'Service' | 'NetworkPolicy', name: string, spec: object): Doing {
  const body = { kind, metadata: { name }, spec };
  return { type: 'request', request: { method: 'POST', path: pathOf(kind, 'default'), body } };
}

function send(url: string, to: { readonly ip: string; readonly port: number }): Doing {
  const requests = [{ method: 'GET', path: '/', headers: [['Host', to.ip]] as const, url }];
  const ask: OutsideAsk = { type: 'http', tool: 'curl', to, requests, limitMs: 3_000 };
  return { type: 'send', ask };
}

const plans: readonly Plan[] = [
  async (random, _cluster, count) => {
    const nodePort = random.pick(NODE_PORTS);
    const spec = { selector: { app: random.pick(['a', 'b']) }, ports: [{ port: 80, targetPort: 8080, nodePort }] };
    const externalTrafficPolicy = random.pick(['Cluster', 'Local']);
    const sessionAffinity = random.pick(['None', 'ClientIP']);
    return create('Service', `s${count % 3}`, { type: 'NodePort', externalTrafficPolicy, sessionAffinity, ...spec });
  },
  async (random) => {
    const to = { ip: random.pick(NODES) ?? '', port: random.pick(NODE_PORTS) ?? 0 };
    return send(`http://${to.ip}:${to.port}`, to);
  },
  async (random, cluster) => {
    const { items } = await cluster.client.list('Pod', { namespace: 'default' });
    const pod = random.pick(items.filter(({ status }) => status.phase === 'Running'));
    if (pod === undefined) return undefined;
    const asked = random.pick([
      'curl -m 3 http://s0',
      'wget -T 3 -qO- http://s1.default',
      'nslookup s2',
      'ping -c 2 s0',
    ]);
    const query = { command: ['sh', '-c', asked ?? ''], stdout: 'true', stderr: 'true' };
    const path = `${pathOf('Pod', 'default', pod.metadata.name)}/exec`;
    return { type: 'stream', request: { method: 'POST', path, query } };
  },
  async (random) => {
    const name = random.pick(['l0', 'l1']) ?? 'l0';
    const url = random.pick([`http://${NODES[0]}:${NODE_PORTS[0]}`, `http://${NODES[1]}:${NODE_PORTS[1]}/a`]) ?? '';
    const load = { name, sources: [{ type: 'outside' as const }], url, perSecond: random.whole(1, 40) };
    const fault = random.next() < 0.6 ? ({ type: 'startLoad', load } as const) : ({ type: 'stopLoad', name } as const);
    return { type: 'fault', fault };
  },
  async (random, _cluster, count) => {
    const name = `n${count % 2}`;
    if (random.next() < 0.4) {
      return { type: 'request', request: { method: 'DELETE', path: pathOf('NetworkPolicy', 'default', name) } };
    }
    const ingress = random.pick([[], [{}], [{ from: [{ podSelector: { matchLabels: { app: 'a' } } }] }]]);
    return create('NetworkPolicy', name, {
      podSelector: { matchLabels: { app: 'b' } },
      policyTypes: ['Ingress'],
      ingress,
    });
  },
  async (random) => {
    const replicas = random.whole(0, 2);
    const path = pathOf('Deployment', 'kube-system', 'coredns');
    const headers = { 'content-type': 'application/merge-patch+json' };
    return { type: 'request', request: { method: 'PATCH', path, headers, body: { spec: { replicas } } } };
  },
];

/** A command of traffic; undefined where the chosen one finds nothing to ask. */
export async function nextTraffic(random: Random, cluster: Cluster, count: number): Promise<Command | undefined> {
  const doing = await random.pick(plans)?.(random, cluster, count);
  return doing && ({ atMs: cluster.now() - STARTED_AT, ...doing } as Command); // An instant makes it one.
}
