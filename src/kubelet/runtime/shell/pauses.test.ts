import { expect, test } from 'vitest';
import { MachineFixture, type Started } from '../machineFixture';

const OPEN = { resources: {} };
const millis = (machine: MachineFixture, { id }: Started) => machine.runtime.meters.usage(id)?.cpuMillis ?? 0;
/** Average over the last minute, in thousandths of a core. */
async function average(machine: MachineFixture, { id }: Started, seconds = 60): Promise<number> {
  const before = machine.runtime.meters.usage(id)?.cpuNanoseconds ?? 0;
  await machine.passes(seconds * 1000);
  return Math.round(((machine.runtime.meters.usage(id)?.cpuNanoseconds ?? 0) - before) / seconds / 1_000_000);
}
const php = (machine: MachineFixture, cpu?: string) =>
  machine.start('registry.k8s.io/hpa-example', { resources: cpu === undefined ? {} : { limits: { cpu } } });

test('a client that asks without a pause raises the processor time of the server', async () => {
  const machine = new MachineFixture();
  const server = await php(machine);
  expect(await average(machine, server)).toBe(1);
  const client = await machine.shell(`while sleep 0.01; do wget -q -O- http://${server.ip}; done`);
  await machine.passes(30_000);
  // Of about 43 ms that a round takes, the server computes for 30.
  expect(await average(machine, server)).toBeGreaterThan(650);
  expect(await average(machine, server)).toBeLessThan(750);
  expect(millis(machine, client)).toBeGreaterThan(30);
  await machine.does(() => machine.runtime.killContainer(client.id));
  await machine.passes(10_000);
  expect(await average(machine, server)).toBe(1);
});

test('a limit holds what traffic asks for, and the client waits longer', async () => {
  const machine = new MachineFixture();
  const server = await php(machine, '500m');
  for (let i = 0; i < 3; i++) await machine.shell(`while true; do wget -q -O- http://${server.ip}; done`);
  await machine.passes(30_000);
  expect(await average(machine, server)).toBe(500);
});

test('a loop with a count runs every round of it, in about its own time', async () => {
  const machine = new MachineFixture();
  const server = await machine.start('nginx', OPEN);
  const script = `for i in $(seq 1 1000); do wget -q -O /dev/null http://${server.ip}; done; echo done`;
  const client = await machine.shell(script);
  await machine.passes(1_000);
  expect(machine.state(client)).toBe('running');
  await machine.passes(3_000);
  expect(machine.log(client)).toBe('done\n');
  expect(machine.log(server).match(/GET/g)?.length).toBe(1000);
});

test('a few requests are exact', async () => {
  const machine = new MachineFixture();
  const server = await php(machine);
  const client = await machine.shell(`for i in 1 2 3; do wget -q -O- http://${server.ip}; echo; done`);
  await machine.passes(89);
  expect(machine.log(client)).toBe('OK!\nOK!\n');
  await machine.passes(1);
  expect(machine.state(client)).toBe('0 Completed');
});

test('an endless loop of requests costs a few requests a second to simulate', async () => {
  const machine = new MachineFixture();
  const server = await machine.start('nginx', OPEN);
  await machine.shell(`while true; do wget -q -O /dev/null http://${server.ip}; done`);
  await machine.passes(600_000);
  expect(machine.log(server).match(/GET/g)?.length).toBeLessThan(3000);
  expect(await average(machine, server)).toBeGreaterThan(150);
});

test('jobs in the background add up', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('dd if=/dev/zero of=/dev/null & yes > /dev/null & wait');
  await machine.passes(5_000);
  expect(millis(machine, started)).toBe(2000);
});

test('copying takes longer under a limit', async () => {
  const machine = new MachineFixture();
  const script = 'dd if=/dev/zero of=/dev/null bs=1000000 count=1000; echo done';
  const free = await machine.shell(script);
  const bound = await machine.shell(script, { resources: { limits: { cpu: '100m' } } });
  await machine.passes(1_500);
  expect(machine.log(free)).toContain('done');
  await machine.passes(8_000);
  expect(machine.log(bound)).toBe('');
  await machine.passes(1_000);
  expect(machine.log(bound)).toContain('done');
});
