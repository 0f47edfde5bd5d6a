/**
 * `minikube`: status, ip, profile, addons, service, kubectl, cp, ssh, node list|add|delete|stop|start of a cluster that is there already.
 * Models cmd/minikube/cmd and its messages. Left out: everything that makes or removes whole clusters.
 */
import { wholeValue } from '../../api/meta/quantity';
import type { Io } from '../../kubectl/environment';
import { kubectl } from '../../kubectl/kubectl';
import type { Minikube, MinikubeNode, Program, World } from '../shell';
import { addons } from './minikubeAddons';
import { copy, nodeOf, ssh } from './minikubeMachine';
import { exitDueTo } from './minikubeExit';
import { service } from './minikubeService';

export const minikube: Program = {
  name: 'minikube',
  run: async (args, io, world) => {
    const words = args.filter((arg) => !arg.startsWith('-'));
    if (world.minikube === undefined) {
      await io.err('kubeloop: minikube: this is a real cluster; its machines are out of reach from here\n');
      return 1;
    }
    switch (words[0]) {
      case undefined:
      case 'help':
        return print(io, HELP);
      case 'status':
        return status(await world.minikube.nodes(), io);
      case 'ip':
        return print(io, `${(await world.minikube.nodes())[0]?.address ?? ''}\n`);
      case 'profile':
        return print(io, 'minikube\n');
      case 'version':
        return print(io, 'minikube version: v1.37.0\n');
      case 'node':
        return node(words[1], words[2], world.minikube, io, world);
      case 'cp':
        return copy(args.slice(1), world.minikube, io, world);
      case 'ssh':
        return ssh(args.slice(args.indexOf('ssh') + 1), world.minikube, io);
      case 'addons':
        return addons(words.slice(1), world.minikube, io, world.clock);
      case 'service': {
        const [first] = await world.minikube.nodes();
        return service(args.slice(args.indexOf('service') + 1), first?.address ?? '', io, world);
      }
      case 'kubectl':
        return kubectl(args.slice(args.indexOf('--') < 0 ? 1 : args.indexOf('--') + 1), io, world);
      default:
        return absent(words[0], io);
    }
  },
};

/** What people type first, and what serves instead of it here. */
const INSTEAD: Readonly<Record<string, string>> = {
  start: 'the cluster runs already; minikube node add gives it one more machine',
  stop: 'the cluster as a whole stays; minikube node stop NODE switches one machine off',
  delete: 'the cluster as a whole stays; kubectl delete and minikube node delete take parts of it away',
  dashboard: 'the page around this terminal shows the cluster',
  tunnel: 'minikube addons enable cloud-provider gives Services of type LoadBalancer an address',
  logs: 'kubectl logs -n kube-system and kubectl get events tell what happened',
};

async function absent(word: string, io: Io): Promise<number> {
  const instead = INSTEAD[word];
  await io.err(
    instead === undefined
      ? `Error: unknown command "${word}" for "minikube"\nRun 'minikube --help' for usage.\n`
      : `kubeloop: minikube ${word}: ${instead}\n`,
  );
  return 1;
}

const HELP = `minikube provisions and manages local Kubernetes clusters optimized for development workflows.

Here they are simulated:
  status         Gets the status of a local Kubernetes cluster
  ip             Retrieves the IP address of the specified node
  profile        Get or list the current profiles (clusters)
  addons         Enable or disable a minikube addon (list|enable|disable)
  service        Returns a URL to connect to a service (service NAME [--url], service list)
  kubectl        Run a kubectl binary matching the cluster version (kubectl -- COMMAND)
  cp             Copy the specified file into minikube (cp FILE NODE:PATH)
  ssh            Log into the minikube environment (ssh -n NODE -- COMMAND)
  node add       Adds a node to the given cluster.
  node delete    Deletes a node from a cluster.
  node list      List nodes.
  node start     Starts a node.
  node stop      Stops a node in a cluster.
`;

async function node(
  verb: string | undefined,
  given: string | undefined,
  cluster: Minikube,
  io: Io,
  world: World,
): Promise<number> {
  const nodes = await cluster.nodes();
  if (verb === 'list') return print(io, nodes.map(({ name, address }) => `${name}\t${address}\n`).join(''));
  if (verb === 'add') return add(nodes, cluster, io);
  if (verb !== 'delete' && verb !== 'stop' && verb !== 'start') {
    return exitDueTo('MK_USAGE', 'Usage: minikube node [add|start|stop|delete|list]', io);
  }
  if (given === undefined) return exitDueTo('MK_USAGE', `Usage: minikube node ${verb} [name]`, io);
  const found = await nodeOf(given, cluster, io);
  if (typeof found === 'number') return found;
  try {
    return await change(verb, found, given, cluster, io, world);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return exitDueTo(`GUEST_NODE_${verb.toUpperCase()}`, why, io);
  }
}

async function change(
  verb: 'delete' | 'stop' | 'start',
  { name, state }: MinikubeNode,
  given: string,
  cluster: Minikube,
  io: Io,
  world: World,
): Promise<number> {
  if (verb === 'delete') {
    await io.out(`🔥  Deleting node ${given} from cluster minikube\n`);
    await stopMachine(name, io);
    await io.out(`🔥  Deleting "${name}" in docker ...\n`);
    await cluster.delete(name);
    return print(io, `💀  Node ${given} was successfully deleted.\n`);
  }
  if (verb === 'stop') {
    await stopMachine(name, io);
    await cluster.stop(name);
    return print(io, `🛑  Successfully stopped node ${name}\n`);
  }
  if (state === 'running') return print(io, `✅  ${given} is already running\n`);
  await io.out(`${starting(name)}🔄  Restarting existing docker container for "${name}" ...\n`);
  await cluster.start(name);
  await world.clock.sleep(1_000, io.interrupt);
  return print(io, `${verifying}😄  Successfully started node ${name}!\n`);
}

async function stopMachine(name: string, io: Io): Promise<void> {
  await io.out(`✋  Stopping node "${name}"  ...\n🛑  Powering off "${name}" via SSH ...\n`);
}

async function add(nodes: readonly MinikubeNode[], cluster: Minikube, io: Io): Promise<number> {
  const { short, name } = nextName(nodes);
  await io.out(`😄  Adding node ${short} to cluster minikube as [worker]\n${starting(name)}${creating(cluster)}`);
  await cluster.add(name);
  return print(io, `${verifying}🏄  Successfully added ${short} to minikube!\n`);
}

/** minikube counts m02, m03, ...; a cluster whose nodes are called otherwise goes on in its own way. */
function nextName(nodes: readonly MinikubeNode[]): { readonly short: string; readonly name: string } {
  const [, stem] = /^(?!minikube)(.*?)\d+$/.exec(nodes[0]?.name ?? '') ?? [];
  for (let number = stem === undefined ? 2 : 1; ; number += 1) {
    const short = stem === undefined ? `m${String(number).padStart(2, '0')}` : `${stem}${number}`;
    const name = stem === undefined ? `minikube-${short}` : short;
    if (!nodes.some((existing) => existing.name === name)) return { short, name };
  }
}

const starting = (name: string) => `👍  Starting "${name}" worker node in "minikube" cluster\n`;
/** Memory in MB, as minikube has it. */
const creating = ({ size: { cpu, memory } }: Minikube) =>
  `🔥  Creating docker container (CPUs=${cpu}, Memory=${wholeValue(memory) / 2 ** 20}MB) ...\n`;
const verifying = '🔎  Verifying Kubernetes components...\n';

async function status(nodes: readonly MinikubeNode[], io: Io): Promise<number> {
  let code = 0;
  for (const [index, { name, state }] of nodes.entries()) {
    const word = state === 'running' ? 'Running' : 'Stopped';
    if (state === 'stopped') code = 7;
    const controlPlane = index === 0 ? `apiserver: ${word}\nkubeconfig: Configured\n` : '';
    const type = index === 0 ? 'Control Plane' : 'Worker';
    await io.out(`${name}\ntype: ${type}\nhost: ${word}\nkubelet: ${word}\n${controlPlane}\n`);
  }
  return code;
}

async function print(io: Io, text: string): Promise<number> {
  await io.out(text);
  return 0;
}
