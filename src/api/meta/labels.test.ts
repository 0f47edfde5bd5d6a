/** Label and field selectors as the API server and kubectl read them. */
import { expect, test } from 'vitest';
import { fieldsMatch, parseFieldSelector } from './fieldSelector';
import { parseLabelSelector } from './labelSelectorParser';
import { formatLabelSelector, labelSelectorMatches, matchesLabels, requirementsMatch } from './labels';

const objects: Readonly<Record<string, Record<string, string>>> = {
  a: { app: 'x', tier: 'front' },
  b: { app: 'x', tier: 'back' },
  c: { app: 'y', tier: 'front' },
  d: { app: 'y' },
  e: {},
};

test.each([
  ['app=x', 'ab'],
  ['app==x', 'ab'],
  ['app!=x', 'cde'],
  ['app', 'abcd'],
  ['!app', 'e'],
  ['app=x,tier=front', 'a'],
  ['app in (x, y),tier notin (back)', 'acd'],
  ['tier notin (front)', 'bde'],
  ['!tier,app', 'd'],
  ['app=', ''],
  ['app in ()', ''],
  ['app in (x,,)', 'ab'],
  ['', 'abcde'],
])('the selector "%s" finds the objects %s', (selector, names) => {
  const requirements = parseLabelSelector(selector);
  const found = Object.keys(objects).filter((name) => requirementsMatch(requirements, objects[name]));
  expect(found.join('')).toBe(names);
});

test.each([
  ['a===b', "unable to parse requirement: found '=', expected: identifier"],
  ['a in b', "unable to parse requirement: found 'b' expected: '('"],
  ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
  ['a=b,', "found '', expected: identifier after ','"],
  ['a=b=c', "found '=', expected: ',' or 'end of string'"],
])('the selector "%s" is refused in the words of the API server', (selector, message) => {
  expect(() => parseLabelSelector(selector)).toThrow(message);
});

test('a label key that begins with a dash is refused with the rule for names', () => {
  expect(() => parseLabelSelector('-x')).toThrow(
    'unable to parse requirement: <nil>: Invalid value: "-x": name part must consist of alphanumeric characters',
  );
});

test('an absent selector of an object selects nothing, an empty one everything', () => {
  expect(labelSelectorMatches(undefined, { a: 'b' })).toBe(false);
  expect(labelSelectorMatches({}, { a: 'b' })).toBe(true);
  expect(matchesLabels({ a: 'b' }, undefined)).toBe(false);
});

test('an object selector is written with its terms in the order of keys', () => {
  const selector = {
    matchLabels: { tier: 'web', app: 'x' },
    matchExpressions: [{ key: 'env', operator: 'In' as const, values: ['b', 'a'] }],
  };
  expect(formatLabelSelector(selector)).toBe('app=x,env in (a,b),tier=web');
});

test('field selectors know equality, inequality and several terms', () => {
  const terms = parseFieldSelector('status.phase==Running,metadata.name!=a');
  expect(terms).toEqual([
    { field: 'status.phase', operator: '=', value: 'Running' },
    { field: 'metadata.name', operator: '!=', value: 'a' },
  ]);
  expect(fieldsMatch(terms, (field) => (field === 'status.phase' ? 'Running' : 'b'))).toBe(true);
  expect(() => parseFieldSelector('foo')).toThrow("invalid selector: 'foo'; can't understand 'foo'");
});
