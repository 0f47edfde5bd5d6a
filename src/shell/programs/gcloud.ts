/**
 * `gcloud compute ssh NODE` and `gcloud compute instances reset|stop|start NODE`, on the machines of the simulated cluster.
 * Models the gcloud CLI's messages. Left out: zones, projects, and everything else that Google's cloud has.
 */
import type { Io } from '../../kubectl/environment';
import type { Minikube, MinikubeNode, Program } from '../shell';
import { linesOf } from '../streams';
import { CONNECTION_LOST, attempt, machineCommands, onMachine } from './machineCommands';

const API = 'https://www.googleapis.com/compute/v1';
const INSTANCES = 'projects/kubeloop/zones/asia-northeast3-a/instances';
const USAGE = 2;

export const gcloud: Program = {
  name: 'gcloud',
  run: async (args, io, { minikube: machines }) => {
    if (machines === undefined) {
      await io.err('kubeloop: gcloud: this is a real cluster; its machines are out of reach from here\n');
      return 1;
    }
    const asked = readWords(args);
    const [group, what, verb, given] = asked.words;
    if (group === 'compute' && what === 'ssh') return ssh(verb, asked, machines, io);
    if (group === 'compute' && what === 'instances' && isPowerVerb(verb)) return power(verb, given, machines, io);
    await io.err(
      `kubeloop: gcloud: ${asked.words.join(' ')} is not simulated; compute ssh NODE and compute instances reset|stop|start NODE are\n`,
    );
    return 1;
  },
};

interface Asked {
  readonly words: readonly string[];
  /** What is to run on the machine; absent: a login shell. */
  readonly command?: string;
}

/** Zone and project lead nowhere else here. */
function readWords(args: readonly string[]): Asked {
  const words: string[] = [];
  let command: string | undefined;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--command') command = args[(at += 1)] ?? '';
    else if (arg.startsWith('--command=')) command = arg.slice('--command='.length);
    else if (arg === '--zone' || arg === '--project') at += 1;
    else if (arg === '--') {
      command = args.slice(at + 1).join(' ');
      break;
    } else if (!arg.startsWith('-')) words.push(arg);
  }
  return { words, ...(command === undefined ? {} : { command }) };
}

async function ssh(given: string | undefined, { command }: Asked, machines: Minikube, io: Io): Promise<number> {
  const node = await machineNamed(given?.replace(/^.*@/, ''), 'ssh', machines, io);
  if (node === undefined) return given === undefined ? USAGE : 1;
  if (!node.isReachable) {
    await io.err(`ssh: connect to host ${node.address} port 22: Connection timed out\n${lost}`);
    return 1;
  }
  const code = command === undefined ? await login(node, machines, io) : await run(command, node, machines, io);
  if (code === CONNECTION_LOST) await io.err(lost);
  return code === CONNECTION_LOST ? 1 : code;
}

const lost = `ERROR: (gcloud.compute.ssh) [/usr/bin/ssh] exited with return code [${CONNECTION_LOST}].\n`;

/** Line after line until `exit`, Ctrl-D, Ctrl-C, or until the machine cannot be reached any more. */
async function login(node: MinikubeNode, machines: Minikube, io: Io): Promise<number> {
  const lines = linesOf(io.input);
  for (let last = 0; ; ) {
    if (io.input.isTerminal) await io.out(`learner@${node.name}:~$ `);
    const { value, done } = await lines.next();
    if (done === true || io.interrupt.interrupted) return last;
    const line = value.trim();
    if (line === 'exit' || line === 'logout') break;
    if (line === '') continue;
    last = await run(line, node, machines, io);
    const isThere = (await machines.nodes()).some(({ name, isReachable }) => name === node.name && isReachable);
    if (last === CONNECTION_LOST || !isThere) return CONNECTION_LOST;
  }
  await io.out(`logout\nConnection to ${node.address} closed.\n`);
  return 0;
}

async function run(command: string, node: MinikubeNode, machines: Minikube, io: Io): Promise<number> {
  const code = await onMachine(command.trim().split(/\s+/), node, machines, io);
  if (code !== undefined) return code;
  await io.err(`kubeloop: ${node.name}: ${command} is not simulated on a node; ${machineCommands}\n`);
  return 127;
}

const powerVerbs = ['reset', 'stop', 'start'] as const;
type PowerVerb = (typeof powerVerbs)[number];
const isPowerVerb = (word: string | undefined): word is PowerVerb => powerVerbs.some((verb) => verb === word);

/** A reset asks nobody: as if the power had been taken away and given back. */
async function power(verb: PowerVerb, given: string | undefined, machines: Minikube, io: Io): Promise<number> {
  const node = await machineNamed(given, `instances.${verb}`, machines, io);
  if (node === undefined) return given === undefined ? USAGE : 1;
  const fault = { reset: 'reboot', stop: 'shutDown', start: 'bringBack' } as const;
  if (verb === 'start' && node.state === 'running') return tell(node, io);
  const code = await attempt(io, () => machines.fault({ type: fault[verb], node: node.name }), `ERROR: ${node.name}`);
  return code === 0 ? tell(node, io) : code;
}

async function tell(node: MinikubeNode, io: Io): Promise<number> {
  await io.out(`Updated [${API}/${INSTANCES}/${node.name}].\n`);
  return 0;
}

/** Undefined after a message. */
async function machineNamed(
  given: string | undefined,
  verb: string,
  machines: Minikube,
  io: Io,
): Promise<MinikubeNode | undefined> {
  const found = (await machines.nodes()).find(({ name }) => name === given);
  if (found !== undefined) return found;
  const name = verb === 'ssh' ? '[USER@]INSTANCE' : 'INSTANCE_NAMES';
  if (given === undefined) await io.err(`ERROR: (gcloud.compute.${verb}) argument ${name}: Must be specified.\n`);
  else {
    await io.err(
      `ERROR: (gcloud.compute.${verb}) Could not fetch resource:\n - The resource '${INSTANCES}/${given}' was not found\n`,
    );
  }
  return undefined;
}
