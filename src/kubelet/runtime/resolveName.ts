/** How a process finds the addresses of a name: with its container's files and its image's C library. */
import { type Resolved, resolveHost } from '../../tools/resolver';
import type { Process } from './process';

/** Finds `name` for the process. */
export function resolveName(
  { files, network, image, tag }: Pick<Process, 'files' | 'network' | 'image' | 'tag'>,
  name: string,
): Resolved {
  // Alpine's images, and those that are built on it and say so: `nginx:alpine`.
  const isAlpine = tag.includes('alpine') || /^ID=alpine$/m.test(image.files?.['/etc/os-release'] ?? '');
  const own = { hosts: files.read('/etc/hosts') ?? '', resolvConf: files.read('/etc/resolv.conf') ?? '' };
  return resolveHost(network, own, name, isAlpine ? 'musl' : 'glibc');
}
