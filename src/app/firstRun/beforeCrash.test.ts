import { expect, test } from 'vitest';
import type { Command, Run } from '../../client/simulation';
import { beforeCrash } from './beforeCrash';

const fault = (atMs: number): Command => ({ atMs, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-1' } });
const run: Run = {
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: [],
  files: {},
  commands: [fault(1_000), fault(9_000)],
  untilMs: 12_000,
};

test('the restored run ends before what may have caused the crash', () => {
  expect(beforeCrash(run)).toMatchObject({ commands: [fault(1_000)], untilMs: 7_000 });
});

test('a run that crashed at once starts over', () => {
  expect(beforeCrash({ ...run, commands: [], untilMs: 300 })).toMatchObject({ commands: [], untilMs: 0 });
});

test('within a lesson the way back ends at its beginning', () => {
  expect(beforeCrash(run, 10_000)).toMatchObject({ commands: run.commands, untilMs: 10_000 });
  expect(beforeCrash({ ...run, atMs: 11_000 }, 10_000)).toMatchObject({ atMs: 10_000, untilMs: 12_000 });
});
