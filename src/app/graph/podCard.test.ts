import { expect, test } from 'vitest';
import { fixturePod, fixtureStatus } from '../cluster/fixtureCluster';
import { groupWaits } from '../stores/playbackStore';
import { countdownText, elapsedText, leftPercent } from './duration';
import { cardName, clockKey, parseClockKey, podClock, podFact, splitName } from './podCard';
import { podState } from './podState';

const status = fixtureStatus();
const waits = groupWaits(status.waits);

test('a generated name is cut before its generated end', () => {
  const owner = { kind: 'ReplicationController', name: 'kubia' } as const;
  expect(splitName(fixturePod({ name: 'kubia-2x7fd', owner }))).toEqual({ prefix: 'kubia-', suffix: '2x7fd' });
  expect(splitName(fixturePod({ name: 'kubia-liveness' }))).toEqual({ prefix: '', suffix: 'kubia-liveness' });
});

test('a given name that is too long for a card keeps its last part', () => {
  const named = (name: string) => cardName(fixturePod({ name }));
  expect(named('photoview-pod')).toEqual({ prefix: 'photoview-', suffix: 'pod' });
  expect(named('photoview-pod-no-secret')).toEqual({ prefix: 'photoview-pod-no-', suffix: 'secret' });
  expect(named('nginx-pod')).toEqual({ prefix: '', suffix: 'nginx-pod' });
  expect(named('exit-0-onfailure')).toEqual({ prefix: '', suffix: 'exit-0-onfailure' });
  expect(named('averylongsingleword')).toEqual({ prefix: '', suffix: 'averylongsingleword' });
});

test('a terminating pod counts its grace period down', () => {
  expect(podClock(waits.get('Pod default/kubia-9qw4z'), status.now)).toEqual({
    countdown: { what: 'grace', text: '0:16', percent: 53 },
    lamps: [],
  });
});

test('a failing readiness probe shows a lamp with its ring', () => {
  expect(podClock(waits.get('Pod default/web-q2n7r'), status.now).lamps).toEqual([
    { probe: 'readiness', ok: false, percent: 30 },
  ]);
});

test('within one virtual second the card stays the same', () => {
  const rows = waits.get('Pod default/kubia-liveness');
  expect(clockKey(podClock(rows, status.now + 1))).toBe(clockKey(podClock(rows, status.now + 900)));
  expect(clockKey(podClock(rows, status.now + 1))).not.toBe(clockKey(podClock(rows, status.now + 1_001)));
});

test('a card can be drawn from its clock text', () => {
  for (const { name } of status.waits) {
    const clock = podClock(waits.get(`Pod default/${name}`), status.now);
    expect(parseClockKey(clockKey(clock))).toEqual(clock);
  }
});

test('a pod that pulls an image names it', () => {
  const pod = fixturePod({
    name: 'web',
    node: 'worker-3',
    image: 'docker.io/library/nginx:1.27',
    state: { waiting: { reason: 'ContainerCreating' } },
  });
  expect(podFact(pod, podState(pod, undefined), 'main')).toEqual({
    type: 'pulling',
    image: 'nginx',
  });
});

test('countdowns end at 0:00 and ages start there', () => {
  expect(countdownText(1)).toBe('0:01');
  expect(countdownText(0)).toBe('0:00');
  expect(elapsedText(999)).toBe('0:00');
  expect(countdownText(3_723_000)).toBe('1:02:03');
  expect(leftPercent(0, 10_000, 0)).toBe(100);
  expect(leftPercent(0, 10_000, 10_000)).toBe(0);
});
