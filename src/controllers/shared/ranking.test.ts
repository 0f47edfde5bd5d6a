import { expect, test } from 'vitest';
import type { Pod, PodPhase } from '../../api/core/pod';
import { parseTime } from '../../api/meta/time';
import { rankForDeletion, rankingRule } from './ranking';

const now = parseTime('2026-01-01T01:00:00Z');

interface Traits {
  readonly node?: string;
  readonly phase?: PodPhase;
  readonly readySince?: string;
  readonly cost?: string;
  readonly restarts?: number;
  readonly created?: string;
}

function pod(name: string, traits: Traits = {}): Pod {
  const { node = `node-of-${name}`, phase = 'Running', readySince, cost, restarts = 0 } = traits;
  const { created = '2026-01-01T00:30:00Z' } = traits;
  const container = { name: 'main', image: 'x', imageID: '', state: {}, lastState: {}, ready: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: '1',
      creationTimestamp: created,
      ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    },
    spec: { nodeName: node } as Pod['spec'],
    status: {
      phase,
      conditions: readySince === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: readySince }],
      containerStatuses: [{ ...container, restartCount: restarts }],
    },
  };
}

const ready = '2026-01-01T00:31:00Z';

test.each<[string, Traits, Traits]>([
  ['1. a pod without a node goes before one that has a node', { node: '' }, {}],
  ['2. a pending pod goes before a running one', { phase: 'Pending' }, {}],
  ['2. an unknown pod goes before a running one', { phase: 'Unknown' }, {}],
  ['3. a pod that is not ready goes before a ready one', {}, { readySince: ready }],
  [
    '4. a lower deletion cost goes first, even if the other was created later',
    { cost: '-5' },
    { cost: '3', created: '2026-01-01T00:59:59Z' },
  ],
  ['6. the pod that became ready much later goes first', { readySince: '2026-01-01T00:59:00Z' }, { readySince: ready }],
  ['7. the pod with more restarts goes first', { readySince: ready, restarts: 4 }, { readySince: ready, restarts: 1 }],
  ['8. the pod that was created much later goes first', { created: '2026-01-01T00:59:00Z' }, {}],
])('%s', (_rule, first, second) => {
  // Names such that the UID would decide the other way round.
  const pods = [pod('a', second), pod('b', first)];
  expect(rankForDeletion(pods, pods, now).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
});

test('5. the pod on the node with more related pods goes first', () => {
  const pods = [pod('a', { node: 'quiet', readySince: ready }), pod('b', { node: 'crowded', readySince: ready })];
  const related = [...pods, pod('sibling', { node: 'crowded' })];
  expect(rankForDeletion(pods, related, now).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
});

test('times that are alike within a power of two leave it to the UID', () => {
  const pods = [pod('b', { readySince: '2026-01-01T00:31:30Z', restarts: 9 }), pod('a', { readySince: ready })];
  expect(rankForDeletion(pods, pods, now).map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
});

test('a deletion cost that is no whole number counts as none', () => {
  const pods = [pod('a', { cost: '1' }), pod('b', { cost: 'cheap' })];
  expect(rankForDeletion(pods, pods, now).map(({ metadata }) => metadata.name)).toEqual(['b', 'a']);
});

test.each<[string, Traits, Traits]>([
  ['surplusUnassigned', { node: '' }, {}],
  ['surplusPending', { phase: 'Pending' }, {}],
  ['surplusPending', { phase: 'Unknown' }, {}],
  ['surplusNotReady', {}, { readySince: ready }],
  ['surplusCost', { cost: '-5' }, { cost: '3' }],
  ['surplusReadyLater', { readySince: '2026-01-01T00:59:00Z' }, { readySince: ready }],
  ['surplusRestarts', { readySince: ready, restarts: 4 }, { readySince: ready, restarts: 1 }],
  ['surplusYounger', { created: '2026-01-01T00:59:00Z' }, {}],
  ['surplusUid', { created: '2026-01-01T00:29:59Z' }, {}],
])('why a pod went before another is told by %s', (rule, first, second) => {
  const [going, staying] = [pod('b', first), pod('a', second)];
  expect(rankingRule(going, staying, [going, staying], now)).toBe(rule);
});

test('a pod on a node with more of its kind goes first, and that is told', () => {
  const [going, other, staying] = [pod('a', { node: 'full' }), pod('b', { node: 'full' }), pod('c')];
  expect(rankingRule(going, staying, [going, other, staying], now)).toBe('surplusCrowded');
});
