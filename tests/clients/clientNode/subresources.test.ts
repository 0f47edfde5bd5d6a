/** @kubernetes/client-node over HTTPS: status, scale, eviction, binding, resize, ephemeral containers, tokens. */
import { AppsV1Api, AuthenticationV1Api, PatchStrategy, PolicyV1Api, setHeaderOptions } from 'client-node-1';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedClient, podOf, refusal, servedClient } from '../servedClient';

let client: ServedClient;
let apps: AppsV1Api;
beforeAll(async () => {
  client = await servedClient();
  apps = client.config.makeApiClient(AppsV1Api);
});
afterAll(() => client.close());

const named = (name: string) => ({ name, namespace: client.namespace });
const deployment = (name: string, replicas: number) => ({
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: podOf('').spec },
  },
});

test('the status subresource changes the status alone', async () => {
  const { namespace } = client;
  const condition = { type: 'Suite', status: 'True', reason: 'Written', message: 'by the suite' };
  const made = await apps.createNamespacedDeployment({ namespace, body: deployment('status', 0) });
  const body = {
    ...made,
    spec: { ...deployment('status', 5).spec },
    status: { ...made.status, conditions: [condition] },
  };
  const { metadata: _, ...unversioned } = body;
  const written = await apps.replaceNamespacedDeploymentStatus({
    ...named('status'),
    body: { ...unversioned, metadata: { name: 'status' } },
  });
  expect(written.spec?.replicas).toBe(0);
  expect(written.status?.conditions).toContainEqual(expect.objectContaining({ type: 'Suite' }));
});

test('the scale subresource reads and writes replicas', async () => {
  const { namespace } = client;
  await apps.createNamespacedDeployment({ namespace, body: deployment('scaled', 0) });
  await client.until(
    async () => (await apps.readNamespacedDeployment(named('scaled'))).status?.observedGeneration === 1,
  );
  const scale = await apps.readNamespacedDeploymentScale(named('scaled'));
  expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', status: { selector: 'app=scaled' } });
  await apps.replaceNamespacedDeploymentScale({ ...named('scaled'), body: { ...scale, spec: { replicas: 2 } } });
  expect((await apps.readNamespacedDeployment(named('scaled'))).spec?.replicas).toBe(2);
  const patched = await apps.patchNamespacedDeploymentScale(
    { ...named('scaled'), body: { spec: { replicas: 1 } } },
    setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
  );
  expect(patched.spec?.replicas).toBe(1);
});

test('a pod with a free scheduler is bound by hand, once', async () => {
  const { core, namespace } = client;
  const spec = { ...podOf('').spec, schedulerName: 'nobody', containers: [{ name: 'web', image: 'nginx' }] };
  await core.createNamespacedPod({ namespace, body: podOf('bound', 'nginx', { spec }) });
  const [node] = (await core.listNode()).items;
  const body = { metadata: { name: 'bound' }, target: { kind: 'Node', name: node?.metadata?.name ?? '' } };
  await core.createNamespacedPodBinding({ ...named('bound'), body });
  expect((await core.readNamespacedPod(named('bound'))).spec?.nodeName).toBe(node?.metadata?.name);
  expect(await refusal(core.createNamespacedPodBinding({ ...named('bound'), body }))).toMatchObject({ code: 409 });
});

test('an eviction waits for the disruption budget', async () => {
  const { core, namespace } = client;
  const policy = client.config.makeApiClient(PolicyV1Api);
  const labels = { guarded: 'yes' };
  await policy.createNamespacedPodDisruptionBudget({
    namespace,
    body: { metadata: { name: 'guard' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } },
  });
  await core.createNamespacedPod({ namespace, body: podOf('guarded', 'nginx', { metadata: { labels } }) });
  await client.running('guarded');
  await client.until(
    async () => (await policy.readNamespacedPodDisruptionBudget(named('guard'))).status?.observedGeneration === 1,
  );
  const evict = () => core.createNamespacedPodEviction({ ...named('guarded'), body: { metadata: named('guarded') } });
  expect(await refusal(evict())).toMatchObject({
    code: 429,
    reason: 'TooManyRequests',
    message: "Cannot evict pod as it would violate the pod's disruption budget.",
    details: { causes: [{ reason: 'DisruptionBudget' }] },
  });
  await policy.deleteNamespacedPodDisruptionBudget(named('guard'));
  await evict();
  const evicted = await core.readNamespacedPod(named('guarded'));
  expect(evicted.metadata?.deletionTimestamp).toBeInstanceOf(Date);
});

test('a running container is resized through the resize subresource alone', async () => {
  const { core, namespace } = client;
  const containers = (cpu: string) => [{ name: 'web', image: 'nginx', resources: { requests: { cpu } } }];
  await core.createNamespacedPod({
    namespace,
    body: podOf('sized', 'nginx', { spec: { containers: containers('100m') } }),
  });
  await client.running('sized');
  const body = { spec: { containers: containers('200m').map(({ name, resources }) => ({ name, resources })) } };
  const strategic = setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch);
  expect(await refusal(core.patchNamespacedPod({ ...named('sized'), body }, strategic))).toMatchObject({ code: 422 });
  const resized = await core.patchNamespacedPodResize({ ...named('sized'), body }, strategic);
  expect(resized.spec?.containers[0]?.resources?.requests).toEqual({ cpu: '200m' });
  if (!client.isSimulated) return; // The real cluster of the tests runs no containers.
  await client.until(async () => {
    const { status } = await core.readNamespacedPod(named('sized'));
    return status?.containerStatuses?.[0]?.resources?.requests?.cpu === '200m';
  });
});

test('an ephemeral container joins a running pod', async () => {
  const { core, namespace } = client;
  await core.createNamespacedPod({ namespace, body: podOf('debugged') });
  await client.running('debugged');
  const ephemeralContainers = [{ name: 'debugger', image: 'busybox', command: ['sleep', '60'] }];
  const joined = await core.patchNamespacedPodEphemeralcontainers(
    { ...named('debugged'), body: { spec: { ephemeralContainers } } },
    setHeaderOptions('Content-Type', PatchStrategy.StrategicMergePatch),
  );
  expect(joined.spec?.ephemeralContainers).toMatchObject([{ name: 'debugger', terminationMessagePolicy: 'File' }]);
});

test('a token of a service account says whose it is', async () => {
  const { core, namespace } = client;
  await core.createNamespacedServiceAccount({ namespace, body: { metadata: { name: 'robot' } } });
  const made = await core.createNamespacedServiceAccountToken({
    ...named('robot'),
    body: { spec: { audiences: [], expirationSeconds: 3_600 } },
  });
  expect(made.status?.token.split('.')).toHaveLength(3);
  const reviews = client.config.makeApiClient(AuthenticationV1Api);
  const review = await reviews.createTokenReview({ body: { spec: { token: made.status?.token ?? '' } } });
  expect(review.status).toMatchObject({
    authenticated: true,
    user: { username: `system:serviceaccount:${namespace}:robot` },
  });
});

test('a namespace goes with everything in it, after its finalizer', async () => {
  const { core, namespace } = client;
  const name = `${namespace}-gone`;
  await core.createNamespace({ body: { metadata: { name } } });
  await core.createNamespacedConfigMap({ namespace: name, body: { metadata: { name: 'inside' } } });
  const deleted = await core.deleteNamespace({ name });
  expect(deleted).toMatchObject({ status: { phase: 'Terminating' } });
  const late = core.createNamespacedConfigMap({ namespace: name, body: { metadata: { name: 'late' } } });
  expect((await refusal(late)).code).toBe(403);
  await client.until(async () => !(await core.listNamespace()).items.some(({ metadata }) => metadata?.name === name));
});
