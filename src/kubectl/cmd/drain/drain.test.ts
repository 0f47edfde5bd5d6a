import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';

test('a node is cordoned once and uncordoned once', async () => {
  const run = await testKubectl();

  expect(await run('kubectl cordon minikube minikube-m02 --dry-run=client')).toBe(
    'node/minikube cordoned (dry run)\nnode/minikube-m02 cordoned (dry run)',
  );
  expect(await run('kubectl cordon minikube')).toBe('node/minikube cordoned');
  expect(await run('kubectl cordon minikube')).toBe('node/minikube already cordoned');
  expect(await run('kubectl get node minikube -o jsonpath={.spec.unschedulable}')).toBe('true');
  expect(await run('kubectl uncordon minikube')).toBe('node/minikube uncordoned');
  expect(await run('kubectl uncordon minikube')).toBe('node/minikube already uncordoned');
});

const pods = `kubectl apply -f - <<'EOF'
apiVersion: v1
kind: Pod
metadata: {name: bare}
spec: {nodeName: minikube-m02, terminationGracePeriodSeconds: 1, containers: [{name: c, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: scratch}
spec: {nodeName: minikube-m02, terminationGracePeriodSeconds: 1, containers: [{name: c, image: nginx}], volumes: [{name: d, emptyDir: {}}]}
EOF`;

test('pods without a controller or with local data keep a node from being drained', async () => {
  const run = await testKubectl();
  await run(pods);

  expect(await run('kubectl drain minikube-m02')).toBe(`node/minikube-m02 cordoned
error: unable to drain node "minikube-m02" due to error: [cannot delete Pods that declare no controller (use --force to override): default/bare, cannot delete Pods with local storage (use --delete-emptydir-data to override): default/scratch], continuing command...
There are pending nodes to be drained:
 minikube-m02
cannot delete Pods that declare no controller (use --force to override): default/bare
cannot delete Pods with local storage (use --delete-emptydir-data to override): default/scratch
[exit 1]`);
  expect(
    await run('kubectl drain minikube-m02 --force --delete-emptydir-data --dry-run=client'),
  ).toBe(`node/minikube-m02 already cordoned (dry run)
Warning: deleting Pods that declare no controller: default/bare, default/scratch
evicting pod default/bare (dry run)
evicting pod default/scratch (dry run)
node/minikube-m02 drained (dry run)`);
});

test('drained pods are evicted and gone, or deleted where eviction is switched off', async () => {
  const run = await testKubectl();
  await run(pods);

  const text = await run('kubectl drain minikube-m02 --force --delete-emptydir-data --pod-selector=!x');
  expect(text.split('\n').toSorted()).toEqual([
    'Warning: deleting Pods that declare no controller: default/bare, default/scratch',
    'evicting pod default/bare',
    'evicting pod default/scratch',
    'node/minikube-m02 cordoned',
    'node/minikube-m02 drained',
    'pod/bare evicted',
    'pod/scratch evicted',
  ]);
  expect(await run('kubectl get pods -o name')).toBe('');
  await run(pods);
  expect(await run('kubectl drain minikube-m02 --force --delete-emptydir-data --disable-eviction')).toContain(
    'pod/bare deleted\n',
  );
});

test.each([
  ['drain', "error: USAGE: drain NODE [flags]\nSee 'kubectl drain -h' for help and examples"],
  ['cordon nosuch', 'Error from server (NotFound): nodes "nosuch" not found'],
  ['drain minikube nosuch', 'Error from server (NotFound): nodes "nosuch" not found'],
  [
    'cordon a -l b=c',
    "error: cannot specify both a node name and a --selector option\nSee 'kubectl cordon -h' for help and examples",
  ],
  ["drain minikube --pod-selector='a in'", 'error: --pod-selector=<pod_selector> must be a valid label selector'],
])('%s is refused', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl ${words}`)).toBe(`${message}\n[exit 1]`);
  expect(await run('kubectl get node minikube -o jsonpath={.spec.unschedulable}')).toBe('');
});
