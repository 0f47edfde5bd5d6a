import { expect, test } from 'vitest';
import { testKubectl } from '../../tests/testKubectl';

const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}`;
const COLUMNS = 'custom-columns=C:.spec.storageClassName,P:.status.phase --no-headers';

test('with the addons of minikube, a claim that names no class gets a volume', async () => {
  const run = await testKubectl();
  expect(await run('minikube addons list')).toContain('| storage-provisioner    | minikube | disabled     |');
  for (const addon of ['storage-provisioner', 'default-storageclass']) {
    expect(await run(`minikube addons enable ${addon}`)).toContain(`The '${addon}' addon is enabled`);
  }
  expect(await run('minikube addons list')).toContain('| storage-provisioner    | minikube | enabled ✅   |');
  await run('sleep 5');
  await run(`kubectl apply -f - <<E\n${CLAIM}\nE`);
  await run('sleep 2');
  expect(await run(`kubectl get pvc data -o ${COLUMNS}`)).toBe('standard   Bound');
  await run('minikube addons disable default-storageclass');
  expect(await run('kubectl get sc')).toBe('No resources found');
});

test('an addon with pods to wait for is enabled once one of them runs', async () => {
  const run = await testKubectl();
  expect(await run('minikube addons enable ingress')).toMatch(
    /🔎  Verifying ingress addon\.\.\.\n🌟  The 'ingress' addon is enabled$/,
  );
  expect(await run('kubectl get pods -n ingress-nginx --no-headers')).toMatch(/ 0\/1 +Running /);
});

test('an addon that is not here says which are', async () => {
  const run = await testKubectl();
  expect(await run('minikube addons enable nosuch')).toBe(
    'kubeloop: minikube addons: nosuch is not simulated; these are: cloud-provider, default-storageclass, ingress, metrics-server, storage-provisioner\n[exit 14]',
  );
});
