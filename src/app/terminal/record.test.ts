import { beforeEach, expect, test } from 'vitest';
import type { Branch } from '../../client/history';
import { type Stand, TerminalRecord } from './record';

const START = 1_000_000;
const main: Branch = { id: '1', name: 'main', untilMs: 60_000 };
const other: Branch = { id: '2', name: 'delete pod b', from: { id: '1', atMs: 20_000 }, untilMs: 40_000 };
const undone: Branch = { id: '3', name: 'without delete pod a', from: { id: '1', atMs: 30_000 }, untilMs: 30_000 };

const at = (ms: number, branch = '1', branches: readonly Branch[] = [main]): Stand => ({
  at: START + ms,
  startedAt: START,
  branch,
  branches,
});

let record: TerminalRecord;
beforeEach(() => {
  record = new TerminalRecord();
  record.add('greeting\n');
  record.moveTo(at(10_000));
  record.addLine('$ kubectl get pods\n', 'kubectl get pods');
  record.add('a b\n');
  record.moveTo(at(30_000));
  record.addLine('$ kubectl delete pod a\n', 'kubectl delete pod a');
  record.add('a deleted\n');
});

test('back in time the screen shows what had been printed by then, forth again it shows all', () => {
  expect(record.moveTo(at(40_000))).toBeUndefined();
  expect(record.moveTo(at(20_000))).toBe('greeting\n$ kubectl get pods\na b\n');
  expect(record.moveTo(at(15_000))).toBeUndefined();
  expect(record.moveTo(at(5_000))).toBe('greeting\n');
  expect(record.moveTo(at(30_000))).toBe('greeting\n$ kubectl get pods\na b\n$ kubectl delete pod a\na deleted\n');
});

test('a line that begins a branch is printed there, and the branch goes on from what was printed before it', () => {
  record.moveTo(at(20_000));
  record.addLine('$ kubectl delete pod b\n', 'kubectl delete pod b');
  expect(record.moveTo(at(20_000, '2', [main, other]), other)).toBeUndefined();
  record.add('b deleted\n');
  expect(record.redrawn()).toBe('greeting\n$ kubectl get pods\na b\n$ kubectl delete pod b\nb deleted\n');
  expect(record.moveTo(at(40_000, '1', [main, other]))).toBe(
    'greeting\n$ kubectl get pods\na b\n$ kubectl delete pod a\na deleted\n',
  );
  expect(record.moveTo(at(40_000, '2', [main, other]))).toContain('b deleted');
});

test('what was looked at in the past stays at its moment, in the order of time', () => {
  record.moveTo(at(20_000));
  record.addLine('$ kubectl get nodes\n', 'kubectl get nodes');
  expect(record.moveTo(at(50_000))).toBe(
    'greeting\n$ kubectl get pods\na b\n$ kubectl get nodes\n$ kubectl delete pod a\na deleted\n',
  );
});

test('undo takes its line off the screen; the branch that it left still has it, also once that one is gone', () => {
  expect(record.moveTo(at(30_000, '3', [main, undone]), undone)).toBe('greeting\n$ kubectl get pods\na b\n');
  expect(record.moveTo(at(30_000, '1', [main, undone]))).toContain('a deleted');
  expect(record.moveTo(at(30_000, '3', [undone]))).toBe('greeting\n$ kubectl get pods\na b\n');
});

test('what a command still prints after the clock went away from it belongs to where it ran', () => {
  const ran = at(40_000);
  record.moveTo(ran);
  record.leaveAt(ran);
  expect(record.moveTo(at(10_000))).toBe('greeting\n$ kubectl get pods\na b\n');
  expect(record.add('^C\n')).toBe(false);
  record.leaveAt(undefined);
  expect(record.moveTo(at(12_000))).toBeUndefined();
  expect(record.moveTo(at(40_000))).toContain('a deleted\n^C\n');
});

test('lines of a link stand at their moments; what another run printed stays above', () => {
  record.newRun();
  record.addOld('$ kubectl apply -f web.yaml\n', START + 5_000, '1');
  expect(record.moveTo(at(0))).toBeUndefined();
  expect(record.moveTo(at(6_000))).toMatch(/^greeting[^]*a deleted\n\$ kubectl apply -f web.yaml\n$/);
});
