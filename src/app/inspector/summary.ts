/** What the inspector's first tab says of an object: pairs of a word of Kubernetes and its value, and rows per container. */
import type { Deployment } from '../../api/apps/deployment';
import type { Node, Taint } from '../../api/core/node';
import type { Container, ContainerState, ContainerStatus, Pod, Probe, Toleration } from '../../api/core/pod';
import { type Kind, type Kinds, kinds } from '../../api/kinds';
import { controllerOf, type Labels } from '../../api/meta/objectMeta';
import { isScalable, type ScalableObject } from '../actions/target';
import type { ObjectRef } from '../stores/selectionStore';
import { instantOf, sinceText } from '../../printers/duration';
import { printedFacts } from './printedFacts';

/** One line of the summary. `term` is a word of Kubernetes and stays English; `link` leads to another object. */
export interface Fact {
  readonly term: string;
  readonly value: string;
  readonly link?: ObjectRef;
  /** The stamp that the value tells of, in milliseconds since the epoch, cut to seconds. */
  readonly at?: number;
  /** The field that "why?" is asked about, as a WhySubject has it. */
  readonly field?: string;
}

/** A condition of any kind, ready to print. */
export interface ConditionRow {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  /** Since when, as an age. */
  readonly since: string;
  /** The same in milliseconds since the epoch. */
  readonly at: number | undefined;
  /** True if the status is the one that nobody need worry about. */
  readonly good: boolean;
}

export interface ContainerRow {
  readonly name: string;
  readonly image: string;
  readonly init: boolean;
  readonly ready: boolean;
  readonly restarts: number;
  /** When it was restarted last, in milliseconds since the epoch. */
  readonly restartedAt?: number;
  readonly facts: readonly Fact[];
}

/** The facts of `object`, in the order of `kubectl describe`. */
export function factsOf(kind: Kind, object: Kinds[Kind], now: number): readonly Fact[] {
  const own = specificFacts(kind, object, now);
  const { labels, creationTimestamp, namespace } = object.metadata;
  const owner = controllerOf(object);
  return [
    ...(namespace === undefined ? [] : [{ term: 'Namespace', value: namespace }]),
    ...own,
    ...(owner === undefined
      ? []
      : [
          {
            term: 'Controlled By',
            value: `${owner.kind}/${owner.name}`,
            // There is nothing to see of kinds that the page does not know.
            ...(isKnown(owner.kind)
              ? { link: refTo(owner.kind, kinds[owner.kind].namespaced ? namespace : undefined, owner.name) }
              : {}),
          },
        ]),
    { term: 'Labels', value: labelText(labels) },
    { term: 'Age', value: sinceText(creationTimestamp, now), ...atStamp(creationTimestamp) },
  ];
}

function atStamp(stamp: string | null | undefined): Pick<Fact, 'at'> {
  const at = instantOf(stamp ?? undefined);
  return at === undefined ? {} : { at };
}

const isKnown = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);
const refTo = (kind: Kind, namespace: string | undefined, name: string): ObjectRef =>
  namespace === undefined ? { kind, name } : { kind, namespace, name };

function specificFacts(kind: Kind, object: Kinds[Kind], now: number): readonly Fact[] {
  // `kind` names the type of `object`: the store keeps one shelf per kind.
  if (kind === 'Pod') return podFacts(object as Pod, now);
  if (kind === 'Node') return nodeFacts(object as Node);
  if (isScalable(kind)) return controllerFacts(kind, object as ScalableObject);
  return printedFacts(kind, object, now);
}

function podFacts(pod: Pod, now: number): readonly Fact[] {
  const { spec, status, metadata } = pod;
  const deleted = instantOf(metadata.deletionTimestamp);
  return [
    ...(spec.nodeName === undefined
      ? [{ term: 'Node', value: '<none>', field: 'status.conditions[type=PodScheduled].status' }]
      : [
          {
            term: 'Node',
            value: spec.nodeName,
            link: { kind: 'Node' as const, name: spec.nodeName },
            field: 'spec.nodeName',
          },
        ]),
    { term: 'Phase', value: status.phase, field: 'status.phase' },
    { term: 'IP', value: status.podIP ?? '<none>' },
    { term: 'QoS Class', value: status.qosClass ?? '<none>' },
    ...(status.startTime === undefined
      ? []
      : [{ term: 'Start Time', value: sinceText(status.startTime, now), ...atStamp(status.startTime) }]),
    { term: 'Restart Policy', value: spec.restartPolicy },
    ...(deleted === undefined
      ? []
      : [
          {
            term: 'Grace Period',
            value: `${metadata.deletionGracePeriodSeconds ?? spec.terminationGracePeriodSeconds}s`,
            field: 'metadata.deletionTimestamp',
          },
        ]),
    ...(spec.nodeSelector === undefined ? [] : [{ term: 'Node-Selectors', value: labelText(spec.nodeSelector) }]),
    ...(spec.tolerations === undefined || spec.tolerations.length === 0
      ? []
      : [{ term: 'Tolerations', value: spec.tolerations.map(tolerationText).join('\n') }]),
  ];
}

function nodeFacts(node: Node): readonly Fact[] {
  const { spec, status } = node;
  const amounts = ['cpu', 'memory', 'pods'].map((name) => `${name} ${status.allocatable?.[name] ?? '?'}`).join(', ');
  const address = status.addresses?.find(({ type }) => type === 'InternalIP')?.address;
  return [
    { term: 'Unschedulable', value: String(spec.unschedulable === true), field: 'spec.unschedulable' },
    { term: 'Taints', value: (spec.taints ?? []).map(taintText).join('\n') || '<none>', field: 'spec.taints' },
    { term: 'Allocatable', value: amounts },
    ...(address === undefined ? [] : [{ term: 'InternalIP', value: address }]),
    ...(status.nodeInfo === undefined ? [] : [{ term: 'Kubelet Version', value: status.nodeInfo.kubeletVersion }]),
    ...(spec.podCIDR === undefined ? [] : [{ term: 'PodCIDR', value: spec.podCIDR }]),
  ];
}

function controllerFacts(kind: Kind, object: ScalableObject): readonly Fact[] {
  const { spec, status } = object;
  const current = status.replicas ?? 0;
  const counts = { term: 'Replicas', value: `${current} current / ${spec.replicas} desired`, field: 'status.replicas' };
  const ready = { term: 'Ready', value: String(status.readyReplicas ?? 0), field: 'status.readyReplicas' };
  const available = {
    term: 'Available',
    value: String(status.availableReplicas ?? 0),
    field: 'status.availableReplicas',
  };
  const selector = { term: 'Selector', value: selectorText(spec.selector) };
  if (kind !== 'Deployment') return [counts, ready, available, selector];
  const deployment = object as Deployment; // Its kind says so.
  const rolling = deployment.spec.strategy.rollingUpdate;
  const surge =
    rolling === undefined ? '' : `, ${rolling.maxUnavailable} max unavailable, ${rolling.maxSurge} max surge`;
  return [
    counts,
    { term: 'Updated', value: String(deployment.status.updatedReplicas ?? 0), field: 'status.updatedReplicas' },
    ready,
    available,
    { term: 'StrategyType', value: `${deployment.spec.strategy.type}${surge}` },
    selector,
  ];
}

/** Rows for the Conditions tab; none for kinds without conditions. */
export function conditionRows(object: Kinds[Kind], now: number): readonly ConditionRow[] {
  const status = 'status' in object ? (object.status ?? undefined) : undefined;
  const conditions = status !== undefined && 'conditions' in status ? (status.conditions ?? []) : [];
  return conditions.map(({ type, status: value, reason = '', message = '', lastTransitionTime }) => ({
    type,
    status: value,
    reason,
    message,
    since: sinceText(lastTransitionTime, now),
    at: instantOf(lastTransitionTime),
    good: value === (isBadNews(type) ? 'False' : 'True'),
  }));
}

/** Conditions that are good when they are False. */
const isBadNews = (type: string) =>
  /Pressure$|Unavailable$|^(DisruptionTarget|ReplicaFailure|PodResizePending|Failed|FailureTarget|Suspended|ScalingLimited)$/.test(
    type,
  );

/** The containers of a pod, init containers first, as they run. */
export function containerRows(pod: Pod, now: number): readonly ContainerRow[] {
  const { initContainers = [], containers } = pod.spec;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status;
  const rows = (list: readonly Container[], statuses: readonly ContainerStatus[], init: boolean) =>
    list.map((container) =>
      containerRow(
        container,
        statuses.find(({ name }) => name === container.name),
        init,
        now,
      ),
    );
  return [...rows(initContainers, initContainerStatuses, true), ...rows(containers, containerStatuses, false)];
}

function containerRow(
  container: Container,
  status: ContainerStatus | undefined,
  init: boolean,
  now: number,
): ContainerRow {
  const { requests = {}, limits = {} } = container.resources ?? {};
  const probes: readonly (readonly [string, Probe | undefined])[] = [
    ['Liveness', container.livenessProbe],
    ['Readiness', container.readinessProbe],
    ['Startup', container.startupProbe],
  ];
  const last = status?.lastState;
  return {
    name: container.name,
    image: container.image,
    init,
    ready: status?.ready ?? false,
    restarts: status?.restartCount ?? 0,
    ...restartOf(status),
    facts: [
      { term: 'State', value: stateText(status?.state, now), ...atStamp(stampOf(status?.state)) },
      ...(last?.terminated === undefined
        ? []
        : [{ term: 'Last State', value: stateText(last, now), ...atStamp(stampOf(last)) }]),
      ...(Object.keys(requests).length === 0 ? [] : [{ term: 'Requests', value: amountText(requests) }]),
      ...(Object.keys(limits).length === 0 ? [] : [{ term: 'Limits', value: amountText(limits) }]),
      ...probes.flatMap(([term, probe]) => (probe === undefined ? [] : [{ term, value: probeText(probe) }])),
    ],
  };
}

/** The run that the last restart began: the present one, or the one that has ended since. */
function restartOf(status: ContainerStatus | undefined): Pick<ContainerRow, 'restartedAt'> {
  if (status === undefined || status.restartCount === 0) return {};
  const { state, lastState } = status;
  const run = state.running ?? state.terminated ?? lastState?.terminated;
  const { at } = atStamp(run?.startedAt ?? stampOf(lastState));
  return at === undefined ? {} : { restartedAt: at };
}

/** The stamp that `stateText` counts from. */
const stampOf = (state: ContainerState | undefined) => state?.running?.startedAt ?? state?.terminated?.finishedAt;

/** `Running for 2m5s`, `Waiting: CrashLoopBackOff`, `Terminated: Error, exit code 137, 33s ago`. */
function stateText(state: ContainerState | undefined, now: number): string {
  if (state?.running !== undefined) return `Running, ${sinceText(state.running.startedAt, now)}`;
  if (state?.terminated !== undefined) {
    const { reason = '', exitCode, finishedAt } = state.terminated;
    return `Terminated: ${reason}, exit code ${exitCode}, ${sinceText(finishedAt, now)} ago`;
  }
  const { reason, message } = state?.waiting ?? {};
  return ['Waiting', reason, message].filter((word) => word !== undefined && word !== '').join(': ');
}

/** As describe prints a probe: `http-get http://:8080/ delay=0s timeout=1s period=10s #success=1 #failure=3`. */
export function probeText(probe: Probe): string {
  const { initialDelaySeconds = 0, timeoutSeconds, periodSeconds, successThreshold, failureThreshold } = probe;
  const times = `delay=${initialDelaySeconds}s timeout=${timeoutSeconds}s period=${periodSeconds}s #success=${successThreshold} #failure=${failureThreshold}`;
  return `${probeHandler(probe)} ${times}`;
}

function probeHandler({ httpGet, exec, tcpSocket, grpc }: Probe): string {
  if (httpGet !== undefined) {
    const { scheme = 'HTTP', host = '', port, path = '' } = httpGet;
    return `http-get ${scheme.toLowerCase()}://${host}:${port}${path.startsWith('/') ? path : `/${path}`}`;
  }
  if (exec !== undefined) return `exec [${(exec.command ?? []).join(' ')}]`;
  if (tcpSocket !== undefined) return `tcp-socket ${tcpSocket.host ?? ''}:${tcpSocket.port}`;
  return grpc === undefined ? 'unknown' : `grpc <pod>:${grpc.port} ${grpc.service ?? ''}`;
}

/** Sorted `key=value` lines; `<none>` for none. */
export function labelText(labels: Labels | undefined): string {
  const entries = Object.entries(labels ?? {}).sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join('\n');
}

const amountText = (amounts: Readonly<Record<string, string>>) =>
  Object.entries(amounts)
    .map(([name, amount]) => `${name} ${amount}`)
    .join(', ');

const taintText = ({ key, value, effect }: Taint) =>
  `${key}${value === undefined || value === '' ? '' : `=${value}`}:${effect}`;

function tolerationText({ key = '', operator, value, effect, tolerationSeconds }: Toleration): string {
  const matched = `${key}${value === undefined || value === '' ? '' : `=${value}`}${effect === undefined ? '' : `:${effect}`}`;
  const exists = operator === 'Exists' ? ' op=Exists' : '';
  return `${matched}${exists}${tolerationSeconds === undefined ? '' : ` for ${tolerationSeconds}s`}`.trim();
}

function selectorText(selector: Labels | Deployment['spec']['selector']): string {
  if ('matchLabels' in selector || 'matchExpressions' in selector) {
    const { matchLabels, matchExpressions } = selector as Deployment['spec']['selector']; // A map of labels has no such maps inside.
    const words = (matchExpressions ?? []).map(({ key, operator, values = [] }) =>
      values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`,
    );
    const labels = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
    return [...labels, ...words].join('\n') || '<none>';
  }
  return labelText(selector as Labels); // A ReplicationController's selector is a map of labels.
}
