import { expect, test } from 'vitest';
import type { Command, Run } from '../../client/simulation';
import { decodeFragment } from './codec';
import { compact } from './compact';
import { emptyRun, linkOf, numbersFrom, randomRun } from './randomRuns';

/** `run` with futures that share what was done first, standing somewhere in one of them. */
function branched(run: Run, seed: number): Run {
  const next = numbersFrom(seed);
  const branches = [{ id: '1', name: 'main', untilMs: run.untilMs, commands: run.commands }];
  for (let count = 2 + next(3); count > 1; count -= 1) {
    const of = branches[next(branches.length)] ?? { id: '1', commands: run.commands };
    const begun = of.commands.slice(0, next(of.commands.length + 1));
    const atMs = begun.at(-1)?.atMs ?? 0;
    const more: Command = { atMs: atMs + next(9_000), type: 'line', text: `k delete pod ${count}` };
    const commands = next(4) === 0 ? begun : [...begun, more];
    const untilMs = (commands.at(-1)?.atMs ?? 0) + next(50_000);
    const branch = {
      id: String(branches.length + 1),
      name: `파드 ${count}`,
      ...(next(3) === 0 ? { isNamed: true as const } : {}),
      from: { id: of.id, atMs },
      untilMs,
      commands,
    };
    branches.push(branch);
  }
  const { id, commands, untilMs } = branches[next(branches.length)] ?? { id: '', commands: [], untilMs: 0 };
  return { ...run, commands, untilMs, branches, branch: id, ...(next(2) === 0 ? {} : { atMs: next(untilMs + 1) }) };
}

test('every run comes out of its link with all its futures, and stands where it stood', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const run = branched(randomRun(seed), seed);
    const content = decodeFragment(linkOf(run));
    expect({ seed, content }).toEqual({ seed, content: { type: 'run', run } });
  }
}, 60_000);

test('what several futures share is written once', () => {
  const text = 'kubectl annotate pod kubia-x note=abcdefghijklmnopqrstuvwxyz0123456789';
  const commands = Array.from(
    { length: 30 },
    (_, index): Command => ({ atMs: index, type: 'line', text: text + index }),
  );
  const run: Run = { ...emptyRun, commands, untilMs: 100 };
  const fork = { id: '2', name: 'other', from: { id: '1', atMs: 30 }, untilMs: 90, commands };
  const branches = [{ id: '1', name: 'main', untilMs: 100, commands }, fork];
  const grown = linkOf({ ...run, branches, branch: '1' }).length - linkOf(run).length;
  expect(grown).toBeLessThan(80);
});

test('who named a branch is told behind what older builds read of it', () => {
  const main = { id: '1', name: 'main', untilMs: 100, commands: [] };
  const fork = {
    id: '2',
    name: '조용히',
    isNamed: true,
    from: { id: '1', atMs: 30 },
    untilMs: 90,
    commands: [],
  } as const;
  const written = compact({ ...emptyRun, untilMs: 100, branches: [main, fork], branch: '1' }).b?.[1];
  expect(written).toEqual(['2', '조용히', ['1', 30, 1], 90, 0, 0, []]);
});

test('a link whose branches contradict each other is no run', () => {
  const main = { id: '1', name: 'main', untilMs: 0, commands: [] };
  const wrong = [
    { branches: [main], branch: '2' },
    { branches: [main, main], branch: '1' },
    { branches: [main, { ...main, id: '2' }], branch: '1' },
  ];
  for (const each of wrong) {
    expect(decodeFragment(linkOf({ ...emptyRun, ...each }))).toMatchObject({ problem: { type: 'notARun' } });
  }
});
