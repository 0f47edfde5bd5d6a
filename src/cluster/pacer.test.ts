import { expect, test } from 'vitest';
import { Pacer } from './pacer';

test('time stands until it is played and runs at the chosen speed', () => {
  const pacer = new Pacer();
  pacer.rebase(0, 1_000);
  expect(pacer.target(5_000)).toBe(1_000);
  pacer.set({ playing: true, speed: 60 }, 5_000, 1_000);
  expect(pacer.target(5_100)).toBe(7_000);
  pacer.set({ speed: 1 }, 5_100, 7_000);
  expect(pacer.target(5_200)).toBe(7_100);
  pacer.set({ playing: false }, 5_200, 7_100);
  expect(pacer.target(9_000)).toBe(7_100);
});
