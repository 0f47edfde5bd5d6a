/** Random commands on what pods may be given while they run, on kinds that people define, and on kinds that are kept. */
import type { Kind } from '../../src/api/kinds';
import type { ApiRequest } from '../../src/client/transport';
import { customResourceDefinition } from '../testCluster';
import { type Plan, create, named, patch } from './plan';
import type { Random } from './random';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const BOXES = '/apis/example.com/v1/namespaces/default/boxes';

/** A kind with a status, a scale and a rule. */
const definition = customResourceDefinition(
  'Box',
  'boxes',
  {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: { size: { type: 'integer', default: 1, maximum: 8 } },
        'x-kubernetes-validations': [{ rule: 'self.size != 3', message: 'three is a crowd' }],
      },
      status: { type: 'object', properties: { size: { type: 'integer' } } },
    },
  },
  {
    subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
  },
);

function onBoxes(random: Random, count: number): ApiRequest {
  const chance = random.next();
  const name = `box${random.whole(0, 9)}`;
  if (chance < 0.3) return { method: 'POST', path: DEFINITIONS, body: definition };
  if (chance < 0.4) return { method: 'DELETE', path: `${DEFINITIONS}/boxes.example.com`, body: {} };
  const header = { apiVersion: 'example.com/v1', kind: 'Box' };
  const box = { ...header, metadata: { name: `box${count % 10}` }, spec: { size: random.whole(1, 9) } };
  if (chance < 0.7) return { method: 'POST', path: BOXES, body: box };
  if (chance < 0.85) return { method: 'DELETE', path: `${BOXES}/${name}`, body: {} };
  const headers = { 'content-type': 'application/merge-patch+json' };
  return { method: 'PATCH', path: `${BOXES}/${name}`, headers, body: { spec: { size: random.whole(1, 9) } } };
}

/** Kinds that nobody acts on in a pod's life, with the least that one of them says. */
const kept: Readonly<Partial<Record<Kind, object>>> = {
  Secret: { stringData: { a: 'b' } },
  Ingress: { spec: { defaultBackend: { service: { name: 'svc', port: { number: 80 } } } } },
  NetworkPolicy: { spec: { podSelector: {}, policyTypes: ['Ingress'] } },
  Role: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
  ClusterRole: { metadata: { labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } }, rules: [] },
  RuntimeClass: { handler: 'runsc' },
  IngressClass: { spec: { controller: 'example.com/ingress' } },
  CSIDriver: { spec: { attachRequired: false } },
  FlowSchema: { spec: { priorityLevelConfiguration: { name: 'global-default' }, matchingPrecedence: 900 } },
};
const KEPT = Object.keys(kept) as readonly Kind[]; // The keys of the table above.

function onKept(random: Random, count: number): ApiRequest {
  const kind = random.pick(KEPT) ?? 'Secret';
  const name = `kept${random.next() < 0.5 ? count : random.whole(0, 9)}`;
  if (random.next() < 0.3) return { method: 'DELETE', path: named(kind, name), body: {} };
  const { metadata = {}, ...rest } = kept[kind] as { readonly metadata?: object };
  return create(kind, { metadata: { name, ...metadata }, ...rest });
}

/** To stand beside the other plans. */
export const extensionPlans: readonly Plan[] = [
  (random, { count }) => onBoxes(random, count),
  (random, { count }) => onKept(random, count),
  (random, { pods }) => {
    const name = random.pick(pods)?.metadata.name;
    if (name === undefined) return undefined;
    const resources = { requests: { cpu: `${random.whole(1, 30) * 100}m` } };
    const request = patch('Pod', name, { spec: { containers: [{ name: 'main', resources }] } }, 'resize');
    return { ...request, headers: { 'content-type': 'application/strategic-merge-patch+json' } };
  },
  (random, { pods, count }) => {
    const name = random.pick(pods)?.metadata.name;
    if (name === undefined) return undefined;
    const container = { name: `look${count}`, image: 'busybox', command: ['sleep', String(random.whole(1, 90))] };
    const request = patch('Pod', name, { spec: { ephemeralContainers: [container] } }, 'ephemeralcontainers');
    return { ...request, headers: { 'content-type': 'application/strategic-merge-patch+json' } };
  },
];
