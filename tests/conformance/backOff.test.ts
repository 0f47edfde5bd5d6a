/**
 * Crash loops and image back-off: the waits that were measured on a real Kubernetes 1.36.3 (cases 09, 09b and 13). Each
 * wait is lengthened at random there, so a wait is held against the measured range, widened by two seconds.
 */
import { expect, test } from 'vitest';
import { podState } from '../../src/app/graph/podState';
import { parseTime } from '../../src/api/meta/time';
import { pod, shell, testCluster } from '../testCluster';

/**
 * Seconds from an exit to the start that follows it, by restart number: as measured for the first five; for the others
 * the kubelet's rule allows more than the few samples showed: waits are cut at 60 s, each piece lengthened by up to half.
 */
const MEASURED: readonly (readonly [number, number])[] = [
  [0, 1],
  [10, 14],
  [21, 31],
  [43, 59],
  [81, 90],
  [160, 188],
  [300, 328],
];

test('a container that exits after 2 s is restarted after 0, 10, 20, 40, 80, 160 and 300 s, each lengthened at random', async () => {
  const cluster = await testCluster();
  const names = Array.from({ length: 8 }, (_, i) => `crash-${i}`);
  for (const name of names) await cluster.create('Pod', pod({ name, ...shell('sleep 2; exit 1') }));
  const waits = new Map<string, number[]>(names.map((name) => [name, []]));
  const counts = new Map<string, number>();
  for (let seconds = 0; seconds < 1_100; seconds++) {
    await cluster.advance({ seconds: 1 });
    for (const { metadata, status } of await cluster.pods()) {
      const [container] = status.containerStatuses ?? [];
      const started = container?.state.running?.startedAt;
      const finished = container?.lastState.terminated?.finishedAt;
      if (container === undefined || started === undefined || finished == null) continue;
      if (counts.get(metadata.name) === container.restartCount) continue;
      counts.set(metadata.name, container.restartCount);
      waits.get(metadata.name)?.push((parseTime(started) - parseTime(finished)) / 1000);
    }
  }
  const differ = new Set<string>();
  for (const name of names) {
    const seen = waits.get(name) ?? [];
    expect(seen.length, name).toBeGreaterThanOrEqual(7);
    for (const [index, [low, high]] of MEASURED.entries()) {
      expect(seen[index], `${name} restart ${index + 1}`).toBeGreaterThanOrEqual(low - 2);
      expect(seen[index], `${name} restart ${index + 1}`).toBeLessThanOrEqual(high + 2);
    }
    differ.add(seen.join());
  }
  expect(differ.size).toBeGreaterThan(1);
});

test('an image that cannot be pulled is tried at about 1, 15, 42, 90 and 183 s, ErrImagePull and ImagePullBackOff in turn', async () => {
  const cluster = await testCluster();
  await cluster.create('Pod', pod({ name: 'bad', image: 'nosuch/image:v9' }));
  const words = new Set<string>();
  const tries: number[] = [];
  let pulls = 0;
  for (let seconds = 0; seconds < 200; seconds++) {
    await cluster.advance({ seconds: 1 });
    words.add(podState(await cluster.pod('bad'), undefined).status);
    const pulling = (await cluster.events('bad')).find(({ reason }) => reason === 'Pulling')?.count ?? 0;
    if (pulling > pulls) tries.push(seconds);
    pulls = pulling;
  }
  expect([...words].sort()).toEqual(['ContainerCreating', 'ErrImagePull', 'ImagePullBackOff']);
  const measured = [
    [0, 2],
    [12, 18],
    [36, 48],
    [80, 100],
    [165, 200],
  ] as const;
  for (const [index, [low, high]] of measured.entries()) {
    expect(tries[index], `try ${index + 1} of ${tries.join()}`).toBeGreaterThanOrEqual(low);
    expect(tries[index], `try ${index + 1} of ${tries.join()}`).toBeLessThanOrEqual(high);
  }
});
