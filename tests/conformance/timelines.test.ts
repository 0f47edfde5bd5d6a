/** Recorded timelines of a real Kubernetes 1.36.3: each pod goes through the same states, and each Event comes, at the same second. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compareSightings, parseTimeline, playTimeline } from './timeline';

const folder = new URL('./recordings/timelines/', import.meta.url);

/** File, how long it is played, how far a second may be off. */
const files: readonly (readonly [string, number, number])[] = [
  ['01-plain-pod.txt', 90, 1],
  ['02-liveness-http.txt', 225, 1],
  ['02b-liveness-long.txt', 700, 1.5],
  ['03-liveness-initialdelay.txt', 100, 1],
  ['04-liveness-tcp.txt', 120, 1],
  ['05-liveness-exec.txt', 120, 1],
  ['07-readiness.txt', 110, 1],
  ['08-startup-probe.txt', 110, 1],
  ['10-oomkilled.txt', 30, 1],
  ['14-pull-never.txt', 30, 1],
  ['17-delete-grace.txt', 90, 1],
];

for (const [file, seconds, toleranceSeconds] of files) {
  test(`${file}: pods and Events come as recorded`, async () => {
    const timeline = parseTimeline(readFileSync(new URL(file, folder), 'utf8'));
    const until = <T extends { readonly at: number }>(all: readonly T[]) => all.filter(({ at }) => at <= seconds);
    const seen = await playTimeline(timeline, seconds);
    expect(until(timeline.pods).length).toBeGreaterThan(1);
    expect({
      pods: compareSightings(until(timeline.pods), seen.pods, { toleranceSeconds }),
      events: compareSightings(until(timeline.events), seen.events, { toleranceSeconds }),
    }).toEqual({ pods: [], events: [] });
  });
}
