/** Drawings as files, without a browser: what is shown when, and in which order it is painted. */
import { expect, test } from 'vitest';
import type { Drawing } from './drawing';
import { merged, svgFile } from './svgFile';

const frame = (...shapes: string[]): Drawing => ({ width: 10, height: 10, shapes, defs: new Map() });

test('what stays is there once, and what comes in between is painted in between', () => {
  const { order, shownIn } = merged([frame('<a/>', '<c/>'), frame('<a/>', '<b/>', '<c/>'), frame('<b/>', '<c/>')]);
  expect(order).toEqual(['0 <a/>', '0 <b/>', '0 <c/>']);
  expect(shownIn.get('0 <a/>')).toEqual([0, 1]);
  expect(shownIn.get('0 <b/>')).toEqual([1, 2]);
  expect(shownIn.get('0 <c/>')).toEqual([0, 1, 2]);
});

test('a file is whole px wide and high, and its ground covers all of it', () => {
  const file = svgFile({ ...frame('<a/>'), width: 9.4, height: 19.6 }, { title: 'a < b', ground: 'transparent' });
  expect(file).toContain('width="10" height="20" viewBox="0 0 10 20"');
  expect(file).toMatch(/<rect width="10" height="20" fill="[^"]+"\/>\s*<a\/>/);
  expect(file).toContain('<title>a &lt; b</title>');
});

test('equal shapes of one frame are counted apart', () => {
  const { order, shownIn } = merged([frame('<a/>', '<a/>'), frame('<a/>')]);
  expect(order).toEqual(['0 <a/>', '1 <a/>']);
  expect(shownIn.get('0 <a/>')).toEqual([0, 1]);
  expect(shownIn.get('1 <a/>')).toEqual([0]);
});

test('what is new at the very front is painted first', () => {
  expect(merged([frame('<b/>'), frame('<a/>', '<b/>')]).order).toEqual(['0 <a/>', '0 <b/>']);
});
