import { expect, test } from 'vitest';
import { compareOutput, toleranceOf } from './compare';
import { type CommandStep, TranscriptError, parseTranscript, printStep } from '../shell/transcript';

const command = (...output: string[]): CommandStep => ({
  type: 'command',
  line: 4,
  text: 'kubectl get pods',
  output,
  exitCode: 0,
});
const differs = (want: CommandStep, got: CommandStep, elapsedSeconds = 1_000) =>
  compareOutput(want, got, { seconds: 3, elapsedSeconds });

test('generated names, uids, addresses, points in time and the width of columns may differ', () => {
  const want = command(
    'web-6d4cf56db6-x7k2p   1/1   Running   10.244.1.5',
    'uid: 0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f at 2026-11-21T08:00:00Z',
  );
  const got = command(
    'uid: ffffffff-0a1b-2c3d-4e5f-0a1b2c3d4e5f at 2026-01-01T00:01:00Z',
    'web-7f7f7f7f7f-zzzzz  1/1  Running  10.244.2.11',
  );
  expect(differs(want, got)).toBeUndefined();
});

test('a state, a count, a word and an exit code may not differ', () => {
  expect(differs(command('a   Running   0'), command('a   Running   1'))).toEqual({
    line: 4,
    command: 'kubectl get pods',
    want: ['a  Running  0'],
    got: ['a  Running  1'],
  });
  expect(differs(command('gone'), { ...command('gone'), exitCode: 1 })?.got).toEqual(['[exit 1]']);
  expect(differs(command('a', 'a'), command('a'))?.want).toEqual(['a']);
});

test('ages may differ by three seconds; settings may not differ at all', () => {
  expect(differs(command('a 10s'), command('a 13s'))).toBeUndefined();
  expect(differs(command('a 10s'), command('a 14s'))?.want).toEqual(['a <10s>']);
  expect(differs(command('delay=0s period=10s'), command('delay=0s period=11s'))).toBeDefined();
  expect(differs(command('op=Exists for 300s'), command('op=Exists for 301s'))).toBeDefined();
});

test('an age from before the transcript says only that it is old', () => {
  expect(differs(command('minikube 26m'), command('minikube 6m12s'), 20)).toBeUndefined();
  expect(differs(command('minikube 26m'), command('minikube 5s'), 20)).toBeDefined();
});

test('only the last line of rollout status counts', () => {
  const status = (...output: string[]) => ({ ...command(...output), text: 'kubectl rollout status deploy web' });
  expect(differs(status('waiting', 'done'), status('waiting', 'waiting', 'done'))).toBeUndefined();
  expect(differs(status('waiting', 'done'), status('waiting'))).toBeDefined();
});

test('a probe widens the tolerance to its period', () => {
  expect(toleranceOf('kind: Pod')).toBe(3);
  expect(toleranceOf('livenessProbe: {}')).toBe(10);
  expect(toleranceOf('livenessProbe: {periodSeconds: 5}')).toBe(5);
});

test('a transcript is printed as it was read', () => {
  const text = [
    '# a pod',
    '$ kubectl apply -f - <<EOF',
    'kind: Pod',
    'EOF',
    'pod/a created',
    '',
    'and more',
    '~ wait 5s',
    '~ set P = kubectl get pods -o name',
    '~ fault node-down minikube-m02',
    '$ kubectl get nosuch',
    'error: no',
    '[exit 1]',
    '',
  ].join('\n');
  const steps = parseTranscript(text);
  expect(steps.map(({ type }) => type)).toEqual(['comment', 'command', 'wait', 'set', 'fault', 'command']);
  expect(steps.map(printStep).join('')).toBe(text);
});

test.each([
  ['~ wait 5', 'no such step: ~ wait 5'],
  ['~ sleep 5', 'no such step: ~ sleep 5'],
  ['kubectl get pods', 'neither $, ~ nor #: kubectl get pods'],
  ['$ kubectl apply -f - <<EOF\nkind: Pod', 'no EOF ends the heredoc'],
])('%s is refused with its line', (text, why) => {
  expect(() => parseTranscript(text)).toThrow(new TranscriptError(1, why));
});
