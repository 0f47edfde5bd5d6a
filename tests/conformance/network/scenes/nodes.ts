/** Requests to nodes, traffic policies, load balancers, the other mode of kube-proxy: recordings 09 to 12 and 18. */
import type { Scene } from '../scene';
import type { NetworkStage } from '../stage';
import { service } from '../world';

const withoutM02Pod = async (stage: NetworkStage) => {
  await stage.kubectl('delete pod m02only-bb6tz');
  await stage.pass(2_000);
};

export const nodePort: Scene = {
  from: { 1: 'outside' },
  at: { 59: 'pod', 63: 'node', 67: 'node', 70: 'node', 74: 'pod', 78: 'pod', 115: 'pod' },
  before: {
    148: async (stage) => {
      await stage.create(service('tmpnp', { selector: { app: 'kubia' }, nodePort: 30200 }));
      await stage.pass(3_000);
    },
    154: (stage) => stage.pass(2_000),
  },
};

export const externalTrafficLocal: Scene = {
  from: { 1: 'outside' },
  at: { 43: 'pod', 46: 'node', 50: 'pod' },
  certain: [54, 65],
  before: { 73: withoutM02Pod },
};

export const internalTrafficLocal: Scene = {
  addresses: { 'm02only-bb6tz': '10.244.1.10' },
  at: { 28: 'm02' },
  before: { 52: withoutM02Pod },
};

const lbLocal = {
  ...service('lb-local', {
    ip: '10.97.83.217',
    selector: { app: 'm02only' },
    ports: [{ name: '80-8080', port: 80, targetPort: 8080, nodePort: 32521 }],
    spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 32100 },
  }),
  metadata: { name: 'lb-local', namespace: 'default', labels: { app: 'lb-local' } },
};

export const loadBalancer: Scene = {
  from: { 1: 'outside' },
  at: { 114: 'pod', 117: 'pod', 120: 'node', 128: 'pod' },
  start: async (stage) => {
    await stage.create(lbLocal);
    await stage.pass(3_000);
  },
  before: {
    // In the recording the proxy went on as the node that has the pod; here the Service gets a pod on this node.
    68: async (stage) => {
      await stage.kubectl(`patch service lb-local -p '{"spec":{"selector":{"app":"kubia"}}}'`);
      await stage.pass(2_000);
    },
    114: (stage) => stage.pass(2_000),
    124: async (stage) => {
      await stage.kubectl(`patch service kubia -p '{"spec":{"externalIPs":["198.51.100.30"]}}'`);
      await stage.pass(2_000);
    },
  },
};

export const nftables: Scene = {
  at: {
    43: 'outside',
    48: 'outside',
    53: 'outside',
    56: 'outside',
    59: 'outside',
    93: 'node',
    96: 'node',
    99: 'outside',
  },
  certain: [48],
  isTrimmed: true,
  inTurn: [23],
  start: async (stage) => {
    await stage.kubectl(
      `-n kube-system get configmap kube-proxy -o yaml | sed 's/mode: ""/mode: "nftables"/' | kubectl apply -f -`,
    );
    await stage.kubectl('-n kube-system rollout restart daemonset kube-proxy');
    await stage.kubectl('-n kube-system rollout status daemonset kube-proxy');
    await stage.pass(3_000);
  },
};
