import { expect, test } from 'vitest';
import { testCluster } from '../../../tests/testCluster';
import { MemoryFiles } from '../../shell/memoryFiles';
import { KUBECONFIG } from '../../session/machine';
import type { Environment, Io } from '../environment';
import { kubectl } from '../kubectl';

/** What a person does with the file that the editor shows. */
type Step = (text: string) => string;

/** kubectl on a cluster with ConfigMap `a`; the editor takes one step each time it opens. */
async function editing(...steps: readonly Step[]) {
  const { cluster, client } = await testCluster({ nodes: 0 });
  await client.create('ConfigMap', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'default' },
    data: { x: '1' },
  });
  const files = new MemoryFiles({ '/root/.kube/config': KUBECONFIG }, ['/root', '/tmp']);
  const shown: string[] = [];
  let printed = '';
  let draws = 1;
  const env: Environment = {
    connect: () => ({
      request: (request) => cluster.request(request),
      watch: (request, onEvent) => cluster.api.watch(request, onEvent),
      stream: (request, handlers) => cluster.stream(request, handlers),
    }),
    clock: { now: () => cluster.now(), sleep: (ms) => cluster.advance(ms) },
    files,
    variables: { HOME: '/root', KUBECONFIG: '/root/.kube/config' },
    random: () => 1 / ++draws,
    async edit(path) {
      const text = await files.read(path);
      shown.push(text);
      await files.write(path, (steps[shown.length - 1] ?? ((same) => same))(text));
    },
  };
  const print = (text: string) => {
    printed += text;
  };
  const io: Io = {
    input: { read: async () => undefined, isTerminal: false },
    out: print,
    err: print,
    hint: () => {},
    interrupt: { interrupted: false, onInterrupt: () => () => {} },
    isTerminal: false,
    columns: 80,
  };
  const run = async (...argv: readonly string[]) => {
    printed = '';
    const code = await kubectl(argv, io, env);
    return code === 0 ? printed : `${printed}[exit ${code}]`;
  };
  return { run, shown, files };
}

/** The file that is edited when the editor opens for the nth time. */
const path = (time: 1 | 2) => `/tmp/kubectl-edit-${time === 1 ? 2147483648 : 1431655765}.yaml`;

test('what is changed in the editor is patched, and the file is gone afterwards', async () => {
  const { run, shown, files } = await editing((text) => text.replace('x: "1"', 'x: "2"'));
  expect(await run('edit', 'cm', 'a')).toBe('configmap/a edited\n');
  expect(shown[0]).toMatch(/^# Please edit the object below\. Lines beginning with a '#' will be ignored,\n/);
  expect(shown[0]).not.toContain('managedFields');
  expect(await run('get', 'cm', 'a', '-o', 'jsonpath={.data}')).toBe('{"x":"2"}');
  expect(await files.list('/tmp')).toEqual([]);
});

test('nothing changed, or only comments: the edit is cancelled', async () => {
  const { run } = await editing(
    (text) => text,
    (text) => `# hello\n${text}`,
  );
  expect(await run('edit', 'cm', 'a')).toBe('Edit cancelled, no changes made.\n');
  expect(await run('edit', 'cm', 'a')).toBe('Edit cancelled, no changes made.\n');
});

test('broken YAML opens the editor again and says why; left as it is, the changes stay in the file', async () => {
  const { run, shown, files } = await editing((text) => text.replace('x: "1"', 'x: ["1"'));
  expect(await run('edit', 'cm', 'a')).toBe(
    `error: configmaps "a" is invalid\nA copy of your changes has been stored to "${path(2)}"\nerror: Edit cancelled, no valid changes were saved.\n[exit 1]`,
  );
  expect(shown[1]).toContain(
    `# configmaps "a" was not valid:\n# * <nil>: Invalid value: "The edited file failed validation": yaml: line 3: did not find expected ',' or ']'\n#\napiVersion: v1\n`,
  );
  expect(await files.read(path(2))).toContain('x: ["1"');
});

test('what the server refuses can be put right in the editor', async () => {
  const { run, shown } = await editing(
    (text) => text.replace('name: a', 'labels: {l: "-"}\n  name: a'),
    (text) => text.replace('l: "-"', 'l: m'),
  );
  expect(await run('edit', 'cm', 'a')).toBe('error: configmaps "a" is invalid\nconfigmap/a edited\n');
  expect(shown[1]).toContain('# configmaps "a" was not valid:\n# * metadata.labels: Invalid value: "-": ');
});

test('an object does not become another one, and a newer version is not overwritten', async () => {
  const { run } = await editing(
    (text) => text.replace('name: a', 'name: b'),
    (text) => text.replace(/resourceVersion: .*/, 'resourceVersion: "1"'),
  );
  expect(await run('edit', 'cm', 'a')).toBe(
    `A copy of your changes has been stored to "${path(1)}"\nerror: At least one of apiVersion, kind and name was changed\n[exit 1]`,
  );
  expect(await run('edit', 'cm', 'a')).toContain(
    `could not be patched: Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again\nYou can run \`kubectl replace -f ${path(2)}\` to try this update again.\n[exit 1]`,
  );
});
