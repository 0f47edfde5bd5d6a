/** Images that a cluster starts with: they are here before the others are fetched. */
import type { ImageBehaviour } from '../runtime/process';
import { coreDns } from './coreDns';
import { kubeProxy } from './kubeProxy';

export const clusterImages: readonly ImageBehaviour[] = [coreDns, kubeProxy];

/** The image of that repository among them. */
export function findClusterImage(repository: string): ImageBehaviour | undefined {
  return clusterImages.find(({ image }) => image === repository);
}
