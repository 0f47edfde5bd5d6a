import { expect, test } from 'vitest';
import type { Simulation } from '../../client/simulation';
import { tryFragment } from './openFragment';
import { shareStore } from './shareStore';

/** Nothing is asked of it: these links name nothing. */
const simulation = {} as Simulation;

test('while a link is being opened the page knows, and no longer', async () => {
  const opening = tryFragment(simulation, '#/s/nosuch');
  expect(shareStore.getState().isOpening).toBe(true);
  expect(await opening).toEqual({ type: 'noLesson', name: 'nosuch' });
  expect(shareStore.getState().isOpening).toBe(false);
});

test('an address without a link opens nothing', async () => {
  const opening = tryFragment(simulation, '');
  expect(shareStore.getState().isOpening).toBe(false);
  expect(await opening).toBe(false);
});
