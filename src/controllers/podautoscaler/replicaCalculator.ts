/**
 * How many replicas a measured use asks for.
 * Models pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go (v1.36.3).
 */
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { milliValue } from '../../api/meta/quantity';
import { parseTime } from '../../api/meta/time';
import { MetricError, type PodMetric, type PodMetrics } from './podMetrics';

/** --horizontal-pod-autoscaler-cpu-initialization-period and --horizontal-pod-autoscaler-initial-readiness-delay. */
const CPU_INITIALIZATION_MS = 300_000;
const INITIAL_READINESS_MS = 30_000;

/** How far from 1 a ratio may be, in either direction, before anything is done. */
export interface Tolerances {
  readonly scaleUp: number;
  readonly scaleDown: number;
}

/** What a metric is compared with. */
export type Aim =
  /** Percent of what the pods request; `requests` tells it by name, or throws MetricError. */
  | { readonly type: 'utilization'; readonly percent: number; requests(): ReadonlyMap<string, number> }
  /** Thousandths per pod. */
  | { readonly type: 'average'; readonly value: number };

/** A size that a metric asks for, and what was measured of it. */
export interface Proposal {
  readonly replicas: number;
  /** Percent of the request; absent for an average. */
  readonly utilization?: number;
  /** Thousandths per pod. */
  readonly average: number;
}

/** The size that `metrics` of `pods` ask for. `resource`: cpu is measured with care while pods start. Throws MetricError. */
export function proposal(
  pods: readonly Pod[],
  measured: PodMetrics,
  resource: string,
  aim: Aim,
  { current, tolerances, now }: { readonly current: number; readonly tolerances: Tolerances; readonly now: number },
): Proposal {
  if (pods.length === 0) throw new MetricError('no pods returned by selector while calculating replica count');
  const { ready, unready, missing, ignored } = grouped(pods, measured, resource, now);
  const values = new Map([...measured].map(([name, { value }]) => [name, value]));
  for (const name of [...ignored, ...unready]) values.delete(name);
  if (values.size === 0) throw new MetricError('did not receive metrics for targeted pods (pods might be unready)');
  const first = ratioOf(values, aim);
  const shown = {
    average: first.average,
    ...(first.utilization === undefined ? {} : { utilization: first.utilization }),
  };
  const unchanged = { ...shown, replicas: current };
  const countsUnready = unready.length > 0 && first.ratio > 1;
  if (!countsUnready && missing.length === 0) {
    if (isWithin(first.ratio, tolerances)) return unchanged;
    return { ...shown, replicas: Math.ceil(first.ratio * ready) };
  }
  // What is not known speaks against a change: all of it on the way down, nothing on the way up.
  for (const name of missing) {
    if (first.ratio < 1) values.set(name, assumed(name, aim));
    else if (first.ratio > 1 || aim.type === 'average') values.set(name, 0);
  }
  if (countsUnready) for (const name of unready) values.set(name, 0);
  const { ratio } = ratioOf(values, aim);
  const turns = (first.ratio < 1 && ratio > 1) || (first.ratio > 1 && ratio < 1);
  if (isWithin(ratio, tolerances) || turns) return unchanged;
  const replicas = Math.ceil(ratio * values.size);
  const isAgainst = (ratio < 1 && replicas > current) || (ratio > 1 && replicas < current);
  return isAgainst ? unchanged : { ...shown, replicas };
}

function assumed(name: string, aim: Aim): number {
  if (aim.type === 'average') return aim.value;
  return Math.trunc(((aim.requests().get(name) ?? 0) * Math.max(100, aim.percent)) / 100);
}

function ratioOf(
  values: ReadonlyMap<string, number>,
  aim: Aim,
): Omit<Proposal, 'replicas'> & { readonly ratio: number } {
  if (aim.type === 'average') {
    let total = 0;
    for (const value of values.values()) total += value;
    const average = Math.trunc(total / values.size);
    return { ratio: average / aim.value, average };
  }
  const requests = aim.requests();
  let total = 0;
  let requested = 0;
  let count = 0;
  for (const [name, value] of values) {
    const request = requests.get(name);
    if (request === undefined) continue;
    total += value;
    requested += request;
    count += 1;
  }
  if (requested === 0) throw new MetricError('no metrics returned matched known pods');
  const utilization = Math.trunc((total * 100) / requested);
  return { ratio: utilization / aim.percent, utilization, average: Math.trunc(total / count) };
}

/** Models Tolerances.isWithin. */
function isWithin(ratio: number, { scaleUp, scaleDown }: Tolerances): boolean {
  return 1 - scaleDown <= ratio && ratio <= 1 + scaleUp;
}

interface Groups {
  /** How many count fully. */
  readonly ready: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

function grouped(pods: readonly Pod[], measured: PodMetrics, resource: string, now: number): Groups {
  const unready: string[] = [];
  const missing: string[] = [];
  const ignored: string[] = [];
  let ready = 0;
  for (const pod of pods) {
    const { name, deletionTimestamp } = pod.metadata;
    const metric = measured.get(name);
    if (deletionTimestamp !== undefined || pod.status.phase === 'Failed') ignored.push(name);
    else if (pod.status.phase === 'Pending') unready.push(name);
    else if (metric === undefined) missing.push(name);
    else if (resource === 'cpu' && isStarting(pod, metric, now)) unready.push(name);
    else ready += 1;
  }
  return { ready, unready, missing, ignored };
}

/** Processor time that a pod needs to start says nothing about its load. */
function isStarting({ status }: Pod, metric: PodMetric, now: number): boolean {
  const condition = conditionOf(status.conditions, 'Ready');
  if (condition === undefined || status.startTime === undefined) return true;
  const startedAt = parseTime(status.startTime);
  const isUnready = condition.status === 'False';
  const changedAt = parseTime(condition.lastTransitionTime ?? status.startTime);
  if (startedAt + CPU_INITIALIZATION_MS > now) return isUnready || metric.at < changedAt + metric.windowMs;
  return isUnready && startedAt + INITIAL_READINESS_MS > changedAt;
}

/** What each pod requests of `resource`, in thousandths; throws MetricError where a container (or `container`) has no request. */
export function requestsOf(pods: readonly Pod[], resource: string, container?: string): ReadonlyMap<string, number> {
  const requests = new Map<string, number>();
  for (const { metadata, spec } of pods) {
    const whole = container === undefined ? spec.resources?.requests?.[resource] : undefined;
    if (whole !== undefined) {
      requests.set(metadata.name, milliValue(whole));
      continue;
    }
    const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    let sum = 0;
    for (const { name, resources } of [...spec.containers, ...sidecars]) {
      if (container !== undefined && name !== container) continue;
      const request = resources.requests?.[resource];
      if (request === undefined) {
        throw new MetricError(`missing request for ${resource} in container ${name} of Pod ${metadata.name}`);
      }
      sum += milliValue(request);
    }
    requests.set(metadata.name, sum);
  }
  return requests;
}
