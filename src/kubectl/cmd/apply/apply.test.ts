import { expect, test } from 'vitest';
import { type RunLine, testKubectl } from '../../../../tests/testKubectl';

const configMap = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}${more}}\n`;
const withData = (name: string, data: string) => `${configMap(name)}data: ${data}\n`;

/** `kubectl VERB -f -` with a manifest on standard input. */
const send = (run: RunLine, verb: string, manifest: string) => run(`kubectl ${verb} -f - <<'EOF'\n${manifest}EOF`);

test('apply creates, changes, and says when there is nothing to change', async () => {
  const run = await testKubectl();
  expect(await send(run, 'apply', withData('a', '{x: "1", y: "2"}'))).toBe('configmap/a created');
  expect(await send(run, 'apply', withData('a', '{x: "1", y: "2"}'))).toBe('configmap/a unchanged');
  expect(await send(run, 'apply', withData('a', '{x: "3"}'))).toBe('configmap/a configured');
  expect(await run('kubectl get cm a -o jsonpath={.data}')).toBe('{"x":"3"}');
});

test('a dry run tells what would be, on this side and on the server, and does nothing', async () => {
  const run = await testKubectl();
  await send(run, 'apply', withData('a', '{x: "1"}'));
  expect(await send(run, 'apply --dry-run=client', withData('a', '{x: "1"}'))).toBe('configmap/a unchanged (dry run)');
  expect(await send(run, 'apply --dry-run=server', withData('a', '{x: "2"}'))).toBe(
    'configmap/a configured (server dry run)',
  );
  expect(await send(run, "apply --dry-run=client -o jsonpath='{.data}'", withData('a', '{x: "2"}'))).toBe('{"x":"2"}');
  expect(await run('kubectl get cm a -o jsonpath={.data}')).toBe('{"x":"1"}');
});

test('an object that apply did not make is warned of once', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a');
  expect(await send(run, 'apply', configMap('a'))).toMatch(
    /^Warning: resource configmaps\/a is missing the kubectl\.kubernetes\.io\/last-applied-configuration annotation .*\nconfigmap\/a configured$/,
  );
  expect(await send(run, 'apply', configMap('a'))).toBe('configmap/a unchanged');
});

test('objects that are not in the files any more are pruned by label', async () => {
  const run = await testKubectl();
  const labels = ', labels: {part: one}';
  await send(run, 'apply', `${configMap('a', labels)}---\n${configMap('b', labels)}---\n${configMap('c')}`);
  const prune = 'apply --prune -l part=one --prune-allowlist=core/v1/ConfigMap';
  expect(await send(run, `${prune} --dry-run=client`, configMap('a', labels))).toBe(
    'configmap/a unchanged (dry run)\nconfigmap/b pruned (dry run)',
  );
  expect(await send(run, prune, configMap('a', labels))).toBe('configmap/a unchanged\nconfigmap/b pruned');
  expect(await run('kubectl get cm a c -o name')).toBe('configmap/a\nconfigmap/c');
});

test('server-side apply takes over from client-side apply', async () => {
  const run = await testKubectl();
  await send(run, 'apply', withData('a', '{x: "1", y: "1"}'));
  expect(await send(run, 'apply --server-side', withData('a', '{x: "2"}'))).toBe('configmap/a serverside-applied');
  expect(await run('kubectl get cm a -o jsonpath={.data}')).toBe('{"x":"2"}');
  expect(
    await run("kubectl get cm a -o jsonpath='{range .metadata.managedFields[*]}{.manager} {.operation},{end}'"),
  ).toBe('kubectl-last-applied Apply,kubectl Apply,');
});

test('a conflict tells who owns the field, and can be forced', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a --from-literal=x=1');
  expect(await send(run, 'apply --server-side', withData('a', '{x: "2"}'))).toMatch(
    /^error: Apply failed with 1 conflict: conflict with "kubectl-create" using v1: \.data\.x\nPlease review the fields above/,
  );
  expect(await send(run, 'apply --server-side --force-conflicts', withData('a', '{x: "2"}'))).toBe(
    'configmap/a serverside-applied',
  );
});

test('what is remembered can be seen and set', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a');
  expect(await run('kubectl apply view-last-applied cm a')).toBe('');
  expect(await send(run, 'apply set-last-applied', configMap('a'))).toBe(
    'error: no last-applied-configuration annotation found on resource: a, to create the annotation, run the command with --create-annotation\n[exit 1]',
  );
  expect(await send(run, 'apply set-last-applied --create-annotation', configMap('a'))).toBe('configmap/a configured');
  expect(await run('kubectl apply view-last-applied cm a')).toBe(
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: default',
  );
});

test('diff shows what apply would change, and ends with 1', async () => {
  const run = await testKubectl();
  await send(run, 'apply', withData('a', '{x: "1"}'));
  expect(await send(run, 'diff', withData('a', '{x: "1"}'))).toBe('');
  const text = await send(run, 'diff', withData('a', '{x: "2"}'));
  expect(text).toMatch(
    /^diff -u -N \/tmp\/LIVE-\d+\/v1\.ConfigMap\.default\.a \/tmp\/MERGED-\d+\/v1\.ConfigMap\.default\.a\n--- /,
  );
  expect(text).toContain('\n-  x: "1"\n+  x: "2"\n');
  expect(text).toMatch(/\[exit 1\]$/);
});

test('diff hides the values of Secrets, and shows only that they change', async () => {
  const run = await testKubectl();
  const secret = (value: string) => `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {x: ${value}}\n`;
  await send(run, 'apply', secret('one'));
  expect(await send(run, 'diff', secret('two'))).toContain("\n-  x: '*** (before)'\n+  x: '*** (after)'\n");
});
