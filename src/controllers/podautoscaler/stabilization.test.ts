/** Sizes against those of a real kube-controller-manager 1.36.3, read off a run of eight minutes, and its rules. */
import { expect, test } from 'vitest';
import { type History, normalize, withScaling } from './stabilization';

const SYNC_MS = 15_000;
type Behavior = NonNullable<Parameters<typeof normalize>[0]>;

/** The sizes that one recommendation per sync leads to, with the reasons given. */
function play(desired: readonly number[], from: number, max: number, behavior?: Behavior, min = 1) {
  let history: History = { recommendations: [{ at: 0, replicas: from }], added: [], removed: [] };
  let current = from;
  return desired.map((wanted, sync) => {
    const now = (sync + 1) * SYNC_MS;
    const found = normalize(behavior, history, { current, desired: wanted, min, max, now });
    history = found.history;
    if (found.replicas !== current) {
      history = withScaling(behavior, history, { from: current, to: found.replicas, now });
    }
    current = found.replicas;
    return `${current} ${found.able.reason} ${found.limited.reason}`;
  });
}

test('without behavior a size at most doubles, or comes to four, and then to the maximum', () => {
  expect(play([4, 16, 16], 1, 6)).toEqual([
    '4 ReadyForNewScale DesiredWithinRange',
    '6 ReadyForNewScale TooManyReplicas',
    '6 ReadyForNewScale TooManyReplicas',
  ]);
  expect(play([9, 40], 1, 50)).toEqual(['4 ReadyForNewScale ScaleUpLimit', '8 ReadyForNewScale ScaleUpLimit']);
});

test('without behavior the highest recommendation of five minutes holds', () => {
  const wanted = [4, 16, ...Array.from({ length: 21 }, () => 2)];
  const sizes = play(wanted, 1, 6);
  expect(sizes[2]).toBe('6 ScaleDownStabilized TooManyReplicas');
  expect(sizes[21]).toBe('6 ScaleDownStabilized TooManyReplicas');
  expect(sizes[22]).toBe('2 ReadyForNewScale DesiredWithinRange');
});

const slow: Behavior = {
  scaleUp: {
    stabilizationWindowSeconds: 20,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 2, periodSeconds: 30 }],
  },
  scaleDown: {
    stabilizationWindowSeconds: 30,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 1, periodSeconds: 15 }],
  },
};

test('windows and policies of a behavior, step by step as recorded', () => {
  // The first recommendation was 15 s old and lower: it held the size once.
  expect(play([4, 4, 4, 4, 12], 1, 20, slow)).toEqual([
    '1 ScaleUpStabilized DesiredWithinRange',
    '3 ReadyForNewScale ScaleUpLimit',
    '3 ReadyForNewScale ScaleUpLimit',
    '4 ReadyForNewScale DesiredWithinRange',
    '4 ScaleUpStabilized DesiredWithinRange',
  ]);
  expect(play([7, 1, 1, 1, 1], 7, 20, slow)).toEqual([
    '7 ReadyForNewScale DesiredWithinRange',
    '7 ScaleDownStabilized DesiredWithinRange',
    '6 ReadyForNewScale ScaleDownLimit',
    '5 ReadyForNewScale ScaleDownLimit',
    '4 ReadyForNewScale ScaleDownLimit',
  ]);
});

const both = (selectPolicy: 'Max' | 'Min' | 'Disabled'): Behavior => {
  const policies = [
    { type: 'Pods', value: 4, periodSeconds: 60 },
    { type: 'Percent', value: 10, periodSeconds: 60 },
  ] as const;
  const rules = { stabilizationWindowSeconds: 0, selectPolicy, policies };
  return { scaleUp: rules, scaleDown: rules };
};

// 1.1 times 100 is a little more than 110, in Go as here.
test.each([
  ['Max', 100, 200, '111 ScaleUpLimit'],
  ['Min', 100, 200, '104 ScaleUpLimit'],
  ['Disabled', 100, 200, '100 ScaleUpLimit'],
  ['Max', 100, 1, '90 ScaleDownLimit'],
  ['Min', 100, 1, '96 ScaleDownLimit'],
  ['Disabled', 100, 1, '100 ScaleDownLimit'],
  ['Max', 10, 1, '6 ScaleDownLimit'],
] as const)('policy %s lets %i come from %i to %s', (policy, from, desired, expected) => {
  const [size = ''] = play([desired], from, 300, both(policy));
  expect(size.replace(' ReadyForNewScale', '')).toBe(expected);
});

test('a percentage counts from the size at the start of its period', () => {
  const doubling: Behavior = {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 60 }],
    },
    scaleDown: slow.scaleDown,
  };
  const sizes = play([50, 50, 50, 50, 50, 50], 2, 50, doubling).map((line) => Number(line.split(' ')[0]));
  expect(sizes).toEqual([4, 4, 4, 4, 8, 8]);
});

test('a wish below the minimum is told of', () => {
  expect(play([1], 3, 5, undefined, 3)).toEqual(['3 ScaleDownStabilized DesiredWithinRange']);
  expect(play([1, ...Array.from({ length: 25 }, () => 1)], 3, 5, undefined, 2).at(-1)).toBe(
    '2 ReadyForNewScale TooFewReplicas',
  );
});
