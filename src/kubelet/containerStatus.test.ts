import { expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../api/core/pod';
import { containerStatuses, ephemeralContainerStatuses, initContainerStatuses } from './containerStatus';

const of = (name: string, restartCount: number): ContainerStatus => ({
  name,
  state: { waiting: { reason: 'ContainerCreating' } },
  lastState: {},
  ready: false,
  restartCount,
  image: '',
  imageID: '',
});

test.each([1, 3, 2_000])('each of %i containers keeps the count of its restarts, found without a search', (count) => {
  let looks = 0;
  const names = Array.from({ length: count }, (_, index) => `c${index}`);
  const old = names.map((name, index) => ({
    ...of(name, index),
    get name() {
      looks += 1;
      return name;
    },
  }));
  const containers = names.map((name) => ({ name, image: 'nginx' }));
  const spec = { containers, initContainers: containers, ephemeralContainers: containers };
  const pod = { metadata: {}, spec } as unknown as Pod; // Statuses look at no more.
  const input = { pod, records: [], old, reasons: {}, isStarted: () => true, isReady: () => true };
  for (const statuses of [containerStatuses, initContainerStatuses, ephemeralContainerStatuses]) {
    const counts = new Map(statuses(input).map(({ name, restartCount }) => [name, restartCount]));
    expect(names.map((name) => counts.get(name))).toEqual(names.map((_, index) => index));
  }
  expect(looks).toBeLessThan(20 * count);
});
