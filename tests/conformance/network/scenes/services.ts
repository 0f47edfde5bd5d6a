/** ClusterIP Services, ports, pods by their addresses, endpoints that go away: recordings 01, 04, 08, 14, 22. */
import type { Scene } from '../scene';
import { server, service } from '../world';

export const ready: Scene = {};

export const noReadyEndpoints: Scene = {
  before: {
    132: (stage) => stage.pass(2_000),
    142: (stage) => stage.pass(2_000),
  },
};

export const ports: Scene = {
  before: {
    38: async (stage) => {
      await stage.kubectl(
        `patch service named --type=json -p '[{"op":"replace","path":"/spec/ports/1/targetPort","value":"metrics"}]'`,
      );
      await stage.pass(2_000);
    },
  },
};

export const podsByAddress: Scene = {
  addresses: { 'm02only-bb6tz': '10.244.1.8' },
};

/** Its preStop hook sleeps 8 s. */
const drain = server({
  name: 'drain-x7k2p',
  node: 'minikube',
  labels: { app: 'drain' },
  container: { lifecycle: { preStop: { exec: { command: ['sleep', '8'] } } } },
  spec: { terminationGracePeriodSeconds: 9 },
});

export const endpointsGoingAway: Scene = {
  isTrimmed: true,
  meanwhile: { 4: 'sleep 1; kubectl label pods -l app=kubia app=gone --overwrite' },
  before: {
    35: async (stage) => {
      await stage.kubectl('label pods -l app=gone app=kubia --overwrite');
      await stage.create(service('drain', { ip: '10.96.111.30' }), drain);
      await stage.pass(20_000);
    },
    82: (stage) => stage.pass(12_000),
  },
};
