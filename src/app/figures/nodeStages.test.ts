import { expect, test } from 'vitest';
import type { Event } from '../../api/core/event';
import { fixtureNode, fixturePod } from '../cluster/fixtureCluster';
import { type NodePast, nodeStages } from './nodeStages';

const MINUTE = 60_000;
const start = Date.parse('2026-01-01T00:00:00Z');
const iso = (ms: number) => new Date(start + ms).toISOString();

const eviction = (ms: number) =>
  ({
    reason: 'TaintManagerEviction',
    message: 'Marking for deletion Pod default/kubia',
    lastTimestamp: iso(ms),
    involvedObject: { kind: 'Pod', name: 'kubia' },
  }) as unknown as Event; // All that is looked at.
const loss = (name: string, ms: number) =>
  ({ reason: 'NodeNotReady', lastTimestamp: iso(ms), involvedObject: { kind: 'Node', name } }) as unknown as Event; // As above.

const node = (status: 'True' | 'Unknown', sinceMs: number) => {
  const fixture = fixtureNode('worker-1');
  const Ready = { type: 'Ready', status, lastTransitionTime: iso(sinceMs), lastHeartbeatTime: iso(sinceMs) };
  return { ...fixture, status: { ...fixture.status, conditions: [Ready] } } as unknown as NodePast['node']; // As above.
};
const stages = (past: Partial<NodePast> & Pick<NodePast, 'node'>) =>
  Object.fromEntries(
    nodeStages({ events: [], pods: [], beats: [], foreseen: { lost: undefined, evicted: undefined }, ...past }).map(
      ({ name, at, isForeseen }) => [name, at === undefined ? '-' : `${(at - start) / 1000}${isForeseen ? '?' : ''}`],
    ),
  );

test('a node that is silent and not yet given up: what another loss led to is none of its own', () => {
  expect(
    stages({
      node: node('True', 0),
      events: [loss('worker-2', MINUTE), eviction(6 * MINUTE)],
      pods: [fixturePod({ name: 'kubia-b', node: 'worker-3' })],
      beats: [start + 10_000, start + 8 * MINUTE],
      foreseen: { lost: start + 9 * MINUTE, evicted: undefined },
    }),
  ).toEqual({ beat: '480', lost: '540?', evicted: '-', replaced: '-' });
});

test('what is foreseen is what somebody waits for, until it has come', () => {
  const lost = { node: node('Unknown', MINUTE), beats: [start + 10_000, start + 5 * MINUTE] };
  expect(stages({ ...lost, foreseen: { lost: undefined, evicted: start + 90_000 } })).toEqual({
    beat: '10',
    lost: '60',
    evicted: '90?',
    replaced: '-',
  });
  expect(stages({ ...lost, events: [eviction(2 * MINUTE)] }).evicted).toBe('120');
});

test('before its heartbeats are known none is made up; once it is back, that is told too', () => {
  expect(stages({ node: node('True', 8 * MINUTE), events: [loss('worker-1', MINUTE)] })).toEqual({
    beat: '-',
    lost: '60',
    evicted: '-',
    replaced: '-',
    back: '480',
  });
});
