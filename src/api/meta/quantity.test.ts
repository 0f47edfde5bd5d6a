/** Quantities, times, base64 and equality: values as the API spells them. */
import { expect, test } from 'vitest';
import { base64ErrorAt, decodeBase64, encodeBase64 } from './base64';
import { isDeepEqual } from './equality';
import { addQuantities, canonicalQuantity, compareQuantities, isQuantity, milliValue, wholeValue } from './quantity';
import { formatMicroTime, formatTime, parseTime, secondsBetween } from './time';

test.each([
  ['0.5', '500m'],
  ['1.0', '1'],
  ['1000m', '1'],
  ['1024Mi', '1Gi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['1000', '1k'],
  ['100', '100'],
  ['1e3', '1e3'],
  ['1500e0', '1500'],
  ['1E', '1E'],
  ['0', '0'],
  ['-1500m', '-1500m'],
  ['0.0000000001', '1n'],
  ['1.5', '1500m'],
  ['100M', '100M'],
  ['.5', '500m'],
])('the quantity %s is stored as %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected);
});

test('what is no quantity is refused', () => {
  for (const text of ['', 'x', '1 Gi', '1.2.3', '1mm', '1KiB', 'Mi']) expect(isQuantity(text)).toBe(false);
});

test('quantities compare and add by amount, not by spelling', () => {
  expect(compareQuantities('1', '1000m')).toBe(0);
  expect(compareQuantities('64Mi', '64M')).toBe(1);
  expect(addQuantities('500m', '0.5')).toBe('1');
  expect(addQuantities('64Mi', '64Mi')).toBe('128Mi');
  expect(milliValue('0.1')).toBe(100);
  expect(milliValue('1u')).toBe(1);
  expect(wholeValue('1Gi')).toBe(1073741824);
  expect(wholeValue('1500m')).toBe(2);
});

test('an instant is written with whole seconds or with microseconds, and read back', () => {
  const instant = Date.UTC(2026, 10, 21, 7, 54, 28, 250);
  expect(formatTime(instant)).toBe('2026-11-21T07:54:28Z');
  expect(formatMicroTime(instant)).toBe('2026-11-21T07:54:28.250000Z');
  expect(parseTime('2026-11-21T07:54:28.250000Z')).toBe(instant);
  expect(parseTime('2026-11-21T16:54:28+09:00')).toBe(Date.UTC(2026, 10, 21, 7, 54, 28));
  expect(parseTime('2026-02-29T00:00:00Z')).toBeNaN();
  expect(secondsBetween('2026-11-21T07:54:28Z', '2026-11-21T08:54:29Z')).toBe(3601);
});

test('every day from 1970 to 2100 is written as the calendar has it', () => {
  for (let day = 0; day < 47_500; day += 1) {
    const instant = day * 86_400_000 + 45_296_000;
    expect(formatTime(instant)).toBe(`${new Date(instant).toISOString().slice(0, 19)}Z`);
    expect(parseTime(formatTime(instant))).toBe(instant);
  }
});

test('base64 carries text of any script, and says where it breaks', () => {
  for (const text of ['', 'a', 'ab', 'abc', '한국어 🙂']) {
    expect(encodeBase64(text)).toBe(Buffer.from(text).toString('base64'));
    expect(decodeBase64(encodeBase64(text))).toBe(text);
  }
  expect(base64ErrorAt('abc$')).toBe(3);
  expect(base64ErrorAt('YQ=')).toBe(3);
  expect(base64ErrorAt('YQ==')).toBeUndefined();
});

test('objects are equal by content; an undefined field counts as absent', () => {
  expect(isDeepEqual({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(isDeepEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
  expect(isDeepEqual({ a: 1 }, { b: 1 })).toBe(false);
  expect(isDeepEqual([], {})).toBe(false);
  expect(isDeepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false);
});
