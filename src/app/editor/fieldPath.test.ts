import { expect, test } from 'vitest';
import { failure } from '../../api/meta/status';
import { parseFieldPath, problemsOf, warningMarks } from './fieldPath';
import { type Manifest, parseManifests } from './manifests';

const TEXT = `# a pod in front
apiVersion: v1
kind: Pod
metadata:
  name: kubia
---
apiVersion: v1
kind: ReplicationController
metadata:
  name: kubia
  labels: {app: kubia, "a.b/c": d}
spec:
  replicas: three
  selector:
    app: kubia
  template:
    metadata:
      labels: {app: kubai}
    spec:
      containers:
      - name: kubia
        image: luksa/kubia
        ports:
        - containerPort: 8080
        - containerPort: 99999
          nam: https
`;

function manifest(index: number): Manifest {
  const entry = parseManifests(TEXT, 'kubia.yaml')[index];
  if (entry?.type !== 'manifest') throw new Error('the text does not parse');
  return entry.manifest;
}

const lineText = (line: number) => TEXT.split('\n')[line - 1]?.trim();
const lineOf = (field: string) => {
  const status = failure(422, 'Invalid', 'no', { causes: [{ field, message: 'Invalid value' }] });
  return lineText(problemsOf(status, manifest(1))[0]?.range.line ?? 0);
};

test('a field path has names, positions and keys', () => {
  expect(parseFieldPath('spec.containers[0].ports[12].name')).toEqual(['spec', 'containers', 0, 'ports', 12, 'name']);
  expect(parseFieldPath('metadata.annotations[a.b/c]')).toEqual(['metadata', 'annotations', 'a.b/c']);
});

test.each([
  ['spec.replicas', 'replicas: three'],
  ['spec.template.metadata.labels', 'labels: {app: kubai}'],
  ['spec.template.spec.containers[0].image', 'image: luksa/kubia'],
  ['spec.template.spec.containers[0].ports[1].containerPort', '- containerPort: 99999'],
  ['metadata.labels[a.b/c]', 'labels: {app: kubia, "a.b/c": d}'],
  // Not in the text: the deepest part that is.
  ['spec.template.spec.containers[0].livenessProbe.httpGet.port', '- name: kubia'],
  ['spec.template.spec.containers[3].name', 'containers:'],
  ['status.replicas', 'apiVersion: v1'],
])('a refusal of %s stands at the line that caused it', (field, line) => {
  expect(lineOf(field)).toBe(line);
});

test('the right one of several documents is marked', () => {
  const status = failure(422, 'Invalid', 'no', { causes: [{ field: 'metadata.name', message: 'Invalid value' }] });
  expect(problemsOf(status, manifest(0))[0]?.range).toEqual({ line: 5, column: 3, endLine: 5, endColumn: 14 });
  expect(problemsOf(status, manifest(1))[0]?.range.line).toBe(10);
});

test('every cause of a refusal gets its own marker', () => {
  const causes = [
    { field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' },
    {
      field: 'spec.template.metadata.labels',
      message: 'Invalid value: {"app":"kubai"}: `selector` does not match template `labels`',
    },
  ];
  const problems = problemsOf(failure(422, 'Invalid', 'both', { causes }), manifest(1));
  expect(problems.map(({ range, message }) => [range.line, message])).toEqual([
    [13, 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    [18, 'spec.template.metadata.labels: Invalid value: {"app":"kubai"}: `selector` does not match template `labels`'],
  ]);
});

test('an unknown field is found in the text of a strict decoding error', () => {
  const message =
    'ReplicationController in version "v1" cannot be handled as a ReplicationController: strict decoding error: unknown field "spec.template.spec.containers[0].ports[1].nam"';
  expect(problemsOf(failure(400, 'BadRequest', message), manifest(1))).toEqual([
    {
      message,
      range: { line: 26, column: 11, endLine: 26, endColumn: 21 },
      source: 'server',
      field: 'spec.template.spec.containers[0].ports[1].nam',
    },
  ]);
});

test('a value of the wrong type is found behind the name of its Go struct', () => {
  const message =
    'ReplicationController in version "v1" cannot be handled as a ReplicationController: json: cannot unmarshal string into Go struct field ReplicationControllerSpec.spec.replicas of type int32';
  expect(lineText(problemsOf(failure(400, 'BadRequest', message), manifest(1))[0]?.range.line ?? 0)).toBe(
    'replicas: three',
  );
});

test('a refusal without a field stands at the head of the document', () => {
  expect(problemsOf(failure(409, 'Conflict', 'too late'), manifest(1))[0]?.range.line).toBe(7);
});

test('a warning that names a field stands at its line, one that names none stands nowhere', () => {
  const stored = 'kubeloop: spec.template.spec.containers[0].ports is stored but not simulated';
  const hidden = 'spec.replicas: something to think about';
  const marks = warningMarks([stored, hidden, 'v1 ComponentStatus is deprecated in v1.19+'], manifest(1));
  expect(marks.map(({ message, range, isWarning }) => [message, range.line, isWarning])).toEqual([
    [stored, 23, true],
    [hidden, 13, true],
  ]);
});
