/**
 * `ping` from the learner's own machine: -c N, -i S, -W S. Nodes and this machine answer; addresses of pods and
 * Services have no route from here. Models iputils ping 20221126.
 */
import type { Io } from '../../kubectl/environment';
import { program } from '../program';
import type { World } from '../shell';
import { noNetwork } from './refused';
import { readInterval } from './sleep';

const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;

export const ping = program(
  'ping',
  { flags: 'n4', values: 'ciW' },
  async ({ operands, options, io, world, complain }) => {
    const [host] = operands;
    if (host === undefined) {
      await complain('usage error: Destination address required');
      return 1;
    }
    if (world.hasNoNetwork === true) {
      await io.err(noNetwork('ping'));
      return 2;
    }
    const address = host === 'localhost' ? '127.0.0.1' : host;
    if (!ADDRESS.test(address)) {
      await complain(`${host}: Name or service not known`);
      return 2;
    }
    const count = Number(options.value('c') ?? Number.POSITIVE_INFINITY);
    const pauseMs = readInterval(options.value('i') ?? '1') ?? 1_000;
    return send({ host, address, count, pauseMs, answers: await isAlive(address, world) }, io, world);
  },
  1,
);

interface Probe {
  readonly host: string;
  readonly address: string;
  readonly count: number;
  readonly pauseMs: number;
  readonly answers: boolean;
}

async function send({ host, address, count, pauseMs, answers }: Probe, io: Io, world: World): Promise<number> {
  const started = world.clock.now();
  await io.out(`PING ${host} (${address}) 56(84) bytes of data.\n`);
  let sent = 0;
  while (sent < count && !io.interrupt.interrupted) {
    sent += 1;
    if (answers) await io.out(`64 bytes from ${address}: icmp_seq=${sent} ttl=64 time=0.054 ms\n`);
    if (sent < count || !answers) await world.clock.sleep(pauseMs, io.interrupt);
  }
  const received = answers ? sent : 0;
  const elapsed = Math.round(world.clock.now() - started);
  const loss = sent === 0 ? 0 : Math.round((100 * (sent - received)) / sent);
  await io.out(`\n--- ${host} ping statistics ---\n`);
  await io.out(`${sent} packets transmitted, ${received} received, ${loss}% packet loss, time ${elapsed}ms\n`);
  if (answers) await io.out('rtt min/avg/max/mdev = 0.054/0.054/0.054/0.000 ms\n');
  return answers ? 0 : 1;
}

async function isAlive(address: string, { minikube }: World): Promise<boolean> {
  if (address.startsWith('127.')) return true;
  const nodes = (await minikube?.nodes()) ?? [];
  return nodes.some((node) => node.address === address && node.state === 'running');
}
