/** What would make a pod fit, carried out: each suggestion with a kubectl line is typed, and the pod gets its node. */
import { expect, test } from 'vitest';
import { conditionOf } from '../../src/api/meta/conditions';
import type { Pod } from '../../src/api/core/pod';
import type { SchedulingChange, SchedulingVerdict } from '../../src/client/simulation';
import { play } from '../../src/shell/player';
import { type SimulatedStage, type SimulationOptions, simulatedStage } from '../../src/session/simulation';
import { parseTranscript } from '../../src/shell/transcript';

/** Beside `hog`, which is to fit nowhere: what else there is, and what is done before. */
interface Scenario {
  readonly manifest?: string;
  /** Lines typed once the others run, before `hog` comes. */
  readonly lines?: readonly string[];
  readonly act?: (stage: SimulatedStage) => Promise<void>;
  readonly hog: string;
  readonly options?: SimulationOptions;
}

const node = (name: string, cpu = 4) => ({ name, cpu, memory: '8Gi' as const, pods: 110 });
const hogPod = (spec: string, requests = '{cpu: "1"}') => `apiVersion: v1
kind: Pod
metadata: {name: hog, labels: {app: hog}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - {name: main, image: nginx, resources: {requests: ${requests}}${spec.includes('ports:') ? `, ${spec}` : ''}}
${spec.includes('ports:') ? '' : spec}`;

async function type(stage: SimulatedStage, line: string): Promise<string> {
  const texts: string[] = [];
  for await (const { played } of play(parseTranscript(`$ ${line}\n`), stage)) {
    if (played.type !== 'command') continue;
    texts.push(...played.output, ...(played.exitCode === 0 ? [] : [`[exit ${played.exitCode}]`]));
  }
  return texts.join('\n');
}

const apply = (stage: SimulatedStage, manifest: string) => type(stage, `kubectl apply -f - <<'END'\n${manifest}\nEND`);

async function hogOf(stage: SimulatedStage): Promise<Pod> {
  const { body } = await stage.cluster.request({ method: 'GET', path: '/api/v1/namespaces/default/pods/hog' });
  return body as Pod; // It is there.
}

async function stageOf({ manifest, lines = [], act, hog, options }: Scenario): Promise<SimulatedStage> {
  const stage = await simulatedStage({ nodes: [node('one'), node('two')], ...options });
  if (manifest !== undefined) await apply(stage, manifest);
  await stage.cluster.advance(20_000);
  for (const line of lines) expect(await type(stage, line)).not.toContain('[exit');
  await act?.(stage);
  await apply(stage, hog);
  await stage.cluster.advance(5_000);
  expect((await hogOf(stage)).spec.nodeName).toBeUndefined();
  return stage;
}

async function verdictOf(stage: SimulatedStage): Promise<SchedulingVerdict> {
  const hash = stage.cluster.stateHash();
  const verdict = await stage.cluster.verdict((await hogOf(stage)).metadata.uid);
  expect(stage.cluster.stateHash()).toBe(hash);
  if (verdict === undefined) throw new Error('nobody has tried hog');
  return verdict;
}

/** The verdict on hog, after every suggestion with a line was carried out in a cluster of its own. */
async function proven(scenario: Scenario): Promise<readonly string[]> {
  const { remedies = [], message } = await verdictOf(await stageOf(scenario));
  for (const { changes, nodes } of remedies) {
    expect(nodes.length).toBeGreaterThan(0);
    if (changes.some(({ command }) => command === undefined)) continue;
    const stage = await stageOf(scenario);
    expect(message).toBe(conditionOf((await hogOf(stage)).status.conditions, 'PodScheduled')?.message);
    for (const { command = '' } of changes) expect(await type(stage, command)).not.toContain('[exit');
    await stage.cluster.advance(60_000);
    expect(nodes, JSON.stringify(changes)).toContain((await hogOf(stage)).spec.nodeName);
  }
  return remedies.map(({ changes }) => changes.map(textOf).join(' and '));
}

function textOf({ type: what, params, command }: SchedulingChange): string {
  const values = Object.entries(params).map(([, value]) => value);
  return [what, ...values, ...(command === undefined ? [] : [`(${command})`])].join(' ');
}

const running = (name: string, where: string, more = '') => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, labels: {app: ${name}}}
spec:
  terminationGracePeriodSeconds: 1
  nodeSelector: {kubernetes.io/hostname: ${where}}
  containers:
  - {name: main, image: nginx${more}}
`;
const cpu = (amount: string) => `, resources: {requests: {cpu: "${amount}"}}`;

test('too much cpu: ask for what is free, let somebody go, or take another machine', async () => {
  const manifest = running('a', 'one', cpu('2')) + running('b', 'two', cpu('1500m'));
  const told = await proven({ manifest, hog: hogPod('', '{cpu: "3"}') });
  expect(told).toEqual([
    `lowerRequests cpu 2.5 (kubectl patch pod hog --subresource=resize -p '{"spec":{"containers":[{"name":"main","resources":{"requests":{"cpu":"2.5"}}}]}}')`,
    'removePods two b 1 (kubectl delete pod b)',
    'addNode new-node one',
  ]);
});

test('too much memory beside pods of an owner: it may be scaled down so far, whichever of its pods go', async () => {
  const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: nginx, resources: {requests: {memory: 3Gi}}}]`;
  const told = await proven({ manifest, hog: hogPod('', '{memory: 3Gi}') });
  expect(told[0]).toMatch(/^lowerRequests memory 2Gi /);
  expect(told[1]).toBe('scaleDown Deployment web 4 3 (kubectl scale deployment web --replicas=3)');
});

test('a taint: tolerate it or take it away', async () => {
  const lines = ['kubectl taint nodes one two gpu=true:NoSchedule'];
  expect(await proven({ lines, hog: hogPod('') })).toEqual([
    `tolerate gpu=true:NoSchedule (kubectl patch pod hog --type=json -p '[{"op":"add","path":"/spec/tolerations/-","value":{"key":"gpu","operator":"Equal","value":"true","effect":"NoSchedule"}}]')`,
    'removeTaints one gpu=true:NoSchedule (kubectl taint nodes one gpu:NoSchedule-)',
    'addNode new-node one',
  ]);
});

test('a cordoned node is opened again', async () => {
  const told = await proven({ lines: ['kubectl cordon one', 'kubectl cordon two'], hog: hogPod('') });
  expect(told[0]).toBe('uncordon one (kubectl uncordon one)');
});

test('a nodeSelector that no node matches: label a node, or do without', async () => {
  const told = await proven({ hog: hogPod('  nodeSelector: {disk: ssd}') });
  expect(told).toEqual(['addLabels one disk=ssd (kubectl label nodes one disk=ssd)', 'dropNodeSelector']);
});

test('a required node affinity is met by a label with one of its values', async () => {
  const affinity = `  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [east, west]}]}]`;
  const told = await proven({ lines: ['kubectl label nodes one two zone=north'], hog: hogPod(affinity) });
  expect(told[0]).toBe('addLabels one zone=east (kubectl label nodes one zone=east --overwrite)');
});

test('a pod that wants company is told of the company, one that wants none of who is in the way', async () => {
  const term = (kind: string, app: string) => `  affinity:
    ${kind}:
      requiredDuringSchedulingIgnoredDuringExecution:
      - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: ${app}}}}`;
  expect(await proven({ hog: hogPod(term('podAffinity', 'db')) })).toEqual(['addPartner one app=db', 'dropAffinity']);
  const manifest = running('a', 'one') + running('b', 'two').replace('app: b', 'app: a');
  const told = await proven({ manifest, hog: hogPod(term('podAntiAffinity', 'a')) });
  expect(told).toContain('removePods one a 1 (kubectl delete pod a)');
  expect(told).toContain('dropAntiAffinity');
});

test('a port of the node that is taken: whoever has it goes, or the pod does without', async () => {
  const ports = 'ports: [{containerPort: 80, hostPort: 8080}]';
  const manifest = running('a', 'one', `, ${ports}`) + running('b', 'two', `, ${ports}`);
  const told = await proven({ manifest, hog: hogPod(ports) });
  expect(told).toEqual(['removePods one a 1 (kubectl delete pod a)', 'dropHostPorts 8080', 'addNode new-node one']);
});

test('a node that is not heard of is wanted back, and the pod runs there once it is', async () => {
  const cut = async ({ cluster }: SimulatedStage) => {
    await cluster.fault({ type: 'cutNetwork', node: 'two' });
    await cluster.advance(60_000);
  };
  const scenario = { manifest: running('a', 'one', cpu('3')), act: cut, hog: hogPod('', '{cpu: "3"}') };
  const told = await proven(scenario);
  expect(told[0]).toBe('nodeBack two');
  const stage = await stageOf(scenario);
  await stage.cluster.fault({ type: 'bringBack', node: 'two' });
  await stage.cluster.advance(60_000);
  expect((await hogOf(stage)).spec.nodeName).toBe('two');
});

test('two things in the way of one node are both told, and nothing when nothing helps', async () => {
  const lines = ['kubectl cordon one', 'kubectl cordon two'];
  const told = await proven({ lines, hog: hogPod('  nodeSelector: {disk: ssd}') });
  expect(told).toContain(
    'uncordon one (kubectl uncordon one) and addLabels one disk=ssd (kubectl label nodes one disk=ssd)',
  );
  const volumes = '  volumes: [{name: data, persistentVolumeClaim: {claimName: nowhere}}]';
  expect(await proven({ hog: hogPod(volumes) })).toEqual([]);
});

test('a pod whose requests equal its limits keeps its quality of service: both go down', async () => {
  const hog = hogPod('', '{cpu: "6", memory: 1Gi}, limits: {cpu: "6", memory: 1Gi}');
  const told = await proven({ hog });
  expect(told[0]).toContain('"requests":{"cpu":"4"},"limits":{"cpu":"4"}');
});

test('pods that must be spread evenly wait for a node that is cordoned, or do without', async () => {
  const spread = `  topologySpreadConstraints:
  - {maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: hog}}}`;
  const manifest = running('a', 'one').replace('app: a', 'app: hog');
  const told = await proven({ manifest, lines: ['kubectl cordon two'], hog: hogPod(spread) });
  expect(told[0]).toBe('uncordon two (kubectl uncordon two)');
  expect(told).toContain('dropSpread');
});

test('a controller of pods is scaled down so far that the pod fits, wherever the others go', async () => {
  const manifest = `apiVersion: v1
kind: ReplicationController
metadata: {name: kubia}
spec:
  replicas: 6
  selector: {app: kubia}
  template:
    metadata: {labels: {app: kubia}}
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{name: main, image: nginx, resources: {requests: {cpu: "1"}}}]`;
  const told = await proven({ manifest, hog: hogPod('', '{cpu: "3"}') });
  expect(told).toContain(
    'scaleDown ReplicationController kubia 6 3 (kubectl scale replicationcontroller kubia --replicas=3)',
  );
});
