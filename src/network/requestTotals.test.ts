import { expect, test } from 'vitest';
import type { RequestTotal } from '../client/traffic';
import { AppendLog } from '../sim/appendLog';
import { CowMap } from '../sim/cowMap';
import { RequestTotals } from './requestTotals';

test('requests are counted up, with one count for every second that has any', () => {
  const totals = new RequestTotals(new CowMap<RequestTotal>(), new AppendLog<RequestTotal>(10));
  expect(totals.list()).toEqual([]);
  totals.add(1_200, 1, 0);
  totals.add(1_900, 10, 4);
  totals.add(7_000, 2, 2);
  expect(totals.list()).toEqual([
    { at: 1_000, requests: 11, failed: 4 },
    { at: 7_000, requests: 13, failed: 6 },
  ]);
});
