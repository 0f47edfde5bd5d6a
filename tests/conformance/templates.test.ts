/**
 * jsonpath, go-template and custom columns: what the printers of kubectl 1.36.3 itself made of the same templates and
 * objects. Of texts that end in a dump of the template and the object, the recording holds what stands before it.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { getFormats, printerFor } from '../../src/kubectl/printers/printFlags';
import { MemoryFiles } from '../../src/shell/memoryFiles';

interface Case {
  readonly object: string;
  readonly output: string;
  readonly failOnMissingKeys?: true;
  readonly out?: string;
  readonly err?: string;
}
const url = new URL('recordings/templates.json', import.meta.url);
const { objects, cases }: { objects: Record<string, object>; cases: readonly Case[] } = JSON.parse(
  readFileSync(url, 'utf8'),
);
const dump = / Printing more information[^]*/;

async function print({ object, output, failOnMissingKeys }: Case): Promise<Pick<Case, 'out' | 'err'>> {
  let out = '';
  try {
    const printer = await printerFor({
      output,
      formats: getFormats,
      files: new MemoryFiles({}),
      allowMissingTemplateKeys: failOnMissingKeys !== true,
    });
    printer.print(objects[object] ?? {}, { out: (text) => void (out += text) });
    return { out };
  } catch (error) {
    return { out: out.replace(dump, ''), err: error instanceof Error ? error.message.replace(dump, '') : '' };
  }
}

test.each(cases.map((each) => [each.output, each.object, each] as const))('-o %j of a %s', async (_, __, recorded) => {
  const { out = '', err = '' } = recorded;
  expect({ out: '', err: '', ...(await print(recorded)) }).toEqual({ out, err });
});

test('an error of a template ends in the template and the object', async () => {
  const object = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'x' }, n: 5 };
  const options = { formats: getFormats, files: new MemoryFiles({}), keepOrder: true };
  const byPath = await printerFor({ ...options, output: 'jsonpath={x}' });
  expect(() => byPath.print(object, { out: () => {} })).toThrow(
    `error executing jsonpath "{x}": Error executing template: unrecognized identifier x. Printing more information for debugging the template:
\ttemplate was:
\t\t{x}
\tobject given to jsonpath engine was:
\t\tmap[string]interface {}{"apiVersion":"v1", "kind":"ConfigMap", "metadata":map[string]interface {}{"name":"x"}, "n":5}


`,
  );
  let out = '';
  const byTemplate = await printerFor({ ...options, output: 'go-template=a{{index .n 1}}' });
  expect(() => byTemplate.print(object, { out: (text) => void (out += text) })).toThrow(
    'error executing template "a{{index .n 1}}": template: output:1:3: executing "output" at <index .n 1>: error calling index: can\'t index item of type int64',
  );
  expect(out).toBe(
    `aError executing template: template: output:1:3: executing "output" at <index .n 1>: error calling index: can't index item of type int64. Printing more information for debugging the template:
\ttemplate was:
\t\ta{{index .n 1}}
\traw data was:
\t\t{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"x"},"n":5}
\tobject given to template engine was:
\t\tmap[apiVersion:v1 kind:ConfigMap metadata:map[name:x] n:5]

`,
  );
});

test('templates and columns of files', async () => {
  const files = new MemoryFiles({ '/t': '{.kind}\n', '/c': 'A   B\n.kind .metadata.name\n', '/short': 'A\n' });
  const printed = async (output: string) => {
    let out = '';
    (await printerFor({ output, formats: getFormats, files })).print(objects.pod ?? {}, {
      out: (text) => void (out += text),
    });
    return out;
  };
  expect(await printed('jsonpath-file=/t')).toBe('Pod\n');
  expect(await printed('custom-columns-file=/c')).toBe('A     B\nPod   a\n');
  await expect(printed('custom-columns-file=/short')).rejects.toThrow('invalid template, missing spec line.');
  await expect(printed('jsonpath-file=/x')).rejects.toThrow(
    'error reading --template /x, open /x: no such file or directory',
  );
});
