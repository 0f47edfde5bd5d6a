/** What `-o json`, yaml, kyaml and name print, compared with texts of a real kubectl 1.36.3. */
import { expect, test } from 'vitest';
import type { FileSystem } from '../environment';
import { withDryRun } from './name';
import { getFormats, type PrintOptions, printFormats, printerFor } from './printFlags';

const files: FileSystem = {
  read: () => Promise.reject(new Error('no files here')),
  write: () => Promise.reject(new Error('no files here')),
  list: () => Promise.resolve([]),
  isFolder: () => Promise.resolve(false),
  remove: () => Promise.resolve(),
};

async function printed(output: string, objects: readonly object[], options: Partial<PrintOptions> = {}) {
  const printer = await printerFor({ output, files, formats: printFormats, ...options });
  let text = '';
  for (const object of objects) printer.print(object, { out: (part) => void (text += part) }, 'created');
  return text;
}

const configMap = {
  kind: 'ConfigMap',
  apiVersion: 'v1',
  metadata: { name: 'cm', managedFields: [{ manager: 'kubectl' }] },
  data: { b: 'two', a10: 'x', a2: '', html: '<b>&</b>', n: '08', lines: 'one\n two\n' },
};

test('JSON has sorted keys, four blanks, escapes of HTML, and no managed fields', async () => {
  expect(await printed('json', [configMap])).toBe(`{
    "apiVersion": "v1",
    "data": {
        "a10": "x",
        "a2": "",
        "b": "two",
        "html": "\\u003cb\\u003e\\u0026\\u003c/b\\u003e",
        "lines": "one\\n two\\n",
        "n": "08"
    },
    "kind": "ConfigMap",
    "metadata": {
        "name": "cm"
    }
}
`);
});

test('typed objects keep the order of their fields, but their maps are sorted', async () => {
  const text = await printed('json', [configMap], { keepOrder: true });
  expect(text.replace(/\s+/g, '')).toMatch(/^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{.*"data":\{"a10":"x"/);
});

test('managed fields are shown when they are asked for', async () => {
  expect(await printed('yaml', [configMap], { showManagedFields: true })).toContain('- manager: kubectl');
});

test('YAML quotes what would be no text, writes lines as blocks, and orders numbers in keys', async () => {
  expect(await printed('yaml', [configMap, { kind: 'X', items2: [] }])).toBe(`apiVersion: v1
data:
  a2: ""
  a10: x
  b: two
  html: <b>&</b>
  lines: |
    one
     two
  "n": "08"
kind: ConfigMap
metadata:
  name: cm
---
items2: []
kind: X
`);
});

test.each([
  ['2026-11-21T08:14:22Z', '"2026-11-21T08:14:22Z"'],
  ['2026-13-21', '2026-13-21'],
  ['12:30', '"12:30"'],
  ['0x1f', '"0x1f"'],
  ['1_000', '"1_000"'],
  ['500m', '500m'],
  ['1e400', '1e400'],
  ['null', '"null"'],
  ['off', '"off"'],
  ['Offline', 'Offline'],
  ['a: b', "'a: b'"],
  ['a:b', 'a:b'],
  ['- a', "'- a'"],
  ['-a', '-a'],
  ["it's", "it's"],
  ["'quoted'", "'''quoted'''"],
  [' blank', "' blank'"],
  ['tab\there', '"tab\\there"'],
  ['end \nof line', '"end \\nof line"'],
  ['no end\nof line', '|-\n  no end\n  of line'],
  ['ends\n\n', '|+\n  ends\n'],
  [' indented\n', '|2\n   indented'],
  ['한글', '한글'],
  ['😀', '"\\U0001F600"'],
  ['{{.x}}', "'{{.x}}'"],
  ['%d', "'%d'"],
  ['a #b', "'a #b'"],
  ['a#b', 'a#b'],
  ['', '""'],
])('the text %j is %s in YAML', async (text, spelled) => {
  expect(await printed('yaml', [{ v: text }])).toBe(`v: ${spelled}\n`);
});

test('a long text is wrapped at the first blank after column 80', async () => {
  const sentence = 'containers with unready status and so on '.repeat(4).trim();
  expect(await printed('yaml', [{ message: sentence }])).toBe(
    'message: containers with unready status and so on containers with unready status and\n' +
      '  so on containers with unready status and so on containers with unready status and\n  so on\n',
  );
});

test('a key of more than 128 bytes stands behind a question mark', async () => {
  const key = 'k'.repeat(129);
  expect(await printed('yaml', [{ data: { [key]: ['a'] } }])).toBe(`data:\n  ? ${key}\n  : - a\n`);
});

test('KYAML has braces, quotes and commas everywhere', async () => {
  expect(await printed('kyaml', [configMap])).toBe(`---
{
  apiVersion: "v1",
  data: {
    a10: "x",
    a2: "",
    b: "two",
    html: "<b>&</b>",
    lines: "\\
       one\\n\\
      \\ two\\n\\
      ",
    "n": "08",
  },
  kind: "ConfigMap",
  metadata: {
    name: "cm",
  },
}
`);
});

test('without -o a verb says what it did, with -o name only to what', async () => {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } };
  expect(await printed('', [deployment])).toBe('deployment.apps/web created\n');
  expect(await printed('name', [{ kind: 'List', items: [deployment, configMap] }])).toBe(
    'deployment.apps/web\nconfigmap/cm\n',
  );
  expect(withDryRun('created', 'server')).toBe('created (server dry run)');
  expect(withDryRun('created', 'client')).toBe('created (dry run)');
});

test('formats are known in any case, except those with a text; unknown ones name the allowed', async () => {
  expect(await printed('JSON', [{ a: 1 }])).toBe('{\n    "a": 1\n}\n');
  await expect(printed('table', [], { formats: getFormats })).rejects.toThrow(
    'unable to match a printer suitable for the output format "table", allowed formats are: custom-columns,' +
      'custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,' +
      'template,templatefile,wide,yaml',
  );
});
