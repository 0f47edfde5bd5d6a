import { expect, test } from 'vitest';
import { pod, testCluster, type TestCluster } from '../../tests/testCluster';
import { encodeBase64 } from '../api/meta/base64';

const PRIVATE = 'mydomain:5000/photo-view:v2.0';

function registrySecret(cluster: TestCluster, name: string, password: string, server = 'mydomain:5000') {
  const config = { auths: { [server]: { username: 'admin', password, auth: encodeBase64(`admin:${password}`) } } };
  return cluster.create('Secret', {
    metadata: { name },
    type: 'kubernetes.io/dockerconfigjson',
    data: { '.dockerconfigjson': encodeBase64(JSON.stringify(config)) },
  });
}

const privatePod = (name: string, secrets: readonly string[], more: object = {}) =>
  pod({
    name,
    image: PRIVATE,
    container: more,
    spec: { imagePullSecrets: secrets.map((secret) => ({ name: secret })), nodeName: 'worker-1' },
  });

async function waitingOf(cluster: TestCluster, name: string) {
  return (await cluster.pod(name)).status.containerStatuses?.[0]?.state.waiting;
}

const messagesOf = async (cluster: TestCluster, name: string, reason: string) =>
  (await cluster.events(name)).filter((event) => event.reason === reason).map(({ message }) => message);

const prefix = `failed to pull and unpack image "${PRIVATE}": failed to resolve reference "${PRIVATE}": `;

test('a private image asks for credentials, and a pod with the right Secret gets it', async () => {
  const cluster = await testCluster();
  await registrySecret(cluster, 'regcred', 'admin');
  await cluster.create('Pod', privatePod('without', []));
  await cluster.create('Pod', privatePod('with', ['regcred']));
  await cluster.advance({ seconds: 8 });
  expect((await cluster.pod('with')).status.phase).toBe('Running');
  expect((await waitingOf(cluster, 'without'))?.reason).toMatch(/^ErrImagePull|ImagePullBackOff$/);
  expect((await messagesOf(cluster, 'without', 'Failed'))[0]).toBe(
    `Failed to pull image "${PRIVATE}": ${prefix}pull access denied, repository does not exist or may require ` +
      'authorization: authorization failed: no basic auth credentials',
  );
});

test('a wrong password is answered with 401', async () => {
  const cluster = await testCluster();
  await registrySecret(cluster, 'regcred', 'wrong');
  await cluster.create('Pod', privatePod('p', ['regcred']));
  await cluster.advance({ seconds: 4 });
  expect(await waitingOf(cluster, 'p')).toEqual({
    reason: 'ErrImagePull',
    message: `${prefix}unexpected status from HEAD request to https://mydomain:5000/v2/photo-view/manifests/v2.0: 401 Unauthorized`,
  });
});

test('credentials of another registry are not shown to this one', async () => {
  const cluster = await testCluster();
  await registrySecret(cluster, 'other', 'admin', 'mydomain:5001');
  await cluster.create('Pod', privatePod('p', ['other']));
  await cluster.advance({ seconds: 4 });
  expect((await waitingOf(cluster, 'p'))?.message).toContain('no basic auth credentials');
});

test('a Secret that is not there is told with every sync, and the pull is tried without it', async () => {
  const cluster = await testCluster();
  await cluster.create(
    'Pod',
    pod({ name: 'p', image: 'nginx', spec: { imagePullSecrets: [{ name: 'nope' }, { name: 'nada' }] } }),
  );
  await cluster.advance({ seconds: 95 });
  expect((await cluster.pod('p')).status.phase).toBe('Running');
  const [event] = (await cluster.events('p')).filter(({ reason }) => reason === 'FailedToRetrieveImagePullSecret');
  expect(event).toMatchObject({
    type: 'Warning',
    message: 'Unable to retrieve some image pull secrets (nope, nada); attempting to pull the image may not succeed.',
  });
  expect(event?.count).toBeGreaterThanOrEqual(3);
  expect(event?.count).toBeLessThanOrEqual(4);
});

test('an image that came with credentials is not given to a pod without them', async () => {
  const cluster = await testCluster();
  await registrySecret(cluster, 'regcred', 'admin');
  await cluster.create('Pod', privatePod('first', ['regcred']));
  await cluster.advance({ seconds: 8 });
  await cluster.create('Pod', privatePod('same', ['regcred'], { imagePullPolicy: 'IfNotPresent' }));
  await cluster.create('Pod', privatePod('bare', [], { imagePullPolicy: 'IfNotPresent' }));
  await cluster.create('Pod', privatePod('never', [], { imagePullPolicy: 'Never' }));
  await cluster.advance({ seconds: 8 });
  expect(await messagesOf(cluster, 'same', 'Pulled')).toEqual([
    `Container image "${PRIVATE}" already present on machine and can be accessed by the pod`,
  ]);
  expect(await messagesOf(cluster, 'bare', 'Pulling')).toEqual([`Pulling image "${PRIVATE}"`]);
  expect((await waitingOf(cluster, 'bare'))?.reason).toMatch(/^ErrImagePull|ImagePullBackOff$/);
  expect(await waitingOf(cluster, 'never')).toEqual({
    reason: 'ErrImageNeverPull',
    message: `Container image "${PRIVATE}" is not present with pull policy of Never`,
  });
});

test('the service account gives its Secrets to new pods', async () => {
  const cluster = await testCluster();
  await registrySecret(cluster, 'regcred', 'admin');
  await cluster.client.patch(
    'ServiceAccount',
    { namespace: 'default', name: 'default' },
    {
      type: 'strategic',
      body: { imagePullSecrets: [{ name: 'regcred' }] },
    },
  );
  await cluster.create('Pod', pod({ name: 'p', image: PRIVATE }));
  await cluster.advance({ seconds: 8 });
  expect((await cluster.pod('p')).status.phase).toBe('Running');
});
