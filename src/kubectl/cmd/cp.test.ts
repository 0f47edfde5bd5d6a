import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';

test('kubectl cp carries files and folders to a container and back', async () => {
  const run = await testKubectl();
  await run('kubectl run p --image=busybox:1.36 --command -- sleep 3600');
  await run('kubectl wait pod p --for=condition=Ready');
  await run('mkdir -p site/sub; echo hello > site/a.txt; echo 안녕 > site/sub/b.txt');
  expect(await run('kubectl cp site p:/tmp/site')).toBe('');
  expect(await run('kubectl exec p -- cat /tmp/site/a.txt /tmp/site/sub/b.txt')).toBe('hello\n안녕');
  expect(await run('kubectl cp site/a.txt p:/tmp')).toBe('');
  expect(await run('kubectl exec p -- cat /tmp/a.txt')).toBe('hello');
  expect(await run('kubectl cp p:/tmp/site back')).toBe("tar: removing leading '/' from member names");
  expect(await run('cat back/sub/b.txt')).toBe('안녕');
  expect(await run('kubectl cp default/p:tmp/a.txt one.txt; cat one.txt')).toBe('hello');
});

test.each([
  ['kubectl cp nosuch p:/x', "error: nosuch doesn't exist in local filesystem"],
  ['kubectl cp a b', 'error: one of src or dest must be a remote file specification'],
  ['kubectl cp a:/x b:/x', 'error: one of src or dest must be a local file specification'],
  ['kubectl cp a', 'error: source and destination are required'],
  ['kubectl cp :/x a', 'error: filespec must match the canonical format: [[namespace/]pod:]file/path'],
])('%s is refused', async (line, message) => {
  const run = await testKubectl();
  expect(await run(line)).toBe(`${message}\n[exit 1]`);
});

test('a file that is not there is told of by the tar of the container', async () => {
  const run = await testKubectl();
  await run('kubectl run p --image=nginx:1.27');
  await run('kubectl wait pod p --for=condition=Ready');
  expect(await run('kubectl cp p:/nosuch x')).toBe(
    [
      "tar: Removing leading `/' from member names",
      'tar: /nosuch: Cannot stat: No such file or directory',
      'tar: Exiting with failure status due to previous errors',
      'command terminated with exit code 2',
      '[exit 2]',
    ].join('\n'),
  );
});
