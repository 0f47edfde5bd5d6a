/** The swarm with names, Services and requests of all kinds: a run with traffic keeps its invariants and repeats itself. */
import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import { replay, swarm } from './swarm';
import { nextTraffic } from './trafficCommands';

test('runs with add-ons and requests keep every invariant and replay to the same hash', async () => {
  let requests = 0;
  for (let seed = 4_001; seed <= 4_004; seed++) {
    const { run, hash } = await swarm(seed, 30, { addons: USUAL_ADDONS, traffic: nextTraffic });
    const replayed = await replay(run);
    expect(replayed.stateHash(), `seed ${seed} replays`).toBe(hash);
    requests += replayed.traffic.requests.total;
  }
  expect(requests).toBeGreaterThan(100);
}, 120_000);
