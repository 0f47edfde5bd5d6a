import { expect, test } from 'vitest';
import type { Job } from '../../api/batch/job';
import type { Node } from '../../api/core/node';
import type { Container, Pod, Probe } from '../../api/core/pod';
import type { ReplicationController } from '../../api/core/replicationController';
import type { KubeClient } from '../../client/client';
import type { Fault, Simulation } from '../../client/simulation';
import { breakFault, isProbeBroken, mendFault, probeTarget } from './endpoint';
import { nextNodeName } from './machineActions';
import { type Action, type ActionParams, type ActionScene, CALM } from './action';
import { actionsFor } from './registry';
import { terminalLine } from './terminalLine';
import { type Target, targetOf } from './target';

const meta = (name: string, namespace?: string) => ({
  name,
  uid: name,
  resourceVersion: '1',
  creationTimestamp: '2026-01-01T00:00:00Z',
  ...(namespace === undefined ? {} : { namespace }),
});
const TIMES = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const http = (port: number | string, path?: string): Probe => ({
  ...TIMES,
  httpGet: { port, ...(path === undefined ? {} : { path }) },
});

const container = (more: Partial<Container> = {}): Container => ({
  name: 'kubia',
  image: 'luksa/kubia',
  resources: {},
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'Always',
  ...more,
});
const pod = (containers: readonly Container[]): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta('kubia-x', 'default'),
  spec: {
    containers,
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
  },
  status: {
    phase: 'Running',
    containerStatuses: containers.map(({ name, image }) => ({
      name,
      image,
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
      lastState: {},
    })),
  },
});
const node = (unschedulable?: boolean): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: meta('worker-1'),
  spec: unschedulable === undefined ? {} : { unschedulable },
  status: {},
});
const rc: ReplicationController = {
  apiVersion: 'v1',
  kind: 'ReplicationController',
  metadata: meta('kubia', 'demo'),
  spec: { replicas: 3, selector: {}, template: { metadata: {}, spec: pod([container()]).spec } },
  status: { replicas: 3 },
};

const idsOf = (target: Target, scene = CALM, simulated = true) =>
  actionsFor(target, scene, simulated).map(({ id }) => id);
const find = (target: Target, id: string, scene = CALM): Action => {
  const action = actionsFor(target, scene, true).find((candidate) => candidate.id === id);
  if (action === undefined) throw new Error(`no action ${id}`);
  return action;
};

/** Collects what an action sends. */
async function run(target: Target, id: string, params: ActionParams = {}, scene = CALM) {
  const sent: unknown[] = [];
  const note = async (...words: unknown[]) => {
    sent.push(words);
  };
  const client = { delete: note, patch: note } as unknown as KubeClient; // The actions under test call these two only.
  const simulation = { fault: note } as unknown as Simulation; // Likewise.
  await find(target, id, scene).run({ client, simulation }, target, params);
  return sent;
}

const kubia = pod([
  container({
    livenessProbe: http(8080, '/'),
    readinessProbe: http('web', '/ready?full=1'),
    ports: [{ name: 'web', containerPort: 8081, protocol: 'TCP' }],
  }),
]);

test('a running pod with both probes can be deleted, killed and broken in every way', () => {
  expect(idsOf(targetOf('Pod', kubia))).toEqual([
    'deletePod',
    'killContainer',
    'break-liveness',
    'break-readiness',
    'break-liveness-hang',
    'break-liveness-refuse',
    'break-readiness-hang',
    'break-readiness-refuse',
    'forceDeletePod',
    'exitContainer',
    'hangContainer',
    'growMemory',
    'burnCpu',
    'break-liveness-unauthorized',
    'break-liveness-slow',
    'break-readiness-unauthorized',
    'break-readiness-slow',
    'closePort',
    'breakRegistry-down',
    'relabel',
    'editYaml',
  ]);
});

test('against a real cluster only what kubectl can do is offered', () => {
  expect(idsOf(targetOf('Pod', kubia), CALM, false)).toEqual(['deletePod', 'forceDeletePod', 'relabel', 'editYaml']);
  expect(idsOf(targetOf('Node', node()), CALM, false)).toEqual(['cordon', 'drain', 'taint', 'relabel', 'editYaml']);
});

test('a pod without probes has no endpoint to break, one that is terminating cannot be deleted twice', () => {
  const plain = pod([container()]);
  expect(idsOf(targetOf('Pod', plain))).not.toContain('break-liveness');
  const terminating: Pod = { ...plain, metadata: { ...plain.metadata, deletionTimestamp: '2026-01-01T00:00:30Z' } };
  expect(idsOf(targetOf('Pod', terminating))).not.toContain('deletePod');
  expect(idsOf(targetOf('Pod', terminating))).toContain('forceDeletePod');
});

test('breaking a probe breaks the port and path that the kubelet asks, names of ports resolved', async () => {
  const target = targetOf('Pod', kubia);
  const place = { namespace: 'default', pod: 'kubia-x', container: 'kubia' };
  expect(await run(target, 'break-liveness')).toEqual([
    [{ type: 'breakEndpoint', mode: 'error', ...place, port: 8080, path: '/' }],
  ]);
  expect(await run(target, 'break-readiness')).toEqual([
    [{ type: 'breakEndpoint', mode: 'error', ...place, port: 8081, path: '/ready' }],
  ]);
  expect(await run(target, 'break-liveness-hang')).toEqual([
    [{ type: 'breakEndpoint', mode: 'hang', ...place, port: 8080, path: '/' }],
  ]);
});

test('a broken probe offers to be mended instead, and only that one', async () => {
  const broken: readonly Fault[] = [
    {
      type: 'breakEndpoint',
      mode: 'hang',
      namespace: 'default',
      pod: 'kubia-x',
      container: 'kubia',
      port: 8080,
      path: '/',
    },
  ];
  const scene = { ...CALM, broken };
  const ids = idsOf(targetOf('Pod', kubia), scene);
  expect(ids).toContain('mend-liveness');
  expect(ids).not.toContain('break-liveness');
  expect(ids).toContain('break-readiness');
  expect(await run(targetOf('Pod', kubia), 'mend-liveness', {}, scene)).toEqual([
    [{ type: 'mendEndpoint', namespace: 'default', pod: 'kubia-x', container: 'kubia', port: 8080, path: '/' }],
  ]);
});

test('an exec probe is broken by its command, a tcp probe by refusing, a gRPC probe too', () => {
  const place = (more: Partial<Container>) => ({ namespace: 'default', pod: 'p', container: container(more) });
  const exec = place({ readinessProbe: { ...TIMES, exec: { command: ['ls', '/var/ready'] } } });
  expect(breakFault(exec, 'readiness', 'error')).toMatchObject({ type: 'breakExec', probe: 'readiness' });
  expect(mendFault(exec, 'readiness')).toMatchObject({ type: 'mendExec', probe: 'readiness' });
  expect(
    isProbeBroken(exec, 'readiness', [
      { type: 'breakExec', namespace: 'default', pod: 'p', container: 'kubia', probe: 'liveness' },
    ]),
  ).toBe(false);
  const tcp = place({ livenessProbe: { ...TIMES, tcpSocket: { port: '8080' } } });
  expect(breakFault(tcp, 'liveness', 'error')).toEqual({
    type: 'breakEndpoint',
    mode: 'refuse',
    namespace: 'default',
    pod: 'p',
    container: 'kubia',
    port: 8080,
  });
  expect(probeTarget(container({ livenessProbe: { ...TIMES, grpc: { port: 9000 } } }), 'liveness')).toEqual({
    type: 'connection',
    port: 9000,
  });
  expect(probeTarget(container({ livenessProbe: http('nosuch') }), 'liveness')).toEqual({
    type: 'unknownPort',
    port: 'nosuch',
  });
});

test('the selected container is meant, otherwise the first', async () => {
  const two = pod([container(), container({ name: 'sidecar' })]);
  expect(await run(targetOf('Pod', two), 'killContainer')).toMatchObject([[{ container: 'kubia' }]]);
  expect(await run(targetOf('Pod', two, 'sidecar'), 'killContainer')).toMatchObject([[{ container: 'sidecar' }]]);
});

test('a node offers what its present fault allows', () => {
  const faults = (fault?: 'networkCut' | 'poweredOff' | 'kubeletStopped') =>
    idsOf(targetOf('Node', node()), { broken: [], nodeFaults: fault === undefined ? {} : { 'worker-1': fault } }).slice(
      0,
      3,
    );
  expect(faults()).toEqual(['cutNetwork', 'powerOff', 'stopKubelet']);
  expect(faults('networkCut')).toEqual(['powerOff', 'bringBack', 'cordon']);
  expect(faults('poweredOff')).toEqual(['bringBack', 'cordon', 'drain']);
  expect(faults('kubeletStopped')).toEqual(['cutNetwork', 'powerOff', 'startKubelet']);
});

test('memory and disk of a node are filled once, and freed again', async () => {
  const target = targetOf('Node', node());
  const fills = (filled: ActionScene['filled']) =>
    idsOf(target, { ...CALM, filled }).filter((id) => /Memory|Disk/.test(id));
  expect(fills(undefined)).toEqual(['takeMemory', 'fillDisk']);
  expect(fills({ 'worker-1': ['memory'] })).toEqual(['giveMemory', 'fillDisk']);
  expect(fills({ 'worker-1': ['memory', 'disk'] })).toEqual(['giveMemory', 'freeDisk']);
  expect(fills({ 'worker-2': ['disk'] })).toEqual(['takeMemory', 'fillDisk']);
});

test('a cluster starts over with the constants of the other profile', () => {
  expect(idsOf({ type: 'cluster' })).toContain('bookProfile');
  expect(idsOf({ type: 'cluster' })).not.toContain('currentProfile');
  expect(idsOf({ type: 'cluster' }, { ...CALM, profile: 'book' })).toContain('currentProfile');
});

test('cordon sets spec.unschedulable and uncordon takes the field away, as kubectl does', async () => {
  expect(idsOf(targetOf('Node', node(true)))).toContain('uncordon');
  expect(await run(targetOf('Node', node()), 'cordon')).toEqual([
    ['Node', { name: 'worker-1' }, { type: 'strategic', body: { spec: { unschedulable: true } } }],
  ]);
  expect(await run(targetOf('Node', node(true)), 'uncordon')).toMatchObject([
    ['Node', {}, { body: { spec: { unschedulable: null } } }],
  ]);
});

test('every action shows the kubectl line that it stands for, or says that kubectl has none', () => {
  const lineOf = (target: Target, id: string, params: ActionParams = {}) => find(target, id).line(target, params);
  const deleteLine = lineOf(targetOf('Pod', kubia), 'deletePod');
  expect(deleteLine).toEqual({ type: 'kubectl', text: 'kubectl delete pod kubia-x' });
  expect(lineOf(targetOf('ReplicationController', rc), 'scale', { replicas: 5 })).toEqual({
    type: 'kubectl',
    text: 'kubectl scale rc kubia -n demo --replicas=5',
  });
  expect(lineOf(targetOf('Node', node()), 'cordon')).toEqual({ type: 'kubectl', text: 'kubectl cordon worker-1' });
  expect(lineOf(targetOf('Pod', kubia), 'relabel', { labels: { app: 'other', old: null } })).toEqual({
    type: 'kubectl',
    text: 'kubectl label pod kubia-x app=other old- --overwrite',
  });
  expect(lineOf(targetOf('Pod', kubia), 'killContainer')).toMatchObject({ type: 'simulationOnly' });
  for (const target of [targetOf('Pod', kubia), targetOf('Node', node()), targetOf('ReplicationController', rc)]) {
    for (const action of actionsFor(target, CALM, true)) {
      const line = action.line(target, {});
      expect(line.type === 'kubectl' ? line.text : line.key).not.toBe('');
    }
  }
});

test('a new node takes the first free name', () => {
  expect(nextNodeName(['worker-1', 'worker-3'])).toBe('worker-2');
});

test('what kubectl or minikube can do has a line for the terminal, and nothing else has', () => {
  const target = targetOf('Node', node());
  const { name } = node().metadata;
  const linesIn = (scene: ActionScene) =>
    Object.fromEntries(
      actionsFor(target, scene, true).map((action) => [action.id, terminalLine(action, target, {}, scene)]),
    );
  expect(linesIn(CALM)).toMatchObject({
    powerOff: `minikube node stop ${name}`,
    removeNode: `minikube node delete ${name}`,
    cordon: `kubectl cordon ${name}`,
    reboot: `minikube ssh -n ${name} -- sudo reboot`,
    shutDown: `minikube ssh -n ${name} -- sudo poweroff`,
    stopKubelet: `minikube ssh -n ${name} -- sudo systemctl stop kubelet`,
    shutDownGracefully: undefined,
    takeMemory: undefined,
    cutNetwork: `minikube ssh -n ${name} -- sudo ifconfig eth0 down`,
  });
  expect(linesIn({ broken: [], nodeFaults: { [name]: 'poweredOff' } }).bringBack).toBe(`minikube node start ${name}`);
  expect(linesIn({ broken: [], nodeFaults: { [name]: 'networkCut' } }).bringBack).toBeUndefined();
});

test('every kind can be edited and deleted; those with a scale subresource are scaled, those with a rollout restarted', async () => {
  const ofKind = (kind: 'DaemonSet' | 'StatefulSet' | 'Job' | 'Service') =>
    targetOf(kind, { ...rc, kind } as unknown as Job); // Actions read kind, name and replicas.
  expect(idsOf(ofKind('StatefulSet'))).toEqual(['scale', 'rolloutRestart', 'delete', 'relabel', 'editYaml']);
  expect(idsOf(ofKind('DaemonSet'))).toEqual(['rolloutRestart', 'delete', 'relabel', 'editYaml']);
  for (const kind of ['Job', 'Service'] as const) {
    expect(idsOf(ofKind(kind))).toEqual(['delete', 'relabel', 'editYaml']);
  }
  expect(find(ofKind('DaemonSet'), 'rolloutRestart').line(ofKind('DaemonSet'), {})).toEqual({
    type: 'kubectl',
    text: 'kubectl rollout restart daemonset kubia -n demo',
  });
  const annotations = { 'kubectl.kubernetes.io/restartedAt': expect.stringMatching(/^\S+T\S+Z$/) };
  expect(await run(ofKind('DaemonSet'), 'rolloutRestart')).toEqual([
    [
      'DaemonSet',
      { namespace: 'demo', name: 'kubia' },
      { type: 'strategic', body: { spec: { template: { metadata: { annotations } } } } },
    ],
  ]);
});

test('faults of a container send what was chosen, and say so', async () => {
  const target = targetOf('Pod', kubia);
  const place = { namespace: 'default', pod: 'kubia-x', container: 'kubia' };
  expect(await run(target, 'exitContainer', { number: 3 })).toEqual([[{ type: 'exitContainer', ...place, code: 3 }]]);
  expect(await run(target, 'growMemory', { number: 300 })).toEqual([
    [{ type: 'growMemory', ...place, bytes: 300 * 1024 * 1024 }],
  ]);
  expect(await run(target, 'burnCpu')).toEqual([[{ type: 'burnCpu', ...place, millis: 500 }]]);
  expect(await run(target, 'break-readiness-slow', { number: 3 })).toEqual([
    [{ type: 'breakEndpoint', mode: 'slow', ...place, port: 8081, path: '/ready', delayMs: 3000 }],
  ]);
  expect(await run(target, 'closePort', { number: 8081 })).toEqual([
    [{ type: 'breakEndpoint', mode: 'refuse', ...place, port: 8081 }],
  ]);
  expect(find(target, 'exitContainer').line(target, { number: 3 })).toMatchObject({ params: { code: 3 } });
});

test('what hangs, is closed or down can be mended', async () => {
  const target = targetOf('Pod', kubia);
  const place = { namespace: 'default', pod: 'kubia-x', container: 'kubia' };
  const broken: readonly Fault[] = [
    { type: 'hangContainer', ...place },
    { type: 'breakEndpoint', mode: 'refuse', ...place, port: 8081 },
    { type: 'breakRegistry', host: 'docker.io', how: 'down' },
  ];
  const scene: ActionScene = { ...CALM, broken };
  expect(idsOf(target, scene)).toEqual(expect.arrayContaining(['resumeContainer', 'openPort', 'mendRegistry']));
  expect(idsOf(target, scene)).not.toContain('hangContainer');
  expect(await run(target, 'resumeContainer', {}, scene)).toEqual([[{ type: 'resumeContainer', ...place }]]);
  expect(await run(target, 'mendRegistry', {}, scene)).toEqual([[{ type: 'mendRegistry', host: 'docker.io' }]]);
});

test('the file that an exec probe looks at is removed by kubectl exec', () => {
  const target = targetOf(
    'Pod',
    pod([container({ readinessProbe: { ...TIMES, exec: { command: ['ls', '/var/ready'] } } })]),
  );
  expect(terminalLine(find(target, 'removeContainerFile'), target, {}, CALM)).toBe(
    'kubectl exec kubia-x -c kubia -- rm -f /var/ready',
  );
  expect(idsOf(targetOf('Pod', kubia))).not.toContain('removeContainerFile');
});

test('credentials expire where a pod has some', () => {
  const target = targetOf('Pod', { ...kubia, spec: { ...kubia.spec, imagePullSecrets: [{ name: 'regcred' }] } });
  expect(idsOf(target)).toContain('breakRegistry-credentialsExpired');
});
