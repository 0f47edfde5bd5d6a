/**
 * The words of conditions beside those of the language itself: variables and functions over the objects of a cluster.
 * The one place to add a word. A function takes null for an object that is not there.
 * Left out: kinds that only CustomResourceDefinitions tell of.
 */
import { type Kind, kinds } from '../api/kinds';
import type { Event } from '../api/core/event';
import type { Node } from '../api/core/node';
import type { Pod } from '../api/core/pod';
import { podResources } from '../api/core/podResources';
import { isPodActive, isPodReady, isPodTerminal } from '../api/core/podStatus';
import { conditionOf, type ConditionLike } from '../api/meta/conditions';
import { matchesLabels } from '../api/meta/labels';
import { controllerOf, type KubeObject } from '../api/meta/objectMeta';
import { milliValue } from '../api/meta/quantity';
import { patternOf } from './patterns';
import type { Scene } from './scene';
import { inExpression, originOf, valueOf } from './values';

/** A name that stands for something of the cluster. */
export interface Variable {
  readonly name: string;
  /** Of the language. */
  readonly type: 'int' | 'list';
  value(scene: Scene): unknown;
}

/** A function of the language. */
export interface WordFunction {
  /** As the language declares it: `ready(dyn): bool`. */
  readonly signature: string;
  call(scene: Scene, ...given: readonly unknown[]): unknown;
}

/** Namespaces that Kubernetes keeps for itself: `pods` and `events` are those of the people who use the cluster. */
const isSystem = ({ metadata }: KubeObject) => metadata.namespace?.startsWith('kube-') === true;

/** The part of a list outside of the system's namespaces, each list once. */
const own = new WeakMap<readonly KubeObject[], readonly KubeObject[]>();
function ownOf(scene: Scene, kind: Kind): readonly KubeObject[] {
  const all = scene.list(kind);
  const kept = own.get(all) ?? all.filter((object) => !isSystem(object));
  own.set(all, kept);
  return kept;
}

/** A list as expressions see it, each list once. */
const listed = new WeakMap<readonly KubeObject[], readonly object[]>();
function asValues(objects: readonly KubeObject[]): readonly object[] {
  const values = listed.get(objects) ?? objects.map(valueOf);
  listed.set(objects, values);
  return values;
}

const counts = new WeakMap<readonly KubeObject[], bigint>();
/** As their owners count them: a pod that is being deleted is ready for nobody, whatever it says. */
function readyPods(scene: Scene): bigint {
  const pods = ownOf(scene, 'Pod') as readonly Pod[]; // Of the list of pods.
  const count = counts.get(pods) ?? BigInt(pods.filter((pod) => isPodActive(pod) && isPodReady(pod)).length);
  counts.set(pods, count);
  return count;
}

/** All variables. */
export const variables: readonly Variable[] = [
  { name: 'pods', type: 'list', value: (scene) => asValues(ownOf(scene, 'Pod')) },
  { name: 'nodes', type: 'list', value: (scene) => asValues(scene.list('Node')) },
  { name: 'events', type: 'list', value: (scene) => asValues(ownOf(scene, 'Event')) },
  { name: 'ready', type: 'int', value: readyPods },
];

/** The kind that a person means by `ReplicationController` or `replicationcontroller`. */
export function kindNamed(name: unknown): Kind {
  const word = String(name).toLowerCase();
  const found = Object.keys(kinds).find((kind) => kind.toLowerCase() === word);
  if (found === undefined) throw new Error(`there is no kind "${String(name)}"`);
  return found as Kind; // A key of the table of kinds.
}

function one(scene: Scene, kind: unknown, name: unknown, namespace: unknown = 'default'): object | null {
  const found = scene
    .list(kindNamed(kind))
    .find(({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace);
  return found === undefined ? null : valueOf(found);
}

function objs(scene: Scene, kind: unknown, labels?: unknown): readonly object[] {
  const all = scene.list(kindNamed(kind));
  if (labels === undefined) return asValues(all);
  return all.filter(({ metadata }) => matchesLabels(stringsOf(labels), metadata.labels)).map(valueOf);
}

/** A map of the language, whose keys and values are strings. */
function stringsOf(map: unknown): Readonly<Record<string, string>> {
  const entries = map instanceof Map ? [...map] : Object.entries(map as object); // As the language makes them.
  return Object.fromEntries(entries.map(([name, value]) => [String(name), String(value)]));
}

/** Tells the events whose `reason`, `kind` and `name` are these, and whose message `msg`, a regular expression, matches. */
export function eventTest(asked: unknown): (event: Event) => boolean {
  const { reason, kind, name, msg, ...others } = stringsOf(asked);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new Error(`ev knows reason, kind, name and msg, not "${unknown}"`);
  const message = msg === undefined ? undefined : patternOf(msg);
  return (event) =>
    (reason === undefined || event.reason === reason) &&
    (kind === undefined || event.involvedObject.kind === kind) &&
    (name === undefined || event.involvedObject.name === name) &&
    (message === undefined || message.test(event.message ?? ''));
}

function ev(scene: Scene, asked: unknown): readonly object[] {
  return (scene.list('Event') as readonly Event[]).filter(eventTest(asked)).map(valueOf); // Of the list of events.
}

const podOf = (value: unknown) => originOf(value) as Pod | undefined; // Words for pods are given pods.
const statuses = (value: unknown) => podOf(value)?.status?.containerStatuses ?? [];

/** Restarts of all its regular containers. */
export function restartsOf(pod: Pod | undefined): number {
  return (pod?.status?.containerStatuses ?? []).reduce((sum, { restartCount }) => sum + restartCount, 0);
}

function waiting(pod: unknown): string {
  return statuses(pod).find(({ state }) => state.waiting !== undefined)?.state.waiting?.reason ?? '';
}

function owner(object: unknown): string {
  const origin = originOf(object);
  const controller = origin && controllerOf(origin);
  return controller === undefined ? '' : `${controller.kind}/${controller.name}`;
}

function isTrue(object: unknown, type: unknown): boolean {
  const origin = originOf(object) as
    | { readonly status?: { readonly conditions?: readonly ConditionLike[] } }
    | undefined; // Kinds without conditions have none.
  return conditionOf(origin?.status?.conditions, String(type))?.status === 'True';
}

/** Thousandths of a core, or bytes, or pieces, that the running pods of a node ask for. */
function sumReq(scene: Scene, node: unknown, resource: unknown): bigint {
  const name = (originOf(node) as Node | undefined)?.metadata.name ?? String(node); // A node, or its name.
  let milli = 0;
  for (const pod of scene.list('Pod') as readonly Pod[]) {
    if (pod.spec.nodeName !== name || isPodTerminal(pod)) continue;
    const amount = podResources(pod, 'requests')[String(resource)];
    if (amount !== undefined) milli += milliValue(amount);
  }
  return BigInt(resource === 'cpu' ? milli : Math.ceil(milli / 1000));
}

/** All functions. `one` is what lessons call it. */
export const functions: readonly WordFunction[] = [
  ...['one', 'object'].flatMap((name) => [
    { signature: `${name}(string, string): dyn`, call: one },
    { signature: `${name}(string, string, string): dyn`, call: one },
  ]),
  { signature: 'objs(string): list', call: objs },
  { signature: 'objs(string, map): list', call: objs },
  { signature: 'ev(map): list', call: ev },
  { signature: 'ready(dyn): bool', call: (_, pod) => isTrue(pod, 'Ready') },
  { signature: 'restarts(dyn): int', call: (_, pod) => BigInt(restartsOf(podOf(pod))) },
  { signature: 'waiting(dyn): string', call: (_, pod) => waiting(pod) },
  {
    signature: 'lastTerm(dyn): dyn',
    call: (_, pod) => inExpression(statuses(pod)[0]?.lastState?.terminated ?? {}),
  },
  { signature: 'term(dyn): bool', call: (_, object) => originOf(object)?.metadata.deletionTimestamp !== undefined },
  { signature: 'owner(dyn): string', call: (_, object) => owner(object) },
  { signature: 'cond(dyn, string): bool', call: (_, object, type) => isTrue(object, type) },
  { signature: 'nodeReady(dyn): bool', call: (_, node) => isTrue(node, 'Ready') },
  // Without what is there already, in order.
  { signature: 'distinct(list): list', call: (_, list) => [...new Set(list as readonly unknown[])] }, // So it is declared.
  { signature: 'sumReq(dyn, string): int', call: sumReq },
  {
    signature: 'between(dyn, dyn, dyn): bool',
    call: (_, value, least, most) => Number(value) >= Number(least) && Number(value) <= Number(most),
  },
];
