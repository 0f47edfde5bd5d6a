/** Admission, against what a real 1.36.3 did and said. */
import { expect, test } from 'vitest';
import type { Kind, Kinds } from '../../api/kinds';
import type { ObjectKey } from '../../api/meta/objectMeta';
import { ApiError } from '../../api/meta/status';
import type { Instant } from '../../sim/clock';
import { strategies } from '../registry/registry';
import { type Attributes, admit } from './admission';

type Objects = { readonly [K in Kind]?: Readonly<Record<string, object>> };

const cluster: Objects = {
  Namespace: {
    demo: { metadata: { name: 'demo' }, spec: {}, status: { phase: 'Active' } },
    life: { metadata: { name: 'life', deletionTimestamp: 't' }, spec: {}, status: { phase: 'Terminating' } },
  },
  PriorityClass: { 'system-node-critical': { metadata: { name: 'system-node-critical' }, value: 2_000_001_000 } },
  ServiceAccount: {
    default: { metadata: { name: 'default' } },
    quiet: { metadata: { name: 'quiet' }, automountServiceAccountToken: false, imagePullSecrets: [{ name: 'pull' }] },
  },
};

function attributes<K extends Kind>(kind: K, object: object, more: Partial<Attributes<K>> = {}): Attributes<K> {
  return {
    operation: 'CREATE',
    kind,
    object: strategies[kind].defaults(object as Kinds[K]), // A manifest: defaulting makes it whole.
    namespace: 'demo',
    name: 'x',
    subresource: '',
    request: { method: 'POST', path: '/' },
    now: 0 as Instant,
    reader: {
      get: <R extends Kind>(of: R, key: ObjectKey) => cluster[of]?.[key.name] as Kinds[R] | undefined,
      list: <R extends Kind>(of: R) => Object.values(cluster[of] ?? {}) as Kinds[R][],
    },
    settings: { defaultTolerationSeconds: 300 },
    ...more,
  };
}

const pod = (spec: object = {}) => ({
  metadata: { name: 'x', namespace: 'demo', uid: 'u' },
  spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec },
});

function refusal(act: () => unknown): ApiError['status'] {
  try {
    act();
  } catch (error) {
    if (error instanceof ApiError) return error.status;
    throw error;
  }
  throw new Error('not refused');
}

test('a pod gets an account, a token, a priority and two tolerations', () => {
  const { spec } = admit(attributes('Pod', pod()));
  const [volume] = spec.volumes ?? [];
  expect(volume?.name).toMatch(/^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  expect(volume?.projected).toEqual({
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 420,
  });
  expect(spec.containers[0]?.volumeMounts).toEqual([
    { name: volume?.name, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
  ]);
  expect(spec).toMatchObject({
    serviceAccountName: 'default',
    serviceAccount: 'default',
    priority: 0,
    preemptionPolicy: 'PreemptLowerPriority',
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
      { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  });
});

test('an account can do without a token and lend its pull secrets; the pod has the last word', () => {
  const quiet = admit(attributes('Pod', pod({ serviceAccountName: 'quiet' })));
  const loud = admit(attributes('Pod', pod({ serviceAccountName: 'quiet', automountServiceAccountToken: true })));
  expect(quiet.spec.volumes).toBeUndefined();
  expect(quiet.spec.imagePullSecrets).toEqual([{ name: 'pull' }]);
  expect(loud.spec.volumes).toHaveLength(1);
});

test('a mount where the token would go is left alone', () => {
  const mount = { name: 'mine', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' };
  const spec = {
    containers: [{ name: 'c', image: 'nginx', volumeMounts: [mount] }],
    volumes: [{ name: 'mine', emptyDir: {} }],
  };
  const { spec: admitted } = admit(attributes('Pod', pod(spec)));
  expect(admitted.volumes).toEqual(spec.volumes);
  expect(admitted.containers[0]?.volumeMounts).toEqual([mount]);
});

test('a toleration of all taints, or of that taint, keeps the default away', () => {
  const all = admit(attributes('Pod', pod({ tolerations: [{ operator: 'Exists' }] })));
  const one = admit(
    attributes(
      'Pod',
      pod({ tolerations: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', tolerationSeconds: 5 }] }),
    ),
  );
  const other = admit(attributes('Pod', pod({ tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] })));
  expect(all.spec.tolerations).toHaveLength(1);
  expect(one.spec.tolerations?.map(({ key }) => key)).toEqual([
    'node.kubernetes.io/not-ready',
    'node.kubernetes.io/unreachable',
  ]);
  expect(other.spec.tolerations).toHaveLength(3);
});

test('a default toleration that an update removes comes back', () => {
  const old = admit(attributes('Pod', pod()));
  const object = { ...old, spec: { ...old.spec, tolerations: old.spec.tolerations?.slice(1) ?? [] } };
  const { spec } = admit(attributes('Pod', object, { operation: 'UPDATE', old }));
  expect(spec.tolerations).toHaveLength(2);
});

test.each<[object, string]>([
  [
    { serviceAccountName: 'No_Such' },
    'error looking up service account demo/No_Such: serviceaccount "No_Such" not found',
  ],
  [{ priorityClassName: 'high' }, 'no PriorityClass with name high was found'],
  [
    { priority: 5 },
    'the integer value of priority (5) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
  ],
  [
    { preemptionPolicy: 'X' },
    'the string value of PreemptionPolicy (X) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
  ],
])('a pod with %j is forbidden', (spec, why) => {
  expect(refusal(() => admit(attributes('Pod', pod(spec))))).toMatchObject({
    message: `pods "x" is forbidden: ${why}`,
    reason: 'Forbidden',
    details: { name: 'x', kind: 'pods' },
    code: 403,
  });
});

test('a system class gives its priority', () => {
  const { spec } = admit(attributes('Pod', pod({ priorityClassName: 'system-node-critical' })));
  expect(spec.priority).toBe(2_000_001_000);
});

test('a pod without a class gets the default one, if there is one', () => {
  const byDefault = { metadata: { name: 'usual' }, value: 7, globalDefault: true, preemptionPolicy: 'Never' };
  const { reader } = attributes('Pod', pod());
  const withDefault = {
    ...reader,
    list: <K extends Kind>(kind: K) => (kind === 'PriorityClass' ? [byDefault as never] : []),
  };
  const { spec } = admit(attributes('Pod', pod(), { reader: withDefault }));
  expect(spec).toMatchObject({ priorityClassName: 'usual', priority: 7, preemptionPolicy: 'Never' });
});

test('nothing is created in a namespace that is missing or going away', () => {
  const missing = refusal(() => admit(attributes('ConfigMap', { metadata: { name: 'new' } }, { namespace: 'nosuch' })));
  const leaving = refusal(() =>
    admit(attributes('ConfigMap', { metadata: { name: 'new' } }, { namespace: 'life', name: 'new' })),
  );
  expect(missing).toMatchObject({
    message: 'namespaces "nosuch" not found',
    reason: 'NotFound',
    details: { name: 'nosuch', kind: 'namespaces' },
    code: 404,
  });
  expect(leaving).toMatchObject({
    message:
      'configmaps "new" is forbidden: unable to create new content in namespace life because it is being terminated',
    details: {
      name: 'new',
      kind: 'configmaps',
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: 'namespace life is being terminated',
          field: 'metadata.namespace',
        },
      ],
    },
    code: 403,
  });
});

test.each(['default', 'kube-system', 'kube-public'])('namespace %s cannot be deleted', (name) => {
  const status = refusal(() => admit(attributes('Namespace', { metadata: { name } }, { operation: 'DELETE', name })));
  expect(status.message).toBe(`namespaces "${name}" is forbidden: this namespace may not be deleted`);
});

test('namespace kube-node-lease can be deleted', () => {
  const object = { metadata: { name: 'kube-node-lease' } };
  expect(() => admit(attributes('Namespace', object, { operation: 'DELETE', name: 'kube-node-lease' }))).not.toThrow();
});

test('a new node takes no pods until it has been seen ready', () => {
  const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
  const node = admit(attributes('Node', { metadata: { name: 'n' } }));
  expect(node.spec.taints).toEqual([taint]);
  expect(admit(attributes('Node', node)).spec.taints).toEqual([taint]);
});
