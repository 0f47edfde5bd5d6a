import { expect, test } from 'vitest';
import type { Job } from '../../api/batch/job';
import { parseTime } from '../../api/meta/time';
import { type TestCluster, inDefault, shell, testCluster } from '../../../tests/testCluster';

/** A job whose pods run `script`. */
const job = (script: string, spec: object = {}, podSpec: object = {}) => ({
  metadata: { name: 'work' },
  spec: {
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 2,
        containers: [{ name: 'c', ...shell(script) }],
        ...podSpec,
      },
    },
    ...spec,
  },
});
const get = (cluster: TestCluster) => cluster.client.get('Job', inDefault('work'));
const patch = (cluster: TestCluster, spec: object) =>
  cluster.client.patch('Job', inDefault('work'), { type: 'merge', body: { spec } });
const conditions = ({ status }: Job) =>
  (status.conditions ?? []).filter(({ status }) => status === 'True').map(({ type, reason }) => `${type} ${reason}`);
const untilFinished = (cluster: TestCluster, limit = 300) =>
  cluster.until(
    async () =>
      (await get(cluster)).status.conditions?.some(({ type }) => ['Complete', 'Failed'].includes(type)) ?? false,
    limit,
  );

test('a job runs its pods two at a time until five have succeeded, and keeps them', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 5', { completions: 5, parallelism: 2 }));
  let most = 0;
  await cluster.until(async () => {
    const pods = await cluster.pods();
    most = Math.max(most, pods.filter(({ status }) => status.phase === 'Running').length);
    return (await get(cluster)).status.completionTime !== undefined;
  }, 100);

  const done = await get(cluster);
  expect(most).toBe(2);
  expect(done.status).toMatchObject({ succeeded: 5, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
  expect(done.status.active).toBeUndefined();
  expect(conditions(done)).toEqual(['SuccessCriteriaMet CompletionsReached', 'Complete CompletionsReached']);
  const pods = await cluster.pods();
  expect(pods).toHaveLength(5);
  expect(pods.flatMap(({ metadata }) => metadata.finalizers ?? [])).toEqual([]);
});

test('failed pods are replaced after 10 s, then 20 s, until there are too many', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('exit 1', { backoffLimit: 2 }));
  await untilFinished(cluster);

  const failed = await get(cluster);
  expect(failed.status).toMatchObject({ failed: 3 });
  expect(conditions(failed)).toEqual(['FailureTarget BackoffLimitExceeded', 'Failed BackoffLimitExceeded']);
  const starts = (await cluster.pods()).map(({ metadata }) => parseTime(metadata.creationTimestamp) / 1000).sort();
  const [first = 0, second = 0, third = 0] = starts;
  expect(second - first).toBeGreaterThanOrEqual(10);
  expect(third - second).toBeGreaterThanOrEqual(20);
  expect(third - first).toBeLessThan(45);
});

test('a container that is restarted in place too often ends the job, and its pod goes', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('exit 1', { backoffLimit: 1 }, { restartPolicy: 'OnFailure' }));
  await untilFinished(cluster);
  expect(conditions(await get(cluster))).toContain('Failed BackoffLimitExceeded');
  await cluster.advance({ seconds: 5 });
  expect(await cluster.pods()).toEqual([]);
});

test('a job that is active for too long fails once its pods have ended', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 1d', { activeDeadlineSeconds: 10 }));
  await cluster.advance({ seconds: 11 });
  expect(conditions(await get(cluster))).toEqual(['FailureTarget DeadlineExceeded']);
  await untilFinished(cluster);
  expect((await get(cluster)).status).toMatchObject({ failed: 1, terminating: 0 });
});

test('each index of an Indexed job gets its own pod, which knows its number', async () => {
  const cluster = await testCluster();
  await cluster.create(
    'Job',
    job('test $JOB_COMPLETION_INDEX = 1 && sleep 30; true', {
      completions: 4,
      parallelism: 4,
      completionMode: 'Indexed',
    }),
  );
  await cluster.advance({ seconds: 10 });
  const pods = await cluster.pods();
  expect(pods.map(({ spec }) => spec.hostname).sort()).toEqual(['work-0', 'work-1', 'work-2', 'work-3']);
  expect(pods.map(({ metadata }) => metadata.name.replace(/\w{5}$/, '')).sort()).toEqual([
    'work-0-',
    'work-1-',
    'work-2-',
    'work-3-',
  ]);
  expect((await get(cluster)).status).toMatchObject({ completedIndexes: '0,2,3', succeeded: 3, active: 1 });
  await untilFinished(cluster);
  expect((await get(cluster)).status).toMatchObject({ completedIndexes: '0-3', succeeded: 4 });
});

test('an index that fails too often does not keep the others from ending', async () => {
  const cluster = await testCluster();
  const spec = { completions: 3, parallelism: 3, completionMode: 'Indexed', backoffLimitPerIndex: 1 };
  await cluster.create('Job', job('sleep 2; test $JOB_COMPLETION_INDEX != 1', spec));
  await untilFinished(cluster);
  const ended = await get(cluster);
  expect(ended.status).toMatchObject({ completedIndexes: '0,2', failedIndexes: '1', succeeded: 2, failed: 2 });
  expect(conditions(ended)).toEqual(['FailureTarget FailedIndexes', 'Failed FailedIndexes']);
  const counts = (await cluster.pods()).map(
    ({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'],
  );
  expect(counts.sort()).toEqual(['0', '0', '0', '1']);
});

test('a success policy ends the job early, and what still runs is neither succeeded nor failed', async () => {
  const cluster = await testCluster();
  const spec = {
    ...{ completions: 3, parallelism: 3, completionMode: 'Indexed' },
    successPolicy: { rules: [{ succeededIndexes: '0' }] },
  };
  await cluster.create('Job', job('test $JOB_COMPLETION_INDEX = 0 || sleep 1d', spec));
  await untilFinished(cluster);
  const ended = await get(cluster);
  expect(conditions(ended)).toEqual(['SuccessCriteriaMet SuccessPolicy', 'Complete SuccessPolicy']);
  expect(ended.status).toMatchObject({ succeeded: 1, completedIndexes: '0' });
  expect(ended.status.failed).toBeUndefined();
});

test('a failure policy tells what failures mean', async () => {
  const cluster = await testCluster();
  const onExitCodes = (values: number[]) => ({ operator: 'In', values });
  const podFailurePolicy = {
    rules: [
      { action: 'Ignore', onExitCodes: onExitCodes([7]) },
      { action: 'FailJob', onExitCodes: onExitCodes([42]) },
    ],
  };
  await cluster.create('Job', job('exit 42', { podFailurePolicy }));
  await untilFinished(cluster);
  const ended = await get(cluster);
  const [pod] = await cluster.pods();
  expect(ended.spec.podReplacementPolicy).toBe('Failed');
  expect(ended.status.conditions?.at(-1)).toMatchObject({
    reason: 'PodFailurePolicy',
    message: `Container c for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 1`,
  });

  await cluster.create('Job', { ...job('exit 7', { podFailurePolicy, backoffLimit: 0 }), metadata: { name: 'other' } });
  await cluster.advance({ seconds: 60 });
  const other = await cluster.client.get('Job', inDefault('other'));
  expect(other.status.failed).toBeUndefined();
  expect((await cluster.pods('job-name=other')).length).toBeGreaterThan(1);
});

test('a suspended job has no pods and no start; it begins anew when it is resumed', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 1d'));
  await cluster.advance({ seconds: 5 });
  await patch(cluster, { suspend: true });
  await cluster.advance({ seconds: 10 });
  const suspended = await get(cluster);
  expect(suspended.status).toMatchObject({
    conditions: [{ type: 'Suspended', status: 'True', reason: 'JobSuspended' }],
  });
  expect(suspended.status.startTime).toBeUndefined();
  expect(suspended.status.failed).toBeUndefined();
  expect(await cluster.pods()).toEqual([]);

  await patch(cluster, { suspend: false });
  await cluster.advance({ seconds: 5 });
  const resumed = await get(cluster);
  expect(resumed.status).toMatchObject({ active: 1, conditions: [{ type: 'Suspended', status: 'False' }] });
  expect(resumed.status.startTime).toBeDefined();
  expect((await cluster.events('work')).map(({ reason }) => reason)).toEqual([
    'SuccessfulCreate',
    'SuccessfulDelete',
    'Suspended',
    'SuccessfulCreate',
    'Resumed',
  ]);
});

test('a pod that is deleted by hand counts as failed at once, or once it has ended', async () => {
  for (const policy of ['TerminatingOrFailed', 'Failed']) {
    const cluster = await testCluster();
    await cluster.create(
      'Job',
      job('sleep 1d', { podReplacementPolicy: policy }, { terminationGracePeriodSeconds: 5 }),
    );
    await cluster.advance({ seconds: 5 });
    const [pod] = await cluster.pods();
    await cluster.client.delete('Pod', inDefault(pod?.metadata.name ?? ''));
    await cluster.advance({ seconds: 2 });
    expect((await get(cluster)).status, policy).toMatchObject({ terminating: 1 });
    expect((await get(cluster)).status.failed, policy).toBe(policy === 'Failed' ? undefined : 1);
    await cluster.advance({ seconds: 20 });
    expect((await get(cluster)).status, policy).toMatchObject({ failed: 1, terminating: 0, active: 1 });
    const left = (await cluster.pods()).map(({ metadata }) => metadata.uid);
    expect(left, policy).toHaveLength(1);
    expect(left, policy).not.toContain(pod?.metadata.uid);
  }
});

test('a job that was asked to goes some time after its end, with its pods', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('true', { ttlSecondsAfterFinished: 20 }));
  const ended = await untilFinished(cluster);
  expect(ended).toBeLessThan(10);
  await cluster.advance({ seconds: 15 });
  expect(await cluster.pods()).toHaveLength(1);
  await cluster.advance({ seconds: 10 });
  expect(await cluster.pods()).toEqual([]);
  expect((await cluster.client.list('Job')).items).toEqual([]);
});

test('a deleted job leaves no pods behind, and its orphans are free to go', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 1d'));
  await cluster.advance({ seconds: 5 });
  await cluster.client.delete('Job', inDefault('work'), { propagationPolicy: 'Orphan' });
  await cluster.advance({ seconds: 2 });
  const [orphan] = await cluster.pods();
  expect(orphan?.metadata.finalizers).toBeUndefined();
  expect(orphan?.metadata.ownerReferences).toBeUndefined();

  await cluster.create('Job', job('sleep 1d'));
  await cluster.advance({ seconds: 5 });
  await cluster.client.delete('Job', inDefault('work'), { propagationPolicy: 'Background' });
  await cluster.advance({ seconds: 10 });
  expect((await cluster.pods()).map(({ metadata }) => metadata.uid)).toEqual([orphan?.metadata.uid]);
});

test('a work queue is done when one pod has succeeded and all have ended', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 10', { parallelism: 3 }));
  await cluster.advance({ seconds: 5 });
  expect((await get(cluster)).spec.completions).toBeUndefined();
  expect((await get(cluster)).status).toMatchObject({ active: 3 });
  await untilFinished(cluster);
  expect((await get(cluster)).status).toMatchObject({ succeeded: 3 });
});

test('the parallelism of a running job can be changed', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('sleep 1d', { completions: 9, parallelism: 4 }));
  await cluster.advance({ seconds: 5 });
  await patch(cluster, { parallelism: 1 });
  await cluster.advance({ seconds: 10 });
  expect(await cluster.pods()).toHaveLength(1);
  expect((await get(cluster)).status).toMatchObject({ active: 1 });
  expect((await get(cluster)).status.failed).toBeUndefined();
});

test('a job that takes the name of a failed one does not wait for its back-off', async () => {
  const cluster = await testCluster();
  await cluster.create('Job', job('exit 1', { backoffLimit: 0 }));
  await untilFinished(cluster);
  await cluster.client.delete('Job', inDefault('work'), { propagationPolicy: 'Background' });
  await cluster.create('Job', job('sleep 1d'));
  await cluster.advance({ seconds: 2 });
  expect((await get(cluster)).status).toMatchObject({ active: 1 });
});
