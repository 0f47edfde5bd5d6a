/** Code of lessons and solutions as what buttons can do. */
import { expect, test } from 'vitest';
import { fileNameOf, shellLines } from './lines';
import { solutionLines } from './solutionLines';

test('every command of a shell block stands alone, without its prompt', () => {
  expect(shellLines('$ kubectl get po\n\nkubectl get rc\n# then\n')).toEqual([
    { type: 'command', text: 'kubectl get po' },
    { type: 'command', text: 'kubectl get rc' },
    { type: 'comment', text: 'then' },
  ]);
});

test('a here-document and lines that end with a backslash belong to their command', () => {
  const text = "kubectl apply -f - <<'END'\nkind: Pod\nEND\nkubectl run web \\\n  --image=nginx";
  expect(shellLines(text).map((line) => line.text)).toEqual([
    "kubectl apply -f - <<'END'\nkind: Pod\nEND",
    'kubectl run web \\\n  --image=nginx',
  ]);
});

test('a manifest is called as its block says, or by its kind and name', () => {
  expect(fileNameOf('yaml kubia.yaml', 'kind: Pod')).toBe('kubia.yaml');
  expect(fileNameOf('yaml', 'apiVersion: v1\nkind: Pod\nmetadata:\n  labels:\n    a: b\n  name: web\n')).toBe(
    'pod-web.yaml',
  );
  expect(fileNameOf('yaml ../x.yaml', 'a: 1')).toBe('manifest.yaml');
});

test('a transcript becomes commands, waits, conditions and faults', () => {
  const text = [
    '# cut a node',
    '$ kubectl get po',
    '~ wait 1m30s',
    '~ until pods.exists(p, ready(p))',
    '~ set POD = kubectl get po -o name',
    '~ fault cutNetwork node=worker-2',
    '~ fault killContainer pod=web container=nginx',
    '~ fault breakEndpoint pod=web container=nginx port=80 path=/ mode=error',
    '~ fault addNode node=worker-4',
  ].join('\n');
  expect(solutionLines(text)).toEqual([
    { type: 'comment', text: 'cut a node' },
    { type: 'command', text: 'kubectl get po' },
    { type: 'wait', text: 'wait 1m30s', ms: 90_000 },
    { type: 'until', text: 'until pods.exists(p, ready(p))', expression: 'pods.exists(p, ready(p))' },
    { type: 'command', text: 'POD=$(kubectl get po -o name)' },
    { type: 'fault', text: 'fault cutNetwork node=worker-2', fault: { type: 'cutNetwork', node: 'worker-2' } },
    {
      type: 'fault',
      text: 'fault killContainer pod=web container=nginx',
      fault: { type: 'killContainer', namespace: 'default', pod: 'web', container: 'nginx' },
    },
    {
      type: 'fault',
      text: 'fault breakEndpoint pod=web container=nginx port=80 path=/ mode=error',
      fault: {
        type: 'breakEndpoint',
        namespace: 'default',
        pod: 'web',
        container: 'nginx',
        port: 80,
        path: '/',
        mode: 'error',
      },
    },
    {
      type: 'fault',
      text: 'fault addNode node=worker-4',
      fault: { type: 'addNode', node: { name: 'worker-4', cpu: 4, memory: '8Gi', pods: 110 } },
    },
  ]);
});
