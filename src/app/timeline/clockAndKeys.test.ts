// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { clockText, isoDuration, shortClock } from './clockText';
import { pageKey } from './keys';

test.each([
  [0, '0:00.0'],
  [2_149, '0:02.1'],
  [792_400, '13:12.4'],
  [3_723_400, '1:02:03.4'],
  [-5, '0:00.0'],
])('after %i ms the clock shows %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test('axis and machines read the clock too', () => {
  expect(shortClock(792_999)).toBe('13:12');
  expect(isoDuration(792_400)).toBe('PT13M12.4S');
});

const press = (key: string, target: unknown = document.body, more = {}) =>
  pageKey({ key, ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, target, ...more });

test('keys belong to the page, unless something that is typed into has the focus', () => {
  expect([press(' '), press('.'), press(','), press('S'), press('s'), press('x')]).toEqual([
    'playPause',
    'step',
    'stepBack',
    'share',
    'share',
    undefined,
  ]);
  const button = document.createElement('button');
  expect([press(' ', button), press('.', button)]).toEqual([undefined, 'step']);
  for (const tag of ['input', 'textarea', 'select']) expect(press('.', document.createElement(tag))).toBeUndefined();
  expect(press('s', document.body, { ctrlKey: true })).toBeUndefined();
});
