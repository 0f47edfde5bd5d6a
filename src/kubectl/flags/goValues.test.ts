import { expect, test } from 'vitest';
import { parseCsv, parseDurationMs, parseInteger } from './goValues';

test.each([
  ['a,b', ['a', 'b']],
  ['', []],
  [',', ['', '']],
  ['"a,b",c', ['a,b', 'c']],
  ['"a ""b"""', ['a "b"']],
  ['"a"', ['a']],
])('%s is a line of CSV', (text, fields) => {
  expect(parseCsv(text)).toEqual(fields);
});

test('a quote in the wrong place is named by its column', () => {
  expect(() => parseCsv('a"b')).toThrow('parse error on line 1, column 2: bare " in non-quoted field');
  expect(() => parseCsv('"a"b')).toThrow('extraneous or missing " in quoted-field');
});

test.each([
  ['010', 8],
  ['0b11', 3],
  ['-0x1F', -31],
  ['1_000', 1000],
  ['+7', 7],
])('%s is a number', (text, value) => {
  expect(parseInteger(text, 64)).toBe(value);
});

test.each(['', '1__0', '1_', 'ten', '08', '1.5', ' 1'])('%j is no number', (text) => {
  expect(() => parseInteger(text, 64)).toThrow('invalid syntax');
});

test.each([
  ['0', 0],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['100us', 0.1],
  ['-1m30s', -90_000],
])('%s is a duration', (text, ms) => {
  expect(parseDurationMs(text)).toBe(ms);
});

test.each([
  ['', 'time: invalid duration ""'],
  ['x', 'time: invalid duration "x"'],
  ['5', 'time: missing unit in duration "5"'],
  ['5d', 'time: unknown unit "d" in duration "5d"'],
])('%j is no duration', (text, message) => {
  expect(() => parseDurationMs(text)).toThrow(message);
});
