import { expect, test } from 'vitest';
import type { Actor, Instant, SimEvent } from './clock';
import { Kernel } from './kernel';

const START = 1_000 as Instant;
const at = (ms: number) => (1_000 + ms) as Instant;

/** Draws a number and writes it at every tick; some ticks wait for a promise. */
function ticker(kernel: Kernel): Actor {
  const numbers = kernel.state.map<number>('ticker');
  return {
    name: 'ticker',
    async handle(event: SimEvent) {
      const drawn = kernel.clock.random('ticks');
      if (drawn > 0.5) await Promise.resolve();
      numbers.set(`${kernel.clock.now()}-${event.type}`, drawn);
      kernel.clock.schedule(Math.floor(drawn * 50), { actor: 'ticker', type: 'tick' });
    },
  };
}

async function started(seed = 7): Promise<Kernel> {
  const kernel = new Kernel({ startAt: START, seed });
  kernel.register(ticker(kernel));
  await kernel.command('you', 'start', '', async () => {
    kernel.clock.schedule(0, { actor: 'ticker', type: 'tick' });
  });
  return kernel;
}

test('two runs of one seed have one hash, whether run at once or in slices', async () => {
  const whole = await started();
  await whole.advanceTo(at(5_000));
  const sliced = await started();
  for (let ms = 0; ms <= 5_000; ms += 7) await sliced.advanceTo(at(ms));
  await sliced.advanceTo(at(5_000));
  const stepped = await started();
  while (!(await stepped.advanceTo(at(5_000), () => true)));
  expect(sliced.stateHash()).toBe(whole.stateHash());
  expect(stepped.stateHash()).toBe(whole.stateHash());
  expect((await started(8)).stateHash()).not.toBe((await started(7)).stateHash());
});

test('a run that goes on from any checkpoint ends like the run that was never interrupted', async () => {
  const whole = await started();
  await whole.advanceTo(at(30_000));
  const other = await started();
  for (const ms of [0, 1, 999, 15_000]) {
    await other.advanceTo(at(ms));
    const checkpoint = other.checkpoint();
    const hash = other.stateHash();
    await other.advanceTo(at(20_000));
    other.restore(checkpoint);
    expect(other.stateHash()).toBe(hash);
  }
  await other.advanceTo(at(30_000));
  expect(other.stateHash()).toBe(whole.stateHash());
});

test('a checkpoint can be carried into another kernel', async () => {
  const first = await started();
  await first.advanceTo(at(10_000));
  const second = new Kernel({ startAt: START, seed: 7 });
  second.register(ticker(second));
  second.restore(first.checkpoint());
  await first.advanceTo(at(20_000));
  await second.advanceTo(at(20_000));
  expect(second.stateHash()).toBe(first.stateHash());
});

test('events of one instant run in the order in which they were queued', async () => {
  const kernel = new Kernel({ startAt: START, seed: 1 });
  const seen: string[] = [];
  kernel.register({ name: 'a', handle: (event) => void seen.push(event.type) });
  await kernel.command('you', 'start', '', async () => {
    for (const type of ['one', 'two', 'three']) kernel.clock.schedule(5, { actor: 'a', type });
    const id = kernel.clock.schedule(5, { actor: 'a', type: 'cancelled' });
    kernel.clock.schedule(1, { actor: 'a', type: 'zero' });
    kernel.clock.cancel(id);
  });
  await kernel.advanceTo(at(5));
  expect(seen).toEqual(['zero', 'one', 'two', 'three']);
});

test('a delay that is not a whole number of milliseconds from now on is refused', () => {
  const { clock } = new Kernel({ startAt: START, seed: 1 });
  for (const delay of [-1, 0.5, Number.NaN]) {
    expect(() => clock.schedule(delay, { actor: 'a', type: 'x' })).toThrow(RangeError);
  }
});

test('every event is caused by a chain that ends in a command', async () => {
  const kernel = await started();
  await kernel.advanceTo(at(500));
  const chain = kernel.trace.chain(kernel.trace.end - 1);
  expect(chain.length).toBeGreaterThan(3);
  expect(chain.at(-1)).toMatchObject({ actor: 'you', type: 'start', cause: -1 });
});

test('an event that answers several writes names them, and one of its own is no reason beside another', async () => {
  const kernel = new Kernel({ startAt: START, seed: 1 });
  const wake = (row: number) => kernel.scheduleFrom(row, 1, { actor: 'loop', type: 'turn', data: { key: 'a' } });
  const write = (subject: string) =>
    kernel.trace.add({
      at: kernel.clock.now(),
      cause: kernel.cause(),
      actor: 'api',
      type: 'write',
      subject,
      by: kernel.running?.actor ?? '',
      ...(kernel.running?.data === undefined ? {} : { event: kernel.running.data }),
    });
  let answered: readonly number[] = [];
  const turns: number[] = [];
  kernel.register({
    name: 'loop',
    handle: () => {
      kernel.answers(answered);
      turns.push(write('by the loop'));
    },
  });
  const other = (name: string) => kernel.command('you', name, '', async () => write(name));
  const [first, second] = [await other('first'), await other('second')];
  answered = [second];
  wake(first);
  await kernel.advanceTo(at(1));
  const [own = -1] = turns;
  const turnOf = (index = -1) => kernel.trace.row(kernel.trace.row(index)?.cause ?? -1);
  expect(turnOf(own)).toMatchObject({ cause: first, also: [second] });
  // Woken by what it has written, and by somebody else.
  answered = [own, second];
  wake(own);
  await kernel.advanceTo(at(2));
  expect(turnOf(turns[1])?.cause).toBe(second);
  expect(turnOf(turns[1])?.also).toBeUndefined();
});

test('a large map keeps its hash whatever the order of writes', () => {
  const first = new Kernel({ startAt: START, seed: 1 });
  const second = new Kernel({ startAt: START, seed: 1 });
  for (let i = 0; i < 2_000; i++) first.state.map<number>('m').set(`k${i}`, i);
  for (let i = 1_999; i >= 0; i--) second.state.map<number>('m').set(`k${i}`, i);
  expect(second.stateHash()).toBe(first.stateHash());
  second.state.map<number>('m').set('k5', 6);
  expect(second.stateHash()).not.toBe(first.stateHash());
});
