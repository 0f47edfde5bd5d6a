/** Containers that join a pod that runs. Statuses are those of a real 1.36.3 kubelet. */
import { expect, test } from 'vitest';
import { testKubectl } from '../../tests/testKubectl';

test('kubectl debug starts a container beside the others, which sees the processes of its target and is not restarted', async () => {
  const run = await testKubectl();
  await run('kubectl run p --image=busybox:1.36 --command -- sleep 3600');
  await run('kubectl wait pod p --for=condition=Ready');
  expect(await run('kubectl debug p --image=busybox:1.36 --target=p -c dbg -- ps')).toContain(
    'Targeting container "p".',
  );
  await run('sleep 5');
  expect(await run('kubectl logs p -c dbg')).toMatch(/^PID .*\n +1 root +0:00 sleep 3600\n/);
  const status = JSON.parse(await run("kubectl get pod p -o jsonpath='{.status.ephemeralContainerStatuses[0]}'"));
  expect(status).toMatchObject({ name: 'dbg', ready: false, restartCount: 0, resources: {}, lastState: {} });
  expect(status.state.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  expect(status).not.toHaveProperty('started');
  expect(await run('kubectl get pod p --no-headers')).toMatch(/^p +1\/1 +Running/);
  expect(
    await run('kubectl get events --field-selector involvedObject.fieldPath=spec.ephemeralContainers{dbg}'),
  ).toContain('Container started');
});

test('kubectl debug copies pods and makes pods on nodes', async () => {
  const run = await testKubectl();
  await run('kubectl run p --image=nginx:1.27 --labels=a=b');
  await run('kubectl debug p --image=busybox:1.36 --copy-to=copy -c tools -- sleep 100');
  const template = '{.spec.shareProcessNamespace} {.metadata.labels} {.spec.containers[*].image}';
  expect(await run(`kubectl get pod copy -o jsonpath='${template}'`)).toBe('true  nginx:1.27 busybox:1.36');
  expect(await run('kubectl debug node/minikube --image=busybox:1.36 -- ls /host')).toMatch(
    /^Creating debugging pod node-debugger-minikube-[a-z0-9]{5} with container debugger on node minikube\.$/m,
  );
});

test.each([
  ['kubectl debug p', 'error: you must specify --image when not using --copy-to.'],
  ['kubectl debug p --copy-to=x', 'error: you must specify --image, --set-image or command arguments.'],
  ['kubectl debug p --image=busybox -t', 'error: -i/--stdin is required for containers with -t/--tty=true'],
  ['kubectl debug p --image=busybox --profile=zz', 'error: unknown profile: zz'],
  ['kubectl debug p --set-image=*=nginx', 'error: --set-image may only be used with --copy-to.'],
])('%s is refused', async (line, message) => {
  const run = await testKubectl();
  expect(await run(line)).toBe(`${message}\n[exit 1]`);
});
