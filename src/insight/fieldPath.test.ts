import { expect, test } from 'vitest';
import { below, fieldReader } from './fieldPath';

const pod = {
  metadata: { labels: { 'app.kubernetes.io/name': 'kubia' } },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'PodScheduled', status: 'True', reason: null },
    ],
    containerStatuses: [
      { name: 'main', restartCount: 3 },
      { name: 'side, car', restartCount: 0 },
    ],
  },
};

test.each([
  ['status.phase', 'Running'],
  ['status.conditions[type=Ready].status', 'True'],
  ['status.conditions[0].type', 'Ready'],
  ['status.containerStatuses[name=main].restartCount', 3],
  ['status.containerStatuses[*].restartCount', [3, 0]],
  ['metadata.labels["app.kubernetes.io/name"]', 'kubia'],
  ['metadata.labels.app\\.kubernetes\\.io/name', 'kubia'],
  ['status.phase,spec.nodeName', ['Running', null]],
  ['status.containerStatuses[name=side, car].restartCount,status.phase', [0, 'Running']],
  ['status.conditions[type=PodScheduled].reason', undefined],
  ['status.conditions[type=Gone].status', undefined],
  ['spec.nodeName', undefined],
  ['status.phase.deeper', undefined],
  ['status.conditions.status', undefined],
])('%s of a pod is read', (path, value) => {
  expect(fieldReader(path)(pod)).toEqual(value);
});

test('a name with dots is quoted below its path, and read again', () => {
  const path = below('metadata.labels', 'app.kubernetes.io/name');
  expect(path).toBe('metadata.labels["app.kubernetes.io/name"]');
  expect(fieldReader(path)(pod)).toBe('kubia');
  expect(below('', 'spec')).toBe('spec');
});
