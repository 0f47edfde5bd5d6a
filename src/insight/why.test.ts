import { expect, test } from 'vitest';
import type { Kind } from '../api/kinds';
import { asking, place } from '../../tests/asking';
import {
  type TestCluster,
  customResourceDefinition,
  httpGet,
  inDefault,
  pod,
  replicas,
  shell,
  testCluster,
} from '../../tests/testCluster';

const nameOf = ({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name;

test('a pod that replaced a deleted one: you killed it, the controller saw one too few, created another, the scheduler chose', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 3));
  await test.advance({ seconds: 20 });
  const before = (await test.pods()).map(nameOf);
  const [killed = ''] = before;
  await test.client.delete('Pod', inDefault(killed));
  await test.advance({ seconds: 10 });
  const fresh = (await test.pods()).find((each) => !before.includes(nameOf(each)));
  const name = fresh?.metadata.name ?? '';
  const node = fresh?.spec.nodeName ?? '';

  expect(await ask.story(place('Pod', name))).toEqual([
    `you DELETE: MODIFIED Pod ${killed}`,
    `replication-controller missingPods: ADDED Pod ${name}`,
    expect.stringMatching(`^kube-scheduler (bestNode|drawnNode): MODIFIED Pod ${name}$`),
    `kubelet/${node} imagePulled`,
    `kubelet/${node} containerStarted: MODIFIED Pod ${name}`,
  ]);
  const chain = await ask.why({ type: 'object', object: place('Pod', name) });
  const [killing, creating, choosing] = chain?.cards.toReversed() ?? [];
  expect(creating?.params).toMatchObject({ wanted: 3, active: 2, missing: 1 });
  expect(creating?.objects).toEqual([place('ReplicationController', 'kubia')]);
  expect(choosing?.objects).toEqual([place('Node', node)]);
  expect(killing?.wrote?.fields).toEqual(['metadata.deletionTimestamp']);
  // The second of two commands.
  expect(killing?.command?.count).toBe(2);
});

test('each of several pods that came together has its own creation as the reason for its node', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 3));
  await test.advance({ seconds: 5 });
  for (const each of await test.pods()) {
    const story = await ask.story(place('Pod', nameOf(each)), 'spec.nodeName');
    expect(story.at(-2)).toBe(`replication-controller missingPods: ADDED Pod ${nameOf(each)}`);
  }
});

test('why four pods: somebody asked for four', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('Deployment', replicas('Deployment', 3));
  await test.advance({ seconds: 20 });
  ask.commands.push({ atMs: 20_000, type: 'line', text: 'kubectl scale deployment kubia --replicas=4' });
  await test.cluster.request(
    {
      method: 'PATCH',
      path: '/apis/apps/v1/namespaces/default/deployments/kubia',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { spec: { replicas: 4 } },
    },
    1,
  );
  await test.advance({ seconds: 10 });
  const subject = { type: 'field', object: place('Deployment', 'kubia'), path: 'status.replicas' } as const;
  const chain = await ask.why(subject);
  expect(chain?.value).toBe('4');
  expect(chain?.cards.at(-1)).toMatchObject({
    by: 'you',
    command: { type: 'PATCH', line: 'kubectl scale deployment kubia --replicas=4', count: 3 },
    wrote: { kind: 'Deployment', name: 'kubia', fields: ['spec.replicas'] },
  });
  const doers = chain?.cards.map(({ controller }) => controller);
  expect(doers).toContain('replicaset-controller');
  expect(doers?.[0]).toBe('deployment-controller');
});

test('a pod that no node has room for is Pending because of what the scheduler found', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('Pod', pod({ name: 'big', container: { resources: { requests: { cpu: '100' } } } }));
  await test.advance({ seconds: 5 });
  expect(await ask.story(place('Pod', 'big'))).toEqual([
    'you POST: ADDED Pod big',
    'kube-scheduler noNodeFits: MODIFIED Pod big',
  ]);
});

test('a restart leads over the liveness probe to the fault that broke it', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('Pod', pod({ livenessProbe: httpGet('/', 8080) }));
  await test.advance({ seconds: 20 });
  const where = { namespace: 'default', pod: 'kubia', container: 'main', port: 8080 };
  await test.fault({ type: 'breakEndpoint', mode: 'error', ...where });
  await test.advance({ seconds: 80 });
  const node = (await test.pod('kubia')).spec.nodeName ?? '';
  const story = await ask.story(place('Pod', 'kubia'));
  expect(story[0]).toBe('you breakEndpoint');
  expect(story).toContain(`kubelet/${node} livenessFailed`);
  expect(story.at(-1)).toBe(`kubelet/${node} restarted: MODIFIED Pod kubia`);
  const count = 'status.containerStatuses[*].restartCount';
  expect(await ask.story(place('Pod', 'kubia'), count)).toEqual(story);
});

test('a container that crashes again and again is told once, with the times', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 1, shell('sleep 1; exit 1')));
  await test.advance({ seconds: 200 });
  const [{ metadata } = { metadata: { name: '' } }] = await test.pods();
  const chain = await ask.why({ type: 'object', object: place('Pod', metadata.name) });
  expect(chain?.cards.length).toBeLessThanOrEqual(6);
  expect(chain?.cards.some(({ rule }) => rule === 'programEnded' || rule === 'crashBackOff')).toBe(true);
  expect(chain?.cards.at(-1)?.command?.type).toBe('POST');
});

test('a pod that was evicted from a lost node, and the one in its place, lead back to the machine that went off', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 1));
  await test.advance({ seconds: 20 });
  const [lost] = await test.pods();
  const node = lost?.spec.nodeName ?? '';
  await test.fault({ type: 'powerOff', node });
  await test.advance({ seconds: 60 });

  const story = await ask.story(place('Node', node));
  expect(story).toEqual(['you powerOff', `node-lifecycle-controller nodeNotHeardOf: MODIFIED Node ${node}`]);
  // What is being waited for.
  const waiting = await ask.why({ type: 'object', object: place('Pod', lost?.metadata.name ?? '') });
  expect(waiting?.next.map(({ what }) => what)).toEqual(['eviction']);

  await test.advance({ seconds: 320 });
  const gone = await ask.story(place('Pod', lost?.metadata.name ?? ''));
  expect(gone[0]).toBe('you powerOff');
  expect(gone.slice(-2)).toEqual([
    'taint-eviction-controller tolerationOver',
    `kube-apiserver gracefulDeletion: MODIFIED Pod ${lost?.metadata.name}`,
  ]);
  const fresh = (await test.pods()).find(({ spec }) => spec.nodeName !== node);
  const replaced = await ask.story(place('Pod', fresh?.metadata.name ?? ''));
  expect(replaced[0]).toBe('you powerOff');
  expect(replaced).toContain(`taint-eviction-controller tolerationOver: MODIFIED Pod ${lost?.metadata.name}`);
  expect(replaced).toContain(`replication-controller missingPods: ADDED Pod ${fresh?.metadata.name}`);
  expect(replaced.length).toBeLessThanOrEqual(6);
});

test('a finished Job leads over the end of its program to whoever created it', async () => {
  const test = await testCluster();
  const ask = asking(test);
  const container = { name: 'main', image: 'busybox', command: ['sh', '-c', 'sleep 5'] };
  const template = { spec: { restartPolicy: 'Never', containers: [container] } };
  await test.create('Job', { metadata: { name: 'once' }, spec: { template } });
  await test.advance({ seconds: 30 });
  const story = await ask.story(place('Job', 'once'));
  expect(story[0]).toBe('you POST: ADDED Job once');
  expect(story.at(-1)).toBe('job-controller jobComplete: MODIFIED Job once');
  expect(story.some((line) => line.includes('programEnded'))).toBe(true);
});

test('an object that is gone is told by its end, and its successor by its own life', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('Pod', pod({ name: 'web' }));
  await test.advance({ seconds: 10 });
  const { uid } = (await test.pod('web')).metadata;
  await test.client.delete('Pod', inDefault('web'));
  await test.advance({ seconds: 60 });
  const end = await ask.story(place('Pod', 'web'));
  expect(end[0]).toBe('you DELETE: MODIFIED Pod web');
  expect(end.at(-1)).toMatch(/^kubelet\/.*: DELETED Pod web$/);

  await test.create('Pod', pod({ name: 'web' }));
  await test.advance({ seconds: 10 });
  expect((await ask.story(place('Pod', 'web')))[0]).toBe('you POST: ADDED Pod web');
  expect(await ask.story(place('Pod', 'web', uid))).toEqual(end);
  expect(await ask.why({ type: 'object', object: place('Pod', 'nobody') })).toBeUndefined();
});

test('an Event is told by the rule that its component applied', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 1));
  await test.advance({ seconds: 10 });
  const [event] = (await test.events('kubia')).filter(({ reason }) => reason === 'SuccessfulCreate');
  const name = event?.metadata.name ?? '';
  expect(await ask.story(place('Event', name))).toEqual([
    'you POST: ADDED ReplicationController kubia',
    `replication-controller missingPods: ADDED Event ${name}`,
  ]);
});

test('a pod of a DaemonSet on a new node leads to the node, and that to whoever added it', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  const labels = { app: 'ds' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'luksa/kubia' }] } };
  await test.create('DaemonSet', { metadata: { name: 'ds' }, spec: { selector: { matchLabels: labels }, template } });
  await test.advance({ seconds: 10 });
  await test.fault({ type: 'addNode', node: { name: 'late', cpu: 4, memory: '8Gi', pods: 110 } });
  await test.advance({ seconds: 10 });
  const onLate = (await test.pods()).find(({ spec }) => spec.nodeName === 'late');
  const story = await ask.story(place('Pod', onLate?.metadata.name ?? ''));
  expect(story[0]).toBe('you addNode');
  expect(story).toContain(`daemonset-controller nodeWithoutDaemon: ADDED Pod ${onLate?.metadata.name}`);
});

test('what nobody did leads to a timer or to the start of the cluster', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.advance({ seconds: 120 });
  const lease = { kind: 'Lease', namespace: 'kube-node-lease', name: 'worker-1' } as const;
  expect(await ask.story(lease, 'spec.renewTime')).toEqual(['kubelet/worker-1 timer lease: MODIFIED Lease worker-1']);
  expect((await ask.story(place('Service', 'kubernetes')))[0]).toBe('kubeloop boot: ADDED Service kubernetes');
  expect((await ask.story(place('Node', 'worker-1')))[0]).toBe('kubeloop boot');
});

test('of a field that never changed, the creation tells why', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.create('Pod', pod({ labels: { 'app.kubernetes.io/name': 'kubia' } }));
  await test.advance({ seconds: 10 });
  for (const path of [
    'spec.restartPolicy',
    'metadata.labels["app.kubernetes.io/name"]',
    'metadata.creationTimestamp',
  ]) {
    expect(await ask.story(place('Pod', 'kubia'), path)).toEqual(['you POST: ADDED Pod kubia']);
  }
});

test('an eviction that somebody asked for tells what the API server looked at', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.create('Pod', pod({ name: 'web' }));
  await test.advance({ seconds: 10 });
  const metadata = { name: 'web', namespace: 'default' };
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
  await test.cluster.request({ method: 'POST', path: '/api/v1/namespaces/default/pods/web/eviction', body });
  await test.advance({ seconds: 1 });
  expect(await ask.story(place('Pod', 'web'))).toEqual([
    'you POST',
    'kube-apiserver evictionAllowed',
    'kube-apiserver gracefulDeletion: MODIFIED Pod web',
  ]);
});

test('a custom resource is told as every other object', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  const schema = {
    type: 'object',
    properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } },
  };
  const definition = customResourceDefinition('Widget', 'widgets', schema);
  const body = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', ...definition };
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  await test.cluster.request({ method: 'POST', path, body });
  await test.advance({ seconds: 10 });
  const collection = '/apis/example.com/v1/namespaces/default/widgets';
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' }, spec: { size: 1 } };
  await test.cluster.request({ method: 'POST', path: collection, body: widget });
  const headers = { 'content-type': 'application/merge-patch+json' };
  await test.cluster.request({ method: 'PATCH', path: `${collection}/one`, headers, body: { spec: { size: 2 } } });
  const place = { kind: 'Widget' as Kind, namespace: 'default', name: 'one' }; // As its objects say.
  expect(await ask.story(place)).toEqual(['you POST: ADDED Widget one']);
  expect(await ask.story(place, 'spec.size')).toEqual(['you PATCH: MODIFIED Widget one']);
  await test.cluster.request({ method: 'DELETE', path: `${collection}/one` });
  expect(await ask.story(place)).toEqual(['you DELETE: DELETED Widget one']);
  expect(await ask.why({ type: 'object', object: { ...place, name: 'two' } })).toBeUndefined();
});

test('a pod whose volume is not there waits for it, as its Event says', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  const volumes = [{ name: 'config', configMap: { name: 'nowhere' } }];
  const container = { volumeMounts: [{ name: 'config', mountPath: '/etc/config' }] };
  await test.create('Pod', pod({ container, spec: { volumes } as never }));
  await test.advance({ seconds: 20 });
  const story = await ask.story(place('Pod', 'kubia'));
  expect(story.at(-1)).toMatch(/^kubelet\/worker-1 mountFailed: \w+ Event kubia/);
  expect(story[0]).toBe('you POST: ADDED Pod kubia');
});

test('a condition of a node is told by the write that turned it, not by its last heartbeat', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.advance({ seconds: 1_000 });
  const turned = await ask.story(place('Node', 'worker-1'), 'status.conditions[type=Ready].status');
  expect(await ask.story(place('Node', 'worker-1'), 'status.conditions[type=Ready]')).toEqual(turned);
  const beat = await ask.story(place('Node', 'worker-1'), 'status.conditions[type=Ready].lastHeartbeatTime');
  expect(beat).toEqual(['kubelet/worker-1 timer nodeStatus: MODIFIED Node worker-1']);
});

test('a card about a container shows its pod', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.create('Pod', pod(shell('sleep 3; exit 1')));
  await test.advance({ seconds: 30 });
  const chain = await ask.why({ type: 'object', object: place('Pod', 'kubia') });
  const { uid } = (await test.pod('kubia')).metadata;
  const ended = chain?.cards.find(({ rule, wrote }) => rule === 'programEnded' && wrote === undefined);
  const shown = chain?.cards.filter(({ objects, wrote }) => (wrote ?? objects?.[0])?.uid === uid);
  expect(ended?.objects ?? [place('Pod', 'kubia', uid)]).toContainEqual(place('Pod', 'kubia', uid));
  expect(shown?.length).toBeGreaterThan(1);
});

test('of writes that are forgotten the trace still knows who made them and why', async () => {
  const test = await testCluster({ nodes: 1 });
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 1));
  await test.create('ConfigMap', { metadata: { name: 'busy' }, data: { n: '0' } });
  await test.advance({ seconds: 10 });
  const [{ metadata } = { metadata: { name: '' } }] = await test.pods();
  const before = await ask.story(place('Pod', metadata.name), 'metadata.creationTimestamp');
  await writeOften(test, 10_600);
  const creation = await ask.story(place('Service', 'kubernetes'));
  expect(creation).toEqual(['kubeloop boot: ADDED Service kubernetes']);
  expect(before).toEqual([
    'you POST: ADDED ReplicationController kubia',
    `replication-controller missingPods: ADDED Pod ${metadata.name}`,
  ]);
  // The pod was written again after its creation: which of those writes gave a field its value, nobody knows any more.
  const lost = await ask.why({ type: 'field', object: place('Pod', metadata.name), path: 'status.phase' });
  expect(lost).toMatchObject({ value: 'Running', cards: [], isCut: true });
  expect(await ask.story(place('ConfigMap', 'busy'), 'data.n')).toEqual(['you PUT: MODIFIED ConfigMap busy']);
}, 20_000);

async function writeOften({ cluster }: TestCluster, times: number): Promise<void> {
  const path = '/api/v1/namespaces/default/configmaps/busy';
  for (let n = 1; n <= times; n += 1) {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'busy' }, data: { n: String(n) } };
    await cluster.request({ method: 'PUT', path, body });
  }
}
