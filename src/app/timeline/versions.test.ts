import { expect, test } from 'vitest';
import type { ObjectVersion } from '../../client/why';
import { diffRows, valueText, versionRows } from './versions';

const version = (revision: number, more: Partial<ObjectVersion> = {}): ObjectVersion => ({
  revision,
  at: revision * 1_000,
  by: 'kubelet/worker-1',
  type: 'MODIFIED',
  diffs: [],
  ...more,
});

test('versions are listed newest first, heartbeats in a row are one line', () => {
  const rows = versionRows([
    version(1, { type: 'ADDED' }),
    version(2, { routine: true }),
    version(3, { routine: true }),
    version(5),
    version(8, { routine: true }),
  ]);
  expect(rows.map((row) => (row.type === 'version' ? row.version.revision : [row.first, row.last]))).toEqual([
    [8_000, 8_000],
    5,
    [2_000, 3_000],
    1,
  ]);
});

test('a field is written as before and after; what changes with every write is left out', () => {
  const diffs = [
    { path: 'metadata.resourceVersion', before: '1', after: '2' },
    { path: 'metadata.managedFields[0].time', before: 'a', after: 'b' },
    { path: 'spec.replicas', before: 3, after: 2 },
    { path: 'spec.nodeName', after: 'worker-1' },
    { path: 'metadata.labels.app', before: '' },
  ];
  expect(diffRows({ diffs })).toEqual([
    { path: 'spec.replicas', before: '3', after: '2' },
    { path: 'spec.nodeName', before: undefined, after: 'worker-1' },
    { path: 'metadata.labels.app', before: '""', after: undefined },
  ]);
});

test('a long value is cut', () => {
  expect(valueText({ text: 'x'.repeat(500) })?.length).toBe(120);
});
