import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';

test('one waits until a pod is ready, and until it is gone', async () => {
  const run = await testKubectl();
  await run('kubectl run a --image=nginx');

  expect(await run('kubectl wait pod a --for=condition=Ready')).toBe('pod/a condition met');
  expect(await run("kubectl wait pod/a --for=jsonpath='{.status.phase}'=Running --for=create -o name")).toBe(
    'pod/a\npod/a',
  );
  await run('kubectl delete pod a --wait=false');
  expect(await run('kubectl wait pod a --for=delete')).toBe('pod/a condition met');
  expect(await run('kubectl wait pod a --for=delete')).toBe('');
});

test('several objects share the time; the message names the plural without the group', async () => {
  const run = await testKubectl();
  await run('kubectl create deploy web --image=nginx --replicas=0');

  expect(await run('kubectl wait deploy/web --for=condition=Progressing=Unknown --timeout=2s')).toBe(
    'error: timed out waiting for the condition on deployments/web\n[exit 1]',
  );
  expect(await run('kubectl wait deploy/web --for=condition=Nosuch --timeout=0')).toBe(
    'error: condition not met for deployments/web\n[exit 1]',
  );
});

test.each([
  ['pod a', 'error: unrecognized condition: []'],
  ['pod a --for=frob', 'error: unrecognized condition: "frob"'],
  ['pod a --for=jsonpath=', 'error: jsonpath expression cannot be empty'],
  [
    "pod a --for=jsonpath='{.a}'=",
    "error: jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
  ],
  [
    "pod a --for=jsonpath='{.a}'=b=c",
    "error: jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
  ],
  ['pod a --for=condition=Ready', 'Error from server (NotFound): pods "a" not found'],
  ['pod -l app=none --for=condition=Ready', 'error: no matching resources found'],
  ['pod a --for=create --timeout=1s', 'error: timed out waiting for the condition'],
  [
    "node minikube --for=jsonpath='{.status}'=x",
    'error: jsonpath leads to a nested object or list which is not supported',
  ],
  [
    "node minikube --for=jsonpath='{.status.conditions[*].type}'",
    'error: given jsonpath expression matches more than one value',
  ],
])('wait %s', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl wait ${words}`)).toBe(`${message}\n[exit 1]`);
});
