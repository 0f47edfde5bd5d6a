/** No silent field: the table of acting fields is complete, and what is not in it is reported. */
import { expect, test } from 'vitest';
import { type Kind, kinds } from '../../api/kinds';
import { actingFields } from './actingFields';
import { fieldsOf } from './fieldTable';
import { strategies } from './registry';
import { storedKinds } from './storedKinds';
import { unsimulatedWarnings } from './unsimulated';

/** Kinds that say in one sentence that they are only kept: their fields are not asked. */
const keptWhole: ReadonlySet<string> = new Set([...Object.keys(storedKinds), 'CertificateSigningRequest']);

const notAsked = ['metadata', 'status'];

/** Every type that a client can reach through fields that act, with the path that leads there. */
function reachable(type: string, path: string, seen: Map<string, string>): void {
  if (seen.has(type)) return;
  seen.set(type, path);
  const acting = actingFields[type] ?? [];
  for (const [name, field] of fieldsOf(type)) {
    const acts = acting === '*' || acting.includes(name);
    if (acts && field.base === '@' && !notAsked.includes(name)) reachable(field.type, `${path}.${name}`, seen);
  }
}

test('every type that can be reached through acting fields is in the table', () => {
  const seen = new Map<string, string>();
  for (const kind of Object.keys(kinds)) if (!keptWhole.has(kind)) reachable(kind, kind, seen);
  // A reference is read as a whole; a series of events is kept by recorders.
  const asWhole = ['ObjectReference', 'EventSource', 'EventSeries'];
  const missing = [...seen].filter(([type]) => actingFields[type] === undefined && !asWhole.includes(type));
  expect(missing).toEqual([]);
  expect(seen.size).toBeGreaterThan(60);
});

test('a kind that is only kept says so once, when it is made', () => {
  const given = { metadata: { name: 'x' }, spec: {} } as never;
  for (const kind of keptWhole) {
    const strategy = strategies[kind as Kind];
    const made = strategy.defaults(given) as never;
    expect(strategy.warnings?.(made), kind).toEqual([expect.stringMatching(`^kubeloop: a ${kind} is stored, but `)]);
    expect(strategy.warnings?.(made, made), kind).toEqual([]);
  }
});

test('every field of the table exists', () => {
  for (const [type, acting] of Object.entries(actingFields)) {
    const fields = fieldsOf(type);
    if (acting === '*') continue;
    for (const name of acting) expect(fields.has(name), `${type}.${name}`).toBe(true);
  }
});

test('what defaulting fills in is never reported', () => {
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  const manifests: { readonly [K in Kind]?: object } = {
    Pod: {
      metadata: { name: 'p' },
      spec: {
        containers: [
          { name: 'c', image: 'nginx', livenessProbe: { httpGet: { port: 80 } }, ports: [{ containerPort: 80 }] },
        ],
        volumes: [{ name: 'a' }, { name: 'b', configMap: { name: 'cm' } }, { name: 's', secret: { secretName: 's' } }],
      },
    },
    ReplicationController: { metadata: { name: 'rc' }, spec: { template } },
    ReplicaSet: { metadata: { name: 'rs' }, spec: { selector: {}, template } },
    Deployment: { metadata: { name: 'd' }, spec: { selector: {}, template } },
    Namespace: { metadata: { name: 'n' } },
    Node: { metadata: { name: 'n' } },
    Lease: { metadata: { name: 'l' } },
    Secret: { metadata: { name: 's' }, data: {} },
    ConfigMap: { metadata: { name: 'c' }, data: {} },
    ServiceAccount: { metadata: { name: 's' } },
    Event: { metadata: { name: 'e' }, involvedObject: {} },
    Service: { metadata: { name: 's' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } },
    Endpoints: { metadata: { name: 'e' } },
    StatefulSet: { metadata: { name: 's' }, spec: { selector: {}, template } },
    DaemonSet: { metadata: { name: 'd' }, spec: { selector: {}, template } },
    Job: { metadata: { name: 'j' }, spec: { template } },
    CronJob: { metadata: { name: 'c' }, spec: { schedule: '@daily', jobTemplate: { spec: { template } } } },
    ControllerRevision: { metadata: { name: 'c' } },
    HorizontalPodAutoscaler: { metadata: { name: 'h' }, spec: { behavior: {}, maxReplicas: 1 } },
    RoleBinding: { metadata: { name: 'r' }, subjects: [{ kind: 'User', name: 'u' }] },
    ClusterRoleBinding: { metadata: { name: 'r' } },
    Role: { metadata: { name: 'r' } },
    ClusterRole: { metadata: { name: 'r' } },
    PodDisruptionBudget: { metadata: { name: 'p' }, spec: { selector: {} } },
    ResourceQuota: { metadata: { name: 'q' }, spec: { hard: { pods: '1' } } },
    LimitRange: { metadata: { name: 'l' }, spec: { limits: [{ type: 'Container', max: { cpu: '1' } }] } },
    PersistentVolume: { metadata: { name: 'v' }, spec: { capacity: { storage: '1' } } },
    PersistentVolumeClaim: { metadata: { name: 'c' } },
    StorageClass: { metadata: { name: 's' }, provisioner: 'p' },
    PodTemplate: { metadata: { name: 't' }, template },
    ServiceCIDR: { metadata: { name: 's' } },
    IPAddress: { metadata: { name: '10.0.0.1' } },
    PriorityClass: { metadata: { name: 'p' }, value: 1 },
    CustomResourceDefinition: { metadata: { name: 'c' }, spec: { names: {}, versions: [] } },
    IngressClass: { metadata: { name: 'i' } },
    Ingress: { metadata: { name: 'i' } },
    NetworkPolicy: { metadata: { name: 'n' } },
    EndpointSlice: { metadata: { name: 'e' }, addressType: 'IPv4' },
    Image: { metadata: { name: 'i' }, spec: {} },
  };
  for (const kind of Object.keys(kinds)) {
    if (keptWhole.has(kind)) continue;
    const strategy = strategies[kind as Kind] as (typeof strategies)['Pod']; // Any of them: the manifest is of its kind.
    expect(unsimulatedWarnings(kind as Kind, strategy.defaults(manifests[kind as Kind] as never)), kind).toEqual([]);
  }
});

test('a field that changes nothing here is reported with its path', () => {
  const pod = strategies.Pod.defaults({
    metadata: { name: 'p', namespace: 'default' },
    spec: {
      hostIPC: true,
      hostUsers: false,
      containers: [
        { name: 'a', image: 'nginx' },
        { name: 'b', image: 'nginx', securityContext: { runAsUser: 1, privileged: true } },
      ],
      volumes: [{ name: 'v', nfs: { server: 's', path: '/' } }],
    },
  } as never);
  expect(strategies.Pod.warnings?.(pod)).toEqual([
    'kubeloop: spec.hostIPC is stored but not simulated',
    'kubeloop: spec.hostUsers is stored but not simulated',
    'kubeloop: spec.containers[1].securityContext.privileged is stored but not simulated',
    'kubeloop: spec.volumes[0].nfs is stored but not simulated',
  ]);
  expect(strategies.Pod.warnings?.({ ...pod, status: { phase: 'Running' } }, pod)).toEqual([]);
});

test('a template is looked through as a pod is', () => {
  const rc = strategies.ReplicationController.defaults({
    metadata: { name: 'rc', namespace: 'default' },
    spec: {
      template: {
        metadata: { labels: { a: 'b' } },
        spec: { hostIPC: true, containers: [{ name: 'c', image: 'nginx', env: [{ name: 'A' }, { name: 'A' }] }] },
      },
    },
  } as never);
  expect(strategies.ReplicationController.warnings?.(rc)).toEqual([
    'spec.template.spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
    'kubeloop: spec.template.spec.hostIPC is stored but not simulated',
  ]);
});
