/** Drawings as files, without a browser: what is shown when, and in which order it is painted. */
import { expect, test } from 'vitest';
import type { Drawing } from './drawing';
import { merged } from './svgFile';

const frame = (...shapes: string[]): Drawing => ({ width: 10, height: 10, shapes, defs: new Map() });

test('what stays is there once, and what comes in between is painted in between', () => {
  const { order, shownIn } = merged([frame('<a/>', '<c/>'), frame('<a/>', '<b/>', '<c/>'), frame('<b/>', '<c/>')]);
  expect(order).toEqual(['0 <a/>', '0 <b/>', '0 <c/>']);
  expect(shownIn.get('0 <a/>')).toEqual([0, 1]);
  expect(shownIn.get('0 <b/>')).toEqual([1, 2]);
  expect(shownIn.get('0 <c/>')).toEqual([0, 1, 2]);
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
