/**
 * A claim of access mode ReadWriteOncePod serves one pod in the whole cluster, and some disks one pod on a node.
 * Models pkg/scheduler/framework/plugins/volumerestrictions (v1.36.3).
 */
import type { Pod, Volume } from '../../api/core/pod';
import { type Plugin, type Refusal, skip, unresolvable, unschedulable } from '../framework';
import { claimChanged } from './storageHints';

const IN_USE =
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';
const DISK_CONFLICT = 'node(s) had no available disk';

export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  preFilter(pod, { storage, podsUsing, podsOn }) {
    const namespace = pod.metadata.namespace ?? '';
    let inUse = false;
    let disks = none;
    for (const volume of pod.spec.volumes ?? none) {
      if (isDisk(volume)) disks = [...disks, volume];
      const name = volume.persistentVolumeClaim?.claimName;
      if (name === undefined) continue;
      const claim = storage.claim(namespace, name);
      if (claim === undefined) {
        return { type: 'reject', refusal: unresolvable(`persistentvolumeclaim "${name}" not found`) };
      }
      if (claim.spec.accessModes?.includes('ReadWriteOncePod') !== true) continue;
      inUse ||= podsUsing(namespace, name).length > 0;
    }
    if (!inUse && disks.length === 0) return skip;
    const filter = (node: { readonly name: string }): Refusal | undefined => {
      if (disks.length > 0 && podsOn(node.name).some((other) => conflicts(disks, other))) {
        return unschedulable(DISK_CONFLICT);
      }
      return inUse ? unschedulable(IN_USE) : undefined;
    };
    return { type: 'filter', filter };
  },
  wakes(event, pod) {
    if (event.type === 'storageChange') return event.change.type === 'ADDED' && claimChanged(event.change, pod);
    if (event.type !== 'assignedPodDelete') return false;
    const { spec, metadata } = event.pod;
    const shares = (spec.volumes ?? none).some(({ persistentVolumeClaim: claim }) =>
      pod.spec.volumes?.some((own) => claim !== undefined && own.persistentVolumeClaim?.claimName === claim.claimName),
    );
    return (shares && metadata.namespace === pod.metadata.namespace) || conflicts(pod.spec.volumes ?? none, event.pod);
  },
};

const none: readonly Volume[] = [];

function isDisk(volume: Volume): boolean {
  return (
    volume.gcePersistentDisk !== undefined ||
    volume.awsElasticBlockStore !== undefined ||
    volume.rbd !== undefined ||
    volume.iscsi !== undefined
  );
}

function conflicts(volumes: readonly Volume[], other: Pod): boolean {
  return volumes.some((a) => isDisk(a) && (other.spec.volumes ?? none).some((b) => isSameDisk(a, b)));
}

/** Readers may share a disk, but for EBS. */
function isSameDisk(a: Volume, b: Volume): boolean {
  const isWritten = (one: Access, two: Access) => !(one.readOnly === true && two.readOnly === true);
  if (a.gcePersistentDisk !== undefined && b.gcePersistentDisk?.pdName === a.gcePersistentDisk.pdName) {
    return isWritten(a.gcePersistentDisk, b.gcePersistentDisk);
  }
  if (a.awsElasticBlockStore !== undefined) {
    return b.awsElasticBlockStore?.volumeID === a.awsElasticBlockStore.volumeID;
  }
  if (a.iscsi !== undefined && b.iscsi?.iqn === a.iscsi.iqn) return isWritten(a.iscsi, b.iscsi);
  if (a.rbd === undefined || b.rbd === undefined) return false;
  const { monitors } = a.rbd;
  const isSameImage =
    (a.rbd.pool ?? RBD_POOL) === (b.rbd.pool ?? RBD_POOL) &&
    a.rbd.image === b.rbd.image &&
    b.rbd.monitors.some((monitor) => monitors.includes(monitor));
  return isSameImage && isWritten(a.rbd, b.rbd);
}

interface Access {
  readonly readOnly?: boolean;
}

/** What the API server fills in. */
const RBD_POOL = 'rbd';
