/** Which commands an image's userland has, and where they are. One family per file. */
import type { ImageBehaviour, Userland } from '../process';
import type { Command, CommandFamily } from './command';
import { fileCommands } from './fileCommands';
import { busyboxApplet, busyboxNetwork, networkCommands } from './networkCommands';
import { ownershipCommands } from './ownershipCommands';
import { systemCommands } from './systemCommands';
import { textCommands } from './textCommands';

/** Commands that only the shell can run, but that a path lookup finds. */
const SHELLS: Readonly<Record<Userland, readonly string[]>> = {
  none: [],
  busybox: ['sh', 'ash', 'busybox', 'timeout', 'nohup', 'nice', 'time', 'setsid', 'env'],
  debian: ['sh', 'bash', 'dash', 'timeout', 'nohup', 'nice', 'setsid', 'stdbuf', 'env'],
  bash: ['sh', 'bash', 'ash', 'busybox', 'timeout', 'nohup', 'nice', 'time', 'setsid', 'env'],
};

/** What a Debian image lacks unless it says otherwise in `tools`. */
const NOT_IN_DEBIAN = new Set(['httpd', 'ps', 'top', 'vi', 'free', 'ip', 'ifconfig', 'netstat', 'apk', 'less']);
const NOT_IN_BUSYBOX = new Set(['apt-get', 'apt', 'dpkg', 'apk']);

/** Commands that images have and this shell does not run: said as such, for they would be found in a real container. */
const UNTOLD: CommandFamily = Object.fromEntries(
  ['apt', 'apt-get', 'dpkg', 'apk', 'top', 'free', 'df', 'du', 'gzip', 'vi', 'less', 'more', 'netstat', 'uptime'].map(
    (name): [string, Command] => [
      name,
      () => ({ status: 1, err: `kubeloop: ${name} is not simulated in containers\n` }),
    ],
  ),
);

const families: readonly CommandFamily[] = [fileCommands, ownershipCommands, textCommands, systemCommands, UNTOLD];

/** Whether `name` can be executed in `image`. */
export function hasCommand(image: ImageBehaviour, name: string): boolean {
  return SHELLS[image.userland].includes(name) || findCommand(image, name) !== undefined;
}

const hasBusybox = ({ userland, tools }: ImageBehaviour) =>
  userland !== 'debian' || tools?.includes('busybox') === true;

/** The command of that name or path, if the image has it. */
export function findCommand(image: ImageBehaviour, name: string): Command | undefined {
  if (image.userland === 'none') return undefined;
  if (name.includes('/') && !/^(\/usr)?(\/local)?\/s?bin\/[^/]+$/.test(name)) return undefined;
  const base = name.slice(name.lastIndexOf('/') + 1);
  if (base === 'busybox') return hasBusybox(image) ? busyboxApplet : undefined;
  // glibc brings getent.
  const isOwn = image.tools?.includes(base) === true || (base === 'getent' && image.userland === 'debian');
  const network = isOwn ? networkCommands : image.userland === 'debian' ? {} : busyboxNetwork;
  if (Object.hasOwn(network, base)) return network[base];
  const isMissing = image.userland === 'debian' ? NOT_IN_DEBIAN.has(base) : NOT_IN_BUSYBOX.has(base);
  if (isMissing && !image.tools?.includes(base)) return undefined;
  for (const family of families) {
    const command = Object.hasOwn(family, base) ? family[base] : undefined;
    if (command) return command;
  }
  return undefined;
}
