/** The class of claims that name none. The object of minikube's deploy/addons/storageclass. */
import type { Addon } from './addon';

const path = '/apis/storage.k8s.io/v1/storageclasses';

export const defaultStorageClass: Addon = {
  name: 'default-storageclass',
  maintainer: 'Kubernetes',
  sign: `${path}/standard`,
  objects: [
    {
      path,
      object: {
        metadata: {
          name: 'standard',
          labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists' },
          annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
        },
        provisioner: 'k8s.io/minikube-hostpath',
      },
    },
  ],
};
