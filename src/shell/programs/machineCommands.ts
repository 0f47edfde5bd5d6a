/**
 * What can be typed on a machine of the simulated cluster, over `minikube ssh` or `gcloud compute ssh`: its kubelet, its
 * power, its network, files of static pods. Left out: everything else that a Linux has.
 */
import type { Io } from '../../kubectl/environment';
import type { Minikube, MinikubeNode } from '../shell';

/** The commands, for those who type another one. */
export const machineCommands =
  'sudo ifconfig eth0 down, sudo systemctl stop|start|restart kubelet, sudo reboot, sudo poweroff, sudo rm FILE and hostname are';
/** What ssh ends with when its connection is gone. */
export const CONNECTION_LOST = 255;

/** Runs a command on a machine that can be reached. Resolves with its exit code, undefined if there is no such command. */
export async function onMachine(
  words: readonly string[],
  { name: node }: MinikubeNode,
  cluster: Minikube,
  io: Io,
): Promise<number | undefined> {
  const argv = words[0] === 'sudo' ? words.slice(1) : words;
  const line = argv.join(' ');
  if (argv[0] === 'rm') return removeFiles(argv.slice(1), node, cluster, io);
  if (line === 'hostname') {
    await io.out(`${node}\n`);
    return 0;
  }
  const power = /^(?:systemctl )?(reboot|poweroff)$|^shutdown(?: (-r|-h|-P))?(?: (?:now|\+?0))?$/.exec(line);
  if (power !== null) {
    const type = power[1] === 'reboot' || power[2] === '-r' ? 'reboot' : 'shutDown';
    return attempt(io, () => cluster.fault({ type, node }));
  }
  const link = /^(?:ifconfig eth0|ip link set(?: dev)? eth0) (down|up)$/.exec(line)?.[1];
  if (link !== undefined) return link === 'down' ? cutNetwork(node, cluster, io) : 0;
  const unit = /^systemctl (stop|start|restart) kubelet(?:\.service)?$/.exec(line)?.[1];
  if (unit === undefined) return undefined;
  if (unit !== 'start') await cluster.fault({ type: 'stopKubelet', node });
  if (unit !== 'stop') await cluster.fault({ type: 'startKubelet', node });
  return 0;
}

/** The connection over which it was typed goes with the network. */
async function cutNetwork(node: string, cluster: Minikube, io: Io): Promise<number> {
  const code = await attempt(io, () => cluster.fault({ type: 'cutNetwork', node }));
  if (code !== 0) return code;
  await io.err('client_loop: send disconnect: Broken pipe\n');
  return CONNECTION_LOST;
}

async function removeFiles(args: readonly string[], node: string, cluster: Minikube, io: Io): Promise<number> {
  for (const path of args.filter((word) => !word.startsWith('-'))) {
    const remove = () => cluster.fault({ type: 'removeNodeFile', node, path });
    const code = await attempt(io, remove, `rm: cannot remove '${path}'`);
    if (code !== 0) return code;
  }
  return 0;
}

/** 0, or 1 after the reason why it cannot be done. `what` stands before the last part of the reason. */
export async function attempt(io: Io, act: () => Promise<void>, what?: string): Promise<number> {
  try {
    await act();
    return 0;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    await io.err(what === undefined ? `${why}\n` : `${what}: ${why.replace(/^.*: /, '')}\n`);
    return 1;
  }
}
