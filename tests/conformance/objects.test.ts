/** Objects of a real Kubernetes 1.36.3 and ours at the same second of the same run: every field, in spec and status. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kindOf, kinds } from '../../src/api/kinds';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { pathOf } from '../../src/client/client';
import { Cluster } from '../../src/cluster/cluster';
import { compareObjects, parseReads } from './objects';
import { NODES, parseTimeline, playTimeline } from './timeline';
import { parseTranscript } from './transcript';

const recording = (path: string) => readFileSync(new URL(`./recordings/${path}`, import.meta.url), 'utf8');

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

for (const [file, objects] of [
  ['33-defaulting', 8],
  ['37-fresh-cluster', 4],
] as const) {
  test(`${file}: objects have the recorded fields`, async () => {
    const text = recording(`objects/${file}.console`);
    const cluster = await Cluster.create({ nodes: NODES });
    await cluster.advance(60_000);
    for (const step of parseTranscript(text)) await create(cluster, step.type === 'command' ? step.input : undefined);
    await cluster.advance(10_000);
    const reads = parseReads(text);
    expect(reads).toHaveLength(objects);
    const differences: string[] = [];
    for (const { kind, name, namespace = 'default', object } of reads) {
      const path = pathOf(kind, kinds[kind].namespaced ? namespace : undefined, name);
      const { body } = await cluster.request({ method: 'GET', path });
      differences.push(...compareObjects(object, body as KubeObject).map((line) => `${kind} ${name} ${line}`)); // A stored object.
    }
    expect(differences).toEqual([]);
  });
}

async function create(cluster: Cluster, manifests = ''): Promise<void> {
  for (const document of parseAllDocuments(manifests)) {
    const object = document.toJS() as KubeObject | null; // A recorded manifest.
    const kind = object === null ? undefined : kindOf(object.apiVersion, object.kind);
    if (object === null || kind === undefined) continue; // A kind that is not simulated yet.
    const path = pathOf(kind, kinds[kind].namespaced ? 'default' : undefined);
    const { code, body } = await cluster.request({ method: 'POST', path, body: object });
    if (code >= 300) throw new Error(JSON.stringify(body));
  }
}
