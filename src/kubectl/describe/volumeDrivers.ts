/**
 * Volumes of older, built-in storage drivers: which fields describe shows of each.
 * Models the print...VolumeSource functions of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */

/** Label with its colon, field, and what stands there if the field is absent. */
export type VolumeLine = readonly [label: string, field: string, absent: string];

/** What a driver is, and its fields. */
export interface VolumeDriver {
  readonly type: string;
  readonly lines: readonly VolumeLine[];
}

const readOnly: VolumeLine = ['ReadOnly:', 'readOnly', 'false'];
const fsType: VolumeLine = ['FSType:', 'fsType', ''];
const secretRef: VolumeLine = ['SecretRef:', 'secretRef', 'nil'];

/** By the name of the field that holds the source. */
export const volumeDrivers: Readonly<Record<string, VolumeDriver>> = {
  gcePersistentDisk: {
    type: 'GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)',
    lines: [['PDName:', 'pdName', ''], fsType, ['Partition:', 'partition', '0'], readOnly],
  },
  awsElasticBlockStore: {
    type: 'AWSElasticBlockStore (a Persistent Disk resource in AWS)',
    lines: [['VolumeID:', 'volumeID', ''], fsType, ['Partition:', 'partition', '0'], readOnly],
  },
  gitRepo: {
    type: 'GitRepo (a volume that is pulled from git when the pod is created)',
    lines: [
      ['Repository:', 'repository', ''],
      ['Revision:', 'revision', ''],
    ],
  },
  iscsi: {
    type: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
    lines: [
      ['TargetPortal:', 'targetPortal', ''],
      ['IQN:', 'iqn', ''],
      ['Lun:', 'lun', '0'],
      // Without a colon in the real one too.
      ['ISCSIInterface', 'iscsiInterface', ''],
      fsType,
      readOnly,
      ['Portals:', 'portals', '[]'],
      ['DiscoveryCHAPAuth:', 'chapAuthDiscovery', 'false'],
      ['SessionCHAPAuth:', 'chapAuthSession', 'false'],
      secretRef,
      ['InitiatorName:', 'initiatorName', '<none>'],
    ],
  },
  glusterfs: {
    type: "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
    lines: [['EndpointsName:', 'endpoints', ''], ['Path:', 'path', ''], readOnly],
  },
  rbd: {
    type: "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
    lines: [
      ['CephMonitors:', 'monitors', '[]'],
      ['RBDImage:', 'image', ''],
      fsType,
      ['RBDPool:', 'pool', ''],
      ['RadosUser:', 'user', ''],
      ['Keyring:', 'keyring', ''],
      secretRef,
      readOnly,
    ],
  },
  quobyte: {
    type: "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
    lines: [['Registry:', 'registry', ''], ['Volume:', 'volume', ''], readOnly],
  },
  azureDisk: {
    type: 'AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)',
    lines: [
      ['DiskName:', 'diskName', ''],
      ['DiskURI:', 'diskURI', ''],
      // With a blank in the real one too.
      ['Kind: ', 'kind', ''],
      fsType,
      ['CachingMode:', 'cachingMode', ''],
      readOnly,
    ],
  },
  vsphereVolume: {
    type: 'vSphereVolume (a Persistent Disk resource in vSphere)',
    lines: [['VolumePath:', 'volumePath', ''], fsType, ['StoragePolicyName:', 'storagePolicyName', '']],
  },
  cinder: {
    type: 'Cinder (a Persistent Disk resource in OpenStack)',
    lines: [['VolumeID:', 'volumeID', ''], fsType, readOnly, secretRef],
  },
  photonPersistentDisk: {
    type: 'PhotonPersistentDisk (a Persistent Disk resource in photon platform)',
    lines: [['PdID:', 'pdID', ''], fsType],
  },
  portworxVolume: {
    type: 'PortworxVolume (a Portworx Volume resource)',
    lines: [['VolumeID:', 'volumeID', '']],
  },
  scaleIO: {
    type: 'ScaleIO (a persistent volume backed by a block device in ScaleIO)',
    lines: [
      ['Gateway:', 'gateway', ''],
      ['System:', 'system', ''],
      ['Protection Domain:', 'protectionDomain', ''],
      ['Storage Pool:', 'storagePool', ''],
      ['Storage Mode:', 'storageMode', ''],
      ['VolumeName:', 'volumeName', ''],
      fsType,
      readOnly,
    ],
  },
  cephfs: {
    type: "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
    lines: [
      ['Monitors:', 'monitors', '[]'],
      ['Path:', 'path', ''],
      ['User:', 'user', ''],
      ['SecretFile:', 'secretFile', ''],
      secretRef,
      readOnly,
    ],
  },
  storageos: {
    type: 'StorageOS (a StorageOS Persistent Disk resource)',
    lines: [['VolumeName:', 'volumeName', ''], ['VolumeNamespace:', 'volumeNamespace', ''], fsType, readOnly],
  },
  azureFile: {
    type: 'AzureFile (an Azure File Service mount on the host and bind mount to the pod)',
    lines: [['SecretName:', 'secretName', ''], ['ShareName:', 'shareName', ''], readOnly],
  },
  flexVolume: {
    type: 'FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)',
    lines: [['Driver:', 'driver', ''], fsType, secretRef, readOnly, ['Options:', 'options', 'map[]']],
  },
  flocker: {
    type: 'Flocker (a Flocker volume mounted by the Flocker agent)',
    lines: [
      ['DatasetName:', 'datasetName', ''],
      ['DatasetUUID:', 'datasetUUID', ''],
    ],
  },
};
