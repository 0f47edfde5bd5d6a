import { expect, test } from 'vitest';
import { container, pod } from './fakeCluster';
import { podRequests } from './podRequests';

const MI = 1024 * 1024;
const init = (cpu: string, restartPolicy?: 'Always') => container({ cpu }, restartPolicy ? { restartPolicy } : {});

test.each([
  ['its containers together', { containers: [container({ cpu: '250m' }), container({ cpu: '0.5' })] }, 750],
  ['its largest init container', { containers: [container({ cpu: '250m' })], initContainers: [init('2')] }, 2000],
  [
    'sidecars beside containers',
    { containers: [container({ cpu: '250m' })], initContainers: [init('100m', 'Always')] },
    350,
  ],
  [
    'an init container beside the sidecars before it',
    { containers: [container({ cpu: '250m' })], initContainers: [init('100m', 'Always'), init('1')] },
    1100,
  ],
  ['the overhead of its runtime', { containers: [container({ cpu: '250m' })], overhead: { cpu: '50m' } }, 300],
  [
    'what the pod as a whole asks for',
    { containers: [container({ cpu: '250m' })], resources: { requests: { cpu: '2' } } },
    2000,
  ],
])('a pod asks for %s', (_, spec, cpuMilli) => {
  expect(podRequests(pod('p', spec)).cpuMilli).toBe(cpuMilli);
});

test('a pod without requests counts as 100m and 200Mi where nodes are scored', () => {
  expect(podRequests(pod('p'))).toEqual({
    cpuMilli: 0,
    memory: 0,
    ephemeralStorage: 0,
    nonZeroCpuMilli: 100,
    nonZeroMemory: 200 * MI,
  });
});

test('a pod as a whole may ask for huge pages, too', () => {
  const containers = [container({ 'hugepages-2Mi': '4Mi' })];
  expect(podRequests(pod('p', { containers })).scalars).toEqual({ 'hugepages-2Mi': 4 * MI });
  const resources = { requests: { 'hugepages-2Mi': '8Mi' } };
  expect(podRequests(pod('p', { containers, resources })).scalars).toEqual({ 'hugepages-2Mi': 8 * MI });
});

test('a resize that can never be granted does not count', () => {
  const resized = pod('p', { containers: [container({ cpu: '100' })] });
  const status = {
    name: 'c',
    ready: true,
    restartCount: 0,
    image: '',
    imageID: '',
    state: {},
    allocatedResources: { cpu: '1' },
  };
  const pending = { type: 'PodResizePending', status: 'True' as const, reason: 'Infeasible' };
  const refused = { ...resized, status: { ...resized.status, conditions: [pending], containerStatuses: [status] } };
  expect([podRequests(resized).cpuMilli, podRequests(refused as never).cpuMilli]).toEqual([100_000, 1_000]);
});
