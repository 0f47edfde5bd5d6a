/** Objects of a real Kubernetes 1.36.3 and ours at the same second of the same run: every field, in spec and status. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inBusyboxWords } from './imageTools';
import { compareObjects } from './objects';
import { parseTimeline, playTimeline } from './timeline';

const recording = (path: string) =>
  inBusyboxWords(readFileSync(new URL(`./recordings/${path}`, import.meta.url), 'utf8'));

interface Case {
  readonly file: string;
  /** How long it is played. */
  readonly seconds: number;
  /** How many objects are compared; none is left out in silence. */
  readonly objects: number;
  /** Objects are read this much later than recorded, or those at a second are left out: where a moment is chance. */
  readonly readLaterSeconds?: number;
  readonly leftOut?: readonly number[];
  /** Fields that are not compared. Reviewed in differences.md. */
  readonly ignore?: RegExp;
}

const cases: readonly Case[] = [
  { file: '01-plain-pod.txt', seconds: 90, objects: 2 },
  { file: '02-liveness-http.txt', seconds: 225, objects: 3 },
  { file: '03-liveness-initialdelay.txt', seconds: 130, objects: 1 },
  { file: '04-liveness-tcp.txt', seconds: 80, objects: 1 },
  { file: '05-liveness-exec.txt', seconds: 160, objects: 2 },
  { file: '07-readiness.txt', seconds: 72, objects: 2 },
  { file: '08-startup-probe.txt', seconds: 45, objects: 3 },
  { file: '09-crashloop.txt', seconds: 40, objects: 2 },
  { file: '10-oomkilled.txt', seconds: 10, objects: 1 },
  // An exit is noticed up to a second later, and waits of a crash loop are lengthened at random.
  { file: '12-init-containers.txt', seconds: 50, objects: 4, leftOut: [5.1, 20.7] },
  { file: '13-bad-image.txt', seconds: 20, objects: 4 },
  { file: '14-pull-never.txt', seconds: 80, objects: 2 },
  // The last lease may be up to 10 s old when the node dies.
  { file: '16-node-loss.txt', seconds: 90, objects: 3, readLaterSeconds: 10, ignore: /status\.images/ },
  { file: '16b-node-crash-return.txt', seconds: 150, objects: 2 },
  { file: '17-delete-grace.txt', seconds: 30, objects: 1 },
  { file: '19-rc-relabel.txt', seconds: 60, objects: 2 },
  { file: '23-config-errors.txt', seconds: 20, objects: 5 },
  { file: '25-pending.txt', seconds: 20, objects: 2 },
  { file: '15a-job-completions.txt', seconds: 260, objects: 2 },
  { file: '15b-job-fail-never.txt', seconds: 60, objects: 1 },
  { file: '15c-job-fail-onfailure.txt', seconds: 60, objects: 1 },
  { file: '15e-job-parallel.txt', seconds: 60, objects: 1 },
  { file: '15f-cronjob.txt', seconds: 160, objects: 1 },
  { file: '21-daemonset.txt', seconds: 60, objects: 1 },
];

for (const { file, seconds, objects, readLaterSeconds = 0, leftOut = [], ignore } of cases) {
  test(`${file}: objects have the recorded fields`, async () => {
    const timeline = parseTimeline(recording(`timelines/${file}`));
    const reads = timeline.reads
      .filter(({ at }) => !leftOut.includes(at))
      .map((read) => ({ ...read, at: read.at + readLaterSeconds }));
    const seen = await playTimeline({ ...timeline, reads }, seconds);
    expect(seen.objects).toHaveLength(objects);
    const differences = seen.objects.flatMap((object, index) => {
      const wanted = reads[index];
      if (wanted === undefined) return [];
      const lines = compareObjects(wanted.object, object).filter((line) => ignore?.test(line) !== true);
      return lines.map((line) => `${wanted.at} ${wanted.kind} ${wanted.name} ${line}`);
    });
    expect(differences).toEqual([]);
  });
}
