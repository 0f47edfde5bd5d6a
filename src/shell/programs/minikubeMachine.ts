/**
 * `minikube cp` and `minikube ssh`: files of a machine, its kubelet, its power.
 * Models cmd/minikube/cmd/{cp,ssh}.go. Left out: a login shell, and commands beyond those that `ssh` names below.
 */
import type { Io } from '../../kubectl/environment';
import { readDocuments } from '../../kubectl/resource/documents';
import type { Minikube, MinikubeNode, World } from '../shell';

const NO_NODE = 85;

/** `cp FILE [NODE:]PATH`. */
export async function copy(args: readonly string[], cluster: Minikube, io: Io, world: World): Promise<number> {
  const [source, target] = args.filter((arg) => !arg.startsWith('-'));
  if (source === undefined || target === undefined) {
    await io.err(
      '\n❌  Exiting due to MK_USAGE: Please specify the path to copy:\n\tminikube cp <source file path> <target file absolute path>\n\n',
    );
    return 14;
  }
  const [, given, path = ''] = /^(?:([^:/]+):)?(.*)$/.exec(target) ?? [];
  if (!path.startsWith('/')) {
    await io.err(
      `\n❌  Exiting due to MK_USAGE: Target <remote file path> must be an absolute Path. Relative Path is not allowed (example: "minikube:/home/docker/copied.txt")\n\n`,
    );
    return 14;
  }
  const node = await nodeOf(given, cluster, io);
  if (node === undefined) return NO_NODE;
  let text: string;
  try {
    text = await world.files.read(source);
  } catch {
    await io.err(`\n❌  Exiting due to HOST_PATH_STAT: stat ${source}: no such file or directory\n\n`);
    return 80;
  }
  const [document] = readDocuments(text);
  const manifest = document?.type === 'document' ? { manifest: document.value } : {};
  return attempt(io, () => cluster.fault({ type: 'writeNodeFile', node: node.name, path, text, ...manifest }));
}

/** `ssh [-n NODE] [--] COMMAND`. */
export async function ssh(args: readonly string[], cluster: Minikube, io: Io): Promise<number> {
  const words: string[] = [];
  let given: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (words.length === 0 && (arg === '-n' || arg === '--node')) given = args[(at += 1)];
    else if (words.length === 0 && arg.startsWith('--node=')) given = arg.slice('--node='.length);
    else if (arg !== '--') words.push(...arg.split(/\s+/).filter((word) => word !== ''));
  }
  const node = await nodeOf(given, cluster, io);
  if (node === undefined) return NO_NODE;
  const argv = words[0] === 'sudo' ? words.slice(1) : words;
  const [verb = '', ...rest] = argv;
  const line = argv.join(' ');
  const { name } = node;
  if (verb === 'rm') {
    for (const path of rest.filter((word) => !word.startsWith('-'))) {
      const code = await attempt(
        io,
        () => cluster.fault({ type: 'removeNodeFile', node: name, path }),
        `rm: cannot remove '${path}'`,
      );
      if (code !== 0) return code;
    }
    return 0;
  }
  const power = /^(?:systemctl )?(reboot|poweroff)$|^shutdown (-r|-h|-P)? ?(?:now|0)$/.exec(line);
  if (power !== null) {
    const type = power[1] === 'reboot' || power[2] === '-r' ? 'reboot' : 'shutDown';
    return attempt(io, () => cluster.fault({ type, node: name }));
  }
  const unit = /^systemctl (stop|start|restart) kubelet(?:\.service)?$/.exec(line)?.[1];
  if (unit !== undefined) {
    if (unit !== 'start') await cluster.fault({ type: 'stopKubelet', node: name });
    if (unit !== 'stop') await cluster.fault({ type: 'startKubelet', node: name });
    return 0;
  }
  const known = 'sudo rm FILE, sudo reboot, sudo poweroff and sudo systemctl stop|start|restart kubelet are';
  await io.err(`kubeloop: minikube ssh: ${line === '' ? 'a login shell' : line} is not simulated; ${known}\n`);
  return 1;
}

/** The machine by its name, or by what stands behind the cluster's; the first one without a name. */
async function nodeOf(given: string | undefined, cluster: Minikube, io: Io): Promise<MinikubeNode | undefined> {
  const nodes = await cluster.nodes();
  const found = nodes.find(({ name }) => given === undefined || name === given || name === `minikube-${given}`);
  if (found === undefined) {
    await io.err(`\n❌  Exiting due to GUEST_NODE_RETRIEVE: retrieving node: node ${given} does not exist.\n\n`);
  }
  return found;
}

async function attempt(io: Io, act: () => Promise<void>, what?: string): Promise<number> {
  try {
    await act();
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await io.err(what === undefined ? `${why}\n` : `${what}: ${why.replace(/^.*: /, '')}\n`);
    return 1;
  }
}
