import { expect, test } from 'vitest';
import type { NodeVerdict, SchedulingVerdict } from '../../client/simulation';
import { refusalCounts, tableOf } from './columns';
import { eventParts } from './eventText';

const refused = (node: string, plugin: string, reason: string): NodeVerdict => ({
  node,
  filters: [
    { plugin: 'NodePorts', status: 'skip' },
    ...(plugin === 'TaintToleration' ? [] : [{ plugin: 'TaintToleration', status: 'pass' } as const]),
    { plugin, status: 'refuse', reason },
  ],
});
const verdict = (nodes: readonly NodeVerdict[], more: Partial<SchedulingVerdict> = {}): SchedulingVerdict => ({
  namespace: 'default',
  pod: 'hog',
  uid: 'u',
  atMs: 0,
  nodes,
  ...more,
});
const CPU = 'Insufficient cpu';
const TAINT = 'node(s) had untolerated taint(s)';

test('plugins stand in the order of asking, also where no node got as far as all of them', () => {
  const table = tableOf(verdict([refused('a', 'TaintToleration', TAINT), refused('b', 'NodeResourcesFit', CPU)]));
  expect(table.plugins).toEqual(['TaintToleration', 'NodeResourcesFit']);
  expect(table.skipped).toEqual(['NodePorts']);
  expect(table.columns.map(({ cells }) => cells.get('NodeResourcesFit')?.type)).toEqual(['notReached', 'refuse']);
  expect(refusalCounts(table)).toEqual([
    { plugin: 'TaintToleration', count: 1 },
    { plugin: 'NodeResourcesFit', count: 1 },
  ]);
});

test('many nodes that fared alike share a column, the largest group first', () => {
  const many = Array.from({ length: 40 }, (_, index) => refused(`n${index}`, 'NodeResourcesFit', CPU));
  const { columns } = tableOf(verdict([refused('x', 'TaintToleration', TAINT), ...many]));
  expect(columns.map(({ nodes }) => nodes.length)).toEqual([40, 1]);
});

test('a node that was not asked because enough others fitted is said to be so', () => {
  const passed = (node: string): NodeVerdict => ({ node, filters: [{ plugin: 'NodeName', status: 'pass' }] });
  const { columns } = tableOf(verdict([{ ...passed('a'), scores: [] }, passed('b')], { chosen: 'a' }));
  expect(columns.map(({ cells }) => cells.get('NodeName')?.type)).toEqual(['pass', 'notLooked']);
});

test('the event is told to the letter, with the reasons of the table marked where they first stand', () => {
  const message = `0/3 nodes are available: 1 ${TAINT}, 2 ${CPU}. no new claims to deallocate, preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`;
  const nodes = [
    refused('a', 'TaintToleration', TAINT),
    refused('b', 'NodeResourcesFit', CPU),
    refused('c', 'NodeResourcesFit', CPU),
  ];
  const parts = eventParts(message, { nodes });
  expect(parts.map(({ text }) => text).join('')).toBe(message);
  expect(parts.filter(({ marked }) => marked).map(({ text }) => text)).toEqual([`1 ${TAINT}`, `2 ${CPU}`]);
});

test('a reason that rules out all nodes beforehand stands in the event without a count', () => {
  const reason = 'persistentvolumeclaim "data" not found';
  const nodes = [refused('a', 'VolumeRestrictions', reason), refused('b', 'VolumeRestrictions', reason)];
  const parts = eventParts(`0/2 nodes are available: ${reason}. not found`, { nodes });
  expect(parts.filter(({ marked }) => marked).map(({ text }) => text)).toEqual([reason]);
});
