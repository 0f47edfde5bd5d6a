/**
 * The five conditions that the kubelet owns, and the others kept before them.
 * Models pkg/kubelet/status/generate.go and status_manager.go (v1.36.3).
 */
import { formatTime } from '../api/meta/time';
import type { ContainerStatus, Pod, PodCondition, PodPhase } from '../api/core/pod';
import type { Instant } from '../sim/clock';
import { statusFinder } from './containerStatus';
import { isSidecar } from './context';
import { REMOVED, mayRestartAll } from './restartRules';

const owned = new Set([
  'PodResizePending',
  'PodResizeInProgress',
  'PodReadyToStartContainers',
  'Initialized',
  'Ready',
  'ContainersReady',
  'PodScheduled',
  'AllContainersRestarting',
]);

type Judgement = Pick<PodCondition, 'status' | 'reason' | 'message'>;
const yes: Judgement = { status: 'True' };

export interface ConditionInput {
  readonly pod: Pod;
  readonly phase: PodPhase;
  readonly statuses: readonly ContainerStatus[];
  readonly old: readonly PodCondition[];
  readonly sandboxReady: boolean;
  /** Some regular container runs or has run. */
  readonly initialized: boolean;
  readonly now: Instant;
  /** What is to be said of a resize; see allocation.ts. */
  readonly resize?: readonly PodCondition[];
}

/** All conditions of a pod in the order in which the real kubelet writes them. */
export function podConditions(input: ConditionInput): readonly PodCondition[] {
  const { pod, old } = input;
  const others = (pod.status.conditions ?? []).filter(({ type }) => !owned.has(type));
  const containersReady = containersReadiness(input);
  const judged: readonly (readonly [string, Judgement])[] = [
    ['PodReadyToStartContainers', { status: input.sandboxReady ? 'True' : 'False' }],
    ['Initialized', initialization(input)],
    ['Ready', containersReady.status === 'True' ? gates(pod, others) : containersReady],
    ['ContainersReady', containersReady],
    ['PodScheduled', yes],
  ];
  const now = formatTime(input.now);
  const mine = judged.map(([type, judgement]): PodCondition => {
    const before = old.find((condition) => condition.type === type);
    const since = before?.status === judgement.status ? (before.lastTransitionTime ?? now) : now;
    const condition: { -readonly [K in keyof PodCondition]: PodCondition[K] } = {
      type,
      status: judgement.status,
      lastProbeTime: null,
      lastTransitionTime: since,
    };
    if (pod.metadata.generation !== undefined) condition.observedGeneration = pod.metadata.generation;
    if (judgement.reason !== undefined) condition.reason = judgement.reason;
    if (judgement.message !== undefined) condition.message = judgement.message;
    return condition;
  });
  const last = mayRestartAll(pod) ? [restartingAll(input, now)] : [];
  return [...others, ...(input.resize ?? []), ...mine, ...last];
}

/** Without the generation, and with the words of a pod that has ended: so the kubelet writes it. */
function restartingAll({ phase, statuses, old }: ConditionInput, now: string): PodCondition {
  const isOn = statuses.some(({ state }) => state.waiting?.reason === REMOVED.reason);
  const before = old.find(({ type }) => type === 'AllContainersRestarting');
  const status = isOn ? 'True' : 'False';
  const reason = phase === 'Failed' ? 'PodFailed' : phase === 'Succeeded' ? 'PodCompleted' : undefined;
  return {
    type: 'AllContainersRestarting',
    status,
    lastProbeTime: null,
    lastTransitionTime: before?.status === status ? (before.lastTransitionTime ?? now) : now,
    ...(reason === undefined ? {} : { reason }),
  };
}

function initialization({ pod, phase, statuses, initialized }: ConditionInput): Judgement {
  const init = pod.spec.initContainers ?? [];
  if (init.length > 0 && statuses.length === 0) return { status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const incomplete: string[] = [];
  const statusOf = statusFinder(statuses);
  for (const container of init) {
    const status = statusOf(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (isSidecar(container) ? status.started !== true : !status.ready) incomplete.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'True', reason: 'PodCompleted' };
  if (initialized || unknown.length + incomplete.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotInitialized', message: listText(unknown, 'incomplete', incomplete) };
}

function containersReadiness({ pod, phase, statuses }: ConditionInput): Judgement {
  if (statuses.length === 0) return { status: 'False', reason: 'UnknownContainerStatuses' };
  const unknown: string[] = [];
  const unready: string[] = [];
  const counted = [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers];
  const statusOf = statusFinder(statuses);
  for (const container of counted) {
    const status = statusOf(container.name);
    if (status === undefined) unknown.push(container.name);
    else if (!status.ready) unready.push(container.name);
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  if (unknown.length + unready.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotReady', message: listText(unknown, 'unready', unready) };
}

function listText(unknown: readonly string[], word: string, names: readonly string[]): string {
  const parts: string[] = [];
  if (unknown.length > 0) parts.push(`containers with unknown status: [${unknown.join(' ')}]`);
  if (names.length > 0) parts.push(`containers with ${word} status: [${names.join(' ')}]`);
  return parts.join(', ');
}

function gates(pod: Pod, conditions: readonly PodCondition[]): Judgement {
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const found = conditions.find(({ type }) => type === conditionType);
    if (found === undefined) {
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    } else if (found.status !== 'True') {
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${found.status}`);
    }
  }
  if (messages.length === 0) return yes;
  return { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
