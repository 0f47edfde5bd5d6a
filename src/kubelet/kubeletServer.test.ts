import { expect, test } from 'vitest';
import { inDefault, testCluster } from '../../tests/testCluster';

test('of a container that crashes again and again the newest dead run alone has a log', async () => {
  const { cluster, client, advance, create, until } = await testCluster({ nodes: 1 });
  const command = ['sh', '-c', 'echo once; exit 1'];
  await create('Pod', {
    metadata: { name: 'crash' },
    spec: { containers: [{ name: 'main', image: 'busybox', command }] },
  });
  const previous = async () => {
    const path = '/api/v1/namespaces/default/pods/crash/log';
    return cluster.request({ method: 'GET', path, query: { previous: 'true' } });
  };
  const status = async () => (await client.get('Pod', inDefault('crash'))).status.containerStatuses?.[0];
  await until(async () => (await status())?.state.waiting?.reason === 'CrashLoopBackOff', 60);
  expect(await previous()).toMatchObject({ code: 200, body: 'once\n' });
  await until(async () => (await status())?.restartCount === 2, 60);
  await advance({ seconds: 2 });
  // The status still names the run before the last, whose container is gone.
  const id = (await status())?.lastState.terminated?.containerID;
  expect(await previous()).toMatchObject({
    code: 400,
    body: { reason: 'BadRequest', message: `unable to retrieve container logs for ${id}` },
  });
});
