/**
 * How much a pod asks for, in the units in which the scheduler counts.
 * Models staging/src/k8s.io/component-helpers/resource/helpers.go and pkg/scheduler/util/pod_resources.go (v1.36.3).
 * A resize that the node can never grant does not count. Left out: amounts between what a resize asks for and what it
 * has given so far.
 */
import type { Container, Pod, PodSpec, ResourceList } from '../api/core/pod';
import { milliValue, wholeValue } from '../api/meta/quantity';

/** Amounts of the resources that the scheduler counts. cpu in thousandths, the rest in whole units. */
export interface ResourceAmounts {
  readonly cpuMilli: number;
  readonly memory: number;
  readonly ephemeralStorage: number;
  /** Extended resources such as `example.com/gpu`. Absent if there are none. */
  readonly scalars?: Readonly<Record<string, number>>;
}

export interface PodRequests extends ResourceAmounts {
  /** Like cpuMilli and memory, but a container without a request counts as 100m and 200Mi: what scores are made of. */
  readonly nonZeroCpuMilli: number;
  readonly nonZeroMemory: number;
}

const NONE: ResourceAmounts = { cpuMilli: 0, memory: 0, ephemeralStorage: 0 };
const DEFAULT_CPU_MILLI = 100;
const DEFAULT_MEMORY = 200 * 1024 * 1024;

/** What `resources` spells. `pods` is not counted: a pod is always one. */
export function amountsOf(resources: ResourceList | undefined): ResourceAmounts {
  if (resources === undefined) return NONE;
  let cpuMilli = 0;
  let memory = 0;
  let ephemeralStorage = 0;
  let scalars: Record<string, number> | undefined;
  for (const [name, quantity] of Object.entries(resources)) {
    if (name === 'cpu') cpuMilli = milliValue(quantity);
    else if (name === 'memory') memory = wholeValue(quantity);
    else if (name === 'ephemeral-storage') ephemeralStorage = wholeValue(quantity);
    else if (name !== 'pods') scalars = { ...scalars, [name]: wholeValue(quantity) };
  }
  return scalars === undefined
    ? { cpuMilli, memory, ephemeralStorage }
    : { cpuMilli, memory, ephemeralStorage, scalars };
}

/** `a` + `b`, or a - b with sign -1. */
export function addAmounts(a: ResourceAmounts, b: ResourceAmounts, sign: 1 | -1 = 1): ResourceAmounts {
  const scalars = combineScalars(a.scalars, b.scalars, (left, right) => left + sign * right);
  return {
    cpuMilli: a.cpuMilli + sign * b.cpuMilli,
    memory: a.memory + sign * b.memory,
    ephemeralStorage: a.ephemeralStorage + sign * b.ephemeralStorage,
    ...(scalars === undefined ? {} : { scalars }),
  };
}

function maxAmounts(a: ResourceAmounts, b: ResourceAmounts): ResourceAmounts {
  const scalars = combineScalars(a.scalars, b.scalars, (left, right) => Math.max(left, right));
  return {
    cpuMilli: Math.max(a.cpuMilli, b.cpuMilli),
    memory: Math.max(a.memory, b.memory),
    ephemeralStorage: Math.max(a.ephemeralStorage, b.ephemeralStorage),
    ...(scalars === undefined ? {} : { scalars }),
  };
}

function combineScalars(
  a: ResourceAmounts['scalars'],
  b: ResourceAmounts['scalars'],
  combine: (left: number, right: number) => number,
): ResourceAmounts['scalars'] {
  if (b === undefined) return a;
  const sum: Record<string, number> = { ...a };
  for (const [name, amount] of Object.entries(b)) sum[name] = combine(sum[name] ?? 0, amount);
  return sum;
}

/** Specs never change in place, so what was once read off one stays true. */
const memo = new WeakMap<PodSpec, PodRequests>();

/** The requests of `pod`: what its containers need at once, at their highest moment. */
export function podRequests(pod: Pod): PodRequests {
  if (isResizeInfeasible(pod)) return requestsOf(asAllocated(pod));
  const { spec } = pod;
  let requests = memo.get(spec);
  if (requests === undefined) {
    requests = requestsOf(spec);
    memo.set(spec, requests);
  }
  return requests;
}

/** Whether the pod asks for more than its node could ever give: it keeps what it has. */
export function isResizeInfeasible({ status: { conditions } }: Pod): boolean {
  return conditions?.some(({ type, reason }) => type === 'PodResizePending' && reason === 'Infeasible') === true;
}

/** The spec with the requests that the kubelet has granted. */
function asAllocated({ spec, status }: Pod): PodSpec {
  const granted = [...(status.containerStatuses ?? []), ...(status.initContainerStatuses ?? [])];
  const allocated = (container: Container): Container => {
    const requests = granted.find(({ name }) => name === container.name)?.allocatedResources;
    return requests === undefined ? container : { ...container, resources: { ...container.resources, requests } };
  };
  const { initContainers } = spec;
  return {
    ...spec,
    containers: spec.containers.map(allocated),
    ...(initContainers && { initContainers: initContainers.map(allocated) }),
  };
}

function requestsOf(spec: PodSpec): PodRequests {
  const real = sumOf(spec, (container) => amountsOf(container.resources.requests));
  const filled = sumOf(spec, nonZeroOf);
  const whole = spec.resources?.requests;
  return {
    ...overridden(real, spec, whole),
    nonZeroCpuMilli: whole?.cpu === undefined ? filled.cpuMilli : milliValue(whole.cpu) + overheadOf(spec).cpuMilli,
    nonZeroMemory: whole?.memory === undefined ? filled.memory : wholeValue(whole.memory) + overheadOf(spec).memory,
  };
}

function nonZeroOf(container: Container): ResourceAmounts {
  const requests = container.resources.requests;
  const amounts = amountsOf(requests);
  return {
    ...amounts,
    cpuMilli: requests?.cpu === undefined ? DEFAULT_CPU_MILLI : amounts.cpuMilli,
    memory: requests?.memory === undefined ? DEFAULT_MEMORY : amounts.memory,
  };
}

/** A request of the pod as a whole takes the place of its containers' sum. */
function overridden(sum: ResourceAmounts, spec: PodSpec, whole: ResourceList | undefined): ResourceAmounts {
  if (whole === undefined) return sum;
  const overhead = overheadOf(spec);
  const pages = Object.entries(whole).filter(([name]) => name.startsWith('hugepages-'));
  const own = Object.fromEntries(pages.map(([name, amount]) => [name, wholeValue(amount)]));
  return {
    ...sum,
    ...(pages.length > 0 && { scalars: { ...sum.scalars, ...own } }),
    ...(whole.cpu === undefined ? {} : { cpuMilli: milliValue(whole.cpu) + overhead.cpuMilli }),
    ...(whole.memory === undefined ? {} : { memory: wholeValue(whole.memory) + overhead.memory }),
  };
}

function overheadOf(spec: PodSpec): ResourceAmounts {
  return amountsOf(spec.overhead);
}

/**
 * The highest of two moments, plus the overhead:
 * 1. all app containers and sidecars run;
 * 2. one init container runs beside the sidecars that were started before it.
 */
function sumOf(spec: PodSpec, amounts: (container: Container) => ResourceAmounts): ResourceAmounts {
  let running = NONE;
  for (const container of spec.containers) running = addAmounts(running, amounts(container));
  let sidecars = NONE;
  let starting = NONE;
  for (const container of spec.initContainers ?? []) {
    const own = amounts(container);
    const moment = addAmounts(sidecars, own);
    if (container.restartPolicy === 'Always') sidecars = moment;
    starting = maxAmounts(starting, moment);
  }
  return addAmounts(maxAmounts(addAmounts(running, sidecars), starting), overheadOf(spec));
}
