/** Add-ons that a cluster can come up with, as kubeadm installs them. The one place to add one. */
import type { Addon } from './addon';
import { cloudProvider } from './cloudProvider';
import { coreDns } from './coreDns';
import { kubeProxy } from './kubeProxy';

/** By name; in the order in which they are made. */
export const clusterAddons: readonly Addon[] = [kubeProxy, coreDns, cloudProvider];
