import { expect, test } from 'vitest';
import type { HistoryStatus, RunBranch } from './history';
import { connectWorker, type Port } from './messagePort';
import type { FromWorker } from './protocol';
import type { Command, Run, SimulationStatus } from './simulation';

type Frame = Extract<FromWorker, { readonly type: 'frame' }>;

const START = { version: 1, profile: 'v1.36', seed: 1, nodes: [], files: {} } as const;
const line = (atMs: number): Command => ({ atMs, type: 'line', text: `line at ${atMs}` });

/** A page's end of an engine that says what a test says. */
function engine() {
  const listeners: ((event: MessageEvent<FromWorker>) => void)[] = [];
  const port: Port = {
    postMessage: () => {},
    addEventListener: (type: string, listener: unknown) => {
      if (type === 'message') listeners.push(listener as (event: MessageEvent<FromWorker>) => void); // As its type says.
    },
  };
  const connection = connectWorker(port, START);
  const crashes: Run[] = [];
  connection.onCrash((_, run) => crashes.push(run));
  const tell = (data: FromWorker) => {
    for (const listener of listeners) listener({ data } as MessageEvent<FromWorker>); // All that a listener reads.
  };
  return { connection, crashes, tell };
}

function frame(now: number, history: HistoryStatus, more: Partial<Frame> = {}, why?: string): Frame {
  const status: SimulationStatus = {
    health: why === undefined ? { type: 'paused' } : { type: 'failed', why },
    profile: 'v1.36',
    now,
    startedAt: 0,
    speed: 1,
    waits: [],
    nodeFaults: {},
    broken: [],
    history,
  };
  return { type: 'frame', status, watches: [], streams: [], commands: [], ...more };
}

const main = { id: '1', name: 'main', untilMs: 30_000 };
const other = { id: '2', name: 'delete pod x', from: { id: '1', atMs: 10_000 }, untilMs: 12_000 };

test('after a crash there is the run with all its branches, standing where it stood', () => {
  const { crashes, tell } = engine();
  const alone = { branch: '1', branches: [main], keptBytes: 0 };
  tell(frame(30_000, alone, { commands: [line(0), line(20_000)] }));
  const branches: RunBranch[] = [
    { ...main, commands: [line(0), line(20_000)] },
    { ...other, commands: [line(0), line(10_000)] },
  ];
  const both = { branch: '2', branches: [main, other], keptBytes: 0 };
  tell(frame(12_000, both, { commands: [line(0), line(10_000)], isNewRun: true, branches }));
  tell(frame(12_000, both, { commands: [line(12_000)] }));
  tell(frame(11_000, both, {}, 'a bug'));
  expect(crashes).toEqual([
    {
      ...START,
      commands: [line(0), line(10_000), line(12_000)],
      untilMs: 12_000,
      atMs: 11_000,
      branch: '2',
      branches: [branches[0], { ...branches[1], commands: [line(0), line(10_000), line(12_000)] }],
    },
  ]);
});

test('a run that has gone straight on is as it always was', () => {
  const { crashes, tell } = engine();
  const alone = { branch: '1', branches: [main], keptBytes: 0 };
  tell(frame(30_000, alone, { commands: [line(0)] }, 'a bug'));
  expect(crashes).toEqual([{ ...START, commands: [line(0)], untilMs: 30_000 }]);
});

test('what has not changed stays the same object on its way over the channel, part by part', () => {
  const { connection, tell } = engine();
  const seen: SimulationStatus[] = [];
  connection.simulation.onStatus((status) => seen.push(status));
  const history = () => ({ branch: '1', branches: [{ ...main }], keptBytes: 0 });
  const told = (now: number, keptBytes: number, isDone: boolean) => {
    const { status, ...rest } = frame(now, { ...history(), keptBytes });
    if (status !== undefined)
      tell({ ...rest, status: { ...status, lesson: { checks: [{ id: 'a', holds: isDone }] } } });
  };
  told(30_000, 0, false);
  told(31_000, 0, false);
  told(32_000, 1, true);
  const [first, second, third] = seen;
  expect(second?.now).toBe(31_000);
  for (const part of ['history', 'lesson', 'health', 'broken', 'nodeFaults'] as const)
    expect(second?.[part], part).toBe(first?.[part]);
  expect(third?.history?.keptBytes).toBe(1);
  expect(third?.lesson?.checks[0]?.holds).toBe(true);
  expect(third?.health).toBe(first?.health);
});
