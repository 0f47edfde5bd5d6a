import { expect, test } from 'vitest';
import { print } from '../../../../tests/conformance/printingPair';
import type { KubeObject } from '../../../api/meta/objectMeta';

type AnyObject = KubeObject & Readonly<Record<string, unknown>>;
const time = '2026-11-21T08:00:00Z';
const template = (image: string, labels: object = { app: 'store' }) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'c', image, resources: {} }] },
});
const selector = { matchLabels: { app: 'store' } };

function object(apiVersion: string, kind: string, name: string, more: object, metadata: object = {}): AnyObject {
  const own = { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: time };
  return { apiVersion, kind, metadata: { ...own, ...metadata }, ...more };
}

const ownedBy = (kind: string, uid: string) => ({
  labels: { app: 'store' },
  ownerReferences: [{ apiVersion: 'apps/v1', kind, name: uid, uid, controller: true }],
});
const revision = (name: string, number: number, image: string) =>
  object(
    'apps/v1',
    'ControllerRevision',
    name,
    { revision: number, data: { spec: { template: { ...template(image), $patch: 'replace' } } } },
    ownedBy('StatefulSet', 'store'),
  );
const set = (name: string, number: string, image: string, cause = '') =>
  object(
    'apps/v1',
    'ReplicaSet',
    name,
    {
      spec: { replicas: 1, selector, template: template(image, { app: 'store', 'pod-template-hash': name }) },
      status: {},
    },
    {
      ...ownedBy('Deployment', 'web'),
      annotations: {
        'deployment.kubernetes.io/revision': number,
        ...(cause !== '' && { 'kubernetes.io/change-cause': cause }),
      },
    },
  );
const objects = [
  object('apps/v1', 'StatefulSet', 'store', {
    spec: { replicas: 1, selector, template: template('redis:8') },
    status: {},
  }),
  revision('store-b', 2, 'redis:8'),
  revision('store-a', 1, 'redis:7'),
  object('apps/v1', 'Deployment', 'web', {
    spec: { replicas: 1, selector, template: template('nginx:2') },
    status: {},
  }),
  set('web-2', '10', 'nginx:2', 'go to 2'),
  set('web-1', '9', 'nginx:1'),
  object('v1', 'ConfigMap', 'conf', {}),
  object('batch/v1', 'Job', 'job', {}),
];
const kubectl = (words: string) =>
  print({ command: `kubectl ${words}`, now: Date.parse(time), objects, stdout: '', stderr: '' });

test('the history of a StatefulSet is that of its ControllerRevisions', async () => {
  expect((await kubectl('rollout history sts store')).stdout).toBe(
    'statefulset.apps/store \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n',
  );
});

test('one revision is shown with its tabs', async () => {
  expect((await kubectl('rollout history sts store --revision=1')).stdout).toContain(
    'statefulset.apps/store with revision #1\nPod Template:\n  Labels:\tapp=store\n  Containers:\n   c:\n    Image:\tredis:7\n',
  );
});

test('the history of a Deployment is sorted by number and tells why', async () => {
  expect((await kubectl('rollout history deploy web')).stdout).toBe(
    'deployment.apps/web \nREVISION  CHANGE-CAUSE\n9         <none>\n10        go to 2\n\n',
  );
  expect((await kubectl('rollout history deploy web -o name')).stdout).toBe(
    'replicaset.apps/web-1\nreplicaset.apps/web-2\n',
  );
});

test('a dry run of undo shows the template that would come back', async () => {
  const { stdout } = await kubectl('rollout undo deploy web --dry-run=client');
  expect(stdout).toContain('deployment.apps/web Pod Template:\n');
  expect(stdout).toContain('    Image:\tnginx:1\n');
  expect(stdout.endsWith('\n (dry run)\n')).toBe(true);
  const ofSet = await kubectl('rollout undo sts store --to-revision=1 --dry-run=client');
  expect(ofSet.stdout).toContain('statefulset.apps/store will roll back to Pod Template:\n');
});

test('an undo to the present template is skipped', async () => {
  expect((await kubectl('rollout undo deploy web --to-revision=10')).stdout).toBe(
    'deployment.apps/web skipped rollback (current template already matches revision 10)\n',
  );
  expect((await kubectl('rollout undo sts store --to-revision=2')).stdout).toBe(
    'statefulset.apps/store skipped rollback (current template already matches revision 2)\n',
  );
});

test('kinds without a history are refused, each in its own words', async () => {
  expect((await kubectl('rollout undo job job')).stderr).toBe(
    'error: no rollbacker has been implemented for "Job.batch"\n',
  );
  expect((await kubectl('rollout history cm conf')).stderr).toBe(
    'error: error retrieving history for "ConfigMap", no visitor method exists for { ConfigMap}\n',
  );
  expect((await kubectl('rollout restart cm conf')).stderr).toBe(
    'error: configmaps "conf" restarting is not supported\n',
  );
  expect((await kubectl('rollout pause sts store')).stderr).toBe(
    'error: statefulsets.apps "store" pausing is not supported\n',
  );
});
