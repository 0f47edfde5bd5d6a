import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import { testKubectl } from '../testKubectl';

test('a Service is reached at the address that minikube names', async () => {
  const run = await testKubectl({ addons: USUAL_ADDONS });
  await run('kubectl create deployment web --image=nginx:1.27');
  await run('kubectl rollout status deployment web');
  await run('kubectl create service nodeport web --tcp=80 --node-port=30080');
  await run('kubectl create service clusterip inner --tcp=80; sleep 1');
  const address = await run('minikube ip');
  expect(await run('minikube service web --url')).toBe(`http://${address}:30080`);
  expect(await run('curl -s -o /dev/null -w "%{http_code}" $(minikube service web --url)')).toBe('200');
  expect(await run('minikube service web 2>/dev/null')).toBe(
    [
      '┌───────────┬──────┬─────────────┬───────────────────────────┐',
      '│ NAMESPACE │ NAME │ TARGET PORT │            URL            │',
      '├───────────┼──────┼─────────────┼───────────────────────────┤',
      `│ default   │ web  │ 80/80       │ http://${address}:30080 │`,
      '└───────────┴──────┴─────────────┴───────────────────────────┘',
    ].join('\n'),
  );
  expect(await run('minikube service list')).toMatch(/│ default +│ inner +│ No node port +│ +│/);
  expect(await run('minikube service list -n kube-system')).not.toContain('web');
});

test('what minikube cannot give an address is said', async () => {
  const run = await testKubectl();
  await run('kubectl create service clusterip inner --tcp=80');
  expect(await run('minikube service inner')).toContain('😿  service default/inner has no node port');
  expect(await run('minikube service nosuch; echo $?')).toMatch(
    /SVC_NOT_FOUND: Service 'nosuch' was not found in 'default' namespace\.[\s\S]*\n115$/,
  );
  expect(await run('minikube service; echo $?')).toMatch(/MK_USAGE: You must specify service name[\s\S]*\n14$/);
});

test('minikube has kubectl with it, and says what serves instead of the rest', async () => {
  const run = await testKubectl();
  expect(await run('minikube kubectl -- get nodes --no-headers | wc -l')).toBe(
    await run('kubectl get nodes --no-headers | wc -l'),
  );
  expect(await run('minikube start; echo $?')).toMatch(/^kubeloop: minikube start: the cluster runs already; .*\n1$/);
  expect(await run('minikube nosuch')).toContain('unknown command "nosuch"');
});
