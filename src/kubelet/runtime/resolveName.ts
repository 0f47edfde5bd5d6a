/** How a process finds the addresses of a name: with its container's files and its image's C library. */
import { type Resolved, resolveHost } from '../../tools/resolver';
import type { Process } from './process';

/** Finds `name` for the process. */
export function resolveName(
  { files, network, image }: Pick<Process, 'files' | 'network' | 'image'>,
  name: string,
): Resolved {
  const isAlpine = /^ID=alpine$/m.test(image.files?.['/etc/os-release'] ?? '');
  const own = { hosts: files.read('/etc/hosts') ?? '', resolvConf: files.read('/etc/resolv.conf') ?? '' };
  return resolveHost(network, own, name, isAlpine ? 'musl' : 'glibc');
}
