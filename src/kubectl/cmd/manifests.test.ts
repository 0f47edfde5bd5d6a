import { expect, test } from 'vitest';
import { type RunLine, testKubectl } from '../../../tests/testKubectl';

const configMap = (name: string, data = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata: ${data}\n`;

const send = (run: RunLine, verb: string, manifest: string) => run(`kubectl ${verb} -f - <<'EOF'\n${manifest}EOF`);

test('create goes on after a failure, tells what the server refused first, and what could not be read last', async () => {
  const run = await testKubectl();
  const frog = 'apiVersion: v1\nkind: Frog\nmetadata: {name: kermit}\n';
  expect(await send(run, 'create', [configMap('a'), frog, configMap('a'), configMap('b')].join('---\n'))).toBe(
    [
      'configmap/a created',
      'configmap/b created',
      'Error from server (AlreadyExists): error when creating "STDIN": configmaps "a" already exists',
      'resource mapping not found for name: "kermit" namespace: "" from "STDIN": no matches for kind "Frog" in version "v1"',
      'ensure CRDs are installed first',
      '[exit 1]',
    ].join('\n'),
  );
});

test('--save-config remembers the manifest for a later apply', async () => {
  const run = await testKubectl();
  expect(await send(run, 'create --save-config', configMap('a', '{x: "1"}'))).toBe('configmap/a created');
  expect(await send(run, 'apply', configMap('a', '{x: "1"}'))).toBe('configmap/a unchanged');
});

test('replace overwrites what is there, and with --force deletes it first', async () => {
  const run = await testKubectl();
  expect(await send(run, 'replace', configMap('a'))).toBe(
    'Error from server (NotFound): error when replacing "STDIN": configmaps "a" not found\n[exit 1]',
  );
  expect(await send(run, 'replace --force', configMap('a', '{x: "1"}'))).toBe('configmap/a replaced');
  const uid = await run('kubectl get cm a -o jsonpath={.metadata.uid}');
  expect(await send(run, 'replace', configMap('a', '{x: "2"}'))).toBe('configmap/a replaced');
  expect(await run('kubectl get cm a -o jsonpath={.metadata.uid}')).toBe(uid);
  expect(await send(run, 'replace --force', configMap('a', '{x: "3"}'))).toBe(
    'configmap "a" deleted from default namespace\nconfigmap/a replaced',
  );
  expect(await run('kubectl get cm a -o jsonpath={.metadata.uid}')).not.toBe(uid);
});

test('delete tells of each object, and of those that are not there at the end', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a');
  await run('kubectl create ns team');
  expect(await run('kubectl delete cm a b')).toBe(
    'configmap "a" deleted from default namespace\nError from server (NotFound): configmaps "b" not found\n[exit 1]',
  );
  expect(await run('kubectl delete cm a --ignore-not-found')).toBe('');
  expect(await run('kubectl delete cm -l a=b')).toBe('No resources found');
  expect(await run('kubectl delete ns team -n default')).toBe(
    'Warning: deleting cluster-scoped resources, not scoped to the provided namespace\nnamespace "team" deleted',
  );
});

test('delete waits until the object is gone, at most so long', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a');
  await run(`kubectl patch cm a -p '{"metadata":{"finalizers":["example.com/x"]}}'`);
  expect(await run('kubectl delete cm a --timeout=2s')).toBe(
    'configmap "a" deleted from default namespace\nerror: timed out waiting for the condition on configmaps/a\n[exit 1]',
  );
  expect(await run('kubectl delete cm a --wait=false')).toBe('configmap "a" deleted from default namespace');
});

test('delete -i asks first', async () => {
  const run = await testKubectl();
  await run('kubectl create cm a');
  const question =
    'You are about to delete the following 1 resource(s):\nconfigmap/a\nDo you want to continue? (y/N): ';
  expect(await run('echo n | kubectl delete cm a -i')).toBe(`${question}deletion is cancelled`);
  expect(await run('echo Y | kubectl delete cm a -i')).toBe(`${question}configmap "a" deleted from default namespace`);
});

test('patches are carried out on this side with --local and --dry-run=client', async () => {
  const run = await testKubectl();
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: old}]}\n';
  const patch = `--local -o jsonpath='{.spec.containers[*].image}' -p`;
  expect(
    await send(
      run,
      `patch ${patch} '{"spec":{"containers":[{"name":"c","image":"x"},{"name":"d","image":"y"}]}}'`,
      pod,
    ),
  ).toBe('x y');
  expect(await send(run, `patch --type=merge ${patch} '{"spec":{"containers":[{"image":"z"}]}}'`, pod)).toBe('z');
  expect(
    await send(
      run,
      `patch --type=json ${patch} '[{"op":"copy","from":"/kind","path":"/spec/containers/0/image"}]'`,
      pod,
    ),
  ).toBe('Pod');
  expect(await send(run, `patch --type=json ${patch} '[{"op":"remove","path":"/spec/nope"}]'`, pod)).toBe(
    "error: error in remove for path: '/spec/nope': Unable to remove nonexistent key: nope: missing value\n[exit 1]",
  );
  await run('kubectl create cm m --from-literal=x=1');
  expect(await run(`kubectl patch cm m --dry-run=client -p '{"data":{"x":"2"}}'`)).toBe('configmap/m patched');
  expect(await run('kubectl get cm m -o jsonpath={.data}')).toBe('{"x":"1"}');
});

test('flags that are not simulated say so', async () => {
  const run = await testKubectl();
  expect(await run('kubectl delete --raw=/api')).toBe('error: kubeloop: --raw is not simulated\n[exit 1]');
  expect(await run('kubectl apply -k .')).toBe('error: kubeloop: -k (kustomizations) is not simulated\n[exit 1]');
  expect(await run('kubectl apply -f https://example.com/x.yaml')).toBe(
    'error: kubeloop: reading manifests from a URL (https://example.com/x.yaml) is not simulated\n[exit 1]',
  );
});
