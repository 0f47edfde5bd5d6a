import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';
import { nameFits } from './containers';

const pair = `apiVersion: apps/v1
kind: Deployment
metadata: {name: pair}
spec:
  selector: {matchLabels: {app: pair}}
  template:
    metadata: {labels: {app: pair}}
    spec:
      containers: [{name: a, image: nginx}, {name: b, image: busybox}]
      initContainers: [{name: init, image: busybox}]`;

test('set image reaches init containers, and tells only of objects that change', async () => {
  const run = await testKubectl();
  await run(`kubectl create -f - <<'EOF'\n${pair}\nEOF`);

  expect(await run('kubectl set image deploy/pair init=alpine b=alpine')).toBe('deployment.apps/pair image updated');
  expect(await run('kubectl set image deploy/pair init=alpine')).toBe('');
  expect(await run('kubectl set image deploy/pair a=nginx:1.27 c=x')).toBe(
    'deployment.apps/pair image updated\nerror: unable to find container named "c"\n[exit 1]',
  );
  expect(await run("kubectl get deploy pair -o jsonpath='{..image}'")).toContain('nginx:1.27 alpine alpine');
});

test('a file that is changed on this side is printed as a whole object', async () => {
  const run = await testKubectl();

  const text = await run(`kubectl set sa -f - robot --local -o yaml <<'EOF'\n${pair}\nEOF`);

  expect(text).toContain('  strategy: {}\n  template:\n');
  expect(text).toContain('      - image: nginx\n        name: a\n        resources: {}\n');
  expect(text).toMatch(/serviceAccountName: robot\nstatus: \{\}$/);
});

test('set env adds, replaces, removes and lists, container by container', async () => {
  const run = await testKubectl();
  await run(`kubectl create -f - <<'EOF'\n${pair}\nEOF`);
  await run('kubectl create cm settings --from-literal=MODE=prod --from-literal=log.level=debug');

  await run('kubectl set env deploy/pair A=1 -c a');
  expect(await run('kubectl set env deploy/pair A=2 --overwrite=false')).toBe(
    "error: deployments/pair 'A' already has a value (1), and --overwrite is false\n[exit 1]",
  );
  expect(await run('kubectl set env deploy/pair --from=cm/settings --prefix=X_ -c b')).toBe(
    'Warning: key log.level transferred to LOG_LEVEL\ndeployment.apps/pair env updated',
  );
  expect(await run('kubectl set env deploy/pair --list --resolve')).toBe(
    [
      '# Deployment pair, container a',
      'A=1',
      '# Deployment pair, container b',
      'X_MODE=prod',
      'X_LOG_LEVEL=debug',
      '# Deployment pair, container init',
    ].join('\n'),
  );
  expect(await run('kubectl set env deploy/pair A- B-')).toBe('deployment.apps/pair env updated');
  expect(await run('kubectl set env deploy/pair --list -c a')).toBe('# Deployment pair, container a');
});

test('set resources changes the amounts that it names, of the containers that it names', async () => {
  const run = await testKubectl();
  await run(`kubectl create -f - <<'EOF'\n${pair}\nEOF`);

  await run('kubectl set resources deploy pair --limits=cpu=1,memory=64Mi -c a');
  await run('kubectl set resources deploy pair --limits=cpu=0.5 --requests=cpu=100m -c a');

  expect(await run("kubectl get deploy pair -o jsonpath='{.spec.template.spec.containers[*].resources}'")).toBe(
    '{"limits":{"cpu":"500m","memory":"64Mi"},"requests":{"cpu":"100m"}} {}',
  );
  expect(await run('kubectl set resources deploy pair --limits=cpu=1 -c z')).toBe(
    'error: unable to find container named z\n[exit 1]',
  );
});

test.each([
  ['web', '*', true],
  ['web', 'web', true],
  ['web', 'we*', true],
  ['web', '*eb', true],
  ['web', 'x*', false],
])('container %s and pattern %s: %s', (name, pattern, fits) => {
  expect(nameFits(name, pattern)).toBe(fits);
});
