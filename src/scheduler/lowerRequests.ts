/**
 * How far the requests of a pod would have to go down for it to fit on a node, and the kubectl line that lowers them.
 * A pod can be resized in place also while it waits.
 */
import type { Container, Pod } from '../api/core/pod';
import { milliValue, wholeValue } from '../api/meta/quantity';
import type { NodeInfo } from './framework';
import { podRequests } from './podRequests';
import type { Fix, Trial } from './trial';

const MI = 1024 * 1024;
const resources = ['cpu', 'memory'] as const;
type Resource = (typeof resources)[number];

/** What is free on `node`, in thousandths of a core and in bytes. */
export function freeOn({ allocatable, usage }: NodeInfo): Readonly<Record<Resource, number>> {
  return { cpu: allocatable.cpuMilli - usage.cpuMilli, memory: allocatable.memory - usage.memory };
}

/** `2.6`, `512Mi`, `3Gi`: rounded down, so that it fits. */
export function amountText(resource: Resource, amount: number): string {
  if (resource === 'cpu') return String(amount / 1000);
  const mi = Math.floor(amount / MI);
  return mi % 1024 === 0 ? `${mi / 1024}Gi` : `${mi}Mi`;
}

/** The same pod with as much less of cpu and memory as `node` lacks; nothing if it has none of it to give. */
export function lowerRequests(node: NodeInfo, trial: Trial): readonly Fix[] {
  const { pod } = trial;
  const free = freeOn(node);
  const requests = podRequests(pod);
  const wanted = { cpu: requests.cpuMilli, memory: requests.memory };
  let { containers } = pod.spec;
  const asks: string[] = [];
  const touched = new Map<string, Record<string, string>>();
  for (const resource of resources) {
    const excess = wanted[resource] - free[resource];
    if (excess <= 0 || wanted[resource] === 0) continue;
    const largest = [...containers].sort((a, b) => requestOf(b, resource) - requestOf(a, resource))[0];
    const amount = largest === undefined ? 0 : requestOf(largest, resource) - excess;
    const least = resource === 'cpu' ? 1 : MI;
    if (largest === undefined || amount < least) return [];
    const text = amountText(resource, amount);
    asks.push(`${resource} ${text}`);
    touched.set(largest.name, { ...touched.get(largest.name), [resource]: text });
    containers = containers.map((each) => (each.name === largest.name ? withRequest(each, resource, text) : each));
  }
  if (asks.length === 0) return [];
  const params = { asks: asks.join(', '), ...(containers.length > 1 && { container: [...touched.keys()].join(', ') }) };
  const change = { type: 'lowerRequests', params, command: commandOf(pod, touched) } as const;
  const less = { ...pod, spec: { ...pod.spec, containers } };
  const now = podRequests(less);
  const shareOf = (after: number, before: number) => (before === 0 ? 0 : 1 - after / before);
  const loss = Math.max(shareOf(now.cpuMilli, wanted.cpu), shareOf(now.memory, wanted.memory));
  return [{ change, loss, trial: { ...trial, pod: less } }];
}

function requestOf({ resources: { requests } }: Container, resource: Resource): number {
  const amount = requests?.[resource];
  if (amount === undefined) return 0;
  return resource === 'cpu' ? milliValue(amount) : wholeValue(amount);
}

function withRequest(container: Container, resource: Resource, amount: string): Container {
  const requests = { ...container.resources.requests, [resource]: amount };
  return { ...container, resources: { ...container.resources, requests } };
}

/** A pod keeps its quality of service: where requests equal limits, the limits go down as well. */
function commandOf(pod: Pod, touched: ReadonlyMap<string, Readonly<Record<string, string>>>): string {
  const { name, namespace = 'default' } = pod.metadata;
  const place = namespace === 'default' ? '' : ` -n ${namespace}`;
  const isGuaranteed = pod.status.qosClass === 'Guaranteed';
  const containers = [...touched].map(([container, requests]) => ({
    name: container,
    resources: isGuaranteed ? { requests, limits: requests } : { requests },
  }));
  const patch = JSON.stringify({ spec: { containers } });
  return `kubectl patch pod ${name}${place} --subresource=resize -p '${patch}'`;
}
