/** Recorded timelines of a real Kubernetes 1.36.3: each pod goes through the same states, and each Event comes, at the same second. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inBusyboxWords } from './imageTools';
import { type How, type Sighting, compareSightings, parseTimeline, playTimeline } from './timeline';

const folder = new URL('./recordings/timelines/', import.meta.url);

interface Case extends How {
  readonly file: string;
  /** How long it is played. */
  readonly seconds: number;
  /** How far a second may be off; 1 unless a reason is given. */
  readonly toleranceSeconds?: number;
  /** What is left to chance on a real cluster, with the reason. */
  readonly ignore?: (sighting: Sighting) => boolean;
  readonly reason?: string;
  /** Which of several pods alike went where is chance. */
  readonly isAnyone?: boolean;
}

const cases: readonly Case[] = [
  { file: '01-plain-pod.txt', seconds: 90 },
  { file: '02-liveness-http.txt', seconds: 225 },
  {
    file: '02b-liveness-long.txt',
    seconds: 700,
    toleranceSeconds: 1.5,
    ignore: ({ name }) => name === 'tcp-liveness',
    reason: 'the waits of tcp-liveness are lengthened at random; case 04 has it up to there',
  },
  { file: '03-liveness-initialdelay.txt', seconds: 100 },
  { file: '04-liveness-tcp.txt', seconds: 80 },
  {
    file: '05-liveness-exec.txt',
    seconds: 120,
    toleranceSeconds: 1.5,
    reason: 'exits are seen by a relist each second',
  },
  { file: '07-readiness.txt', seconds: 72 },
  {
    file: '08-startup-probe.txt',
    seconds: 45,
    toleranceSeconds: 2.5,
    ignore: ({ what }) => what.includes('oracle/httpd:1'),
    reason: 'its image was on one of the machines already',
  },
  { file: '09-crashloop.txt', seconds: 12 },
  { file: '10-oomkilled.txt', seconds: 30 },
  {
    file: '12-init-containers.txt',
    seconds: 400,
    toleranceSeconds: 2.5,
    ignore: ({ name, at }) => name === 'init-fail' && at > 8,
    reason: 'six pods start at once on one machine; the waits of init-fail are lengthened at random',
  },
  { file: '14-pull-never.txt', seconds: 10, toleranceSeconds: 1.5, reason: 'the image service answered late' },
  {
    file: '17-delete-grace.txt',
    seconds: 90,
    toleranceSeconds: 2.5,
    reason: 'pulls queue where two pods share a machine',
  },
  {
    file: '23-config-errors.txt',
    seconds: 60,
    ignore: ({ name, what, at }) => name.endsWith('-missing') && at > 8 && !what.includes('Mount'),
    reason: 'what failed is tried again after 10 to 15 s, at random',
  },
  { file: '25-pending.txt', seconds: 30 },
  { file: '15a-job-completions.txt', seconds: 249 },
  {
    file: '15b-job-fail-never.txt',
    seconds: 45,
    toleranceSeconds: 2.7,
    reason: 'each wait counts from the whole second of an exit, so what the first is late all others are',
  },
  { file: '15c-job-fail-onfailure.txt', seconds: 21 },
  { file: '15e-job-parallel.txt', seconds: 46 },
  { file: '15f-cronjob.txt', seconds: 149, startSecond: 38.7 },
  { file: '21-daemonset.txt', seconds: 36 },
  {
    file: '24-cordon-drain.txt',
    seconds: 26,
    seed: 2,
    isAnyone: true,
    toleranceSeconds: 1.5,
    ignore: ({ what, at }) => what.includes('Pull') || (at < 6 && /Created|Started|Running/.test(what)),
    reason: 'the image was on one of the machines already, and pulls queue',
  },
  {
    file: '27-terminating-endpoints.txt',
    seconds: 14,
    toleranceSeconds: 1.5,
    ignore: ({ name, what, at }) =>
      name === 'web-<sfx> 3' ||
      what.startsWith('false,true,false') ||
      (name === 'endpoints' && at < 3 && !what.startsWith('true,true')),
    reason: 'the image was on the third machine already; how many changes of a slice fall into one write is chance',
  },
];

for (const { file, seconds, toleranceSeconds = 1, ignore, isAnyone = false, ...how } of cases) {
  test(`${file}: pods and Events come as recorded`, async () => {
    const timeline = parseTimeline(inBusyboxWords(readFileSync(new URL(file, folder), 'utf8')));
    const until = <T extends { readonly at: number }>(all: readonly T[]) => all.filter(({ at }) => at <= seconds);
    const seen = await playTimeline(timeline, seconds, how);
    expect(until(timeline.pods).length).toBeGreaterThan(1);
    const options = { toleranceSeconds, isAnyone, ...(ignore === undefined ? {} : { ignore }) };
    expect({
      pods: compareSightings(until(timeline.pods), seen.pods, options),
      events: compareSightings(until(timeline.events), seen.events, options),
      slices: timeline.slices.length === 0 ? [] : compareSightings(until(timeline.slices), seen.slices, options),
    }).toEqual({ pods: [], events: [], slices: [] });
  });
}
