/**
 * Which field tells most of how an object is now: "why?" of an object asks why that field has its value.
 *
 * Of a pod it is what `kubectl get pods` shows as STATUS: the deletion of one that is Terminating; what a container waits
 * for (CrashLoopBackOff, ErrImagePull) or ended with; the last restart of one that runs again; whether it is Ready; where
 * no node was found, the condition PodScheduled. Of a node the deletion, its condition Ready, or that it was cordoned.
 * Of a Job its end, of claims and volumes their phase, of what cannot create its pods, or does not get on, that condition. Everything else is told by its creation, and what is gone by its end.
 */
import type { ContainerStatus, Pod } from '../api/core/pod';
import type { Condition, KubeObject } from '../api/meta/objectMeta';

/** Starts of containers wait like this before anything has gone wrong. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** The path of the field; undefined: the creation tells most. */
export function tellingField(object: KubeObject): string | undefined {
  if (object.metadata.deletionTimestamp !== undefined) return 'metadata.deletionTimestamp';
  switch (object.kind) {
    case 'Pod':
      return ofPod(object as Pod); // As its kind says.
    case 'Node':
      return ofNode(object);
    case 'Job':
      return endOf(object);
    case 'PersistentVolumeClaim':
    case 'PersistentVolume':
      return 'status.phase';
    case 'Event':
      return 'count,series.count';
    case 'Deployment':
      return isFalse(conditionsOf(object), 'Progressing') ? 'status.conditions[type=Progressing].status' : undefined;
    case 'ReplicationController':
    case 'ReplicaSet':
      return hasCondition(conditionsOf(object), 'ReplicaFailure')
        ? 'status.conditions[type=ReplicaFailure].status'
        : undefined;
    default:
      return undefined;
  }
}

function ofPod({ status, spec }: Pod): string | undefined {
  const { phase, reason } = status;
  if (reason !== undefined && reason !== '') return 'status.reason';
  if (phase === 'Succeeded' || phase === 'Failed') return 'status.phase';
  const own = ofContainers('containerStatuses', status.containerStatuses);
  const init = ofContainers('initContainerStatuses', status.initContainerStatuses);
  if (init !== undefined || own !== undefined) return init ?? own;
  const isBound = spec.nodeName !== undefined && spec.nodeName !== '';
  if (!isBound)
    return hasCondition(status.conditions, 'PodScheduled') ? 'status.conditions[type=PodScheduled].status' : undefined;
  if (phase !== 'Running') return 'spec.nodeName';
  return 'status.conditions[type=Ready].status';
}

function ofContainers(list: string, statuses: readonly ContainerStatus[] = []): string | undefined {
  for (const { name, state, restartCount, ready } of statuses) {
    const path = `status.${list}[name=${name}]`;
    const waits = state?.waiting?.reason;
    if (waits !== undefined && !STARTING.has(waits)) return `${path}.state.waiting.reason`;
    if (state?.terminated !== undefined && state.terminated.exitCode !== 0) return `${path}.state.terminated.exitCode`;
    if (restartCount > 0 && (ready || state?.running !== undefined)) return `${path}.restartCount`;
  }
  return undefined;
}

function ofNode(node: KubeObject): string {
  const { spec } = node as { readonly spec?: { readonly unschedulable?: boolean } };
  const isReady = conditionsOf(node)?.some(({ type, status }) => type === 'Ready' && status === 'True');
  if (isReady && spec?.unschedulable === true) return 'spec.unschedulable';
  return 'status.conditions[type=Ready].status';
}

function endOf(job: KubeObject): string | undefined {
  const end = ['Complete', 'Failed'].find((type) => hasCondition(conditionsOf(job), type));
  return end && `status.conditions[type=${end}].status`;
}

type Conditions = readonly Pick<Condition, 'type' | 'status'>[];

function conditionsOf(object: KubeObject): Conditions | undefined {
  return (object as { readonly status?: { readonly conditions?: Conditions } }).status?.conditions;
}

function hasCondition(conditions: readonly { readonly type: string }[] | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type) === true;
}

function isFalse(conditions: Conditions | undefined, type: string): boolean {
  return conditions?.some((condition) => condition.type === type && condition.status === 'False') === true;
}
