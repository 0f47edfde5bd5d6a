import { expect, test } from 'vitest';
import type { CronJob } from '../../api/batch/cronJob';
import { parseTime } from '../../api/meta/time';
import { type TestCluster, inDefault, shell, testCluster } from '../../../tests/testCluster';

/** A CronJob whose jobs run `script`. */
const cronJob = (script: string, spec: object = {}) => ({
  metadata: { name: 'tick' },
  spec: {
    schedule: '* * * * *',
    jobTemplate: {
      metadata: { labels: { made: 'here' } },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            terminationGracePeriodSeconds: 1,
            containers: [{ name: 'c', ...shell(script) }],
          },
        },
      },
    },
    ...spec,
  },
});
const get = (cluster: TestCluster) => cluster.client.get('CronJob', inDefault('tick'));
const jobs = async (cluster: TestCluster) => (await cluster.client.list('Job')).items;
const patch = (cluster: TestCluster, spec: object) =>
  cluster.client.patch('CronJob', inDefault('tick'), { type: 'merge', body: { spec } });
const reasons = async (cluster: TestCluster) => (await cluster.events('tick')).map(({ reason }) => reason);
const minuteOf = (time: string) => Math.floor(parseTime(time) / 60_000);

test('a CronJob makes a job every minute, named after it, and keeps the last three', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('sleep 5'));
  await cluster.advance({ seconds: 63 });
  const [first] = await jobs(cluster);
  expect(first?.metadata).toMatchObject({
    name: `tick-${minuteOf(first?.metadata.creationTimestamp ?? '')}`,
    labels: { made: 'here' },
    annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z' },
    ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
  });
  expect((await get(cluster)).status).toMatchObject({
    active: [{ kind: 'Job', name: first?.metadata.name, uid: first?.metadata.uid }],
    lastScheduleTime: '2026-01-01T00:01:00Z',
  });

  await cluster.advance({ seconds: 300 });
  const { status } = await get(cluster);
  expect(status.lastScheduleTime).toBe('2026-01-01T00:06:00Z');
  expect(status.lastSuccessfulTime).toMatch(/^2026-01-01T00:05:/);
  expect((await jobs(cluster)).map(({ metadata }) => minuteOf(metadata.creationTimestamp) % 10)).toHaveLength(4);
  expect(await reasons(cluster)).toContain('SuccessfulDelete');
  expect((await reasons(cluster)).slice(0, 2)).toEqual(['SuccessfulCreate', 'SawCompletedJob']);
  // The pods of a job that has gone have gone with it.
  expect(await cluster.pods()).toHaveLength(4);
});

test('of failed jobs one is kept', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('exit 1'));
  await cluster.advance({ seconds: 200 });
  expect((await jobs(cluster)).map(({ status }) => status.conditions?.at(-1)?.type)).toEqual(['Failed']);
  expect((await get(cluster)).status.lastSuccessfulTime).toBeUndefined();
});

test.each([
  ['Allow', 3, undefined],
  ['Forbid', 1, 'JobAlreadyActive'],
  ['Replace', 1, 'SuccessfulDelete'],
] as const)('with concurrency policy %s, %i long jobs run after three minutes', async (policy, active, reason) => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('sleep 1d', { concurrencyPolicy: policy }));
  await cluster.advance({ seconds: 190 });
  const { status } = await get(cluster);
  expect(status.active).toHaveLength(active);
  expect(await jobs(cluster)).toHaveLength(active);
  expect(status.lastScheduleTime).toBe(policy === 'Forbid' ? '2026-01-01T00:01:00Z' : '2026-01-01T00:03:00Z');
  if (reason !== undefined) expect(await reasons(cluster)).toContain(reason);
});

test('a suspended CronJob makes no jobs; what it missed is made up for once, unless it is too late', async () => {
  for (const [startingDeadlineSeconds, expected] of [
    [undefined, '2026-01-01T00:03:00Z'],
    [10, undefined],
  ]) {
    const cluster = await testCluster();
    await cluster.create(
      'CronJob',
      cronJob('true', { suspend: true, ...(startingDeadlineSeconds && { startingDeadlineSeconds }) }),
    );
    await cluster.advance({ seconds: 210 });
    expect(await jobs(cluster)).toEqual([]);
    await patch(cluster, { suspend: false });
    await cluster.advance({ seconds: 5 });
    expect((await get(cluster)).status.lastScheduleTime).toBe(expected);
    await cluster.advance({ seconds: 30 });
    expect((await get(cluster)).status.lastScheduleTime).toBe('2026-01-01T00:04:00Z');
  }
});

test('the clocks of another zone decide', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('true', { schedule: '30 9 * * *', timeZone: 'Asia/Seoul' }));
  await cluster.advance({ seconds: 1795 });
  expect(await jobs(cluster)).toEqual([]);
  await cluster.advance({ seconds: 10 });
  const [job] = await jobs(cluster);
  expect(job?.metadata.annotations).toEqual({
    'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:30:00+09:00',
  });
});

test('a new schedule begins with its next time', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('true', { schedule: '0 5 * * *' }));
  await cluster.advance({ seconds: 100 });
  await patch(cluster, { schedule: '*/5 * * * *' });
  await cluster.advance({ seconds: 195 });
  expect(await jobs(cluster)).toEqual([]);
  await cluster.advance({ seconds: 10 });
  expect(await jobs(cluster)).toHaveLength(1);
});

test('a deleted CronJob takes its jobs and their pods along', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('sleep 1d'));
  await cluster.advance({ seconds: 70 });
  expect(await cluster.pods()).toHaveLength(1);
  await cluster.client.delete('CronJob', inDefault('tick'), { propagationPolicy: 'Background' });
  await cluster.advance({ seconds: 10 });
  expect(await jobs(cluster)).toEqual([]);
  expect(await cluster.pods()).toEqual([]);
});

test('a job that vanishes leaves the list of active ones', async () => {
  const cluster = await testCluster();
  await cluster.create('CronJob', cronJob('sleep 1d', { schedule: '@hourly' }));
  await cluster.advance({ seconds: 3610 });
  const [name = ''] = ((await get(cluster)) as CronJob).status.active?.map((reference) => reference.name) ?? [];
  await cluster.client.delete('Job', inDefault(name), { propagationPolicy: 'Background' });
  await cluster.advance({ seconds: 10 });
  expect((await get(cluster)).status.active).toBeUndefined();
  expect(await reasons(cluster)).toContain('MissingJob');
});
