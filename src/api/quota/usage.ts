/**
 * What an object counts for in quotas. Admission charges it, the quota controller adds it up.
 * Models pkg/quota/v1/evaluator/core and staging/src/k8s.io/apiserver/pkg/quota/v1/generic (v1.36.3).
 * Left out: claims of devices, pods of other sizes while they are resized.
 */
import type { PersistentVolumeClaim } from '../core/persistentVolumeClaim';
import type { Container, Pod, ResourceList, ResourceRequirements } from '../core/pod';
import { podResources } from '../core/podResources';
import { isPodTerminal } from '../core/podStatus';
import type { Service } from '../core/service';
import { infoOf, type Kind } from '../kinds';
import type { KubeObject } from '../meta/objectMeta';
import { addQuantities, compareQuantities } from '../meta/quantity';
import { parseTime } from '../meta/time';

/** Kinds that quotas count under their plain names too. */
const plainlyCounted: readonly Kind[] = [
  'Pod',
  'Service',
  'ReplicationController',
  'ResourceQuota',
  'Secret',
  'ConfigMap',
  'PersistentVolumeClaim',
];
const REQUESTS_STORAGE = 'requests.storage';
const OF_CLASS = '.storageclass.storage.k8s.io/';
const compute: readonly string[] = ['cpu', 'memory', 'ephemeral-storage'];
const asked: readonly string[] = [...compute, ...compute.map((name) => `requests.${name}`)];
const ofPods: readonly string[] = ['pods', ...asked, ...compute.map((name) => `limits.${name}`)];
/** What a quota on it makes every container say. */
const demanded: readonly string[] = ofPods.filter((name) => name.endsWith('cpu') || name.endsWith('memory'));

/** True for kinds that quotas can count. Events come and go too often. */
export function isCounted(kind: Kind): boolean {
  return infoOf(kind).namespaced && kind !== 'Event';
}

/** `count/deployments.apps`. */
function countName(kind: Kind): string {
  const { group, plural } = infoOf(kind);
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** Those of `names` that objects of `kind` count against. */
export function matchingResources(kind: Kind, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    if (name === countName(kind)) return true;
    if (kind === 'Pod') return ofPods.includes(name) || isExtended(name);
    if (kind === 'Service') return ['services', 'services.nodeports', 'services.loadbalancers'].includes(name);
    if (kind === 'PersistentVolumeClaim' && isOfClaims(name)) return true;
    return plainlyCounted.includes(kind) && name === infoOf(kind).plural;
  });
}

/** `requests.example.com/gpu` and pages of memory of a size of their own. */
function isExtended(name: string): boolean {
  return (name.startsWith('requests.') && name.includes('/')) || /^(requests\.)?hugepages-/.test(name);
}

/** Storage in all, and what belongs to one class: `fast.storageclass.storage.k8s.io/requests.storage`. */
function isOfClaims(name: string): boolean {
  return name === REQUESTS_STORAGE || name.includes(OF_CLASS);
}

/** What `object` counts for. `nowMs` is the instant. */
export function usageOf(kind: Kind, object: KubeObject, nowMs: number): ResourceList {
  const counted = { [countName(kind)]: '1' };
  if (kind === 'Pod') return { ...counted, ...usageOfPod(object as Pod, nowMs) }; // By kind.
  if (kind === 'Service') return { ...counted, ...usageOfService(object as Service) }; // By kind.
  const plainly = plainlyCounted.includes(kind) ? { ...counted, [infoOf(kind).plural]: '1' } : counted;
  return kind === 'PersistentVolumeClaim' ? { ...plainly, ...usageOfClaim(object as PersistentVolumeClaim) } : plainly; // By kind.
}

function usageOfClaim({ spec, status }: PersistentVolumeClaim): ResourceList {
  const { storage } = spec.resources?.requests ?? {};
  const { storage: allocated } = status.allocatedResources ?? {};
  const size =
    storage !== undefined && allocated !== undefined && compareQuantities(allocated, storage) > 0 ? allocated : storage;
  const { storageClassName = '' } = spec;
  const sized: ResourceList = size === undefined ? {} : { [REQUESTS_STORAGE]: size };
  if (storageClassName === '') return sized;
  const ofClass = `${storageClassName}${OF_CLASS}`;
  return {
    ...sized,
    [`${ofClass}persistentvolumeclaims`]: '1',
    ...(size === undefined ? {} : { [`${ofClass}${REQUESTS_STORAGE}`]: size }),
  };
}

/** Ended pods, and those that nobody has removed although their time is up, weigh nothing. */
function usageOfPod(pod: Pod, nowMs: number): ResourceList {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  const isOverdue =
    deletionTimestamp !== undefined && nowMs > parseTime(deletionTimestamp) + deletionGracePeriodSeconds * 1000;
  if (isPodTerminal(pod) || isOverdue) return {};
  return {
    pods: '1',
    ...computeUsage({ requests: podResources(pod, 'requests'), limits: podResources(pod, 'limits') }),
  };
}

function computeUsage({ requests = {}, limits = {} }: ResourceRequirements): ResourceList {
  const usage: Record<string, string> = {};
  for (const [name, amount] of Object.entries(requests)) {
    usage[`requests.${name}`] = amount;
    if (!name.includes('/')) usage[name] = amount;
  }
  for (const [name, amount] of Object.entries(limits)) if (compute.includes(name)) usage[`limits.${name}`] = amount;
  return usage;
}

function usageOfService({ spec: { type, ports = [], allocateLoadBalancerNodePorts } }: Service): ResourceList {
  const isBalanced = type === 'LoadBalancer';
  const counted =
    isBalanced && allocateLoadBalancerNodePorts === false
      ? ports.filter(({ nodePort = 0 }) => nodePort !== 0).length
      : ports.length;
  return {
    services: '1',
    'services.nodeports': isBalanced || type === 'NodePort' ? String(counted) : '0',
    'services.loadbalancers': isBalanced ? '1' : '0',
  };
}

/** What the containers of `pod` must say for a quota on `names`, and which do not: `limits.memory for: a,b`. */
export function unspecified(pod: Pod, names: readonly string[]): readonly string[] {
  const required = names.filter((name) => demanded.includes(name)).sort();
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const lacks =
    (name: string) =>
    ({ resources }: Container) =>
      computeUsage(resources ?? {})[name] === undefined;
  return required.flatMap((name) => {
    const lacking = all.filter(lacks(name)).map((container) => container.name);
    return lacking.length === 0 ? [] : [`${name} for: ${[...new Set(lacking)].sort().join(',')}`];
  });
}

/** `a` + `b`, name by name. */
export function addUsage(a: ResourceList, b: ResourceList): ResourceList {
  const result: Record<string, string> = {};
  for (const [name, amount] of [...Object.entries(a), ...Object.entries(b)]) {
    if (amount === undefined) continue;
    const known = result[name];
    result[name] = known === undefined ? amount : addQuantities(known, amount);
  }
  return result;
}

/** The entries of `list` whose names are among `names`. */
export function maskUsage(list: ResourceList, names: readonly string[]): ResourceList {
  return Object.fromEntries(Object.entries(list).filter(([name]) => names.includes(name)));
}

/** True if both spell the same amounts. */
export function isSameUsage(a: ResourceList = {}, b: ResourceList = {}): boolean {
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const [left, right] = [a[name], b[name]];
      return left !== undefined && right !== undefined && compareQuantities(left, right) === 0;
    })
  );
}
