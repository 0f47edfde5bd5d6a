/** Events of nodes, as a real Kubernetes 1.36.3 wrote them (cases 16b, 16c and 24). */
import { expect, test } from 'vitest';
import { type TestCluster, testCluster } from '../testCluster';

const NODE = 'minikube-m02';
const NODES = ['minikube', NODE].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));

async function seen(cluster: TestCluster): Promise<readonly string[]> {
  return (await cluster.events(NODE)).map(
    ({ type, reason, message, count, source, involvedObject }) =>
      `${type} ${reason} x${count} ${source?.component} ${message} ${involvedObject.uid === undefined ? 'no uid' : 'uid'}`,
  );
}

async function cordon(cluster: TestCluster, unschedulable: boolean): Promise<void> {
  await cluster.client.patch('Node', { name: NODE }, { type: 'merge', body: { spec: { unschedulable } } });
}

const status = (reason: string, count: number) =>
  `Normal ${reason} x${count} kubelet Node ${NODE} status is now: ${reason} no uid`;

test('a kubelet tells of its start, of its node twice, and the controller that the node is registered', async () => {
  const cluster = await testCluster({ nodes: NODES });
  await cluster.advance({ seconds: 30 });
  expect([...(await seen(cluster))].sort()).toEqual(
    [
      'Normal Starting x1 kubelet Starting kubelet. no uid',
      status('NodeHasSufficientMemory', 2),
      status('NodeHasNoDiskPressure', 2),
      status('NodeHasSufficientPID', 2),
      `Normal RegisteredNode x1 node-controller Node ${NODE} event: Registered Node ${NODE} in Controller uid`,
    ].sort(),
  );
});

test('a node that is cordoned and uncordoned says so with the next status of its kubelet', async () => {
  const cluster = await testCluster({ nodes: NODES });
  await cluster.advance({ seconds: 30 });
  await cordon(cluster, true);
  expect(await seen(cluster)).not.toContain(status('NodeNotSchedulable', 1));
  await cluster.advance({ seconds: 11 });
  expect(await seen(cluster)).toContain(status('NodeNotSchedulable', 1));
  await cluster.advance({ seconds: 60 });
  expect(await seen(cluster)).toContain(status('NodeNotSchedulable', 1));
  await cordon(cluster, false);
  await cluster.advance({ seconds: 11 });
  expect(await seen(cluster)).toContain(status('NodeSchedulable', 1));
});
