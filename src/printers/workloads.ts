/**
 * Tables of what keeps pods running: ReplicationController, ReplicaSet, Deployment, DaemonSet, StatefulSet and their
 * ControllerRevisions. Models pkg/printers/internalversion/printers.go (v1.36.3).
 */
import type { ControllerRevision } from '../api/apps/controllerRevision';
import type { DaemonSet } from '../api/apps/daemonSet';
import type { Deployment } from '../api/apps/deployment';
import type { ReplicaSet } from '../api/apps/replicaSet';
import type { StatefulSet } from '../api/apps/statefulSet';
import type { ReplicationController } from '../api/core/replicationController';
import { formatLabelSelector } from '../api/meta/labels';
import { controllerOf } from '../api/meta/objectMeta';
import { age, containerCells, formatLabels, selectorText } from './cells';
import { columns, integerColumns, type TablePrinter, wideColumns } from './table';

const replicaColumns = [
  ...columns('Name'),
  ...integerColumns('Desired', 'Current', 'Ready'),
  ...columns('Age'),
  ...wideColumns('Containers', 'Images', 'Selector'),
];

/** The cells of `replicaColumns` before the selector, in which alone the two kinds differ. */
const replicaCells = (owner: ReplicationController | ReplicaSet, now: number) => [
  owner.metadata.name,
  owner.spec.replicas,
  owner.status.replicas,
  owner.status.readyReplicas ?? 0,
  age(owner, now),
  ...containerCells(owner.spec.template.spec.containers),
];

/** `kubectl get rc`. */
export const replicationControllerTable: TablePrinter<ReplicationController> = {
  columns: replicaColumns,
  cells: (rc, now) => [...replicaCells(rc, now), formatLabels(rc.spec.selector)],
};

/** `kubectl get rs`. */
export const replicaSetTable: TablePrinter<ReplicaSet> = {
  columns: replicaColumns,
  cells: (rs, now) => [...replicaCells(rs, now), selectorText(rs.spec.selector)],
};

/** `kubectl get deployments`. */
export const deploymentTable: TablePrinter<Deployment> = {
  columns: [
    ...columns('Name', 'Ready', 'Up-to-date', 'Available', 'Age'),
    ...wideColumns('Containers', 'Images', 'Selector'),
  ],
  cells: (deployment, now) => [
    deployment.metadata.name,
    `${deployment.status.readyReplicas ?? 0}/${deployment.spec.replicas}`,
    deployment.status.updatedReplicas ?? 0,
    deployment.status.availableReplicas ?? 0,
    age(deployment, now),
    ...containerCells(deployment.spec.template.spec.containers),
    formatLabelSelector(deployment.spec.selector),
  ],
};

/** `kubectl get ds`. */
export const daemonSetTable: TablePrinter<DaemonSet> = {
  columns: [
    ...columns('Name'),
    ...integerColumns('Desired', 'Current', 'Ready', 'Up-to-date', 'Available'),
    ...columns('Node Selector', 'Age'),
    ...wideColumns('Containers', 'Images', 'Selector'),
  ],
  cells: (ds, now) => [
    ds.metadata.name,
    ds.status.desiredNumberScheduled,
    ds.status.currentNumberScheduled,
    ds.status.numberReady,
    ds.status.updatedNumberScheduled ?? 0,
    ds.status.numberAvailable ?? 0,
    formatLabels(ds.spec.template.spec.nodeSelector),
    age(ds, now),
    ...containerCells(ds.spec.template.spec.containers),
    selectorText(ds.spec.selector),
  ],
};

/** `kubectl get sts`. */
export const statefulSetTable: TablePrinter<StatefulSet> = {
  columns: [...columns('Name', 'Ready', 'Age'), ...wideColumns('Containers', 'Images')],
  cells: (sts, now) => [
    sts.metadata.name,
    `${sts.status.readyReplicas ?? 0}/${sts.spec.replicas}`,
    age(sts, now),
    ...containerCells(sts.spec.template.spec.containers),
  ],
};

/** `kubectl get controllerrevisions`. */
export const controllerRevisionTable: TablePrinter<ControllerRevision> = {
  columns: columns('Name', 'Controller', 'Revision', 'Age'),
  cells(object, now) {
    const owner = controllerOf(object);
    return [object.metadata.name, owner === undefined ? '<none>' : ownerText(owner), object.revision, age(object, now)];
  },
};

/** `statefulset.apps/web`. */
function ownerText({ apiVersion, kind, name }: { apiVersion: string; kind: string; name: string }): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.slice(0, apiVersion.indexOf('/'))}` : '';
  return `${kind}${group}`.toLowerCase() + `/${name}`;
}
