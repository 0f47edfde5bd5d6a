/**
 * The data of volumes that were made for claims: it goes with its PersistentVolume, as provisioners remove what they made.
 * Models Delete of k8s.io/minikube/cmd/storage-provisioner (minikube 1.37) and rancher/local-path-provisioner 0.0.31.
 */
import type { PersistentVolume } from '../api/core/persistentVolume';
import { storagePrefix } from '../apiserver/storageKey';
import type { SimulatedContainerRuntime } from '../kubelet/runtime/simulatedRuntime';
import type { Store } from '../storage/store';

/** Wipes what a provisioned volume held, on whichever of `runtimes` it was, when the volume is deleted. */
export function wipeDeletedVolumes(store: Store, runtimes: ReadonlyMap<string, SimulatedContainerRuntime>): void {
  store.watch(storagePrefix('PersistentVolume'), store.revision, ({ type, value }) => {
    if (type !== 'delete') return;
    const { metadata, spec } = value as PersistentVolume; // That prefix holds nothing else.
    const isMade = metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined;
    if (!isMade || spec.persistentVolumeReclaimPolicy !== 'Delete') return;
    for (const { files } of runtimes.values()) files.wipe(metadata.uid, spec.hostPath?.path);
  });
}
