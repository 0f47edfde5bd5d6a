/**
 * The volume provisioners that are known here: who they are, and what volumes they make.
 * Models k8s.io/minikube/cmd/storage-provisioner (minikube 1.37) and rancher/local-path-provisioner 0.0.31.
 */
import type { PersistentVolumeSpec } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';

export interface Provisioner {
  /** As classes name it. */
  readonly name: string;
  /** Repositories of its image: it works while a container of one of them runs. */
  readonly images: readonly string[];
  /** Annotations of its volumes, besides the one that tells who made them. */
  annotations(asked: Asked): Readonly<Record<string, string>>;
  volume(asked: Asked): Pick<PersistentVolumeSpec, 'hostPath' | 'nodeAffinity'>;
}

/** A claim, where its first pod goes if that is known, and the provisioner's own pod. */
export interface Asked {
  readonly claim: PersistentVolumeClaim;
  readonly node?: string;
  readonly pod: Pod;
}

export const provisioners: readonly Provisioner[] = [
  {
    name: 'k8s.io/minikube-hostpath',
    images: ['gcr.io/k8s-minikube/storage-provisioner'],
    annotations: ({ pod }) => ({ hostPathProvisionerIdentity: identityOf(pod) }),
    volume: ({ claim: { metadata } }) => ({
      hostPath: { path: `/tmp/hostpath-provisioner/${metadata.namespace ?? ''}/${metadata.name}`, type: '' },
    }),
  },
  {
    name: 'rancher.io/local-path',
    images: ['rancher/local-path-provisioner', 'docker.io/rancher/local-path-provisioner'],
    annotations: ({ node = '' }) => ({ 'local.path.provisioner/selected-node': node }),
    volume: ({ claim: { metadata }, node = '' }) => ({
      hostPath: {
        path: `/opt/local-path-provisioner/${volumeName(metadata.uid)}_${metadata.namespace ?? ''}_${metadata.name}`,
        type: 'DirectoryOrCreate',
      },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] },
          ],
        },
      },
    }),
  },
];

/** The name of the volume for the claim with that uid. */
export function volumeName(uid: string): string {
  return `pvc-${uid}`;
}

/** The uuid that a provisioner draws when it starts; here it is its pod's. */
export function identityOf({ metadata }: Pod): string {
  return metadata.uid;
}

/** The name under which a running provisioner writes events: its class, its host and its uuid. */
export function sourceOf({ name }: Provisioner, pod: Pod): string {
  const host = pod.spec.hostNetwork === true ? (pod.spec.nodeName ?? '') : pod.metadata.name;
  return `${name}_${host}_${identityOf(pod)}`;
}
