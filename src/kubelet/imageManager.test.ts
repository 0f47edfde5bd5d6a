/** What becomes of a start when its image changes on the way. */
import { expect, test } from 'vitest';
import { pod, testCluster, type TestCluster } from '../../tests/testCluster';

async function messagesOf(cluster: TestCluster, name: string, reason: string) {
  return (await cluster.events(name)).filter((event) => event.reason === reason).map(({ message }) => message ?? '');
}

/** Changes the image while the pull of the first one is under way. */
async function changedMeanwhile(first: string, second: string): Promise<TestCluster> {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'p', image: first }));
  await cluster.advance({ seconds: 1.4 });
  const body = { spec: { containers: [{ name: 'main', image: second }] } };
  await cluster.client.patch('Pod', { namespace: 'default', name: 'p' }, { type: 'strategic', body });
  await cluster.advance({ seconds: 8 });
  return cluster;
}

test('a pull that fails is told of the image that was asked for, and the new image does not wait for its back-off', async () => {
  const cluster = await changedMeanwhile('nginx/nginx', 'nginx:1.27');
  const [first] = await messagesOf(cluster, 'p', 'Failed');
  expect(first).toMatch(/^Failed to pull image "nginx\/nginx": /);
  const { containerStatuses } = (await cluster.pod('p')).status;
  expect(containerStatuses?.[0]).toMatchObject({ ready: true, restartCount: 0 });
});

test('a container whose image changes while it is pulled starts with the old one and is then replaced', async () => {
  const cluster = await changedMeanwhile('nginx', 'nginx:9.99');
  expect(await messagesOf(cluster, 'p', 'Killing')).toEqual(['Container main definition changed, will be restarted']);
  expect((await messagesOf(cluster, 'p', 'Pulled'))[0]).toMatch(/^Successfully pulled image "nginx" in /);
  const [status] = (await cluster.pod('p')).status.containerStatuses ?? [];
  expect(status?.state.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/);
});
