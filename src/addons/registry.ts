/** The addons that minikube has here. The one place to add one. */
import type { Addon } from './addon';
import { cloudProvider } from './cloudProvider';
import { defaultStorageClass } from './defaultStorageClass';
import { ingress } from './ingress';
import { metricsServer } from './metricsServer';
import { storageProvisioner } from './storageProvisioner';

/** By name. */
export const addons: readonly Addon[] = [
  cloudProvider,
  defaultStorageClass,
  ingress,
  metricsServer,
  storageProvisioner,
];
