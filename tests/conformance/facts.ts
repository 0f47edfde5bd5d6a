/**
 * What kubectl would tell of objects, as facts to compare: cells of `get` and the parts of `describe` that are state,
 * not layout. The layout itself is proven by the printers' own recordings.
 */
import type { Event } from '../../src/api/core/event';
import type { Node } from '../../src/api/core/node';
import type { ContainerState, Pod } from '../../src/api/core/pod';
import type { ReplicationController } from '../../src/api/core/replicationController';
import type { ReplicaSet } from '../../src/api/apps/replicaSet';
import { parseTime } from '../../src/api/meta/time';
import { podState } from '../../src/app/graph/podState';

export type Row = Readonly<Record<string, string>>;

/** Whole seconds since `time`, as `12s`. */
export const age = (time: string, now: number): string => `${Math.max(0, Math.floor((now - parseTime(time)) / 1000))}s`;

export function podRow(pod: Pod, now: number): Row {
  const { status, ready, restarts } = podState(pod, undefined);
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const ends = statuses.flatMap(({ lastState }) => lastState.terminated?.finishedAt ?? []);
  const last = ends.sort().at(-1);
  return {
    NAME: pod.metadata.name,
    READY: ready,
    STATUS: status,
    RESTARTS: restarts > 0 && last !== undefined ? `${restarts} (${age(last, now)} ago)` : String(restarts),
    AGE: age(pod.metadata.creationTimestamp, now),
    IP: pod.status.podIP ?? '<none>',
    NODE: pod.spec.nodeName ?? '<none>',
    LABELS: Object.entries(pod.metadata.labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .sort()
      .join(','),
    APP: pod.metadata.labels?.app ?? '',
  };
}

export function replicasRow(owner: ReplicationController | ReplicaSet, now: number): Row {
  const { metadata, spec, status } = owner;
  const [first] = spec.template.spec.containers;
  return {
    NAME: metadata.name,
    DESIRED: String(spec.replicas),
    CURRENT: String(status.replicas),
    READY: String(status.readyReplicas ?? 0),
    AGE: age(metadata.creationTimestamp, now),
    CONTAINERS: first?.name ?? '',
    IMAGES: first?.image ?? '',
    SELECTOR: selectorText(owner),
  };
}

function selectorText(owner: ReplicationController | ReplicaSet): string {
  if (owner.kind === 'ReplicationController') return equalities((owner as ReplicationController).spec.selector);
  const { matchLabels = {}, matchExpressions = [] } = (owner as ReplicaSet).spec.selector;
  const sets = matchExpressions.map(
    ({ key, operator, values = [] }) => `${key} ${operator.toLowerCase()} (${values.join(',')})`,
  );
  return [equalities(matchLabels), ...sets].filter((text) => text !== '').join(',');
}

function equalities(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

export function nodeRow(node: Node, now: number): Row {
  const ready = node.status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return {
    NAME: node.metadata.name,
    STATUS: `${ready ? 'Ready' : 'NotReady'}${node.spec.unschedulable === true ? ',SchedulingDisabled' : ''}`,
    ROLES: '<none>',
    AGE: age(node.metadata.creationTimestamp, now),
    VERSION: node.status.nodeInfo?.kubeletVersion ?? '',
  };
}

/** `Normal Pulled (x2) kubelet message`, one line an Event, with the field path as describe shows it. */
export function eventFacts(events: readonly Event[]): readonly string[] {
  return events.map((event) => {
    const path = event.involvedObject.fieldPath;
    const from = event.source?.component ?? event.reportingComponent ?? '';
    const count = event.count !== undefined && event.count > 1 ? ` (x${event.count})` : '';
    return `${event.type} ${event.reason}${count} ${from} ${path === undefined ? '' : `${path}: `}${event.message}`;
  });
}

/** The Events section of a recorded describe, in the same form. */
export function recordedEventFacts(output: readonly string[]): readonly string[] {
  const start = output.findIndex((line) => line.startsWith('Events:'));
  return (start < 0 ? [] : output.slice(start + 3)).map((line) => {
    const [type, reason, when = '', from, ...message] = line.trim().split(/\s{2,}/);
    const count = /\((x\d+)/.exec(when)?.[1];
    return `${type} ${reason}${count === undefined ? '' : ` (${count})`} ${from} ${message.join('  ')}`;
  });
}

function stateFacts(label: string, state: ContainerState): readonly string[] {
  const { waiting, running, terminated } = state;
  if (waiting !== undefined) return [`${label}: Waiting`, `Reason: ${waiting.reason}`];
  if (running !== undefined) return [`${label}: Running`];
  if (terminated !== undefined)
    return [`${label}: Terminated`, `Reason: ${terminated.reason}`, `Exit Code: ${terminated.exitCode}`];
  return [];
}

/** What describe says of a pod's state, one fact a line. */
export function podFacts(pod: Pod): readonly string[] {
  const statuses = [...(pod.status.initContainerStatuses ?? []), ...(pod.status.containerStatuses ?? [])];
  const containers = statuses.flatMap((container) => [
    ...stateFacts('State', container.state),
    ...stateFacts('Last State', container.lastState),
    `Ready: ${container.ready ? 'True' : 'False'}`,
    `Restart Count: ${container.restartCount}`,
  ]);
  const conditions = (pod.status.conditions ?? []).map(({ type, status }) => `${type} ${status}`);
  const shown = pod.metadata.deletionTimestamp === undefined ? pod.status.phase : 'Terminating';
  return [`Status: ${shown}`, ...containers, ...conditions, `QoS Class: ${pod.status.qosClass}`];
}

const POD_FACT = /^\s*(Status|State|Last State|Reason|Exit Code|Ready|Restart Count|QoS Class):\s+(.*?)\s*$/;
const CONDITION =
  /^\s+(PodReadyToStartContainers|Initialized|Ready|ContainersReady|PodScheduled)\s+(True|False|Unknown)\s*$/;

export function recordedPodFacts(output: readonly string[]): readonly string[] {
  return output.flatMap((line) => {
    const fact = POD_FACT.exec(line);
    if (fact !== null) return [`${fact[1]}: ${fact[2]?.replace(/^Terminating .*/, 'Terminating')}`];
    const condition = CONDITION.exec(line);
    return condition === null ? [] : [`${condition[1]} ${condition[2]}`];
  });
}

export function replicasFacts(owner: ReplicationController | ReplicaSet, pods: readonly Pod[]): readonly string[] {
  const phases = (['Running', 'Pending', 'Succeeded', 'Failed'] as const).map(
    (phase) => pods.filter((pod) => pod.status.phase === phase && pod.metadata.deletionTimestamp === undefined).length,
  );
  const [running, waiting, succeeded, failed] = phases;
  return [
    `Replicas: ${owner.status.replicas} current / ${owner.spec.replicas} desired`,
    `Pods Status: ${running} Running / ${waiting} Waiting / ${succeeded} Succeeded / ${failed} Failed`,
  ];
}

export function recordedReplicasFacts(output: readonly string[]): readonly string[] {
  return output.filter((line) => /^(Replicas|Pods Status):/.test(line)).map((line) => line.replace(/\s+/g, ' '));
}

export function nodeFacts(node: Node): readonly string[] {
  const conditions = (node.status.conditions ?? []).map(
    ({ type, status, reason, message }) => `${type} ${status} ${reason} ${message}`,
  );
  const taints = (node.spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
  return [...conditions, ...taints];
}

export function recordedNodeFacts(output: readonly string[]): readonly string[] {
  return output.flatMap((line) => {
    const cells = line.trim().split(/\s{2,}/);
    if (/^(MemoryPressure|DiskPressure|PIDPressure|Ready)$/.test(cells[0] ?? '')) {
      return [`${cells[0]} ${cells[1]} ${cells[4]} ${cells[5]}`];
    }
    const taint = /([\w./-]+:No(Schedule|Execute))\s*$/.exec(line);
    return taint === null ? [] : [taint[1] ?? ''];
  });
}
