/** Names, the queries that they cause, ExternalName, DNS that is away: recordings 02, 03, 06, 16. */
import type { Scene } from '../scene';
import type { NetworkStage } from '../stage';
import type { Manifest } from '../world';

/** CoreDNS has asked for that name less than 30 s ago. */
const cached = (name: string) => async (stage: NetworkStage) => {
  await stage.kubectl(`exec client -- nslookup ${name}`);
};

export const names: Scene = {
  from: { 720: 'other', 758: 'pod' },
  // Each server has a cache of its own.
  start: (stage) => stage.kubectl('-n kube-system scale deployment coredns --replicas=1').then(() => {}),
  before: {
    876: cached('www.example.com'),
    900: (stage) => stage.kubectl('exec client -- nslookup no-such.example.com || true').then(() => {}),
  },
};

/** In the recorded network nobody answers at 192.0.2.0/24, to which the outside names lead. */
const noWayOut: Manifest = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'no-way-out', namespace: 'default' },
  spec: {
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['192.0.2.0/24'] } }] }],
  },
};

/** One server, which logs every query. */
async function logQueries(stage: NetworkStage): Promise<void> {
  await stage.create(noWayOut);
  await stage.kubectl(
    `-n kube-system get configmap coredns -o yaml | sed 's/    errors/    errors\\n        log/' | kubectl apply -f -`,
  );
  await stage.kubectl('-n kube-system scale deployment coredns --replicas=1');
  await stage.kubectl('-n kube-system rollout restart deployment coredns');
  await stage.kubectl('-n kube-system rollout status deployment coredns');
  await stage.pass(10_000);
}

export const querySequences: Scene = { start: logQueries };

export const externalName: Scene = {
  start: async (stage) => {
    const { status } = await stage.cluster.client.get('Pod', { namespace: 'default', name: 'kubia-4ncp7' });
    await stage.kubectl(`patch service ext-ip -p '{"spec":{"externalName":"${status.podIP}"}}'`);
    await cached('api.example.com')(stage);
  },
};

/** The DNS pod hangs, and nobody notices: the recorded one had no probes. */
async function hang(stage: NetworkStage): Promise<void> {
  const probes = ['livenessProbe', 'readinessProbe'].map((probe) => ({
    op: 'remove',
    path: `/spec/template/spec/containers/0/${probe}`,
  }));
  await stage.kubectl(`-n kube-system patch deployment coredns --type=json -p '${JSON.stringify(probes)}'`);
  await stage.kubectl('-n kube-system scale deployment coredns --replicas=1');
  await stage.kubectl('-n kube-system rollout status deployment coredns');
  await stage.pass(5_000);
  const { items } = await stage.cluster.client.list('Pod', {
    namespace: 'kube-system',
    labelSelector: 'k8s-app=kube-dns',
  });
  for (const { metadata } of items) {
    await stage.cluster.fault({
      type: 'hangContainer',
      namespace: 'kube-system',
      pod: metadata.name,
      container: 'coredns',
    });
  }
}

/** It answers again, but nobody answers it for names outside of the cluster. */
async function cutUpstream(stage: NetworkStage): Promise<void> {
  await stage.kubectl(
    `-n kube-system get configmap coredns -o yaml | sed 's#forward . /etc/resolv.conf#forward . 192.168.49.2:5353#' | kubectl apply -f -`,
  );
  await stage.kubectl('-n kube-system rollout restart deployment coredns');
  await stage.kubectl('-n kube-system rollout status deployment coredns');
  await stage.pass(5_000);
}

export const dnsAway: Scene = {
  from: { 209: 'defaultDns' },
  before: {
    6: (stage) => stage.pass(40_000),
    73: hang,
    122: cutUpstream,
  },
};
