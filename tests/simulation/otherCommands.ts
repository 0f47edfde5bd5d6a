/** Random commands on the workloads, policies and storage beside plain pods and their owners. */
import type { Kind } from '../../src/api/kinds';
import { pathOf } from '../../src/client/client';
import type { ApiRequest } from '../../src/client/transport';
import { pod, shell } from '../testCluster';
import { OTHER_KINDS, type OtherKind, type Plan, create, named, patch, templates } from './plan';
import type { Random } from './random';

const APPS = ['a', 'b', 'o1', 'd2', 's3'];
const PROPAGATION = ['Background', 'Foreground', 'Orphan'];
const IMAGES = ['luksa/kubia', 'nginx', 'nosuch/image:v9'];

/** `app: NAME` pods of a random sort, as a workload's template. */
function workload(random: Random, name: string, volumes: object = {}): object {
  const { metadata, spec } = pod({ labels: { app: name }, ...random.pick(templates) }) as {
    readonly metadata: object;
    readonly spec: object;
  };
  return { selector: { matchLabels: { app: name } }, template: { metadata, spec: { ...spec, ...volumes } } };
}

const makers: Readonly<Record<OtherKind, (random: Random, count: number) => object>> = {
  DaemonSet: (random, count) => ({
    metadata: { name: `d${count}` },
    spec: {
      ...workload(random, `d${count}`),
      updateStrategy: random.pick([
        { type: 'OnDelete' },
        { rollingUpdate: { maxUnavailable: 2 } },
        { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      ]),
    },
  }),
  StatefulSet: (random, count) => {
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    return {
      metadata: { name: `s${count}` },
      spec: {
        ...workload(random, `s${count}`),
        serviceName: `s${count}`,
        replicas: random.whole(0, 4),
        podManagementPolicy: random.pick(['OrderedReady', 'Parallel']),
        updateStrategy: random.pick([{ type: 'OnDelete' }, { rollingUpdate: { partition: 1 } }, {}]),
        ...(random.next() < 0.3 ? { volumeClaimTemplates: [claim] } : {}),
      },
    };
  },
  Service: (random, count) => ({
    metadata: { name: `svc${count}` },
    spec: {
      type: random.pick(['ClusterIP', 'NodePort', 'LoadBalancer']),
      selector: { app: random.pick(APPS) },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  }),
  PodDisruptionBudget: (random, count) => ({
    metadata: { name: `pdb${count}` },
    spec: {
      selector: { matchLabels: { app: random.pick(APPS) } },
      ...random.pick([{ minAvailable: 1 }, { maxUnavailable: 1 }, { minAvailable: '50%' }]),
    },
  }),
  HorizontalPodAutoscaler: (random, count) => ({
    metadata: { name: `hpa${count}` },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `o${random.whole(0, count)}` },
      minReplicas: 1,
      maxReplicas: random.whole(2, 5),
    },
  }),
  ResourceQuota: (random, count) => ({
    metadata: { name: `quota${count}` },
    spec: { hard: { pods: String(random.whole(3, 12)), 'count/jobs.batch': '4' } },
  }),
  LimitRange: (_, count) => ({
    metadata: { name: `limits${count}` },
    spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }] },
  }),
  PersistentVolumeClaim: (random, count) => ({
    metadata: { name: `claim${count}` },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: random.pick(['', 'manual']),
      resources: { requests: { storage: '1Gi' } },
    },
  }),
  PersistentVolume: (random, count) => ({
    metadata: { name: `pv${count}` },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '2Gi' },
      storageClassName: random.pick(['', 'manual']),
      persistentVolumeReclaimPolicy: random.pick(['Retain', 'Delete']),
      hostPath: { path: `/data/${count}` },
    },
  }),
  ConfigMap: (random, count) => ({ metadata: { name: `cm${count}` }, data: { n: String(random.whole(0, 9)) } }),
  CronJob: (random, count) => ({
    metadata: { name: `cj${count}` },
    spec: {
      schedule: random.pick(['* * * * *', '*/2 * * * *', '@every 45s']),
      suspend: random.next() < 0.2,
      successfulJobsHistoryLimit: random.whole(0, 3),
      jobTemplate: {
        spec: {
          template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'main', ...shell('sleep 3') }] } },
        },
      },
    },
  }),
  PriorityClass: (random, count) => ({
    metadata: { name: `pc${count}` },
    value: random.whole(1, 1000),
    preemptionPolicy: random.pick(['PreemptLowerPriority', 'Never']),
  }),
};

const changes: Readonly<Partial<Record<OtherKind, (random: Random) => object | undefined>>> = {
  DaemonSet: (random) => ({
    spec: {
      template: { spec: random.pick([{ nodeSelector: { disk: 'ssd' } }, { nodeSelector: null }, image(random)]) },
    },
  }),
  StatefulSet: (random) => ({
    spec: random.pick([{ replicas: random.whole(0, 5) }, { template: { spec: image(random) } }]),
  }),
  Service: (random) => ({ spec: { selector: { app: random.pick(APPS) } } }),
  ResourceQuota: (random) => ({ spec: { hard: { pods: String(random.whole(2, 20)) } } }),
  ConfigMap: (random) => ({ data: { n: String(random.whole(0, 9)) } }),
  CronJob: (random) => ({ spec: { suspend: random.next() < 0.5 } }),
};
const image = (random: Random) => ({ containers: [{ name: 'main', image: random.pick(IMAGES) }] });

const remove = (random: Random, kind: Kind, name: string): ApiRequest => ({
  method: 'DELETE',
  path: named(kind, name),
  body: { propagationPolicy: random.pick(PROPAGATION) },
});

/** Pods that ask for what the kinds above bring: claims, configuration, priority, distance from each other. */
const podSpecs = (random: Random, nameOf: (kind: OtherKind) => string | undefined): object => {
  const labels = { matchLabels: { app: random.pick(APPS) } };
  const configMap = { name: nameOf('ConfigMap') ?? 'cm-none', optional: random.next() < 0.5 };
  const claimName = nameOf('PersistentVolumeClaim') ?? 'claim-none';
  const container = { name: 'main', image: 'luksa/kubia' };
  const mount = [{ name: 'v', mountPath: '/v' }];
  return (
    random.pick<object>([
      { containers: [{ ...container, envFrom: [{ configMapRef: configMap }] }] },
      { containers: [{ ...container, volumeMounts: mount }], volumes: [{ name: 'v', configMap }] },
      {
        containers: [{ ...container, volumeMounts: mount }],
        volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
      },
      {
        containers: [{ ...container, resources: { requests: { cpu: '1900m' } } }],
        ...(nameOf('PriorityClass') === undefined ? {} : { priorityClassName: nameOf('PriorityClass') }),
      },
      {
        containers: [container],
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: labels, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      },
      {
        containers: [container],
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: 'kubernetes.io/hostname',
            whenUnsatisfiable: 'DoNotSchedule',
            labelSelector: labels,
          },
        ],
      },
      { containers: [container], initContainers: [{ name: 'log', image: 'nginx', restartPolicy: 'Always' }] },
    ]) ?? {}
  );
};

const taints = [
  { key: 'dedicated', value: 'x', effect: 'NoSchedule' },
  { key: 'broken', effect: 'NoExecute' },
];

/** To stand beside the plans of pods and their owners. */
export const otherPlans: readonly Plan[] = [
  (random, { count }) => {
    const kind = random.pick(OTHER_KINDS) ?? 'DaemonSet';
    return create(kind, makers[kind](random, count));
  },
  (random, { others }) => {
    const found = random.pick(others);
    const body = found && changes[found.kind]?.(random);
    return found === undefined || body === undefined ? undefined : patch(found.kind, found.name, body);
  },
  (random, { others }) => {
    const found = random.pick(others);
    return found === undefined || random.next() < 0.4 ? undefined : remove(random, found.kind, found.name);
  },
  (random, { count, others }) => {
    const nameOf = (kind: OtherKind) => random.pick(others.filter((other) => other.kind === kind))?.name;
    const app = random.pick(APPS) ?? 'a';
    return create('Pod', { metadata: { name: `q${count}`, labels: { app } }, spec: podSpecs(random, nameOf) });
  },
  (random, { pods }) => {
    const name = random.pick(pods)?.metadata.name;
    if (name === undefined) return undefined;
    const metadata = { name, namespace: 'default' };
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata };
    return { method: 'POST', path: named('Pod', name, 'eviction'), body };
  },
  (random, { nodes }) => {
    const found = random.pick(nodes);
    if (found === undefined) return undefined;
    const kept = (found.spec.taints ?? []).filter(({ key }) => key.includes('/'));
    const own = random.next() < 0.5 ? [] : [random.pick(taints)];
    return patch('Node', found.metadata.name, { spec: { taints: [...kept, ...own] } });
  },
  (random, { count, namespaces }) => {
    const name = random.pick(namespaces);
    if (name === undefined || random.next() < 0.3)
      return { method: 'POST', path: pathOf('Namespace'), body: { metadata: { name: `ns${count}` } } };
    if (random.next() < 0.5) return { method: 'DELETE', path: pathOf('Namespace', undefined, name) };
    return { method: 'POST', path: pathOf('Pod', name), body: pod({ name: `n${count}`, ...random.pick(templates) }) };
  },
];
