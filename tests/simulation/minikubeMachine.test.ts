import { expect, test } from 'vitest';
import { testKubectl } from '../testKubectl';

test('a manifest that is copied to a machine runs there; removed over ssh it is gone', async () => {
  const run = await testKubectl();
  await run(`cat > web.yaml <<'EOF'
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
  - name: web
    image: nginx:1.27
EOF`);

  expect(await run('minikube cp web.yaml minikube-m02:/etc/kubernetes/manifests/web.yaml')).toBe('');
  await run('sleep 10');
  expect(await run('kubectl get pod web-minikube-m02 --no-headers')).toMatch(/^web-minikube-m02 +1\/1 +Running +0/);
  expect(await run('kubectl delete pod web-minikube-m02')).toBe(
    'pod "web-minikube-m02" deleted from default namespace',
  );
  expect(await run('kubectl get pod web-minikube-m02 --no-headers')).toContain('Running');

  expect(await run('minikube ssh -n m02 -- sudo rm /etc/kubernetes/manifests/web.yaml')).toBe('');
  await run('sleep 10');
  expect(await run('kubectl get pods')).toBe('No resources found in default namespace.');
  expect(await run('minikube ssh -n m02 "sudo rm /etc/kubernetes/manifests/web.yaml"')).toBe(
    "rm: cannot remove '/etc/kubernetes/manifests/web.yaml': No such file or directory\n[exit 1]",
  );
});

test('what cannot be copied is refused, and no other command runs on a machine', async () => {
  const run = await testKubectl();
  expect(await run('minikube cp nosuch.yaml minikube:/tmp/a')).toContain('stat nosuch.yaml: no such file or directory');
  expect(await run('echo a > a; minikube cp a nosuch:/tmp/a')).toContain('node nosuch does not exist');
  expect(await run('minikube cp a minikube:tmp/a')).toContain('must be an absolute Path');
  expect(await run('minikube ssh -- top')).toContain('kubeloop: minikube ssh: top is not simulated');
});

test('a machine is rebooted and its kubelet stopped over ssh', async () => {
  const run = await testKubectl();
  await run('minikube ssh -n minikube-m03 -- sudo reboot');
  expect(await run('minikube status')).toContain('minikube-m03\ntype: Worker\nhost: Stopped');
  await run('sleep 40');
  expect(await run('kubectl get events --field-selector reason=Rebooted')).toContain('node/minikube-m03');
  await run('minikube ssh -n m03 -- sudo systemctl stop kubelet; sleep 60');
  expect(await run('kubectl get node minikube-m03 --no-headers')).toContain('NotReady');
});

test('an addon without a page of its own is not opened, enabled or not', async () => {
  const run = await testKubectl();
  expect(await run('minikube addons open metrics-server')).toContain(
    "addon 'metrics-server' is currently not enabled.\nTo enable this addon run:\nminikube addons enable metrics-server",
  );
  await run('minikube addons enable metrics-server');
  expect(await run('minikube addons open metrics-server')).toMatch(/SVC_NOT_FOUND: .*\n.*\n\n?\[exit 115\]$/);
});
