/**
 * A storage driver can attach only so many volumes to a node.
 * Models pkg/scheduler/framework/plugins/nodevolumelimits/csi.go (v1.36.3).
 * Left out: volumes of in-tree drivers that are translated to CSI.
 */
import { classOf } from '../../api/core/claimMatching';
import type { Pod } from '../../api/core/pod';
import { claimNames } from '../../api/core/podClaims';
import type { CSINode } from '../../api/storage/csi';
import { type Plugin, type StorageReader, skip, unschedulable } from '../framework';
import { claimChanged } from './storageHints';

const REASON = 'node(s) exceed max volume count';

export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  preFilter(pod, { storage, podsOn }) {
    if (claimNames(pod).length === 0) return skip;
    return {
      type: 'filter',
      filter({ name }) {
        const limits = limitsOf(storage.csiNode(name));
        if (limits.size === 0) return undefined;
        const wanted = new Map(driversByVolume(pod, storage));
        const attached = new Map([
          ...podsOn(name).flatMap((other) => driversByVolume(other, storage)),
          ...attachmentsTo(name, storage),
        ]);
        for (const volume of attached.keys()) wanted.delete(volume);
        for (const driver of new Set(wanted.values())) {
          const limit = limits.get(driver);
          if (limit !== undefined && countOf(driver, wanted) + countOf(driver, attached) > limit) {
            return unschedulable(REASON);
          }
        }
        return undefined;
      },
    };
  },
  wakes(event, pod) {
    if (event.type === 'volumeDetached') return claimNames(pod).length > 0;
    if (event.type === 'assignedPodDelete') return claimNames(event.pod).length > 0;
    if (event.type !== 'storageChange') return false;
    const { change } = event;
    if (change.kind !== 'CSINode') return change.type === 'ADDED' && claimChanged(change, pod);
    const before = limitsOf(change.previous);
    return (
      change.type === 'ADDED' ||
      [...limitsOf(change.object)].some(([driver, limit]) => limit > (before.get(driver) ?? 0))
    );
  },
};

function limitsOf(csiNode: CSINode | undefined): ReadonlyMap<string, number> {
  const drivers = csiNode?.spec.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );
}

/** Volume to driver, for every claim of `pod` that a driver serves. A claim without a volume will need one of its own. */
function driversByVolume(pod: Pod, storage: StorageReader): readonly (readonly [string, string])[] {
  const { namespace = '' } = pod.metadata;
  return claimNames(pod).flatMap((name) => {
    const claim = storage.claim(namespace, name);
    if (claim === undefined) return [];
    const volume = storage.volume(claim.spec.volumeName ?? '');
    if (volume === undefined) {
      const driver = storage.storageClass(classOf(claim))?.provisioner;
      return driver === undefined ? [] : [[`${driver}/${namespace}/${name}`, driver] as const];
    }
    const { csi } = volume.spec;
    return csi === undefined ? [] : [[`${csi.driver}/${csi.volumeHandle}`, csi.driver] as const];
  });
}

function attachmentsTo(node: string, storage: StorageReader): readonly (readonly [string, string])[] {
  return storage.attachments().flatMap(({ spec }) => {
    if (spec.nodeName !== node) return [];
    const csi = storage.volume(spec.source.persistentVolumeName ?? '')?.spec.csi;
    return csi === undefined ? [] : [[`${csi.driver}/${csi.volumeHandle}`, csi.driver] as const];
  });
}

function countOf(driver: string, volumes: ReadonlyMap<string, string>): number {
  return [...volumes.values()].filter((each) => each === driver).length;
}
