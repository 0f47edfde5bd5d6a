/** Images that hold a shell and tools and no server: they run what they are told to. */
import type { ImageBehaviour } from '../runtime/process';

export const busybox: ImageBehaviour = {
  image: 'docker.io/library/busybox',
  aliases: ['registry.k8s.io/busybox', 'gcr.io/google_containers/busybox', 'docker.io/busybox/busybox'],
  tags: /^(latest|stable|musl|glibc|uclibc|1|1\.(2[0-9]|3[0-7])(\.\d+)?)(-(musl|glibc|uclibc))?$/,
  cmd: ['sh'],
  userland: 'busybox',
  programs: {},
};
