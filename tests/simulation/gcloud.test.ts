import { expect, test } from 'vitest';
import { defaultNodes } from '../../src/client/defaultNodes';
import { testKubectl } from '../testKubectl';

const broken =
  'client_loop: send disconnect: Broken pipe\nERROR: (gcloud.compute.ssh) [/usr/bin/ssh] exited with return code [255].\n[exit 1]';

test('a network that is taken down over ssh makes its node NotReady, and a reset brings the node back', async () => {
  const run = await testKubectl({ nodes: defaultNodes() });
  expect(await run(`gcloud compute ssh worker-2 --zone asia-northeast3-a --command='sudo ifconfig eth0 down'`)).toBe(
    broken,
  );
  expect(await run('gcloud compute ssh worker-2')).toMatch(
    /^ssh: connect to host [\d.]+ port 22: Connection timed out\n/,
  );
  await run('sleep 60');
  expect(await run('kubectl get node worker-2 --no-headers')).toContain('NotReady');

  expect(await run('gcloud compute instances reset worker-2')).toMatch(/^Updated \[https:.*\/instances\/worker-2\]\.$/);
  await run('sleep 45');
  expect(await run('kubectl get node worker-2 --no-headers')).toMatch(/^worker-2 +Ready/);
});

test('one logs into a node and types there until the connection is gone or closed', async () => {
  const run = await testKubectl({ nodes: defaultNodes() });
  expect(await run('gcloud compute ssh worker-3 <<EOF\nhostname\nexit\nEOF')).toMatch(
    /^worker-3\nlogout\nConnection to [\d.]+ closed\.$/,
  );
  expect(await run('gcloud compute ssh worker-3 <<EOF\nhostname\nsudo ip link set eth0 down\nhostname\nEOF')).toBe(
    `worker-3\n${broken}`,
  );
  expect(await run('gcloud compute ssh worker-1 -- sudo shutdown -h now')).toBe('');
  expect(await run('minikube status')).toContain('worker-1\ntype: Control Plane\nhost: Stopped');
});

test('what is not simulated on a node and of gcloud is said, and so are unknown nodes', async () => {
  const run = await testKubectl({ nodes: defaultNodes() });
  expect(await run('gcloud compute ssh worker-1 --command top')).toContain('worker-1: top is not simulated on a node');
  expect(await run('gcloud compute ssh worker-9')).toContain(`instances/worker-9' was not found\n[exit 1]`);
  expect(await run('gcloud compute instances reset')).toBe(
    'ERROR: (gcloud.compute.instances.reset) argument INSTANCE_NAMES: Must be specified.\n[exit 2]',
  );
  expect(await run('gcloud container clusters list')).toContain('gcloud: container clusters list is not simulated');
  expect(await run('sudo ifconfig eth0 down')).toContain('this is your own machine');
});
