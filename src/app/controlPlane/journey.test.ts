import { expect, test } from 'vitest';
import type { DeliveryActivity, WriteActivity } from '../../client/activity';
import { checksOf, journeyOf } from './journey';
import { writeText } from './words';

const KEY = '/registry/pods/default/kubia-c4m8j';
const created: WriteActivity = {
  type: 'write',
  at: 1_000,
  by: 'kube-controller-manager',
  controller: 'replication-controller',
  about: 'default/kubia',
  method: 'POST',
  path: '/api/v1/namespaces/default/pods',
  code: 201,
  stored: [{ key: KEY, kind: 'Pod', revision: 1842, type: 'ADDED' }],
  times: 1,
};
const delivery = (to: string, at: number, more: Partial<DeliveryActivity> = {}): DeliveryActivity => ({
  type: 'delivery',
  at,
  to,
  key: KEY,
  kind: 'Pod',
  revision: 1842,
  event: 'ADDED',
  times: 1,
  ...more,
});

test('a pod that a controller creates goes to etcd, then to who watches, in the order of time', () => {
  const heard = [
    delivery('kube-scheduler', 1_002),
    delivery('kube-controller-manager', 1_001, { wakes: ['replication-controller'] }),
  ];
  const { headline, steps } = journeyOf(created, heard, { pending: [] });
  expect(headline).toEqual({ key: 'controlPlane.headline.many', params: { readers: 2 } });
  expect(steps.map(({ actor, said, isNext = false }) => [actor, said.key, isNext])).toEqual([
    ['kube-controller-manager', 'controlPlane.step.asksAbout', false],
    ['kube-apiserver', 'controlPlane.step.stores', false],
    ['kube-controller-manager', 'controlPlane.hears.ownWrite', false],
    ['kube-scheduler', 'controlPlane.hears.schedulerQueues', false],
    ['kubelet', 'controlPlane.next.kubelet', true],
  ]);
});

test('what is on its way comes after what has arrived, without a number', () => {
  const pending = [
    { at: 1_002, to: 'kube-scheduler', revision: 1842 },
    { at: 1_001, to: 'kube-controller-manager', revision: 1842 },
    { at: 1_002, to: 'kube-scheduler', revision: 1843 },
  ];
  const { steps } = journeyOf(created, [delivery('kube-controller-manager', 1_001)], { pending });
  const next = steps.filter(({ isNext }) => isNext);
  expect(next.map(({ actor, at }) => [actor, at])).toEqual([
    ['kube-scheduler', 1_002],
    ['kubelet', undefined],
  ]);
});

test('a binding brings the pod to the kubelet of its node, and nobody waits for another one', () => {
  const bound: WriteActivity = {
    ...created,
    by: 'kube-scheduler',
    path: '/api/v1/namespaces/default/pods/kubia-c4m8j/binding',
    stored: [{ key: KEY, kind: 'Pod', revision: 1843, type: 'MODIFIED', node: 'worker-3' }],
  };
  const heard = [
    delivery('kube-scheduler', 1_002, { revision: 1843, event: 'MODIFIED' }),
    delivery('kubelet/worker-3', 1_002, { revision: 1843 }),
  ];
  const { steps } = journeyOf(bound, heard, undefined);
  expect(steps.slice(2).map(({ edge, said }) => [edge, said.key])).toEqual([
    ['kube-scheduler<', 'controlPlane.hears.schedulerBound'],
    ['kubelet/worker-3<', 'controlPlane.hears.kubeletStarts'],
  ]);
});

test('a refusal ends at the API server with its own words', () => {
  const refused: WriteActivity = { ...created, code: 409, message: 'pods "kubia" already exists', stored: [] };
  const { headline, steps } = journeyOf(refused, [], undefined);
  expect(headline.key).toBe('controlPlane.headline.refused');
  expect(steps).toHaveLength(2);
  expect(steps[1]?.said.params).toEqual({ code: 409, message: 'pods "kubia" already exists' });
  expect(checksOf(refused)).toBe('controlPlane.checks.conflict');
});

test('a write is called as kubectl would say it', () => {
  expect(writeText(created)).toBe('create pod kubia-c4m8j');
  expect(writeText({ ...created, code: 0, path: KEY, method: 'DELETE' })).toBe('delete pod kubia-c4m8j');
  expect(writeText({ ...created, method: 'GET', path: '/apis', stored: [] })).toBe('get /apis');
});
