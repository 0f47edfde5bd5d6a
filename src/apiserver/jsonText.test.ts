import { expect, test } from 'vitest';
import { parseJson } from './jsonText';
import { testServer } from './testServer';

const lists = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const objects = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

test.each([
  ['lists', lists(10_001), "invalid character '[' exceeded max depth"],
  ['objects', objects(10_001), "invalid character '{' exceeded max depth"],
  ['half a million lists that nobody closes', '['.repeat(500_000), "invalid character '[' exceeded max depth"],
  ['brackets in a text', `{"a":"${'['.repeat(20_000)}"}`, undefined],
  ['as deep as it goes', lists(10_000), undefined],
  ['objects as deep as they go', objects(10_000), undefined],
  ['many beside one another', `[${'[],'.repeat(20_000)}[]]`, undefined],
])('%s', (_what, text, expected) => {
  if (expected === undefined) expect(parseJson(text)).toBeDefined();
  else expect(() => parseJson(text)).toThrow(new SyntaxError(expected));
});

test('a mistake before the depth is told first', () => {
  const parse = () => parseJson(`{"a" 1 "b":${lists(10_001)}}`);
  expect(parse).toThrow(SyntaxError);
  expect(parse).not.toThrow('exceeded max depth');
});

test('an object that goes too deep is refused as a real server refuses it', async () => {
  const { send } = await testServer();
  const text = `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"deep"},"foo":${lists(500_000)}}`;
  const { code, body } = await send('POST', '/api/v1/namespaces/demo/configmaps', text, 'application/json');
  expect(code).toBe(400);
  expect(body).toMatchObject({
    reason: 'BadRequest',
    message:
      'the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: invalid character \'[\' exceeded max depth ({"apiVersion":"v1","kind":"Con ...)',
  });
});

test.each([
  ['application/merge-patch+json', (value: string) => `{"data":{"a":${value}}}`, 'error decoding patch: '],
  ['application/strategic-merge-patch+json', (value: string) => `{"data":{"a":${value}}}`, ''],
  [
    'application/json-patch+json',
    (value: string) => `[{"op":"add","path":"/data/y","value":${value}}]`,
    'error decoding patch: ',
  ],
])('a patch that goes too deep, %s', async (type, text, prefix) => {
  const { send } = await testServer();
  await send('POST', '/api/v1/namespaces/demo/configmaps', { metadata: { name: 'a' }, data: { x: '1' } });
  const { code, body } = await send('PATCH', '/api/v1/namespaces/demo/configmaps/a', text(lists(10_001)), type);
  expect(code).toBe(400);
  expect(body).toMatchObject({ message: `${prefix}invalid character '[' exceeded max depth`, reason: 'BadRequest' });
});

test('what cannot be read is shown by its first thirty bytes', async () => {
  const { send } = await testServer();
  const shown = async (text: string) => {
    const { body } = await send('POST', '/api/v1/namespaces/demo/configmaps', text, 'application/json');
    return /\((?!must)([^()]*)\)$/.exec((body as { readonly message: string }).message)?.[1];
  };
  expect(await shown(`{"a":"${'x'.repeat(24)}`)).toBe(`{"a":"${'x'.repeat(24)}`);
  expect(await shown(`{"a":"${'x'.repeat(25)}`)).toBe(`{"a":"${'x'.repeat(24)} ...`);
  expect(await shown(`{"a":"${'x'.repeat(23)}éé`)).toBe(`{"a":"${'x'.repeat(23)}\ufffd ...`);
  expect(await shown(`[${' '.repeat(3_000_000)}`)).toBe(`5b${'20'.repeat(29)} ...`);
});
