/**
 * `minikube cp` and `minikube ssh`: files of a machine, and commands on it.
 * Models cmd/minikube/cmd/{cp,ssh}.go. Left out: a login shell, and commands beyond those of machineCommands.
 */
import type { Io } from '../../kubectl/environment';
import { readDocuments } from '../../kubectl/resource/documents';
import type { Minikube, MinikubeNode, World } from '../shell';
import { attempt, machineCommands, onMachine } from './machineCommands';
import { exitDueTo } from './minikubeExit';

/** `cp FILE [NODE:]PATH`. */
export async function copy(args: readonly string[], cluster: Minikube, io: Io, world: World): Promise<number> {
  const [source, target] = args.filter((arg) => !arg.startsWith('-'));
  if (source === undefined || target === undefined) {
    const usage = 'Please specify the path to copy:\n\tminikube cp <source file path> <target file absolute path>';
    return exitDueTo('MK_USAGE', usage, io);
  }
  const [, given, path = ''] = /^(?:([^:/]+):)?(.*)$/.exec(target) ?? [];
  if (!path.startsWith('/')) {
    const usage = `Target <remote file path> must be an absolute Path. Relative Path is not allowed (example: "minikube:/home/docker/copied.txt")`;
    return exitDueTo('MK_USAGE', usage, io);
  }
  const node = await nodeOf(given, cluster, io);
  if (typeof node === 'number') return node;
  let text: string;
  try {
    text = await world.files.read(source);
  } catch {
    return exitDueTo('HOST_PATH_STAT', `stat ${source}: no such file or directory`, io);
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
  if (typeof node === 'number') return node;
  const code = await onMachine(words, node, cluster, io);
  if (code !== undefined) return code;
  const line = words.length === 0 ? 'a login shell' : words.join(' ');
  await io.err(`kubeloop: minikube ssh: ${line} is not simulated; ${machineCommands}\n`);
  return 1;
}

/** The machine by its name, or by what stands behind the cluster's; the first one without a name. Else an exit code. */
export async function nodeOf(given: string | undefined, cluster: Minikube, io: Io): Promise<MinikubeNode | number> {
  const nodes = await cluster.nodes();
  const found = nodes.find(({ name }) => given === undefined || name === given || name === `minikube-${given}`);
  return found ?? exitDueTo('GUEST_NODE_RETRIEVE', `retrieving node: node ${given} does not exist.`, io);
}
