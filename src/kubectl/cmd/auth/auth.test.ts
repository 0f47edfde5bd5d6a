import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';
import { compactRules, resourcesText } from './accessRules';

test('the administrator may do everything; warnings come all the same', async () => {
  const run = await testKubectl();

  expect(await run('kubectl auth can-i create pods')).toBe('yes');
  expect(await run('kubectl auth can-i create pods -q')).toBe('');
  expect(await run('kubectl auth can-i frob nodes')).toBe(
    "Warning: resource 'nodes' is not namespace scoped\n\nWarning: verb 'frob' is not a known verb\n\nyes",
  );
  expect(await run('kubectl auth can-i get nosuch.apps')).toBe(
    "Warning: the server doesn't have a resource type 'nosuch' in group 'apps'\n\nyes",
  );
});

test.each([
  [
    'can-i',
    "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
  ],
  ['can-i --list pods', 'error: list option must be specified with no arguments'],
  ['can-i get /logs --subresource=x', 'error: --subresource can not be used with NonResourceURL'],
  ['can-i get pods --no-headers', 'error: --no-headers cannot be set without --list specified'],
  ['reconcile', 'error: must specify one of -f and -k'],
])('auth %s is refused', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl auth ${words}`)).toBe(`${message}\n[exit 1]`);
});

test('rules are broken down, put together by resource, and ordered by their text', () => {
  const rules = compactRules([
    { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods/log'] },
    { verbs: ['*'], nonResourceURLs: ['/api'] },
    { verbs: ['watch'], apiGroups: ['apps'], resources: ['pods/log'] },
  ]);
  expect(rules.map((rule) => [resourcesText(rule), rule.nonResourceURLs, rule.verbs])).toEqual([
    ['', ['/api'], ['*']],
    ['pods.apps/log', undefined, ['get', 'list', 'watch']],
    ['pods/log', undefined, ['get', 'list']],
  ]);
});
