import { expect, test } from 'vitest';
import type { Event } from '../../api/core/event';
import type { Command } from '../../client/simulation';
import { headlineOf, sentenceOf } from './headline';

const START = Date.parse('2026-01-01T00:00:00Z');

const event = (reason: string, seconds: number, resourceVersion = '1', kind = 'Pod'): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: reason, namespace: 'default', uid: reason, resourceVersion, creationTimestamp: '' },
  involvedObject: { kind, namespace: 'default', name: 'kubia', uid: 'u' },
  reason,
  lastTimestamp: new Date(START + seconds * 1000).toISOString(),
});
const cut: Command = { atMs: 9_500, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-2' } };

test('before anything happened there is no sentence, whatever nodes said while they joined', () => {
  expect(headlineOf([event('Started', -30), event('RegisteredNode', 1)], [], START)).toBeUndefined();
});

test('the newest thing is told, be it a deed or an event', () => {
  expect(headlineOf([event('Started', 5)], [cut], START)).toMatchObject({ type: 'command' });
  expect(headlineOf([event('Started', 5), event('Unhealthy', 12)], [cut], START)).toMatchObject({
    event: { reason: 'Unhealthy' },
  });
});

test('in the same second the deed came first and the newest write is told', () => {
  const events = [event('Started', 9, '12'), event('Scheduled', 9, '10')];
  expect(headlineOf(events, [cut], START)).toMatchObject({ event: { reason: 'Started' } });
});

test('a lost node and its pods are told apart', () => {
  expect(sentenceOf(event('NodeNotReady', 1, '1', 'Node'))).toBe('headline.NodeNotReady');
  expect(sentenceOf(event('NodeNotReady', 1))).toBe('headline.NodeNotReady.pod');
});
