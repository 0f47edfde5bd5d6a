/** What may not change, against what a real 1.36.3 answered. */
import { expect, test } from 'vitest';
import type { Kind, Kinds } from '../../../api/kinds';
import type { ApiRequest } from '../../../client/transport';
import type { Instant } from '../../../sim/clock';
import { serviceAccount } from '../../admission/serviceAccount';
import { strategies } from '../registry';

const request: ApiRequest = { method: 'PUT', path: '/' };
const notPodFields =
  'spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';

function created<K extends Kind>(kind: K, object: object): Kinds[K] {
  const strategy = strategies[kind];
  const namespaced = {
    ...object,
    metadata: {
      namespace: 'default',
      uid: 'u',
      creationTimestamp: 't',
      ...('metadata' in object ? (object.metadata as object) : {}),
    },
  };
  return strategy.prepareForCreate(strategy.defaults(namespaced as unknown as Kinds[K]), {
    now: 0 as Instant,
    request,
  });
}

function complaints<K extends Kind>(kind: K, next: Kinds[K], old: Kinds[K]): readonly string[] {
  const errors = strategies[kind].validateUpdate(next, old, '');
  return [...new Set(errors.map(({ field, body }) => `${field}: ${body}`))];
}

/** The pod of the recording, with what admission gave it. */
function recordedPod(): Kinds['Pod'] {
  const pod = created('Pod', {
    metadata: { name: 'upd', labels: { a: 'b' } },
    spec: { containers: [{ name: 'c', image: 'nginx', env: [{ name: 'A', value: 'x' }] }] },
  });
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: {} } as Kinds['ServiceAccount'];
  return serviceAccount.admit({
    operation: 'CREATE',
    kind: 'Pod',
    object: pod,
    namespace: 'default',
    name: 'upd',
    subresource: '',
    request,
    now: 0 as Instant,
    reader: { list: () => [], get: () => account as never },
    settings: { defaultTolerationSeconds: 300 },
  });
}

function withContainer(pod: Kinds['Pod'], change: object): Kinds['Pod'] {
  return { ...pod, spec: { ...pod.spec, containers: pod.spec.containers.map((one) => ({ ...one, ...change })) } };
}

test('changing a variable of a running pod is refused with the difference', () => {
  const old = recordedPod();
  expect(complaints('Pod', withContainer(old, { env: [{ name: 'A', value: 'z' }] }), old)).toEqual([
    `${notPodFields}@@ -101,7 +101,7 @@
    "Env": [
     {
      "Name": "A",
-     "Value": "x",
+     "Value": "z",
      "ValueFrom": null
     }
    ],
`,
  ]);
});

test('changing the resources of a running pod is refused with the difference', () => {
  const old = recordedPod();
  expect(complaints('Pod', withContainer(old, { resources: { requests: { cpu: '1' } } }), old)).toEqual([
    `${notPodFields}@@ -107,7 +107,9 @@
    ],
    "Resources": {
     "Limits": null,
-    "Requests": null,
+    "Requests": {
+     "cpu": "1"
+    },
     "Claims": null
    },
    "ResizePolicy": null,
`,
  ]);
});

test('containers of a pod stay the same in number and have an image', () => {
  const old = recordedPod();
  const more = { ...old, spec: { ...old.spec, containers: [...old.spec.containers, ...old.spec.containers] } };
  expect(complaints('Pod', more, old)).toContain(
    'spec.containers: Forbidden: pod updates may not add or remove containers',
  );
  expect(complaints('Pod', withContainer(old, { image: '' }), old)).toEqual([
    'spec.containers[0].image: Required value',
  ]);
  expect(complaints('Pod', withContainer(old, { image: 'nginx:1.27' }), old)).toEqual([]);
});

test('a deadline can be set and brought forward, not put off', () => {
  const old = recordedPod();
  const set = { ...old, spec: { ...old.spec, activeDeadlineSeconds: 1000 } };
  const later = { ...old, spec: { ...old.spec, activeDeadlineSeconds: 2000 } };
  expect(complaints('Pod', set, old)).toEqual([]);
  expect(complaints('Pod', later, set)).toEqual([
    'spec.activeDeadlineSeconds: Invalid value: 2000: must be less than or equal to previous value',
  ]);
});

test('tolerations can only be added', () => {
  const old = recordedPod();
  const more = { ...old, spec: { ...old.spec, tolerations: [{ key: 'x', operator: 'Exists' as const }] } };
  expect(complaints('Pod', more, old)).toEqual([]);
  expect(complaints('Pod', old, more)).toEqual([
    'spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds',
  ]);
});

test('uid is immutable and reported twice among the causes', () => {
  const old = recordedPod();
  const next = { ...old, metadata: { ...old.metadata, uid: '00000000-0000-0000-0000-000000000000' } };
  const errors = strategies.Pod.validateUpdate(next, old, '');
  expect(errors.map(({ field, body }) => `${field}: ${body}`)).toEqual([
    'metadata.uid: Invalid value: "00000000-0000-0000-0000-000000000000": field is immutable',
    'metadata.uid: Invalid value: "00000000-0000-0000-0000-000000000000": field is immutable',
  ]);
});

test('finalizers cannot be added to an object that is going away', () => {
  const old = created('ConfigMap', { metadata: { name: 'f', deletionTimestamp: 't', finalizers: ['example.com/x'] } });
  const next = { ...old, metadata: { ...old.metadata, finalizers: ['example.com/x', 'example.com/y'] } };
  expect(complaints('ConfigMap', next, old)).toEqual([
    'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/y"}',
  ]);
});

const template = (app: string) => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
});

test.each(['ReplicaSet', 'Deployment'] as const)('the selector of a %s is for life', (kind) => {
  const old = created(kind, {
    metadata: { name: 'x' },
    spec: { selector: { matchLabels: { app: 'x' } }, template: template('x') },
  });
  const selector = { matchLabels: { app: 'other' } };
  const changed = { ...old, spec: { ...old.spec, selector } } as typeof old;
  const both = {
    ...old,
    spec: { ...changed.spec, template: { ...old.spec.template, metadata: { labels: { app: 'other' } } } },
  } as typeof old;
  const immutable = 'spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable';
  expect(complaints(kind, changed, old)).toEqual([
    'spec.template.metadata.labels: Invalid value: {"app":"x"}: `selector` does not match template `labels`',
    immutable,
  ]);
  expect(complaints(kind, both, old)).toEqual([immutable]);
});

test('the selector of a ReplicationController may change together with its template', () => {
  const old = created('ReplicationController', { metadata: { name: 'rc' }, spec: { template: template('rc') } });
  const next = {
    ...old,
    spec: {
      ...old.spec,
      selector: { app: 'other' },
      template: { ...old.spec.template, metadata: { labels: { app: 'other' } } },
    },
  };
  expect(complaints('ReplicationController', next, old)).toEqual([]);
});

test('an immutable ConfigMap or Secret keeps its data, a Secret its type', () => {
  const why = 'Forbidden: field is immutable when `immutable` is set';
  const map = created('ConfigMap', { metadata: { name: 'fix' }, data: { a: 'b' }, immutable: true });
  const secret = created('Secret', { metadata: { name: 'fix' }, stringData: { a: 'b' }, immutable: true });
  expect(complaints('ConfigMap', { ...map, data: { a: 'c' } }, map)).toEqual([`data: ${why}`]);
  expect(complaints('ConfigMap', { ...map, immutable: false }, map)).toEqual([`immutable: ${why}`]);
  expect(complaints('ConfigMap', { ...map, metadata: { ...map.metadata, labels: { a: 'c' } } }, map)).toEqual([]);
  expect(complaints('Secret', { ...secret, data: { a: 'Yw==' } }, secret)).toEqual([`data: ${why}`]);
  expect(complaints('Secret', { ...secret, type: 'other' }, secret)).toEqual([
    'type: Invalid value: "other": field is immutable',
  ]);
});

const node = () =>
  created('Node', { metadata: { name: 'minikube', namespace: undefined }, spec: { podCIDRs: ['10.244.0.0/24'] } });
const labelName =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

test.each<[object[], readonly string[]]>([
  [
    [
      { key: 'k', effect: 'NoSchedule' },
      { key: 'k', effect: 'NoSchedule', value: 'v' },
    ],
    [
      'metadata.taints[1]: Duplicate value: {"Key":"k","Value":"v","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
    ],
  ],
  [
    [{ key: 'k', effect: 'Nope' }],
    [
      'metadata.taints[0].effect: Unsupported value: "Nope": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
  ],
  [
    [{ effect: 'NoSchedule' }],
    [
      'metadata.taints[0].key: Invalid value: "": name part must be non-empty',
      `metadata.taints[0].key: Invalid value: "": ${labelName}`,
    ],
  ],
  [[{ key: 'k' }], ['metadata.taints[0].effect: Required value']],
])('a node refuses taints %j', (taints, errors) => {
  const old = node();
  expect(complaints('Node', { ...old, spec: { ...old.spec, taints } } as Kinds['Node'], old)).toEqual(errors);
});

test('the addresses of a node are given once', () => {
  const old = node();
  const next = { ...old, spec: { podCIDRs: ['10.9.0.0/24', '10.244.0.0/24'] } };
  expect(complaints('Node', next, old)).toEqual([
    'spec.podCIDRs: Invalid value: ["10.9.0.0/24","10.244.0.0/24"]: may specify no more than one CIDR for each IP family',
    'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
  ]);
});

test('an Event lies in the namespace of what it is about', () => {
  const event = created('Event', { metadata: { name: 'mine2' }, involvedObject: { kind: 'Pod', namespace: 'other' } });
  expect(strategies.Event.validate(event)).toEqual([
    {
      reason: 'FieldValueInvalid',
      field: 'involvedObject.namespace',
      body: 'Invalid value: "other": does not match event.namespace',
    },
  ]);
});
