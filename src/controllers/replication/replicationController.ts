/**
 * Keeps as many running pods as a ReplicationController asks for.
 * Models pkg/controller/replication (v1.36.3), which wraps the ReplicaSet's loop as this does.
 */
import type { ReplicationController } from '../../api/core/replicationController';
import { isDeepEqual } from '../../api/meta/equality';
import { matchesLabels } from '../../api/meta/labels';
import type { Labels } from '../../api/meta/objectMeta';
import type { Controller } from '../controller';
import { podsOf } from '../shared/ownerWatches';
import { type ReplicaKind, explainCounts, syncReplicas } from '../shared/replicas';

const selects = (rc: ReplicationController, labels: Labels | undefined) => matchesLabels(rc.spec.selector, labels);

const replicaKind: ReplicaKind<ReplicationController> = {
  selects,
  // Nothing stands above a ReplicationController: its pods are related to each other alone.
  related: (_rc, pods) => pods,
  async writeStatus(rc, status, _terminating, world) {
    if (isDeepEqual(status, rc.status)) return;
    explainCounts(rc, status, world);
    await world.client.update('ReplicationController', { ...rc, status }, 'status');
  },
};

/** Keeps ReplicationControllers at their size. */
export const replicationController: Controller<'ReplicationController'> = {
  name: 'replication-controller',
  kind: 'ReplicationController',
  watches: [podsOf('ReplicationController', selects)],

  async reconcile(key, world) {
    const rc = world.cache.get('ReplicationController', key);
    // Deleted: its pods are the garbage collector's business.
    return rc && (await syncReplicas(rc, replicaKind, world));
  },
};
