/** Where a lesson starts: machines with manifests, or a run of somebody's. */
import { expect, test } from 'vitest';
import type { Run } from '../client/simulation';
import { readStart } from './parseStart';
import { startRun } from './startRun';
import { type Mistake, readYamlFile } from './yamlReader';

const cut = { atMs: 5_000, type: 'fault', fault: { type: 'cutNetwork', node: 'worker-1' } } as const;
const back = { atMs: 9_000, type: 'fault', fault: { type: 'bringBack', node: 'worker-1' } } as const;
const run: Run = {
  version: 1,
  profile: 'v1.36',
  seed: 7,
  nodes: [{ name: 'worker-1', cpu: 4, memory: '8Gi', pods: 110 }],
  addons: ['kube-proxy'],
  files: { 'own.yaml': 'kind: Pod\n' },
  commands: [cut, back],
  untilMs: 20_000,
  branches: [{ id: 'main', name: 'main', commands: [cut, back], untilMs: 20_000 }],
  branch: 'main',
  atMs: 8_000,
};

function read(yaml: string, files: Readonly<Record<string, string>> = { 'start.run.json': JSON.stringify(run) }) {
  const mistakes: Mistake[] = [];
  const { start } = readYamlFile('lesson.yaml', yaml, mistakes).fields(['start']);
  return { start: readStart(start, (name) => files[name]), mistakes: mistakes.map(({ text }) => text) };
}

test('a lesson goes on from a run, at the moment at which its clock stood, with what had been done until then', () => {
  const { start, mistakes } = read('start: { run: start.run.json }');
  expect(mistakes).toEqual([]);
  expect(startRun(start)).toEqual({
    version: 1,
    profile: 'v1.36',
    seed: 7,
    nodes: run.nodes,
    addons: ['kube-proxy'],
    files: {},
    commands: [cut],
    untilMs: 8_000,
  });
  expect(startRun(read('start: { run: start.run.json, after: 15s }').start)).toMatchObject({
    commands: [cut, back],
    untilMs: 15_000,
  });
});

test('what was done at the very moment at which a run was saved is done before the lesson begins', () => {
  const files = { 'start.run.json': JSON.stringify({ ...run, atMs: 5_000 }) };
  expect(startRun(read('start: { run: start.run.json }', files).start)).toMatchObject({
    commands: [cut],
    untilMs: 5_001,
  });
  const manifests = { 'pod.yaml': 'kind: Pod\n' };
  expect(read('start: { files: { pod.yaml: pod.yaml }, apply: [pod.yaml], after: 0s }', manifests).start.afterMs).toBe(
    1,
  );
  expect(read('start: { after: 0s }').start.afterMs).toBe(0);
});

test.each([
  ['start: { run: none.json }', 'start.run: there is no file "none.json"'],
  ['start: { run: start.run.json, nodes: three }', 'start.nodes: "run" already tells nodes'],
  ['start: { after: 200h }', 'start.after: a lesson begins within seven days'],
  ['start: { nodes: several }', 'start.nodes: known are three, minikube, minikube3, gke, or a list of machines'],
])('%s is a mistake', (yaml, text) => {
  expect(read(yaml).mistakes).toEqual([text]);
});

test('what is no run is told with the place that is wrong', () => {
  const yaml = 'start: { run: start.run.json }';
  expect(read(yaml, { 'start.run.json': '{' }).mistakes).toEqual(['start.run: is no JSON']);
  const odd = JSON.stringify({ ...run, seed: 'x' });
  expect(read(yaml, { 'start.run.json': odd }).mistakes).toEqual(['start.run: is no run; look at seed']);
});
