import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';

test('a label is added, kept, changed only on request and removed', async () => {
  const run = await testKubectl();
  await run('kubectl run web --image=nginx');

  expect(await run('kubectl label pod web tier=front')).toBe('pod/web labeled');
  expect(await run('kubectl label pod web tier=front')).toBe('pod/web not labeled');
  expect(await run('kubectl label pod web tier=back')).toBe(
    "error: 'tier' already has a value (front), and --overwrite is false\n[exit 1]",
  );
  expect(await run('kubectl label pod web tier- x=1')).toBe('pod/web modified');
  expect(await run('kubectl label pod web --list')).toBe('run=web\nx=1');
});

test('several objects with --local are printed without a line between them', async () => {
  const run = await testKubectl();

  const text = await run(`kubectl label --local -f - a=b -o jsonpath='{.metadata.name}{" "}' <<'EOF'
kind: Pod
apiVersion: v1
metadata: {name: one}
---
kind: Pod
apiVersion: v1
metadata: {name: two}
EOF`);

  expect(text).toBe('one two ');
});

test('an annotation stays what it is unless it may be overwritten, but the cause of a change may always be told', async () => {
  const run = await testKubectl();
  await run('kubectl run web --image=nginx --annotations=note=a --annotations=kubernetes.io/change-cause=b');

  expect(await run('kubectl annotate pod web note=b')).toBe(
    "error: --overwrite is false but found the following declared annotation(s): 'note' already has a value (a)\n[exit 1]",
  );
  expect(await run('kubectl annotate pod web kubernetes.io/change-cause=c')).toBe('pod/web annotated');
});

test('taints are told apart by key and effect, and new ones stand first', async () => {
  const run = await testKubectl();

  expect(await run('kubectl taint node minikube a=b:NoSchedule c:NoExecute')).toBe('node/minikube tainted');
  expect(await run('kubectl taint node minikube a=x:PreferNoSchedule')).toBe('node/minikube tainted');
  expect(await run('kubectl taint node minikube a=x:NoSchedule')).toBe(
    'error: node minikube already has a taint(s) with same effect(s) and --overwrite is false\n[exit 1]',
  );
  expect(await run("kubectl get node minikube -o jsonpath='{.spec.taints[*].effect}'")).toBe(
    'PreferNoSchedule NoSchedule NoExecute',
  );
  expect(await run('kubectl taint node minikube a- c=d:NoSchedule')).toBe('node/minikube modified');
});

test('scale checks its preconditions and waits for the pods with --timeout', async () => {
  const run = await testKubectl();
  await run('kubectl create deployment web --image=nginx');

  expect(await run('kubectl scale deploy web --replicas=2 --current-replicas=5')).toBe(
    'error: Expected replicas to be 5, was 1\n[exit 1]',
  );
  expect(await run('kubectl scale deploy web --replicas=3 --current-replicas=1 --timeout=1m')).toBe(
    'deployment.apps/web scaled',
  );
  expect(await run("kubectl get deploy web -o jsonpath='{.status.replicas}'")).toBe('3');
  expect(await run('kubectl scale deploy web --replicas=4 --timeout=1ms')).toBe(
    'error: timed out waiting for "web" to be synced\n[exit 1]',
  );
});

test('--record notes the command line as the cause of a change', async () => {
  const run = await testKubectl();
  await run('kubectl create deployment web --image=nginx');

  await run('kubectl set image deploy/web nginx=nginx:1.27 --record');

  expect(await run("kubectl get deploy web -o jsonpath='{.metadata.annotations.kubernetes\\.io/change-cause}'")).toBe(
    'kubectl set image deploy/web nginx=nginx:1.27 --record=true',
  );
});
