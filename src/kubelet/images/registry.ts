/**
 * Every image that exists: one line each. A name that is not here fails to pull, with the registry's real words.
 */
import type { ImageBehaviour } from '../runtime/process';
import { kubia, kubiaUnhealthy, kubiaWithTls } from './kubia';
import { nginx } from './nginx';
import { busybox } from './busybox';

const images: readonly ImageBehaviour[] = [kubia, kubiaUnhealthy, kubiaWithTls, nginx, busybox];

/** Registries that answer, whether or not they have what is asked for. */
const HOSTS = new Set([
  'docker.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'quay.io',
  'ghcr.io',
  'mcr.microsoft.com',
]);

const byRepository = new Map<string, ImageBehaviour>();
for (const image of images) {
  for (const name of [image.image, ...(image.aliases ?? [])]) {
    byRepository.set(name, image);
    HOSTS.add(name.slice(0, name.indexOf('/')));
  }
}

/** The image of `repository` (`docker.io/luksa/kubia`, no tag). */
export function findImage(repository: string): ImageBehaviour | undefined {
  // The old registry of Kubernetes is the same content under another name.
  return byRepository.get(repository) ?? byRepository.get(repository.replace(/^k8s\.gcr\.io\//, 'registry.k8s.io/'));
}

/** Whether the name of a registry resolves. */
export function hostExists(domain: string): boolean {
  return HOSTS.has(domain);
}
