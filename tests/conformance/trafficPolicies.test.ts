/**
 * Traffic policies as a table: who connects to what, who takes the connection, and whose address that pod sees. Each row
 * was seen with a real kube-proxy 1.36.3 (network recordings 01, 04, 08 to 12).
 */
import { beforeAll, expect, test } from 'vitest';
import { NetworkStage } from './network/stage';
import { KUBIA_PODS, server } from './network/world';

/** `pod` on minikube, `m02` on minikube-m02, `node` minikube itself, `outside` the learner's machine. */
type From = 'pod' | 'm02' | 'node' | 'outside';
/** Whose address the pod sees. */
type Seen = From | 'minikube' | 'minikube-m02' | 'minikube-m03';
type Outcome = readonly string[] | 'refused' | 'lost';

const [FIRST, SECOND, THIRD] = ['192.168.49.2', '192.168.49.3', '192.168.49.4'];
const ALL = KUBIA_PODS;
const LONE = ['m02only-bb6tz'];
const LB = '198.51.100.20';

const rows: [what: string, from: From, to: string, outcome: Outcome, seen?: Seen][] = [
  ['a ClusterIP', 'pod', '10.96.111.10:80', ALL, 'pod'],
  ['a ClusterIP from the node', 'node', '10.96.111.10:80', ALL, 'minikube'],
  ['a ClusterIP from outside', 'outside', '10.96.111.10:80', 'lost'],
  ['a port that the Service does not have', 'pod', '10.96.111.10:81', 'lost'],
  ['an address that no Service has', 'pod', '10.96.200.200:80', 'lost'],
  ['a Service without pods', 'pod', '10.96.111.12:80', 'refused'],
  ['a Service with unready pods only', 'pod', '10.96.111.13:80', 'refused'],
  ['a target port where nobody listens', 'pod', '10.96.111.16:80', 'refused'],
  ['a node port, Cluster', 'outside', `${FIRST}:30123`, ALL, 'minikube'],
  ['a node port, Cluster, of another node', 'outside', `${SECOND}:30123`, ALL, 'minikube-m02'],
  ['a node port, Cluster, of a node without a pod of it', 'outside', `${THIRD}:30125`, ALL, 'minikube-m03'],
  ['a node port, Cluster, from a pod', 'pod', `${FIRST}:30123`, ALL, 'minikube'],
  ['a node port, Cluster, from the node itself', 'node', `${FIRST}:30123`, ALL, 'minikube'],
  ['a node port of a Service without pods', 'outside', `${FIRST}:30126`, 'refused'],
  ['a node port that nobody has', 'outside', `${FIRST}:30999`, 'refused'],
  ['the Service port of a node', 'outside', `${FIRST}:80`, 'refused'],
  ['a node port, Local, of a node without a pod', 'outside', `${FIRST}:30124`, 'lost'],
  ['a node port, Local, of the node with the pod', 'outside', `${SECOND}:30124`, LONE, 'outside'],
  ['a node port, Local, from a pod', 'pod', `${FIRST}:30124`, LONE, 'pod'],
  ['a node port, Local, from the node itself', 'node', `${FIRST}:30124`, LONE, 'minikube'],
  ['a node port, Local, pods everywhere', 'outside', `${FIRST}:30127`, [ALL[0]], 'outside'],
  ['a node port, Local, pods everywhere, another node', 'outside', `${SECOND}:30127`, [ALL[1]], 'outside'],
  ['a node port, Local, pods everywhere, the third node', 'outside', `${THIRD}:30127`, [ALL[2]], 'outside'],
  ['the ClusterIP of a Service with Local outside', 'pod', '10.96.111.18:80', LONE, 'pod'],
  ['internal Local, pod elsewhere', 'pod', '10.96.111.19:80', 'lost'],
  ['internal Local, pod here', 'm02', '10.96.111.19:80', LONE, 'm02'],
  ['an address of a load balancer, Cluster, from a pod', 'pod', `${LB}:80`, ALL, 'minikube'],
  ['another port of that address', 'pod', `${LB}:8080`, 'lost'],
];

const ADDRESSES = new Map<string, string>([
  ['outside', '192.168.49.1'],
  ['node', FIRST ?? ''],
  ['minikube', FIRST ?? ''],
  ['minikube-m02', SECOND ?? ''],
  ['minikube-m03', THIRD ?? ''],
]);
const names = new Map<string, string>();
let stage: NetworkStage;

beforeAll(async () => {
  stage = await NetworkStage.create();
  await stage.create(server({ name: 'on-m02', node: 'minikube-m02', labels: { app: 'client' } }));
  const status = { status: { loadBalancer: { ingress: [{ ip: LB }] } } };
  await stage.kubectl(
    `patch service kubia-loadbalancer --subresource=status --type=merge -p '${JSON.stringify(status)}'`,
  );
  await stage.pass(10_000);
  const { items } = await stage.cluster.client.list('Pod', { namespace: 'default' });
  for (const {
    metadata,
    status: { podIP = '' },
  } of items)
    names.set(podIP, metadata.name);
  for (const [ip, name] of names) if (name === 'client') ADDRESSES.set('pod', ip);
  for (const [ip, name] of names) if (name === 'on-m02') ADDRESSES.set('m02', ip);
});

test.each<[what: string, from: From, to: string, outcome: Outcome, seen?: Seen]>(rows)(
  '%s: from %s to %s',
  async (_, from, to, outcome, seen) => {
    const [ip = '', port] = to.split(':');
    const network = stage.cluster.traffic.clientAt(ADDRESSES.get(from) ?? '');
    const taken = new Set<string>();
    const sources = new Set<string>();
    for (let time = 0; time < 40; time++) {
      const dialled = await stage.cluster.quietly(() => network.dial({ ip, port: Number(port) }));
      if (dialled.type === 'connected') sources.add(dialled.connection.seenFrom);
      taken.add(dialled.type === 'connected' ? (names.get(dialled.connection.server.ip) ?? '') : dialled.type);
    }
    expect([...taken].sort()).toEqual(typeof outcome === 'string' ? [outcome] : [...outcome].sort());
    expect([...sources]).toEqual(seen === undefined ? [] : [ADDRESSES.get(seen)]);
  },
);
