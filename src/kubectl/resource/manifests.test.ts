import { expect, test } from 'vitest';
import { readManifests } from './manifests';

/** What kubectl says of the first thing that is wrong with `lines`. */
function problemOf(lines: readonly string[], validate = true): string | undefined {
  const found = readManifests(`${lines.join('\n')}\n`, 'STDIN', validate).find(({ type }) => type === 'problem');
  return found?.type === 'problem' ? found.message : undefined;
}

const pod = (...lines: readonly string[]) => ['apiVersion: v1', 'kind: Pod', ...lines];
const yaml = (words: string) => `error parsing STDIN: error converting YAML to JSON: yaml: ${words}`;

/** Recorded from kubectl 1.36.3. */
test.each<readonly [string, readonly string[], string]>([
  ['a tab as indentation', pod('metadata:', '\tname: a'), yaml('line 4: found character that cannot start any token')],
  [
    'a key too far left',
    pod('metadata:', '  name: a', ' labels:', '    app: a'),
    yaml('line 4: did not find expected key'),
  ],
  [
    'a key too far right',
    pod('metadata:', '  name: a', '   labels: {}'),
    yaml('line 5: mapping values are not allowed in this context'),
  ],
  [
    'a colon without blank',
    ['apiVersion: v1', 'kind:Pod', 'metadata:', '  name: a'],
    yaml("line 3: could not find expected ':'"),
  ],
  [
    'a colon too many',
    pod('metadata:', '  name: a: b'),
    yaml('line 4: mapping values are not allowed in this context'),
  ],
  [
    'a dash without blank',
    pod('metadata:', '  name: a', 'spec:', '  containers:', '  -name: c', '    image: nginx'),
    yaml('line 8: mapping values are not allowed in this context'),
  ],
  ['an item where a map goes on', pod('metadata:', '  name: a', '  - x'), yaml('line 4: did not find expected key')],
  ['an unclosed quote', pod('metadata:', '  name: "a', 'spec: {}'), yaml('line 6: found unexpected end of stream')],
  ['an unclosed bracket', pod('metadata: {name: a', 'spec: {}'), yaml("line 3: did not find expected ',' or '}'")],
  ['an unclosed list', pod('metadata: {name: a}', 'spec: ['), yaml('line 4: did not find expected node content')],
  [
    'a sign that starts no scalar',
    pod('metadata:', '  name: @a'),
    yaml('line 4: found character that cannot start any token'),
  ],
  ['an unknown anchor', pod('metadata:', '  name: *a'), yaml("unknown anchor 'a' referenced")],
  [
    'an unquoted schedule',
    pod('metadata:', '  name: */5 * * * *'),
    yaml('line 4: did not find expected alphabetic or numeric character'),
  ],
  ['words after the sign of a block', pod('metadata: |x'), yaml('line 3: did not find expected comment or line break')],
  ['an unknown escape', pod('metadata: {name: "a\\q"}'), yaml('line 3: found unknown escape character')],
  ['a map as a key', pod('? {a: b}: c'), yaml('invalid map key: map[interface {}]interface {}{"a":"b"}')],
  ['words after the separator', ['--- x'], 'error parsing STDIN: invalid Yaml document separator: x'],
  ['JSON that is cut off', ['{"apiVersion": "v1"'], 'error parsing STDIN: unexpected EOF'],
  [
    'JSON without a comma',
    ['{"apiVersion": "v1", "kind": "ConfigMap" "metadata": {"name": "json"}}'],
    `error parsing STDIN: json: offset 42: invalid character '"' after object key:value pair`,
  ],
])('%s', (_, lines, message) => {
  expect(problemOf(lines)).toBe(message);
});

const validating = (words: string) =>
  `error validating "STDIN": error validating data: ${words}; if you choose to ignore these errors, turn validation off with --validate=false`;
const decoding = (words: string) => `unable to decode "STDIN": json: cannot unmarshal ${words}`;

test.each<readonly [readonly string[], string]>([
  [['metadata: {name: a}'], validating('[apiVersion not set, kind not set]')],
  [['kind: Pod'], validating('apiVersion not set')],
  [['apiVersion: v1'], validating('kind not set')],
  [['just a sentence'], validating('invalid object to validate')],
  [
    pod('metadata:', '  name:a'),
    decoding('string into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta'),
  ],
  [pod('metadata: {name: 5}'), decoding('number into Go struct field ObjectMeta.metadata.name of type string')],
  [pod('metadata: {name: off}'), decoding('bool into Go struct field ObjectMeta.metadata.name of type string')],
  [
    pod('metadata: {name: a, labels: {n: 5}}'),
    decoding('number into Go struct field ObjectMeta.metadata.labels of type string'),
  ],
  [
    pod('metadata: {name: a, labels: [a]}'),
    decoding('array into Go struct field ObjectMeta.metadata.labels of type map[string]string'),
  ],
])('%j is refused before a server is asked', (lines, message) => {
  expect(problemOf(lines)).toBe(message);
});

test('without validation a missing kind is told with the object', () => {
  expect(problemOf(['metadata: {name: a}'], false)).toBe(
    `unable to decode "STDIN": Object 'Kind' is missing in '{"metadata":{"name":"a"}}'`,
  );
});

function objectOf(...lines: readonly string[]): unknown {
  const [found] = readManifests(`${lines.join('\n')}\n`, 'STDIN', true);
  return found?.type === 'object' ? found.object : found;
}

test('words of YAML 1.1 are booleans, also as keys; numbers may be octal or hexadecimal; times stay text', () => {
  expect(
    objectOf(...pod('data: {y: yes, on: off, n: 0120, a: 0x50, b: 1e3, c: 2026-01-01, d: 12:30, e: ~}')),
  ).toMatchObject({
    data: { true: false, false: 80, a: 80, b: 1000, c: '2026-01-01', d: '12:30', e: null },
  });
});

test('the last of two equal keys wins, anchors are followed, JSON may be sloppy', () => {
  expect(objectOf(...pod('metadata: {name: a, name: b}', 'data: {a: &x one, b: *x}'))).toMatchObject({
    metadata: { name: 'b' },
    data: { a: 'one', b: 'one' },
  });
  expect(objectOf('{"apiVersion": "v1", kind: Pod, "metadata": {"name": \'json\'},}')).toMatchObject({ kind: 'Pod' });
});

test('empty documents are passed over, and a syntax error ends the reading', () => {
  const text = [
    '---',
    ...pod('metadata: {name: a}'),
    '---',
    '---',
    '# nothing',
    '---',
    ...pod('a: ['),
    '---',
    ...pod(),
  ];
  expect(readManifests(`${text.join('\n')}\n`, 'STDIN', true).map(({ type }) => type)).toEqual(['object', 'problem']);
});
