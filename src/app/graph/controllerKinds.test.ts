import { expect, test } from 'vitest';
import type { DaemonSet } from '../../api/apps/daemonSet';
import type { CronJob } from '../../api/batch/cronJob';
import type { Job, JobStatus } from '../../api/batch/job';
import { fixtureObjects } from '../cluster/fixtureCluster';
import { type Controller, type ControllerKind, faceOf } from './controllerKinds';
import { controllerLabel, controllerRows } from './controllers';
import { ownersLayout } from './ownersLayout';

const meta = (name: string, owner?: { readonly kind: string; readonly name: string }) => ({
  name,
  namespace: 'default',
  uid: `uid-${name}`,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...(owner === undefined
    ? {}
    : { ownerReferences: [{ apiVersion: 'batch/v1', uid: `uid-${owner.name}`, controller: true, ...owner }] }),
});
const rc = fixtureObjects().find(({ kind }) => kind === 'ReplicationController') as unknown as Controller; // Found by kind.
const template = 'spec' in rc && 'template' in rc.spec ? rc.spec.template : undefined;

const daemonSet = (desired: number, current: number, ready: number) =>
  ({
    kind: 'DaemonSet',
    metadata: meta('ssd-monitor'),
    spec: { template },
    status: { desiredNumberScheduled: desired, currentNumberScheduled: current, numberReady: ready },
  }) as unknown as DaemonSet; // What the pill reads.
const job = (spec: object, status: JobStatus, owner?: string): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: meta('pi', owner === undefined ? undefined : { kind: 'CronJob', name: owner }),
  spec: { template, ...spec } as Job['spec'], // The template of the fixture.
  status,
});
const cronJob = (spec: Partial<CronJob['spec']>): CronJob => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: meta('hello'),
  spec: { schedule: '*/5 * * * *', concurrencyPolicy: 'Allow', jobTemplate: { spec: job({}, {}).spec }, ...spec },
  status: {},
});
/** What the pill shows, its low parts in brackets. */
const shown = (kind: ControllerKind, object: Controller) =>
  faceOf(kind, object)
    .values.map(({ text, low }) => (low ? `[${text}]` : text))
    .join('/');

test('a DaemonSet counts nodes: wanted, with a pod, with a pod that is ready', () => {
  expect(shown('DaemonSet', daemonSet(3, 3, 2))).toBe('3/3/[2]');
  expect(controllerLabel('DaemonSet', daemonSet(3, 3, 2))).toBe('daemonset ssd-monitor, 2/3');
  expect(faceOf('DaemonSet', daemonSet(0, 0, 0)).idle).toBe(true);
});

test('a Job counts completions: how many it wants, how many pods work on it, how many have succeeded', () => {
  expect(shown('Job', job({ completions: 5, parallelism: 2 }, { active: 2, succeeded: 1 }))).toBe('5/2/1');
  expect(controllerLabel('Job', job({ completions: 5 }, { active: 2, succeeded: 1 }))).toBe('job pi, 1/5');
  expect(shown('Job', job({ parallelism: 3 }, { active: 3 }))).toBe('3/3/0');
});

test('a Job that is complete is faint, one that failed or is suspended says so in a word', () => {
  const ended = (type: string) => ({ conditions: [{ type, status: 'True' as const }] });
  expect(faceOf('Job', job({ completions: 1 }, { succeeded: 1, ...ended('Complete') })).idle).toBe(true);
  expect(shown('Job', job({ completions: 1 }, ended('Failed')))).toBe('[Failed]');
  expect(controllerLabel('Job', job({ completions: 1 }, ended('Failed')))).toBe('job pi, 0/1, Failed');
  expect(shown('Job', job({ completions: 1, suspend: true }, {}))).toBe('[Suspended]');
});

test('a CronJob shows its schedule, and whether it is suspended', () => {
  expect(shown('CronJob', cronJob({}))).toBe('*/5 * * * *');
  expect(shown('CronJob', cronJob({ suspend: true }))).toBe('[Suspended]');
  expect(controllerLabel('CronJob', cronJob({}))).toBe('cronjob hello, */5 * * * *, 0 active');
});

test('a CronJob stands left of its Jobs, those left of their pods; without a Job it keeps its place', () => {
  const pods = new Map([['Job default/pi', 1]]);
  const layoutOf = (controllers: readonly Controller[]) =>
    ownersLayout({ density: 'full', width: 1064, rows: controllerRows(controllers), services: [], pods });
  const layout = layoutOf([job({ completions: 1 }, {}, 'hello'), cronJob({})]);
  const [left, middle] = [layout.pills.get('CronJob default/hello'), layout.pills.get('Job default/pi')];
  expect(left?.y).toBe(middle?.y);
  expect(left?.x).toBeLessThan(middle?.x ?? 0);
  expect(layout.groups.get('Job default/pi')?.box.x).toBeGreaterThan(middle?.x ?? 0);
  expect(layout.strangers.size).toBe(0);
  expect(layoutOf([cronJob({})]).pills.get('CronJob default/hello')?.x).toBe(left?.x);
});

test('a pill keeps its width while its Job works', () => {
  const rooms = [{}, { active: 2 }, { succeeded: 5, conditions: [{ type: 'Failed', status: 'True' as const }] }].map(
    (status) => faceOf('Job', job({ completions: 5 }, status)).room,
  );
  expect(new Set(rooms).size).toBe(1);
});
