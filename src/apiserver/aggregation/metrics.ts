/**
 * metrics.k8s.io/v1beta1 as metrics-server answers it. It asks the kubelets every 15 s; the kubelets keep what it would
 * have got, so that nothing runs while nobody asks.
 * Models kubernetes-sigs/metrics-server v0.8 (pkg/storage, pkg/api). Left out: watches of nodes, swap, failing scrapes
 * other than of kubelets that cannot be reached.
 */
import type { Pod } from '../../api/core/pod';
import type { Quantity } from '../../api/meta/objectMeta';
import { formatQuantity } from '../../api/meta/quantity';
import { ApiError, failure } from '../../api/meta/status';
import { formatTime, parseTime } from '../../api/meta/time';
import type { KubeObject } from '../../api/meta/objectMeta';
import type { ApiResponse } from '../../client/transport';
import type { Kind, Kinds } from '../../api/kinds';
import { type Call, respond } from '../call';
import { notFound, unknownPath } from '../errors';
import { selectionOf } from '../selection';
import type { AggregatedResource } from './aggregation';

/** What is served. */
export const METRICS_RESOURCES: readonly AggregatedResource[] = [
  { name: 'nodes', kind: 'NodeMetrics', namespaced: false, verbs: ['get', 'list'] },
  { name: 'pods', kind: 'PodMetrics', namespaced: true, verbs: ['get', 'list'] },
];

const API_VERSION = 'metrics.k8s.io/v1beta1';
/** A container that is younger at a scrape is not measured from its start. */
const FRESH_MS = 10_000;
const RESOLUTION_MS = 15_000;
const PAGE_BYTES = 4096;

/** What a kubelet answers to `/usageSamples`: its last two notes of the machine and of each running container. */
export interface UsageReport {
  readonly node: readonly Sample[];
  readonly pods: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly containers: readonly {
      readonly name: string;
      /** Virtual milliseconds since the epoch. */
      readonly startedAt: number;
      readonly samples: readonly Sample[];
    }[];
  }[];
}
interface Sample {
  readonly at: number;
  readonly cpuMicros: number;
  readonly memoryBytes: number;
}

/** Use over a window that ends at `at`. */
interface Measured {
  readonly at: number;
  readonly windowMs: number;
  readonly usage: { readonly cpu: Quantity; readonly memory: Quantity };
}

/** Answers what is behind `/apis/metrics.k8s.io/v1beta1`; `server` is the pod that does. */
export async function metricsRequest(call: Call, server: Pod, rest: readonly string[]): Promise<ApiResponse> {
  const [first, namespace, third, name, ...more] = rest;
  if (first === 'nodes' && third === undefined) return nodeMetrics(call, server, namespace);
  if (first === 'pods' && namespace === undefined) return podMetrics(call, server, undefined, undefined);
  if (first === 'namespaces' && third === 'pods' && more.length === 0) return podMetrics(call, server, namespace, name);
  throw unknownPath();
}

async function nodeMetrics(call: Call, server: Pod, name: string | undefined): Promise<ApiResponse> {
  const nodes = selected(call, 'Node', undefined, name);
  const items: object[] = [];
  for (const { metadata } of nodes) {
    const report = await reportOf(call, metadata.name);
    const measured = report && overWindow(report.node, startOf(server));
    if (measured === undefined) continue;
    items.push({ ...head(call, 'NodeMetrics', metadata), ...timing(measured), usage: measured.usage });
  }
  if (name === undefined) return respond(call, 200, listOf('NodeMetrics', items));
  if (items[0] === undefined) throw unmeasured('nodemetrics', name);
  return respond(call, 200, items[0]);
}

async function podMetrics(
  call: Call,
  server: Pod,
  namespace: string | undefined,
  name: string | undefined,
): Promise<ApiResponse> {
  const pods = selected(call, 'Pod', namespace, name);
  const reports = new Map<string, UsageReport | undefined>();
  const items: object[] = [];
  for (const { metadata, spec } of pods) {
    const node = spec.nodeName ?? '';
    if (node === '') continue;
    if (!reports.has(node)) reports.set(node, await reportOf(call, node));
    const measured = ofPod(reports.get(node), metadata, startOf(server));
    if (measured === undefined) continue;
    const [earliest] = [...measured].sort((a, b) => a.at - b.at);
    if (earliest === undefined) continue;
    const containers = measured.map(({ name: container, usage }) => ({ name: container, usage }));
    items.push({ ...head(call, 'PodMetrics', metadata), ...timing(earliest), containers });
  }
  if (name === undefined) return respond(call, 200, listOf('PodMetrics', items));
  if (items[0] === undefined) throw unmeasured('podmetrics', `${namespace}/${name}`);
  return respond(call, 200, items[0]);
}

/** Objects that the request is about, in the order of a list. Throws 404 for a name that nobody has. */
function selected<K extends Kind>(
  { backend: { reader }, query }: Call,
  kind: K,
  namespace: string | undefined,
  name: string | undefined,
): readonly Kinds[K][] {
  if (name !== undefined) {
    const found = reader.get(kind, namespace === undefined ? { name } : { namespace, name });
    if (found === undefined) throw notFound(kind, name);
    return [found];
  }
  const selection = selectionOf(kind, query.labelSelector, query.fieldSelector);
  return reader.list(kind, namespace).filter((object) => selection.matches(object));
}

/** Undefined if the kubelet cannot be reached. */
async function reportOf(call: Call, node: string): Promise<UsageReport | undefined> {
  const response = await call.backend.kubelet?.request(node, { method: 'GET', path: '/usageSamples' });
  return response?.code === 200 ? (response.body as UsageReport) : undefined; // Our own kubelet's answer.
}

/** Since when the server asks kubelets. */
function startOf({ status }: Pod): number {
  const started = status.containerStatuses?.[0]?.state.running?.startedAt;
  return started === undefined ? Infinity : parseTime(started);
}

/** Every container of the pod that runs, by name; undefined if one of them is not measured yet. */
function ofPod(
  report: UsageReport | undefined,
  { namespace, name }: KubeObject['metadata'],
  since: number,
): readonly (Measured & { readonly name: string })[] | undefined {
  const pod = report?.pods.find((each) => each.namespace === namespace && each.name === name);
  if (pod === undefined) return undefined;
  const all: (Measured & { readonly name: string })[] = [];
  for (const { name: container, startedAt, samples } of pod.containers) {
    const measured = sinceStart(samples, startedAt, since) ?? overWindow(samples, since);
    if (measured === undefined) return undefined;
    all.push({ ...measured, name: container });
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Between the last two scrapes, if the server was there for both. */
function overWindow([before, last]: readonly Sample[], since: number): Measured | undefined {
  if (before === undefined || last === undefined || before.at < since) return undefined;
  return between(before, last);
}

/** A container that started since the last scrape but one is measured from its start, if that is long enough. */
function sinceStart(samples: readonly Sample[], startedAt: number, since: number): Measured | undefined {
  const last = samples.at(-1);
  if (last === undefined || last.at < since) return undefined;
  const age = last.at - startedAt;
  if (age < FRESH_MS || age >= RESOLUTION_MS) return undefined;
  return between({ at: startedAt, cpuMicros: 0 }, last);
}

function between(before: Pick<Sample, 'at' | 'cpuMicros'>, last: Sample): Measured {
  const windowMs = last.at - before.at;
  // Microseconds in a millisecond are thousandths of a core; the quantity counts billionths.
  const nano = BigInt(Math.floor(((last.cpuMicros - before.cpuMicros) * 1_000_000) / windowMs));
  const pages = BigInt(Math.floor(last.memoryBytes / PAGE_BYTES) * PAGE_BYTES);
  return {
    at: last.at,
    windowMs,
    usage: {
      cpu: formatQuantity({ nano, format: 'DecimalSI' }),
      memory: formatQuantity({ nano: pages * 1_000_000_000n, format: 'BinarySI' }),
    },
  };
}

function head(call: Call, kind: string, { name, namespace, labels }: KubeObject['metadata']): object {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    creationTimestamp: formatTime(call.backend.clock.now()),
    ...(labels === undefined ? {} : { labels }),
  };
  return { kind, apiVersion: API_VERSION, metadata };
}

function timing({ at, windowMs }: Measured): object {
  return { timestamp: formatTime(at as Parameters<typeof formatTime>[0]), window: `${windowMs / 1000}s` }; // An instant.
}

function listOf(kind: string, items: readonly object[]): object {
  return { kind: `${kind}List`, apiVersion: API_VERSION, metadata: {}, items };
}

function unmeasured(resource: string, name: string): ApiError {
  const details = { name, group: 'metrics.k8s.io', kind: resource };
  return new ApiError(failure(404, 'NotFound', `${resource}.metrics.k8s.io "${name}" not found`, details));
}
