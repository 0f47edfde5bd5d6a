/** The arithmetic of measured use: facts of pkg/controller/podautoscaler/replica_calculator_test.go (v1.36.3). */
import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import { MetricError, type PodMetrics } from './podMetrics';
import { proposal, requestsOf } from './replicaCalculator';

const NOW = 1_800_000_000_000;
const time = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

interface Sketch {
  readonly phase?: 'Pending' | 'Running' | 'Failed';
  readonly ready?: boolean;
  readonly startedMs?: number;
  readonly changedMs?: number;
  readonly isDeleted?: boolean;
  readonly requests?: Readonly<Record<string, string>>;
}
/** An old pod that is ready, with one container that requests one core, unless `sketch` says otherwise. */
function pod(name: string, sketch: Sketch = {}): Pod {
  const {
    phase = 'Running',
    ready = true,
    startedMs = 3_600_000,
    changedMs = 3_500_000,
    requests = { cpu: '1' },
  } = sketch;
  const status = {
    phase,
    startTime: time(NOW - startedMs),
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: time(NOW - changedMs) }],
  };
  return {
    metadata: { name, ...(sketch.isDeleted === true ? { deletionTimestamp: time(NOW) } : {}) },
    spec: { containers: [{ name: 'main', resources: { requests } }] },
    status,
  } as unknown as Pod; // As much of a pod as is looked at.
}
const pods = (...sketches: readonly Sketch[]) => sketches.map((sketch, at) => pod(`pod-${at}`, sketch));

/** `values` in thousandths by position; undefined: not measured. */
function measured(...values: readonly (number | undefined)[]): PodMetrics {
  const entries = values.flatMap((value, at) =>
    value === undefined ? [] : [[`pod-${at}`, { value, at: NOW - 5_000, windowMs: 15_000 }] as const],
  );
  return new Map(entries);
}
const context = (current: number, tolerance = 0.1) => ({
  current,
  tolerances: { scaleUp: tolerance, scaleDown: tolerance },
  now: NOW,
});
const byUtilization = (all: readonly Pod[], metrics: PodMetrics, percent: number, current = all.length) =>
  proposal(
    all,
    metrics,
    'cpu',
    { type: 'utilization', percent, requests: () => requestsOf(all, 'cpu') },
    context(current),
  );

const ready: Sketch = {};
const pending: Sketch = { phase: 'Pending', ready: false };
const starting: Sketch = { ready: false, startedMs: 60_000, changedMs: 60_000 };

test.each([
  ['more than the target', [ready, ready, ready], [300, 500, 700], 30, 5, 50],
  ['a pending pod counts as idle on the way up', [ready, ready, pending], [500, 700, undefined], 30, 4, 60],
  ['a starting pod is set aside, and idle on the way up', [starting, ready, ready], [100, 500, 700], 30, 4, 60],
  ['less than the target', [ready, ready, ready, ready, ready], [100, 300, 500, 250, 250], 50, 3, 28],
  [
    'an unmeasured pod counts as all of its request on the way down',
    [ready, ready, ready],
    [100, undefined, 450],
    50,
    3,
    27,
  ],
  ['and as idle on the way up', [ready, ready, ready], [1000, undefined, 900], 40, 5, 95],
  ['a change of direction is dropped', [ready, ready, ready], [400, undefined, 350], 40, 3, 37],
  ['within the tolerance', [ready, ready, ready], [1010, 1030, 1020], 100, 3, 102],
  [
    'failed and deleted pods do not count',
    [ready, ready, { phase: 'Failed' }, { isDeleted: true }],
    [500, 700, 10, 10],
    30,
    4,
    60,
  ],
] as const)('%s', (_why, sketches, values, percent, replicas, utilization) => {
  expect(byUtilization(pods(...sketches), measured(...values), percent)).toMatchObject({ replicas, utilization });
});

test('a metric that is older than readiness and its window says nothing of a starting pod', () => {
  const fresh = { startedMs: 60_000, changedMs: 12_000 };
  expect(() => byUtilization(pods(fresh), measured(900), 50)).toThrow('pods might be unready');
  const settled = { startedMs: 60_000, changedMs: 25_000 };
  expect(byUtilization(pods(settled), measured(900), 50)).toMatchObject({ replicas: 2 });
});

test('a tolerance of its own lets a small change through', () => {
  const all = pods(ready, ready);
  const aim = { type: 'average', value: 1000 } as const;
  expect(proposal(all, measured(1060, 1060), 'cpu', aim, context(2)).replicas).toBe(2);
  expect(proposal(all, measured(1060, 1060), 'cpu', aim, context(2, 0.05)).replicas).toBe(3);
});

test('an average is compared with a value, not with requests', () => {
  const all = pods({ requests: {} }, { requests: {} });
  const found = proposal(all, measured(20_000, 10_000), 'memory', { type: 'average', value: 5000 }, context(2));
  expect(found).toEqual({ replicas: 6, average: 15_000 });
});

test('what cannot be computed is told of', () => {
  expect(() => byUtilization([], measured(1), 50)).toThrow(
    new MetricError('no pods returned by selector while calculating replica count'),
  );
  expect(() => byUtilization(pods(pending), measured(), 50)).toThrow(
    new MetricError('did not receive metrics for targeted pods (pods might be unready)'),
  );
  expect(() => byUtilization(pods({ requests: {} }), measured(5), 50)).toThrow(
    new MetricError('missing request for cpu in container main of Pod pod-0'),
  );
});
