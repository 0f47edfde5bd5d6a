import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { checkpointBytes } from './checkpointBytes';
import type { Instant } from './clock';
import { type Checkpoint, Kernel } from './kernel';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void; // The flag has just been set.

function heapBytes(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

const kernel = () => new Kernel({ startAt: 0 as Instant, seed: 1 });
const object = (index: number, round: number) => ({
  metadata: { name: `kubia-${index}`, labels: { app: 'kubia', index: `${index}` }, resourceVersion: `${round}` },
  spec: { containers: [{ name: 'main', image: 'luksa/kubia', args: [`--round=${round}`] }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True', reason: `since round ${round}` }] },
});

test('what a checkpoint is said to hold is roughly what it takes', () => {
  const own = kernel();
  const pods = own.state.map('storage/pods');
  const caches = [1, 2, 3].map((count) => own.state.map(`cache/${count}`));
  const write = (index: number, round: number) => {
    const value = object(index, round);
    for (const map of [pods, ...caches]) map.set(`/registry/pods/default/kubia-${index}`, value);
  };
  for (let index = 0; index < 3_000; index += 1) write(index, 0);
  const kept: Checkpoint[] = [own.checkpoint()];
  let told = 0;
  const before = heapBytes();
  for (let round = 1; round <= 20; round += 1) {
    for (let index = 0; index < 3_000; index += 3) write((index + round) % 3_000, round);
    const last = kept.at(-1) ?? own.checkpoint();
    const next = own.checkpoint();
    kept.push(next);
    told += checkpointBytes(last, next);
  }
  const taken = heapBytes() - before;
  expect(kept).toHaveLength(21);
  expect(told / taken).toBeGreaterThan(0.7);
  expect(told / taken).toBeLessThan(1.3);
});

test('a checkpoint after which nothing was written costs next to nothing', () => {
  const own = kernel();
  const pods = own.state.map('storage/pods');
  for (let index = 0; index < 3_000; index += 1) pods.set(`kubia-${index}`, object(index, 0));
  const first = own.checkpoint();
  expect(checkpointBytes(first)).toBeGreaterThan(1_000_000);
  expect(checkpointBytes(own.checkpoint(), first)).toBeLessThan(500);
  pods.set('kubia-1', object(1, 1));
  expect(checkpointBytes(own.checkpoint(), first)).toBeLessThan(12_000);
});

test('a log that grows is counted by what came to it', () => {
  const own = kernel();
  const logs = own.state.map<string>('runtime/logs');
  logs.set('kubia', 'x'.repeat(60_000));
  const first = own.checkpoint();
  logs.set('kubia', `${logs.get('kubia')}a line more\n`);
  expect(checkpointBytes(own.checkpoint(), first)).toBeLessThan(500);
});
