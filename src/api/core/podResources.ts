/**
 * What pods ask for and may use, in all.
 * Models PodRequests and PodLimits of staging/src/k8s.io/component-helpers/resource/helpers.go (v1.36.3).
 * Left out: amounts in status, which only an in-place resize would change.
 */
import type { Pod, PodSpec, ResourceList } from './pod';
import { addQuantities, compareQuantities } from '../meta/quantity';

/** Requests or limits of one pod: regular containers and sidecars together, or the largest need of its start. */
export function podResources({ spec }: Pod, part: 'requests' | 'limits'): ResourceList {
  return withOverhead({ ...containerResources(spec, part), ...podLevel(spec.resources?.[part]) }, spec.overhead, part);
}

/** The same as the containers say it, whatever the pod says of itself. */
export function containerResources(spec: PodSpec, part: 'requests' | 'limits'): ResourceList {
  let total: ResourceList = {};
  for (const { resources } of spec.containers ?? []) total = sum(total, resources?.[part]);
  let start: ResourceList = {};
  let sidecars: ResourceList = {};
  for (const { resources, restartPolicy } of spec.initContainers ?? []) {
    const own = resources?.[part] ?? {};
    if (restartPolicy === 'Always') {
      total = sum(total, own);
      sidecars = sum(sidecars, own);
      start = largest(start, sidecars);
    } else start = largest(start, sum(sidecars, own));
  }
  return largest(total, start);
}

/** Of what a pod may say of itself, these override its containers. */
export function podLevel(list: ResourceList = {}): ResourceList {
  return Object.fromEntries(
    Object.entries(list).filter(([name]) => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')),
  );
}

/** What running the pod itself costs. It does not limit what has no limit. */
function withOverhead(total: ResourceList, overhead: ResourceList = {}, part: 'requests' | 'limits'): ResourceList {
  if (part === 'requests') return sum(total, overhead);
  return sum(total, Object.fromEntries(Object.entries(overhead).filter(([name]) => name in total)));
}

/** Adds two lists name by name. */
export function sum(a: ResourceList, b: ResourceList = {}): ResourceList {
  const result = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const known = result[name];
    result[name] = known === undefined ? amount : addQuantities(known, amount);
  }
  return result;
}

function largest(a: ResourceList, b: ResourceList): ResourceList {
  const result = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    const known = result[name];
    if (known === undefined || compareQuantities(amount, known) > 0) result[name] = amount;
  }
  return result;
}
