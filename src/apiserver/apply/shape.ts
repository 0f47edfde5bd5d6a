/**
 * How server-side apply sees a type: which lists are merged and by what keys, and what is taken whole.
 * Models the x-kubernetes-list-type, list-map-keys and map-type marks of the OpenAPI document (v1.36.3).
 */
import { type Field, fieldsOf } from '../registry/fieldTable';

/** How values of a type are merged. */
export type Shape =
  | { readonly type: 'struct'; readonly name: string }
  | { readonly type: 'map'; readonly items: Shape }
  /** `keys` tell the items apart; of a set they are themselves their keys. */
  | { readonly type: 'list'; readonly keys: readonly string[]; readonly items: Shape }
  | { readonly type: 'set' }
  /** A struct of a custom resource. `open`: the shape of fields that are not declared, where they are allowed. */
  | {
      readonly type: 'fields';
      readonly fields: ReadonlyMap<string, Shape>;
      /** Codes of scalar types, as the field table has them. */
      readonly scalarFields: ReadonlyMap<string, string>;
      readonly open: Shape | undefined;
    }
  /** Taken whole: scalars, and what the schema calls atomic. */
  | { readonly type: 'leaf' };

const LEAF: Shape = { type: 'leaf' };
const SET: Shape = { type: 'set' };

/** Fields that hold lists of sets or maps; all other lists are taken whole. */
const lists: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ObjectMeta: { finalizers: '', ownerReferences: 'uid' },
  PodSpec: {
    containers: 'name',
    ephemeralContainers: 'name',
    hostAliases: 'ip',
    imagePullSecrets: 'name',
    initContainers: 'name',
    resourceClaims: 'name',
    schedulingGates: 'name',
    topologySpreadConstraints: 'topologyKey whenUnsatisfiable',
    volumes: 'name',
  },
  PodStatus: { conditions: 'type', podIPs: 'ip', resourceClaimStatuses: 'name' },
  Container: { env: 'name', ports: 'containerPort protocol', volumeDevices: 'devicePath', volumeMounts: 'mountPath' },
  EphemeralContainer: {
    env: 'name',
    ports: 'containerPort protocol',
    volumeDevices: 'devicePath',
    volumeMounts: 'mountPath',
  },
  ContainerStatus: { allocatedResourcesStatus: 'name', volumeMounts: 'mountPath' },
  ContainerRestartRuleOnExitCodes: { values: '' },
  PodFailurePolicyOnExitCodesRequirement: { values: '' },
  ResourceRequirements: { claims: 'name' },
  ResourceStatus: { resources: 'resourceID' },
  NodeSpec: { podCIDRs: '' },
  NodeStatus: { addresses: 'type', conditions: 'type' },
  ServiceAccount: { secrets: 'name' },
  ServiceSpec: { ports: 'port protocol' },
  CSINodeSpec: { drivers: 'name' },
  CSIDriverSpec: { volumeLifecycleModes: '' },
  Endpoint: { addresses: '' },
  UncountedTerminatedPods: { failed: '', succeeded: '' },
};

/** Statuses whose conditions are told apart by their type. */
const withConditions =
  /^(DaemonSet|Deployment|HorizontalPodAutoscaler|Namespace|PersistentVolumeClaim|PodDisruptionBudget|ReplicaSet|ReplicationController|ServiceCIDR|Service|StatefulSet)Status$/;

/** Structs that have one owner. */
const atomicTypes = new Set(
  (
    'ConfigMapKeySelector EndpointAddress EndpointPort FileKeySelector LabelSelector LocalObjectReference NodeSelector ' +
    'NodeSelectorTerm ObjectFieldSelector ObjectReference OwnerReference ResourceFieldSelector RoleRef ScopeSelector ' +
    'SecretKeySelector SecretReference ServiceBackendPort Subject TopologySelectorTerm TypedLocalObjectReference'
  ).split(' '),
);
/** Maps that have one owner. */
const atomicFields = new Set(['PodSpec.nodeSelector', 'ReplicationControllerSpec.selector', 'ServiceSpec.selector']);

/** Keys that an item may leave out, because they have a value by default. */
const defaultKeys: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

const shapes = new Map<string, ReadonlyMap<string, Shape>>();

/** The declared fields of a struct. */
export function shapesOf(type: string): ReadonlyMap<string, Shape> {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const all = new Map([...fieldsOf(type)].map(([name, field]) => [name, shapeOf(type, name, field)]));
  shapes.set(type, all);
  return all;
}

function shapeOf(owner: string, name: string, { container, base, type }: Field): Shape {
  const inner: Shape = base === '@' && !atomicTypes.has(type) ? { type: 'struct', name: type } : LEAF;
  if (container === '') return inner;
  if (container === '{') return atomicFields.has(`${owner}.${name}`) ? LEAF : { type: 'map', items: inner };
  const ofOwner = Object.hasOwn(lists, owner) ? lists[owner] : undefined;
  const keys = ofOwner !== undefined && Object.hasOwn(ofOwner, name) ? ofOwner[name] : undefined;
  if (keys === '') return SET;
  if (keys !== undefined) return { type: 'list', keys: keys.split(' '), items: inner };
  return name === 'conditions' && withConditions.test(owner) ? { type: 'list', keys: ['type'], items: inner } : LEAF;
}

/** The shape of field or key `name` inside a struct or map; undefined if it is not declared there. */
export function inside(shape: Shape, name: string): Shape | undefined {
  if (shape.type === 'map') return shape.items;
  if (shape.type === 'fields') return shape.fields.get(name) ?? shape.open;
  return shape.type === 'struct' ? shapesOf(shape.name).get(name) : undefined;
}

/** Shapes of kinds that are known only at run time. Derived from their definitions. */
const declared = new Map<string, Shape>();

/** Says how server-side apply sees objects of a declared kind. */
export function declareShape(kind: string, shape: Shape): void {
  declared.set(kind, shape);
}

/** How server-side apply sees objects of `kind`. */
export function shapeOfKind(kind: string): Shape {
  return declared.get(kind) ?? { type: 'struct', name: kind };
}

/** What tells `item` apart in its list, as FieldsV1 spells it; undefined where a key is missing. */
export function elementOf(shape: Shape & { readonly type: 'list' | 'set' }, item: unknown): string | undefined {
  if (shape.type === 'set') return `v:${JSON.stringify(item)}`;
  const bag = typeof item === 'object' && item !== null ? (item as Readonly<Record<string, unknown>>) : {};
  const keys: Record<string, unknown> = {};
  for (const key of [...shape.keys].sort()) {
    const value = bag[key] ?? defaultKeys[key];
    if (value === undefined) return undefined;
    keys[key] = value;
  }
  return `k:${JSON.stringify(keys)}`;
}

/** Structs that Go prints also where nobody wrote them: they are no pointers. */
const present = new Set(
  'metadata spec status strategy updateStrategy template jobTemplate daemonEndpoints nodeInfo loadBalancer'.split(' '),
);

/** What stands before anybody wrote: what Go prints of an empty struct of `type`. */
export function emptyStruct(type: string): Readonly<Record<string, unknown>> {
  if (declared.has(type)) return { metadata: emptyStruct('ObjectMeta') };
  const empty: Record<string, unknown> = {};
  for (const [name, field] of fieldsOf(type)) {
    const isPresent = field.base === '@' && present.has(name) && type !== 'ReplicationControllerSpec';
    if (field.container === '' && isPresent) empty[name] = emptyStruct(field.type);
    else if (field.printsZero) empty[name] = null;
  }
  return empty;
}
