/** Lessons that people write: the one of the guide, and those taken from a run. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { folderFromRun } from '../../src/app/authoring/fromRun';
import { skeleton } from '../../src/app/authoring/skeleton';
import type { Command, Run } from '../../src/client/simulation';
import { Cluster } from '../../src/cluster/cluster';
import { type LessonFolder, readFiles } from '../../src/lessons/ownLesson';
import { parseLesson } from '../../src/lessons/parseLesson';
import { startRun } from '../../src/lessons/startRun';
import { proveLesson } from '../../src/session/lesson';

function lessonOf({ name, files }: LessonFolder) {
  const reading = parseLesson(name, files);
  if (reading.type === 'lesson') return reading.lesson;
  throw new Error(reading.mistakes.map(({ file, line, text }) => `${file}:${line}: ${text}`).join('\n'));
}

test('the lesson.yaml that the guide shows is good with the texts and tries of a new lesson', async () => {
  const guide = readFileSync(new URL('../../docs/lessons.md', import.meta.url), 'utf8');
  const [, yaml = ''] = /## lesson\.yaml\n\n```yaml\n([\s\S]*?)```/.exec(guide) ?? [];
  const { name, files } = skeleton('guide');
  const more = (text: string) =>
    `${text}\n## question when: ?\n- now: 1\n- later: 2\n- never: 3\n### answer\n.\n\n## figure controlLoop: .\n`;
  const written = {
    ...files,
    'lesson.yaml': yaml,
    'ko.md': more(files['ko.md'] ?? ''),
    'en.md': more(files['en.md'] ?? ''),
  };
  expect(await proveLesson(lessonOf({ name, files: written }))).toEqual([]);
});

test('a lesson that ticks something by itself is refused', async () => {
  const { name, files } = skeleton('idle');
  const idle = (files['lesson.yaml'] ?? '')
    .replace(/^steps:\n/m, (line) => `${line}  - { id: none, done: "one('Pod', 'never') == null" }\n`)
    .replace(/^goal:\n/m, (line) => `${line}  - { id: none, that: "one('Pod', 'never') == null" }\n`);
  const more = (text: string) => `${text}\n## step none: .\n.\n\n## goal none: .\n.\n`;
  const written = {
    ...files,
    'lesson.yaml': idle,
    'ko.md': more(files['ko.md'] ?? ''),
    'en.md': more(files['en.md'] ?? ''),
  };
  expect(await proveLesson(lessonOf({ name, files: written }))).toEqual([
    'doing nothing: the goal none holds',
    'doing nothing: the step step:none is done',
  ]);
});

const rc = {
  apiVersion: 'v1',
  kind: 'ReplicationController',
  metadata: { name: 'kubia', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { app: 'kubia' },
    template: {
      metadata: { labels: { app: 'kubia' } },
      spec: { containers: [{ name: 'kubia', image: 'luksa/kubia' }] },
    },
  },
};
const create: Command = {
  atMs: 1_000,
  type: 'request',
  request: { method: 'POST', path: '/api/v1/namespaces/default/replicationcontrollers', body: rc },
};
const cut: Command = { atMs: 90_000, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-2' } };
const runOf = (commands: readonly Command[]): Run => ({
  version: 1,
  profile: 'v1.36',
  seed: 1,
  nodes: [1, 2].map((number) => ({ name: `worker-${number}`, cpu: 4, memory: '8Gi', pods: 110 })),
  addons: ['kube-proxy'],
  files: {},
  commands,
  untilMs: 180_000,
});

async function lessonFrom(run: Run) {
  const cluster = await Cluster.replay(run);
  const folder = await folderFromRun({ client: cluster.client, simulation: { exportRun: async () => run } });
  expect(readFiles(folder.name, folder.files).type).toBe('folder');
  return { folder, lesson: lessonOf(folder), cluster };
}

test('from a run in which objects were only created, a lesson begins with them as a manifest', async () => {
  const { folder, lesson } = await lessonFrom(runOf([create]));
  expect(folder.files['start.yaml']).toContain('kind: ReplicationController');
  expect(folder.files['lesson.yaml']).toContain('apply:\n    - start.yaml');
  expect(await proveLesson(lesson)).toEqual([]);
});

test('from a run in which a node was cut off, a lesson begins with that very cluster', async () => {
  const { folder, lesson, cluster } = await lessonFrom(runOf([create, cut]));
  expect(folder.files['start.run.json']).toContain('cutNetwork');
  const begun = await Cluster.replay(startRun(lesson.start));
  expect(begun.store.revision).toBe(cluster.store.revision);
  const pods = async ({ client }: Cluster) =>
    (await client.list('Pod', { namespace: 'default' })).items.map(({ metadata }) => metadata.uid);
  expect(await pods(begun)).toEqual(await pods(cluster));
});
