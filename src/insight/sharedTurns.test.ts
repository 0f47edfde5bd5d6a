/** Turns of a controller that answer several writes at once: which of them is the reason, and that the others are named. */
import { expect, test } from 'vitest';
import { asking, place } from '../../tests/asking';
import { inDefault, replicas, testCluster } from '../../tests/testCluster';

const nameOf = ({ metadata }: { readonly metadata: { readonly name: string } }) => metadata.name;

test('a turn that answers several writes names the others beside the first, whose story the chain goes on with', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 3));
  await test.advance({ seconds: 20 });
  const before = (await test.pods()).map(nameOf);
  for (const name of before) await test.client.delete('Pod', inDefault(name));
  await test.advance({ seconds: 10 });
  const fresh = (await test.pods()).filter((each) => !before.includes(nameOf(each)));
  expect(fresh).toHaveLength(3);
  for (const each of fresh) {
    const chain = await ask.why({ type: 'object', object: place('Pod', nameOf(each)) });
    const [you, created] = chain?.cards.toReversed() ?? [];
    expect(created).toMatchObject({ rule: 'missingPods', params: { missing: 3 } });
    const all = [you?.wrote, ...(created?.also ?? [])];
    expect(all.map((wrote) => wrote?.name).toSorted()).toEqual(before.toSorted());
    expect(all.map((wrote) => wrote?.fields[0])).toEqual(before.map(() => 'metadata.deletionTimestamp'));
  }
});

test('of deletions one after the other each new pod tells its own, not that the one before it was created', async () => {
  const test = await testCluster();
  const ask = asking(test);
  await test.create('ReplicationController', replicas('ReplicationController', 3));
  await test.advance({ seconds: 20 });
  const before = (await test.pods()).map(nameOf);
  for (const name of before) {
    await test.client.delete('Pod', inDefault(name));
    // The controller hears of this one together with what it has created for the one before.
    await test.advance({ ms: 2 });
  }
  await test.advance({ seconds: 10 });
  const fresh = (await test.pods()).filter((each) => !before.includes(nameOf(each)));
  const beginnings = await Promise.all(fresh.map(async (each) => (await ask.story(place('Pod', nameOf(each))))[0]));
  expect(beginnings.toSorted()).toEqual(before.map((name) => `you DELETE: MODIFIED Pod ${name}`).toSorted());
});

test('what a controller wrote itself is no reason beside that of somebody else', async () => {
  const test = await testCluster();
  const labels = { app: 'kubia' };
  await test.create('Service', { metadata: { name: 'kubia' }, spec: { selector: labels, ports: [{ port: 80 }] } });
  await test.create('Deployment', replicas('Deployment', 12));
  await test.advance({ seconds: 20 });
  for (const each of await test.pods()) await test.client.delete('Pod', inDefault(nameOf(each)));
  await test.advance({ seconds: 60 });
  const { trace } = test.cluster.kernel;
  const rows = Array.from({ length: trace.end }, (_, index) => trace.row(index));
  const turns = rows.filter((row) => row?.also !== undefined);
  expect(turns.length).toBeGreaterThan(3);
  for (const turn of turns) {
    for (const index of turn?.also ?? []) {
      expect(trace.row(index)?.type).toBe('write');
      expect(trace.row(index)?.event).not.toEqual(turn?.detail);
    }
  }
  // The trace hardly grows by it.
  expect(turns.length).toBeLessThan(rows.length / 20);
});
