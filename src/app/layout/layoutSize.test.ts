import { expect, test } from 'vitest';
import { cardDensity, lanesHeight, layoutSize } from './layoutSize';

test.each([
  [1440, 900, false, 'wide'],
  [1279, 900, false, 'medium'],
  [640, 360, false, 'narrow'],
  [390, 844, false, 'phone'],
  [320, 240, false, 'tiny'],
  [640, 360, true, 'embed'],
  [320, 240, true, 'tiny'],
  [1440, 900, true, 'embed'],
] as const)('a page of %i x %i (embedded: %s) is %s', (width, height, embed, size) => {
  expect(layoutSize({ width, height }, embed)).toBe(size);
});

test('a low window keeps its room for the graph', () => {
  expect(lanesHeight('narrow', 360)).toBe(0);
  expect(lanesHeight('wide', 900)).toBe(216);
});

test('slides get cards in bigger type', () => {
  expect(cardDensity('embed')).toBe('mid');
  expect(cardDensity('wide')).toBe('full');
});
