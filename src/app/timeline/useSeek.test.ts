import { expect, test } from 'vitest';
import type { HistoryAsk } from '../../client/history';
import type { Simulation } from '../../client/simulation';
import { secondOf, seekOf } from './useSeek';

test('while one seek is on its way only the last of those asked for since is kept', async () => {
  const asked: number[] = [];
  const gates: (() => void)[] = [];
  const history = async (ask: HistoryAsk) => {
    if (ask.type === 'seek') asked.push(ask.to.atMs);
    await new Promise<void>((go) => gates.push(go));
  };
  const seek = seekOf({ history } as Simulation); // It does nothing else.
  const stands = seek({ atMs: 1_000 });
  await Promise.resolve();
  await Promise.resolve();
  for (const atMs of [2_000, 3_000, 4_000]) void seek({ atMs });
  expect(asked).toEqual([1_000]);
  gates.shift()?.();
  await expect.poll(() => asked).toEqual([1_000, 4_000]);
  gates.shift()?.();
  await stands;
  expect(asked).toEqual([1_000, 4_000]);
});

test('a stamp that is cut to seconds leads to the end of its second', () => {
  expect(secondOf(Date.parse('2026-01-01T00:03:20Z'))).toBe(Date.parse('2026-01-01T00:03:20.999Z'));
});
