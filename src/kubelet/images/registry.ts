/**
 * Every image that exists: one line each. A name that is not here fails to pull, with the registry's real words.
 */
import type { ImageBehaviour } from '../runtime/process';
import { agnhost, liveness, pause } from './agnhost';
import { batchJob, ssdMonitor } from './batch';
import { alpine, bash, busybox, busyboxPlus, curlImage, debian, dnsutils, netshoot, ubuntu } from './busybox';
import { mysql, postgres, redis } from './databases';
import { helloWorld } from './helloWorld';
import { kubia, kubiaUnhealthy, kubiaWithTls } from './kubia';
import { node, python } from './languages';
import { nginx, nginxSlim } from './nginx';
import { perl } from './perl';
import { phpApache } from './phpApache';
import { photoView } from './photoView';
import { scriptedServer } from './scriptedServer';
import { stress } from './stress';
import { systemImages } from './system';
import { bootcamp, helloApp, nodeHello } from './tutorials';
import { echoserver, httpbin, httpd, httpEcho, wordpress } from './web';

const images: readonly ImageBehaviour[] = [
  agnhost,
  alpine,
  bash,
  bootcamp,
  batchJob,
  busybox,
  busyboxPlus,
  curlImage,
  debian,
  dnsutils,
  echoserver,
  helloApp,
  helloWorld,
  httpbin,
  httpd,
  httpEcho,
  kubia,
  kubiaUnhealthy,
  kubiaWithTls,
  liveness,
  mysql,
  netshoot,
  nginx,
  nginxSlim,
  node,
  nodeHello,
  pause,
  perl,
  phpApache,
  photoView,
  postgres,
  python,
  redis,
  scriptedServer,
  ssdMonitor,
  stress,
  ubuntu,
  wordpress,
  ...systemImages,
];

/** Registries that answer, whether or not they have what is asked for. */
const HOSTS = new Set([
  'docker.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'quay.io',
  'ghcr.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
]);

const byRepository = new Map<string, ImageBehaviour>();
for (const image of images) {
  for (const name of [image.image, ...(image.aliases ?? [])]) {
    byRepository.set(name, image);
    HOSTS.add(name.slice(0, name.indexOf('/')));
  }
}
/** The small variants, made when first asked for. Derived. */
const variants = new Map<ImageBehaviour, ImageBehaviour>();

/** The image of `repository` (`docker.io/luksa/kubia`, no tag); its tag tells Debian from Alpine. */
export function findImage(repository: string, tag = ''): ImageBehaviour | undefined {
  // The old registry of Kubernetes is the same content under another name.
  const image =
    byRepository.get(repository) ?? byRepository.get(repository.replace(/^k8s\.gcr\.io\//, 'registry.k8s.io/'));
  if (!image || image.userland !== 'debian' || !tag.includes('alpine')) return image;
  const known = variants.get(image);
  if (known) return known;
  const variant: ImageBehaviour = { ...image, userland: 'busybox' };
  variants.set(image, variant);
  return variant;
}

/** Whether the name of a registry resolves. */
export function hostExists(domain: string): boolean {
  return HOSTS.has(domain);
}

/** One name of every image, for completion in an editor and for tests. */
export function imageNames(): readonly string[] {
  return [...byRepository.keys()];
}
