import { expect, test } from 'vitest';
import { divideCpu } from './cpuShares';
import { MachineFixture } from './machineFixture';
import { MI } from './process';

const NAME = { namespace: 'default', pod: 'pod-1', container: 'main' };
const START = 1_795_244_400_000;
const cpuMillisOf = (machine: MachineFixture, started: { readonly id: string }) =>
  machine.runtime.meters.usage(started.id)?.cpuMillis;

test('CPU time adds up between two looks, and a limit throttles it', async () => {
  const machine = new MachineFixture();
  const free = await machine.shell('dd if=/dev/zero of=/dev/null');
  const bound = await machine.shell('dd if=/dev/zero of=/dev/null', { resources: { limits: { cpu: '100m' } } });
  await machine.passes(60_000);
  expect(machine.runtime.meters.usage(free.id)).toMatchObject({ cpuMillis: 1000, cpuNanoseconds: 60_000_000_000 });
  expect(machine.runtime.meters.usage(bound.id)).toMatchObject({ cpuMillis: 100, cpuNanoseconds: 6_000_000_000 });
});

test('the kubelet notes what was used every quarter of a minute', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 10; dd if=/dev/zero of=/dev/null');
  await machine.passes(14_000);
  expect(machine.runtime.meters.samples(started.id)).toEqual([]);
  await machine.passes(20_000);
  const [first, second] = machine.runtime.meters.samples(started.id);
  expect(first).toMatchObject({ at: START + 15_000, cpuMicros: 5_000_000 });
  expect(second).toMatchObject({ at: START + 30_000, cpuMicros: 20_000_000 });
});

test('a machine without enough processors divides them by requests', () => {
  const hog = (requestMillis: number, wantsMillis = 1000) => ({ requestMillis, wantsMillis });
  expect(divideCpu([hog(0), hog(0)], 4000)).toEqual([1000, 1000]);
  expect(divideCpu([hog(100), hog(300)], 1000)).toEqual([249, 750]);
  expect(divideCpu([hog(500, 100), hog(100), hog(100)], 1000)).toEqual([100, 450, 450]);
  expect(divideCpu([hog(1000), hog(0)], 1000)).toEqual([998, 1]);
});

test('what is given back on a full machine goes to the others', async () => {
  const machine = new MachineFixture({ cpu: 1 });
  const [first, second] = [await machine.shell('dd if=/dev/zero of=/dev/null'), await machine.shell('sleep 5; yes')];
  expect(cpuMillisOf(machine, first)).toBe(960);
  expect(machine.runtime.meters.machineUsage().cpuMillis).toBe(1000);
  await machine.passes(5_000);
  expect(cpuMillisOf(machine, first)).toBe(480);
  await machine.does(() => machine.runtime.killContainer(second.id));
  expect(cpuMillisOf(machine, first)).toBe(960);
  await machine.passes(10_000);
  // Ended containers stay counted: 15 s of a core, less what the machine's own processes have.
  expect(machine.runtime.meters.machineUsage().cpuNanoseconds).toBe(15_000_000_000);
});

test('computing pi takes ten times as long with a tenth of a core', async () => {
  const machine = new MachineFixture();
  const command = ['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'];
  const slow = await machine.start('perl:5.34.0', { command, resources: { limits: { cpu: '100m' } } });
  const fast = await machine.start('perl:5.34.0', { command });
  await machine.passes(6_000);
  expect(machine.state(fast)).toBe('0 Completed');
  expect(machine.state(slow)).toBe('running');
  await machine.passes(54_000);
  expect(machine.state(slow)).toBe('0 Completed');
});

test('growing memory kills the container at the instant at which it passes the limit', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 1000', { resources: { limits: { memory: '64Mi' } } });
  await machine.does(() => machine.runtime.setMemory(NAME, MI, { bytesPerSecond: 7 * MI }));
  await machine.passes(8_999);
  expect(machine.state(started)).toBe('running');
  expect(machine.runtime.meters.usage(started.id)?.memoryBytes).toBe(MI + Math.floor(7 * MI * 8.999));
  await machine.passes(2);
  expect(machine.state(started)).toBe('137 OOMKilled');
});

test('memory stops growing where it was told to', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('sleep 1000', { resources: { limits: { memory: '64Mi' } } });
  const growth = { bytesPerSecond: MI, upToBytes: 32 * MI };
  await machine.does(() => machine.runtime.setMemory(NAME, MI, growth));
  await machine.passes(600_000);
  expect(machine.runtime.meters.usage(started.id)?.memoryBytes).toBe(32 * MI);
});

test('other limits count from the moment at which they are set', async () => {
  const machine = new MachineFixture();
  const started = await machine.shell('dd if=/dev/zero of=/dev/null', { resources: { limits: { cpu: '100m' } } });
  await machine.passes(10_000);
  const limits = { cpu: '500m', memory: '64Mi' };
  await machine.does(() => machine.runtime.updateContainerResources(started.id, { limits }));
  expect(cpuMillisOf(machine, started)).toBe(500);
  await machine.passes(10_000);
  expect(machine.runtime.meters.usage(started.id)?.cpuNanoseconds).toBe(6_000_000_000);
  await machine.does(() => machine.runtime.setMemory(NAME, 32 * MI));
  await machine.does(() => machine.runtime.updateContainerResources(started.id, { limits: { memory: '16Mi' } }));
  expect(machine.state(started)).toBe('137 OOMKilled');
});
