import { expect, test } from 'vitest';
import { headerLine, journalLine, readJournal, runOfJournal, type RunStart } from './runJournal';
import type { Command } from './simulation';

const start: RunStart = {
  version: 1,
  profile: 'v1.36',
  seed: 7,
  startedAt: 1_800_000_000_000,
  controllers: ['*', '-replicaset'],
  nodes: [{ name: 'worker-1', cpu: 4, memory: '8Gi', pods: 110 }],
  files: { 'a.yaml': 'kind: Pod\n' },
};
const first: Command = { atMs: 5, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-1' } };
const second: Command = { atMs: 9, type: 'line', text: 'kubectl get pods' };
const whole = [headerLine(start), journalLine(first), journalLine({ untilMs: 8, wallMs: 12 }), journalLine(second)];

function runOf(text: string) {
  const check = readJournal(text);
  return check.type === 'journal' ? runOfJournal(check.journal) : check;
}

test('a journal is the run that it was written for', () => {
  expect(runOf(whole.join(''))).toEqual({ ...start, commands: [first, second], untilMs: 9 });
  expect(runOf(whole.slice(0, 3).join(''))).toEqual({ ...start, commands: [first], untilMs: 8 });
});

test('whatever its writer came to is a run, without the line that was never finished', () => {
  const text = whole.join('');
  for (let length = whole[0]?.length ?? 0; length <= text.length; length += 1) {
    const check = readJournal(text.slice(0, length));
    if (check.type !== 'journal') throw new Error(`${length} characters are ${check.type}`);
    const lines = text.slice(0, length).split('\n').length - 1;
    expect(check.journal.commands).toEqual([first, second].slice(0, lines < 2 ? 0 : lines < 4 ? 1 : 2));
    expect(check.journal.length).toBe(text.slice(0, length).lastIndexOf('\n') + 1);
  }
});

test('a damaged line is named, and a command that goes back in time is one', () => {
  expect(runOf([...whole, '{"atMs":1}\n', journalLine(second)].join(''))).toEqual({ type: 'notARun', where: 'line 5' });
  expect(runOf([...whole, journalLine(first)].join(''))).toEqual({ type: 'notARun', where: 'line 5' });
  expect(runOf('{"kubeloopJournal":1,"run":{"version":1}}\n')).toEqual({ type: 'notARun', where: 'profile' });
  expect(runOf('{"kubeloopJournal":2}\n')).toEqual({ type: 'newer', version: 2 });
  expect(runOf('{"version":1}\n')).toEqual({ type: 'notAJournal' });
  expect(runOf('')).toEqual({ type: 'notAJournal' });
});
