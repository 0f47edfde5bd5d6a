import { expect, test } from 'vitest';
import { parseManifests } from './manifests';

const read = (text: string) => parseManifests(text, 'a.yaml');
const words = (text: string) =>
  read(text).map((entry) =>
    entry.type === 'manifest' ? `${entry.manifest.kind} ${entry.manifest.name}` : entry.problem.message,
  );

test('empty documents are skipped and lists are unfolded', () => {
  const text =
    '---\n---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod, metadata: {name: a}}\n- {apiVersion: v1, kind: Pod, metadata: {name: b}}\n---\n# nothing\n';
  expect(words(text)).toEqual(['Pod a', 'Pod b']);
});

test('an object without a namespace goes to default, a node goes nowhere', () => {
  const [pod, other, node] = read(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\n---\napiVersion: v1\nkind: Node\nmetadata: {name: node-1}\n',
  );
  expect(pod).toMatchObject({
    manifest: { namespace: 'default', object: { metadata: { name: 'a', namespace: 'default' } } },
  });
  expect(other).toMatchObject({ manifest: { namespace: 'kube-system' } });
  expect(node).toMatchObject({ manifest: { namespace: undefined, object: { metadata: { name: 'node-1' } } } });
});

test('words of YAML 1.1 are booleans, the last of two equal keys wins, a date stays text', () => {
  const [entry] = read(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {on: x, a: yes, b: 2001-12-14, c: 1}\nimmutable: off\nimmutable: on\n',
  );
  expect(entry).toMatchObject({
    manifest: { object: { data: { true: 'x', a: true, b: '2001-12-14', c: 1 }, immutable: true } },
  });
});

test('a syntax error ends the reading and is marked where it is', () => {
  const entries = read(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\n metadata:\n  name: b\n---\nkind: x\n',
  );
  expect(entries.map((entry) => entry.type)).toEqual(['manifest', 'problem']);
  expect(entries[1]).toMatchObject({ problem: { range: { line: 6 } } });
});

test('what cannot be sent is refused in the words of kubectl', () => {
  const ending = '; if you choose to ignore these errors, turn validation off with --validate=false';
  expect(words('kind: Pod\n')).toEqual([
    `error validating "a.yaml": error validating data: apiVersion not set${ending}`,
  ]);
  expect(words('a: b\n')).toEqual([
    `error validating "a.yaml": error validating data: [apiVersion not set, kind not set]${ending}`,
  ]);
  expect(words('just a sentence\n')).toEqual([
    `error validating "a.yaml": error validating data: invalid object to validate${ending}`,
  ]);
  expect(words('apiVersion: v1\nkind: Deployment\nmetadata: {name: web}\n')).toEqual([
    'resource mapping not found for name: "web" namespace: "" from "a.yaml": no matches for kind "Deployment" in version "v1"\nensure CRDs are installed first',
  ]);
  expect(words('apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n')).toEqual([
    'error: from web-: cannot use generate name with apply',
  ]);
});

test('JSON is read as well', () => {
  expect(words('{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}}')).toEqual(['Pod a']);
});

test('a name that YAML reads as a number or a boolean is refused as kubectl does', () => {
  const words1 = words('apiVersion: v1\nkind: Pod\nmetadata: {name: 5}\n');
  const words2 = words('apiVersion: v1\nkind: Pod\nmetadata: {name: off}\n');
  const ending = 'into Go struct field ObjectMeta.metadata.name of type string';
  expect(words1).toEqual([`unable to decode "a.yaml": json: cannot unmarshal number ${ending}`]);
  expect(words2).toEqual([`unable to decode "a.yaml": json: cannot unmarshal bool ${ending}`]);
});
