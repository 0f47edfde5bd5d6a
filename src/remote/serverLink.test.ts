import { expect, test } from 'vitest';
import type { HttpSend } from '../client/http';
import type { RemoteStatus } from '../client/remote';
import { pauseMs, ServerLink, type Surroundings } from './serverLink';

/** A clock that is moved by hand. */
class Hand implements Surroundings {
  #now = 1_000_000;
  #due: { readonly at: number; readonly act: () => void }[] = [];

  now(): number {
    return this.#now;
  }
  random(): number {
    return 0.5;
  }
  after(ms: number, act: () => void): () => void {
    const timer = { at: this.#now + ms, act };
    this.#due.push(timer);
    return () => {
      this.#due = this.#due.filter((other) => other !== timer);
    };
  }
  async pass(ms: number): Promise<void> {
    this.#now += ms;
    const due = this.#due.filter(({ at }) => at <= this.#now);
    this.#due = this.#due.filter(({ at }) => at > this.#now);
    for (const { act } of due) act();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

async function* text(value: string): AsyncGenerator<string> {
  yield value;
}

function setUp(answer: () => { status: number; body: string; way?: string } | Error) {
  const hand = new Hand();
  const told: RemoteStatus[] = [];
  let asked = 0;
  const send: HttpSend = async () => {
    asked += 1;
    const given = answer();
    if (given instanceof Error) throw given;
    return {
      status: given.status,
      header: (name) => (name === 'kubeloop-way' ? given.way : undefined),
      body: text(given.body),
    };
  };
  const link = new ServerLink(send, hand, (status) => told.push(status));
  return { hand, told, link, asked: () => asked };
}

const version = JSON.stringify({ gitVersion: 'v1.36.3' });

test('the way tells which cluster it leads to', async () => {
  const way = encodeURIComponent(
    JSON.stringify({ context: '프로덕션', server: 'https://a:1', isReadOnly: true, version: 'x' }),
  );
  const { link, told } = setUp(() => ({ status: 200, body: version, way }));
  await link.ask();
  expect(told).toEqual([
    {
      health: { type: 'connected' },
      cluster: { version: 'v1.36.3', context: '프로덕션', server: 'https://a:1', isReadOnly: true },
    },
  ]);
});

test('a lost server is asked again with growing pauses, and found again by itself', async () => {
  let isThere = false;
  const { hand, link, told, asked } = setUp(() => (isThere ? { status: 200, body: version } : new Error('refused')));
  await link.ask();
  expect(told.at(-1)?.health).toEqual({ type: 'lost', why: 'refused', retryAt: hand.now() + 1_000 });
  let isFound = false;
  void link.found().then(() => {
    isFound = true;
  });
  await hand.pass(1_000);
  expect(told.at(-1)?.health).toMatchObject({ retryAt: hand.now() + 2_000 });
  // Whoever asks in vain meanwhile changes nothing of the pause.
  link.doubt();
  expect(asked()).toBe(2);
  isThere = true;
  await hand.pass(2_000);
  expect(told.at(-1)?.health.type).toBe('connected');
  expect(isFound).toBe(true);
});

test('what was known of the cluster stays while it is lost', async () => {
  let isThere = true;
  const { link, told } = setUp(() =>
    isThere ? { status: 200, body: version } : { status: 503, body: 'etcd is gone' },
  );
  await link.ask();
  isThere = false;
  link.doubt();
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(told.at(-1)).toMatchObject({ health: { type: 'lost', why: 'etcd is gone' }, cluster: { version: 'v1.36.3' } });
});

test('who is not known is told so, and nobody asks again', async () => {
  const { hand, link, told, asked } = setUp(() => ({ status: 401, body: JSON.stringify({ message: 'Unauthorized' }) }));
  await link.ask();
  await hand.pass(60_000);
  expect(told.at(-1)?.health).toEqual({ type: 'unauthorized', why: 'Unauthorized' });
  expect(asked()).toBe(1);
});

test('pauses end at half a minute and are spread, so that pages do not come all at once', () => {
  expect([0, 1, 2, 5, 20].map((tries) => pauseMs(tries, () => 0.5))).toEqual([1_000, 2_000, 4_000, 30_000, 30_000]);
  expect([pauseMs(0, () => 0), pauseMs(0, () => 1)]).toEqual([800, 1_200]);
});
