import { expect, test } from 'vitest';
import {
  cardDensity,
  dockHeight,
  isPanelShown,
  isTopBarShown,
  lanesHeight,
  layoutSize,
  terminalFillsDock,
} from './layoutSize';

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

test('an open terminal has ten lines also where the lanes are low or folded', () => {
  const open = { files: true, inspector: true, dock: true, terminal: true };
  expect(dockHeight('wide', 900, open)).toBe(216);
  expect(dockHeight('narrow', 700, open)).toBe(200);
  expect(dockHeight('narrow', 360, open)).toBe(130);
  expect(dockHeight('wide', 900, { ...open, dock: false })).toBe(200);
  expect(dockHeight('wide', 900, { ...open, dock: false, terminal: false })).toBe(0);
  expect([terminalFillsDock('wide'), terminalFillsDock('narrow')]).toEqual([false, true]);
});

test('slides and narrow canvases get cards that are read without zooming out', () => {
  expect(cardDensity('embed', 1400)).toBe('mid');
  expect(cardDensity('wide', 812)).toBe('full');
  expect(cardDensity('medium', 648)).toBe('mid');
});

test('files and inspector stand side by side only on a wide page', () => {
  const open = { files: true, inspector: true, dock: true, terminal: false };
  const shown = (size: 'wide' | 'medium' | 'narrow', asked: 'files' | 'inspector' | undefined) =>
    (['files', 'inspector'] as const).filter((panel) => isPanelShown(panel, size, { open, asked }));
  expect(shown('wide', undefined)).toEqual(['files', 'inspector']);
  expect(shown('medium', undefined)).toEqual(['inspector']);
  expect(shown('medium', 'files')).toEqual(['files']);
  expect(shown('narrow', undefined)).toEqual([]);
  expect(shown('narrow', 'inspector')).toEqual(['inspector']);
});

test('in a low window an open terminal takes the place of the top bar, not of the graph', () => {
  const open = { files: true, inspector: true, dock: true };
  expect(isTopBarShown(360, { ...open, terminal: true })).toBe(false);
  expect(isTopBarShown(360, { ...open, terminal: false })).toBe(true);
  expect(isTopBarShown(700, { ...open, terminal: true })).toBe(true);
});
