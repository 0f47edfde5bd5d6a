/** What containers find in their volumes. Texts of Events are those of a real 1.36.3 kubelet. */
import { expect, test } from 'vitest';
import { pod, testCluster, type TestCluster } from '../../../tests/testCluster';

/** What `script` prints in container `main` of the pod. */
async function inside(cluster: TestCluster, name: string, script: string, container = 'main'): Promise<string> {
  const query = { container, command: ['sh', '-c', script], stdout: 'true', stderr: 'true' };
  let text = '';
  await cluster.cluster.stream(
    { method: 'POST', path: `/api/v1/namespaces/default/pods/${name}/exec`, query },
    { onMessage: ({ channel, data }) => void (channel < 3 && (text += data)), onEnd: () => {} },
  );
  await cluster.advance({ seconds: 1 });
  return text;
}

const sleeping = { name: 'main', image: 'busybox:1.36', command: ['sleep', '3600'] };

function podWith(name: string, volume: object, mount: object = {}, spec: object = {}, container: object = {}): object {
  const volumeMounts = [{ name: 'v', mountPath: '/v', ...mount }];
  return {
    metadata: { name },
    spec: { containers: [{ ...sleeping, volumeMounts, ...container }], volumes: [{ name: 'v', ...volume }], ...spec },
  };
}

const messages = async (cluster: TestCluster, name: string) =>
  (await cluster.events(name)).filter(({ reason }) => reason === 'FailedMount').map(({ message }) => message);

test('a mounted ConfigMap follows its source within a minute and a half; subPath and environment do not', async () => {
  const cluster = await testCluster();
  await cluster.create('ConfigMap', { metadata: { name: 'cm' }, data: { a: 'one' } });
  const more = [
    { name: 'v', mountPath: '/v' },
    { name: 'v', mountPath: '/one', subPath: 'a' },
  ];
  const env = [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'cm', key: 'a' } } }];
  await cluster.create('Pod', podWith('p', { configMap: { name: 'cm' } }, {}, {}, { volumeMounts: more, env }));
  await cluster.advance({ seconds: 8 });
  expect(await inside(cluster, 'p', 'cat /v/a /one; echo $A')).toBe('oneoneone\n');
  await cluster.client.patch(
    'ConfigMap',
    { namespace: 'default', name: 'cm' },
    { type: 'merge', body: { data: { a: 'two' } } },
  );
  await cluster.advance({ seconds: 5 });
  expect(await inside(cluster, 'p', 'cat /v/a')).toBe('one');
  await cluster.advance({ seconds: 90 });
  expect(await inside(cluster, 'p', 'cat /v/a /one; echo $A')).toBe('twooneone\n');
});

test('labels in a downward API volume follow at once', async () => {
  const cluster = await testCluster();
  const items = [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }];
  await cluster.create('Pod', podWith('p', { downwardAPI: { items } }));
  await cluster.advance({ seconds: 8 });
  await cluster.client.patch(
    'Pod',
    { namespace: 'default', name: 'p' },
    { type: 'merge', body: { metadata: { labels: { a: 'b' } } } },
  );
  await cluster.advance({ seconds: 1 });
  expect(await inside(cluster, 'p', 'cat /v/labels')).toBe('a="b"');
});

test('an emptyDir outlives its containers, not its pod', async () => {
  const cluster = await testCluster();
  const manifest = podWith('p', { emptyDir: {} }, {}, {}, { command: ['sh', '-c', 'echo x >> /v/f; sleep 5; exit 1'] });
  await cluster.create('Pod', manifest);
  await cluster.advance({ seconds: 10 });
  expect(await inside(cluster, 'p', 'cat /v/f')).toBe('x\nx\n');
  await cluster.client.delete('Pod', { namespace: 'default', name: 'p' }, { gracePeriodSeconds: 0 });
  await cluster.advance({ seconds: 5 });
  await cluster.create('Pod', manifest);
  await cluster.advance({ seconds: 5 });
  expect(await inside(cluster, 'p', 'cat /v/f')).toBe('x\n');
});

test('a hostPath is shared by the pods of a node and outlives them', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const volume = { hostPath: { path: '/srv/data', type: 'DirectoryOrCreate' } };
  await cluster.create('Pod', podWith('a', volume));
  await cluster.advance({ seconds: 8 });
  await inside(cluster, 'a', 'echo kept > /v/f');
  await cluster.client.delete('Pod', { namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
  await cluster.create('Pod', podWith('b', volume, { readOnly: true }));
  await cluster.advance({ seconds: 8 });
  expect(await inside(cluster, 'b', 'cat /v/f; echo no > /v/f')).toBe(
    "kept\nsh: can't create /v/f: Read-only file system\n",
  );
});

test('what cannot be mounted says why, and the pod waits for it', async () => {
  const cluster = await testCluster({ nodes: 1 });
  await cluster.create('ConfigMap', { metadata: { name: 'cm' }, data: { a: '1' } });
  const sources = [{ configMap: { name: 'none' } }, { secret: { name: 'no' } }];
  const volumes: Readonly<Record<string, object>> = {
    dir: { hostPath: { path: '/nosuch', type: 'Directory' } },
    file: { hostPath: { path: '/etc', type: 'File' } },
    key: { configMap: { name: 'cm', items: [{ key: 'nokey', path: 'z' }] } },
    both: { projected: { sources } },
    claim: { persistentVolumeClaim: { claimName: 'nosuch' } },
  };
  for (const [name, volume] of Object.entries(volumes)) {
    await cluster.create('Pod', podWith(name, volume, {}, { nodeName: 'worker-1' }));
  }
  await cluster.advance({ seconds: 3 });
  const failed = 'MountVolume.SetUp failed for volume "v" : ';
  const told = await Promise.all(Object.keys(volumes).map((name) => messages(cluster, name)));
  expect(told.map(([first]) => first)).toEqual([
    `${failed}hostPath type check failed: /nosuch is not a directory`,
    `${failed}hostPath type check failed: /etc is not a file`,
    `${failed}configmap references non-existent config key: nokey`,
    `${failed}[configmap "none" not found, secret "no" not found]`,
    'Unable to attach or mount volumes: unmounted volumes=[v], unattached volumes=[], failed to process volumes=[v]: ' +
      'error processing PVC default/nosuch: failed to fetch PVC from API server: persistentvolumeclaims "nosuch" not found',
  ]);
});

test('a group of the pod owns what its volumes hold, and modes are those of the spec', async () => {
  const cluster = await testCluster();
  await cluster.create('Secret', { metadata: { name: 's' }, stringData: { key: 'x' } });
  const securityContext = { runAsUser: 1000, fsGroup: 2000 };
  await cluster.create(
    'Pod',
    podWith('p', { secret: { secretName: 's', defaultMode: 0o400 } }, {}, { securityContext }),
  );
  await cluster.advance({ seconds: 8 });
  expect(await inside(cluster, 'p', 'id; stat -L -c "%a %u:%g" /v/key; cat /v/key; touch /x')).toBe(
    'uid=1000 gid=0(root) groups=0(root),2000\n440 0:2000\nxtouch: /x: Permission denied\n',
  );
});

test('a subPathExpr names a folder by a variable, and a missing one keeps the container from being made', async () => {
  const cluster = await testCluster();
  const env = [{ name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }];
  await cluster.create('Pod', podWith('good', { emptyDir: {} }, { subPathExpr: '$(POD)/x' }, {}, { env }));
  await cluster.create('Pod', podWith('bad', { emptyDir: {} }, { subPathExpr: '$(NOPE)/x' }));
  await cluster.advance({ seconds: 8 });
  expect((await cluster.pod('good')).status.phase).toBe('Running');
  expect((await cluster.pod('bad')).status.containerStatuses?.[0]?.state.waiting).toEqual({
    reason: 'CreateContainerConfigError',
    message: 'missing value for NOPE',
  });
});

test('a container that must not be root and would be is refused', async () => {
  const cluster = await testCluster();
  const manifest = pod({ name: 'p', spec: { securityContext: { runAsNonRoot: true } } });
  const { metadata } = await cluster.create('Pod', manifest);
  await cluster.advance({ seconds: 8 });
  const [status] = (await cluster.pod('p')).status.containerStatuses ?? [];
  expect(status?.state.waiting?.message).toBe(
    `container has runAsNonRoot and image will run as root (pod: "p_default(${metadata.uid})", container: ${status?.name})`,
  );
});

test('Services that are there when a container starts are in its environment', async () => {
  const cluster = await testCluster();
  const spec = { ports: [{ name: 'web', port: 80 }], clusterIP: '10.96.7.7' };
  await cluster.create('Service', { metadata: { name: 'my-svc' }, spec });
  await cluster.create('Pod', podWith('with', { emptyDir: {} }));
  await cluster.create('Pod', podWith('without', { emptyDir: {} }, {}, { enableServiceLinks: false }));
  await cluster.advance({ seconds: 8 });
  expect(await inside(cluster, 'with', 'env | grep MY_SVC | sort')).toBe(
    [
      'MY_SVC_PORT=tcp://10.96.7.7:80',
      'MY_SVC_PORT_80_TCP=tcp://10.96.7.7:80',
      'MY_SVC_PORT_80_TCP_ADDR=10.96.7.7',
      'MY_SVC_PORT_80_TCP_PORT=80',
      'MY_SVC_PORT_80_TCP_PROTO=tcp',
      'MY_SVC_SERVICE_HOST=10.96.7.7',
      'MY_SVC_SERVICE_PORT=80',
      'MY_SVC_SERVICE_PORT_WEB=80\n',
    ].join('\n'),
  );
  expect(await inside(cluster, 'without', 'env | grep -c MY_SVC; echo $KUBERNETES_SERVICE_HOST')).toBe(
    '0\n10.96.0.1\n',
  );
});

test('what a claim holds outlives its pods, and goes with the volume that was made for it', async () => {
  const cluster = await testCluster({ nodes: 1 });
  const made = async () => {
    const source = { hostPath: { path: '/tmp/hostpath-provisioner/default/data' } };
    const annotations = { 'pv.kubernetes.io/provisioned-by': 'k8s.io/minikube-hostpath' };
    const shared = { accessModes: ['ReadWriteOnce'], storageClassName: 'standard' };
    const spec = { ...source, ...shared, capacity: { storage: '1Gi' }, persistentVolumeReclaimPolicy: 'Delete' };
    await cluster.client.create('PersistentVolume', { metadata: { name: 'v', annotations }, spec } as never); // As a manifest.
    const claim = { ...shared, resources: { requests: { storage: '1Gi' } } };
    await cluster.create('PersistentVolumeClaim', { metadata: { name: 'data' }, spec: claim });
  };
  const runs = async (name: string) => {
    await cluster.create('Pod', podWith(name, { persistentVolumeClaim: { claimName: 'data' } }));
    await cluster.until(async () => (await cluster.pod(name)).status.phase === 'Running', 60);
  };
  await made();
  await runs('a');
  await inside(cluster, 'a', 'echo kept > /v/f');
  await cluster.client.delete('Pod', { namespace: 'default', name: 'a' }, { gracePeriodSeconds: 0 });
  await runs('b');
  expect(await inside(cluster, 'b', 'cat /v/f')).toBe('kept\n');
  await cluster.client.delete('Pod', { namespace: 'default', name: 'b' }, { gracePeriodSeconds: 0 });
  await cluster.advance({ seconds: 5 });
  await cluster.client.delete('PersistentVolumeClaim', { namespace: 'default', name: 'data' });
  await cluster.advance({ seconds: 5 });
  await cluster.client.delete('PersistentVolume', { name: 'v' }).catch(() => undefined);
  await cluster.advance({ seconds: 5 });
  await made();
  await runs('c');
  expect(await inside(cluster, 'c', 'ls /v')).toBe('');
});
