/**
 * Keeps as many running pods as a ReplicaSet asks for.
 * Models pkg/controller/replicaset/replica_set.go (v1.36.3).
 */
import type { ReplicaSet } from '../../api/apps/replicaSet';
import { isDeepEqual } from '../../api/meta/equality';
import { labelSelectorMatches } from '../../api/meta/labels';
import { type Labels, controllerOf } from '../../api/meta/objectMeta';
import type { Controller } from '../controller';
import { podsOf } from '../shared/ownerWatches';
import { type ReplicaKind, activePodsOf, explainCounts, syncReplicas } from '../shared/replicas';

const selects = (rs: ReplicaSet, labels: Labels | undefined) => labelSelectorMatches(rs.spec.selector, labels);

const replicaKind: ReplicaKind<ReplicaSet> = {
  selects,
  related(rs, pods, world) {
    const owner = controllerOf(rs);
    if (owner === undefined) return pods;
    const siblings = world.cache.ownedBy('ReplicaSet', owner.uid);
    return activePodsOf(
      siblings.map(({ metadata }) => metadata.uid),
      world,
    );
  },
  async writeStatus(rs, base, terminating, world) {
    const status = { ...base, terminatingReplicas: terminating };
    if (isDeepEqual(status, rs.status)) return;
    explainCounts(rs, base, world);
    await world.client.update('ReplicaSet', { ...rs, status }, 'status');
  },
};

/** Keeps ReplicaSets at their size. */
export const replicaSetController: Controller<'ReplicaSet'> = {
  name: 'replicaset-controller',
  kind: 'ReplicaSet',
  watches: [podsOf('ReplicaSet', selects)],

  async reconcile(key, world) {
    const rs = world.cache.get('ReplicaSet', key);
    // Deleted: its pods are the garbage collector's business.
    return rs && (await syncReplicas(rs, replicaKind, world));
  },
};
