// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import type { Run } from '../../client/simulation';
import { commandStore } from '../timeline/commandStore';
import { openRun } from './openRun';

test('a run that was opened and stands still shows what was done in it', async () => {
  const run: Run = {
    ...({ v: 1, engine: 'test', profile: 'v1.36', seed: 1, nodes: [], t: 10_000 } as unknown as Run), // Nothing of it is looked at.
    files: {},
    commands: [{ atMs: 9_500, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-2' } }],
  };
  let loaded: Run | undefined;
  await openRun(
    {
      load: async (given) => {
        loaded = given;
        return [];
      },
      exportRun: async () => loaded ?? { ...run, commands: [] },
      lesson: async () => ({ checks: [] }) as never,
    },
    run,
  );
  expect(commandStore.getState().commands).toEqual(run.commands);
});
