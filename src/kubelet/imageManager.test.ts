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

test('the next pull is told to the second once its sync is known, and before that not before its back-off is over', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'p', image: 'nginx:9.99' }));
  const told = () => cluster.cluster.waits().find(({ what }) => what === 'imageBackOff')?.until;
  const pulls = async () => (await cluster.events('p')).find(({ reason }) => reason === 'Pulling')?.count ?? 0;
  let attempts = 0;
  let ahead: number[] = [];
  for (let step = 0; step < 800; step += 1) {
    const before = cluster.cluster.now();
    const until = told();
    if (until !== undefined) ahead.push(until);
    await cluster.advance({ ms: 500 });
    const count = await pulls();
    if (count > attempts && ahead.length > 0) {
      const now = cluster.cluster.now();
      // Syncs are 10 to 15 s apart: for so long the one that pulls is known.
      for (const known of ahead.slice(-19)) {
        expect(known).toBeGreaterThan(before);
        expect(known).toBeLessThanOrEqual(now);
      }
      expect(Math.min(...ahead)).toBeGreaterThan(now - 16_500);
    }
    if (count > attempts) ahead = [];
    attempts = count;
  }
  expect(attempts).toBeGreaterThan(4);
});
