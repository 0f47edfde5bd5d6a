import { expect, test } from 'vitest';
import type { Event } from '../../api/core/event';
import type { Pod } from '../../api/core/pod';
import type { Service } from '../../api/core/service';
import { eventRows, isEventOf, newestFirst } from './events';
import { conditionRows, containerRows, factsOf, probeText } from './summary';
import { editableText, yamlText } from './yamlText';

const NOW = Date.parse('2026-01-01T00:13:12Z');

function event(name: string, more: Partial<Event>): Event {
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    involvedObject: { kind: 'Pod', namespace: 'default', name: 'kubia', uid: 'u1' },
    type: 'Normal',
    ...more,
  };
}

const unhealthy = event('unhealthy', {
  type: 'Warning',
  reason: 'Unhealthy',
  message: 'Liveness probe failed: HTTP probe failed with statuscode: 500',
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'kubia', uid: 'u1', fieldPath: 'spec.containers{kubia}' },
  source: { component: 'kubelet', host: 'worker-1' },
  firstTimestamp: '2026-01-01T00:12:19Z',
  lastTimestamp: '2026-01-01T00:12:39Z',
  count: 3,
});
const scheduled = event('scheduled', {
  reason: 'Scheduled',
  message: 'Successfully assigned default/kubia to worker-1',
  eventTime: '2026-01-01T00:11:12.000000Z',
  reportingComponent: 'default-scheduler',
});
const started = event('started', {
  reason: 'Started',
  firstTimestamp: '2026-01-01T00:11:20Z',
  lastTimestamp: '2026-01-01T00:11:20Z',
  count: 1,
});

test('events read as describe prints them: those without lastTimestamp first, then by it', () => {
  expect(
    eventRows([unhealthy, started, scheduled], NOW).map(({ reason, age, from, message }) => [
      reason,
      age,
      from,
      message,
    ]),
  ).toEqual([
    ['Scheduled', '2m', 'default-scheduler', 'Successfully assigned default/kubia to worker-1'],
    ['Started', '112s', '', ''],
    [
      'Unhealthy',
      '33s (x3 over 53s)',
      'kubelet',
      'spec.containers{kubia}: Liveness probe failed: HTTP probe failed with statuscode: 500',
    ],
  ]);
});

test('the event list of the cluster has the newest on top', () => {
  expect(newestFirst([scheduled, unhealthy, started]).map(({ reason }) => reason)).toEqual([
    'Unhealthy',
    'Started',
    'Scheduled',
  ]);
});

test('an event belongs to the pod of that uid, not to its predecessor of the same name', () => {
  const subject = (uid: string) => ({ kind: 'Pod' as const, metadata: { name: 'kubia', namespace: 'default', uid } });
  expect(isEventOf(unhealthy, subject('u1'))).toBe(true);
  expect(isEventOf(unhealthy, subject('u2'))).toBe(false);
  const ofNode = event('n', { involvedObject: { kind: 'Node', name: 'worker-1', uid: 'worker-1' } });
  expect(isEventOf(ofNode, { kind: 'Node', metadata: { name: 'worker-1', uid: 'real-uid' } })).toBe(true);
});

const probe = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'kubia',
    namespace: 'default',
    uid: 'u1',
    resourceVersion: '7',
    creationTimestamp: '2026-01-01T00:11:12Z',
    labels: { b: '2', a: '1' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    managedFields: [],
    ownerReferences: [{ apiVersion: 'v1', kind: 'ReplicationController', name: 'kubia', uid: 'rc', controller: true }],
  },
  spec: {
    containers: [
      {
        name: 'kubia',
        image: 'luksa/kubia',
        resources: { requests: { cpu: '100m' } },
        livenessProbe: { ...probe, httpGet: { path: '/', port: 8080, scheme: 'HTTP' } },
        terminationMessagePath: '',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'Always',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    nodeName: 'worker-1',
  },
  status: {
    phase: 'Running',
    conditions: [
      { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: '2026-01-01T00:13:00Z' },
      { type: 'DisruptionTarget', status: 'False' },
    ],
    containerStatuses: [
      {
        name: 'kubia',
        image: 'luksa/kubia',
        imageID: '',
        ready: true,
        restartCount: 1,
        state: { running: { startedAt: '2026-01-01T00:13:00Z' } },
        lastState: {
          terminated: { exitCode: 137, reason: 'Error', startedAt: null, finishedAt: '2026-01-01T00:12:59Z' },
        },
      },
    ],
  },
};

test('the summary of a pod leads to its node and to the controller that owns it', () => {
  const facts = factsOf('Pod', pod, NOW);
  expect(facts.find(({ term }) => term === 'Node')?.link).toEqual({ kind: 'Node', name: 'worker-1' });
  expect(facts.find(({ term }) => term === 'Controlled By')).toEqual({
    term: 'Controlled By',
    value: 'ReplicationController/kubia',
    link: { kind: 'ReplicationController', namespace: 'default', name: 'kubia' },
  });
  expect(facts.find(({ term }) => term === 'Labels')?.value).toBe('a=1\nb=2');
});

test('a restarted container shows how its last run ended', () => {
  expect(containerRows(pod, NOW)).toEqual([
    {
      name: 'kubia',
      image: 'luksa/kubia',
      init: false,
      ready: true,
      restarts: 1,
      restartedAt: Date.parse('2026-01-01T00:13:00Z'),
      facts: [
        { term: 'State', value: 'Running, 12s', at: Date.parse('2026-01-01T00:13:00Z') },
        {
          term: 'Last State',
          value: 'Terminated: Error, exit code 137, 13s ago',
          at: Date.parse('2026-01-01T00:12:59Z'),
        },
        { term: 'Requests', value: 'cpu 100m' },
        { term: 'Liveness', value: 'http-get http://:8080/ delay=0s timeout=1s period=10s #success=1 #failure=3' },
      ],
    },
  ]);
});

test('a condition is good if its status is the healthy one of its type', () => {
  expect(conditionRows(pod, NOW).map(({ type, good, since }) => [type, good, since])).toEqual([
    ['Ready', false, '12s'],
    ['DisruptionTarget', true, '<unknown>'],
  ]);
});

test.each([
  [{ ...probe, exec: { command: ['cat', '/tmp/healthy'] } }, 'exec [cat /tmp/healthy]'],
  [{ ...probe, tcpSocket: { port: 8080 } }, 'tcp-socket :8080'],
  [{ ...probe, grpc: { port: 9000, service: '' } }, 'grpc <pod>:9000 '],
  [{ ...probe, httpGet: { path: 'healthz', port: 'web' } }, 'http-get http://:web/healthz'],
])('a probe reads as describe prints it', (given, text) => {
  expect(probeText(given)).toBe(`${text} delay=0s timeout=1s period=10s #success=1 #failure=3`);
});

test('YAML hides managedFields; the file to edit has nothing that the server fills in', () => {
  expect(yamlText(pod)).not.toContain('managedFields');
  expect(yamlText(pod)).toContain('resourceVersion: "7"');
  const text = editableText(pod);
  for (const word of ['resourceVersion', 'status:', 'uid: u1', 'last-applied', 'creationTimestamp'])
    expect(text).not.toContain(word);
  expect(text).toContain('image: luksa/kubia');
});

test('YAML is written as kubectl writes it: dashes not indented, no anchors for what the cluster holds once', () => {
  const nothing = {};
  const shared = { ...pod, spec: { containers: [{ name: 'a', resources: nothing }], securityContext: nothing } };
  expect(yamlText(shared)).toContain('  containers:\n  - name: a\n    resources: {}\n  securityContext: {}\n');
  expect(editableText(shared)).not.toMatch(/[&*]a1/);
});

test('a kind without words of its own says what kubectl get -o wide prints', () => {
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'kubia',
      namespace: 'default',
      uid: 'u2',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:12:12Z',
    },
    spec: {
      type: 'NodePort',
      clusterIP: '10.96.1.1',
      clusterIPs: ['10.96.1.1'],
      selector: { app: 'kubia' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080, nodePort: 30123 }],
      sessionAffinity: 'None',
    },
    status: { loadBalancer: {} },
  };
  expect(factsOf('Service', service, NOW).map(({ term, value }) => `${term}: ${value}`)).toEqual([
    'Namespace: default',
    'Type: NodePort',
    'Cluster-IP: 10.96.1.1',
    'External-IP: <none>',
    'Port(s): 80:30123/TCP',
    'Selector: app=kubia',
    'Labels: <none>',
    'Age: 60s',
  ]);
});
