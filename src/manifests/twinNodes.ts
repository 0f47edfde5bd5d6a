/**
 * Machines for the nodes of a cluster: what pods may use of them, their labels and taints. How they are beside that
 * (kernel, addresses, conditions of pressure) is the simulation's own.
 */
import type { JsonObject } from '../api/meta/jsonObject';
import { isQuantity, milliValue, wholeValue } from '../api/meta/quantity';
import { pathOf } from '../client/client';
import type { Fault, NodeSpec } from '../client/simulation';
import type { ApiRequest } from '../client/transport';
import { at, listAt, type Manifest, objectAt, subjectOf, textAt, without } from './manifest';
import type { Note } from './note';

/** Most machines, and most pods of one, that the simulation's networks have addresses for. */
export const MOST_NODES = 250;
const MOST_PODS = 250;
const MOST_CPU = 1024;

/** What the machines are, and what is done to them at the start. */
export interface TwinNodes {
  readonly nodes: readonly NodeSpec[];
  readonly requests: readonly ApiRequest[];
  readonly faults: readonly Fault[];
  readonly notes: readonly Note[];
}

/** Taints that say how a node is: the node lifecycle controller sets and removes them. */
const OF_CONDITIONS = /^node\.(?:kubernetes|cloudprovider\.kubernetes)\.io\//;
/** Resources that a machine has by its own size. */
const OWN_RESOURCES = /^(?:cpu|memory|pods|ephemeral-storage|hugepages-.*)$/;

/** A machine for each Node among `objects`, up to MOST_NODES; `fallback` if there is none. */
export function twinNodes(objects: readonly Manifest[], fallback: readonly NodeSpec[]): TwinNodes {
  const all = objects.filter(
    ({ kind, apiVersion, metadata }) => kind === 'Node' && apiVersion === 'v1' && metadata.name,
  );
  if (all.length === 0) {
    const note: Note = { tone: 'notice', key: 'noNodes', params: { count: fallback.length } };
    return { nodes: fallback, requests: [], faults: [], notes: [note] };
  }
  const taken = all.slice(0, MOST_NODES);
  const notes: Note[] = all
    .slice(MOST_NODES)
    .map((node) => ({ tone: 'leftOut', key: 'tooMany', about: subjectOf(node), params: { most: MOST_NODES } }));
  const nodes = taken.map((node) => {
    const { spec, note } = machineOf(node);
    if (note !== undefined) notes.push(note);
    return spec;
  });
  const faults = taken.filter(isDown).map((node): Fault => {
    notes.push({ tone: 'changed', key: 'poweredOff', about: subjectOf(node) });
    return { type: 'powerOff', node: node.metadata.name };
  });
  return { nodes, requests: taken.flatMap(patchesFor), faults, notes };
}

/** Its machine has what the kubelet gives to pods: the rest belongs to the system, which is not simulated. */
function machineOf(node: Manifest): { readonly spec: NodeSpec; readonly note?: Note } {
  const amount = (name: string, otherwise: string): string => {
    const found = textAt(node, 'status', 'allocatable', name) ?? textAt(node, 'status', 'capacity', name);
    return found !== undefined && isQuantity(found) ? found : otherwise;
  };
  const cpu = milliValue(amount('cpu', '4')) / 1000;
  const pods = Math.floor(wholeValue(amount('pods', '110')));
  const given = objectAt(node.metadata, 'labels');
  const labels = Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => isText(entry)));
  const spec: NodeSpec = {
    name: node.metadata.name,
    cpu: Math.min(MOST_CPU, cpu > 0 ? cpu : 4),
    memory: amount('memory', '8Gi'),
    pods: Math.min(MOST_PODS, Math.max(1, pods)),
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  };
  if (spec.cpu === cpu && spec.pods === pods) return { spec };
  const params = { cpu: spec.cpu, pods: spec.pods };
  return { spec, note: { tone: 'changed', key: 'nodeSize', about: subjectOf(node), params } };
}

const isText = ([, value]: [string, unknown]): boolean => typeof value === 'string';

/** Its kubelet reports nothing, or reports that it is not ready. */
function isDown(node: Manifest): boolean {
  const ready = listAt(node, 'status', 'conditions').find(({ type }) => type === 'Ready');
  return ready !== undefined && ready.status !== 'True';
}

/** What an administrator would type: cordon, taints, and resources of devices, which a kubelet leaves alone. */
function patchesFor(node: Manifest): readonly ApiRequest[] {
  const taints = listAt(node, 'spec', 'taints')
    .filter(({ key }) => !OF_CONDITIONS.test(String(key)))
    .map((taint) => without(taint, 'timeAdded'));
  const unschedulable = at(node, 'spec', 'unschedulable') === true;
  const spec = { ...(unschedulable ? { unschedulable } : {}), ...(taints.length === 0 ? {} : { taints }) };
  const allocatable = devicesOf(objectAt(node, 'status', 'allocatable'));
  const extended = { capacity: { ...allocatable, ...devicesOf(objectAt(node, 'status', 'capacity')) }, allocatable };
  const { name } = node.metadata;
  return [
    ...(Object.keys(spec).length === 0 ? [] : [mergePatch(pathOf('Node', undefined, name), { spec })]),
    ...(Object.keys(extended.capacity).length === 0
      ? []
      : [mergePatch(pathOf('Node', undefined, name, 'status'), { status: extended })]),
  ];
}

function devicesOf(amounts: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(amounts).filter(([name, amount]) => !OWN_RESOURCES.test(name) && typeof amount === 'string'),
  );
}

/** A patch as our own kubectl sends it. */
export function mergePatch(path: string, body: unknown): ApiRequest {
  const headers = { 'user-agent': 'kubectl', 'content-type': 'application/merge-patch+json' };
  return { method: 'PATCH', path, headers, body };
}

/** Whether `value` names a machine that there is. */
export function nodeNames(nodes: readonly NodeSpec[]): ReadonlySet<string> {
  return new Set(nodes.map(({ name }) => name));
}
