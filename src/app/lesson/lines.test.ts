/** Code of lessons and steps of solutions as what buttons can do. */
import { expect, test } from 'vitest';
import { fileNameOf, nextRan, shellLines } from './lines';
import { parseTranscript } from '../../shell/transcript';
import { lineOf, withVariables } from './solutionSteps';

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

const steps = parseTranscript(
  '$ kubectl get po\n~ set NODE = kubectl get po -o name\n~ fault bringBack node=${NODE}\n~ set POD = kubectl get no\n',
);
const ran = (text: string, output: string, exitCode = 0) => ({ line: { text, exitCode, output }, atMs: 0 });

test('what a solution keeps under a name is a line of the terminal too, and prints it', () => {
  expect(steps.map(lineOf)).toEqual([
    'kubectl get po',
    'NODE=$(kubectl get po -o name) && echo "$NODE"',
    undefined,
    'POD=$(kubectl get no) && echo "$POD"',
  ]);
});

test('a fault of a solution hits what the line before it has found last', () => {
  const line = lineOf(steps[1] ?? { type: 'comment', line: 1, text: '' }) ?? '';
  const lines = [ran(line, 'worker-1\n'), ran(line, 'worker-2\n'), ran(line, 'error: no pods\n', 1), ran('echo', 'x')];
  expect(withVariables('bringBack node=${NODE}', steps, lines)).toBe('bringBack node=worker-2');
  expect(withVariables('killContainer pod=${POD}', steps, lines)).toBe('killContainer pod=${POD}');
});

test('a line that stands in a text twice has in each place what it printed there', () => {
  const ran = (output: string) => ({ line: { text: 'curl http://kubia', exitCode: 0, output }, atMs: 0 });
  const [first, second] = [ran('here'), ran('refused')];
  expect(nextRan([first, second], 'curl http://kubia ', undefined)?.output).toBe('here');
  expect(nextRan([first, second], 'curl http://kubia', first)?.output).toBe('refused');
  expect(nextRan([first], 'curl http://kubia', first)).toBeUndefined();
  // The clock went back behind the line before it.
  expect(nextRan([second], 'curl http://kubia', first)?.output).toBe('refused');
});
