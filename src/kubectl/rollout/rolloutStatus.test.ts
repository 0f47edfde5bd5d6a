import { expect, test } from 'vitest';
import type { KubeObject } from '../../api/meta/objectMeta';
import { statusViewerFor } from './rolloutStatus';

const deployment = (status: object, generation = 1): KubeObject & Record<string, unknown> => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    uid: '',
    resourceVersion: '',
    creationTimestamp: '',
    generation,
    annotations: { 'deployment.kubernetes.io/revision': '2' },
  },
  spec: { replicas: 3 },
  status: { observedGeneration: 1, ...status },
});
const view = statusViewerFor('apps', 'Deployment');

test('a rollout of a Deployment goes through its stages', () => {
  const texts = [
    deployment({}, 2),
    deployment({ updatedReplicas: 1, replicas: 4 }),
    deployment({ updatedReplicas: 3, replicas: 4 }),
    deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 2 }),
    deployment({ updatedReplicas: 3, replicas: 3, availableReplicas: 3 }),
  ].map((object) => view(object, 0).text);
  expect(texts).toEqual([
    'Waiting for deployment spec update to be observed...\n',
    'Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated...\n',
    'Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination...\n',
    'Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available...\n',
    'deployment "web" successfully rolled out\n',
  ]);
});

test('a rollout that made no progress in time has failed', () => {
  const conditions = [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }];
  expect(() => view(deployment({ conditions }), 0)).toThrow('deployment "web" exceeded its progress deadline');
});

test('another revision than the wanted one is an error', () => {
  expect(() => view(deployment({}), 1)).toThrow('desired revision (1) is different from the running revision (2)');
});

test('kinds without rollouts are refused', () => {
  expect(() => statusViewerFor('batch', 'Job')).toThrow('no status viewer has been implemented for Job.batch');
});
