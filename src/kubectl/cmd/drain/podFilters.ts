/**
 * Which pods of a node `drain` removes, and which it may not.
 * Models staging/src/k8s.io/kubectl/pkg/drain/filters.go (v1.36.3).
 */
import { ApiError, isReason } from '../../../api/meta/status';
import { controllerOf } from '../../../api/meta/objectMeta';
import { parseTime } from '../../../api/meta/time';
import type { Access, Unstructured } from '../../resource/access';

/** The flags that decide which pods a drain removes. */
export interface FilterOptions {
  readonly force: boolean;
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  /** Pods that are deleted since more than so many seconds are left alone; 0: none. */
  readonly skipDeletedSeconds: number;
  readonly now: number;
}

/** The pods of one node, told apart. */
export interface FilteredPods {
  /** To be removed. */
  readonly pods: readonly Unstructured[];
  /** Empty if there is nothing to warn of. */
  readonly warning: string;
  readonly errors: readonly string[];
}

/** What is decided of one pod. */
type Verdict =
  | { readonly type: 'remove' | 'skip' }
  | { readonly type: 'warning'; readonly remove: boolean; readonly message: string }
  | { readonly type: 'error'; readonly message: string };

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const remove: Verdict = { type: 'remove' };
const skip: Verdict = { type: 'skip' };

/** Sorts the pods of a node. */
export async function filterPods(
  access: Access,
  pods: readonly Unstructured[],
  options: FilterOptions,
): Promise<FilteredPods> {
  const removed: Unstructured[] = [];
  const warnings = new Map<string, string[]>();
  const errors = new Map<string, string[]>();
  for (const pod of pods) {
    const verdict = await verdictOf(access, pod, options);
    const name = `${pod.metadata.namespace}/${pod.metadata.name}`;
    if (verdict.type === 'warning') note(warnings, verdict.message, name);
    if (verdict.type === 'error') note(errors, verdict.message, name);
    if (verdict.type === 'remove' || (verdict.type === 'warning' && verdict.remove)) removed.push(pod);
  }
  return {
    pods: removed,
    warning: [...warnings].map(([message, names]) => `${message}: ${names.join(', ')}`).join('; '),
    errors: [...errors].map(([message, names]) => `cannot delete ${message}: ${names.join(', ')}`),
  };
}

function note(notes: Map<string, string[]>, message: string, name: string): void {
  notes.set(message, [...(notes.get(message) ?? []), name]);
}

/** The rules in their order: the first that keeps a pod decides, else the last. */
async function verdictOf(access: Access, pod: Unstructured, options: FilterOptions): Promise<Verdict> {
  if (isLongDeleted(pod, options.skipDeletedSeconds, options.now)) return skip;
  const ofDaemonSet = await daemonSetVerdict(access, pod, options);
  if (!removes(ofDaemonSet)) return ofDaemonSet;
  if (pod.metadata.annotations?.[MIRROR_ANNOTATION] !== undefined) return skip;
  const ofStorage = storageVerdict(pod, options);
  if (!removes(ofStorage)) return ofStorage;
  return controllerVerdict(pod, options);
}

function removes(verdict: Verdict): boolean {
  return verdict.type === 'remove' || (verdict.type === 'warning' && verdict.remove);
}

/** Whether the pod is being deleted since more than `seconds`; never for 0. */
export function isLongDeleted({ metadata }: Unstructured, seconds: number, now: number): boolean {
  if (seconds <= 0 || metadata.deletionTimestamp === undefined) return false;
  return Math.trunc((now - parseTime(metadata.deletionTimestamp)) / 1000) > seconds;
}

async function daemonSetVerdict(access: Access, pod: Unstructured, options: FilterOptions): Promise<Verdict> {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'DaemonSet' || owner.apiVersion !== 'apps/v1' || isFinished(pod)) return remove;
  try {
    const mapping = (await access.mapper()).kind(owner.apiVersion, owner.kind);
    await access.get({ mapping, name: owner.name, namespace: pod.metadata.namespace ?? '' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (isReason(error, 'NotFound') && options.force) return { type: 'warning', remove: true, message: error.message };
    return { type: 'error', message: error.message };
  }
  return options.ignoreDaemonSets
    ? { type: 'warning', remove: false, message: 'ignoring DaemonSet-managed Pods' }
    : { type: 'error', message: 'DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
}

function storageVerdict(pod: Unstructured, { deleteEmptyDirData }: FilterOptions): Verdict {
  const { volumes = [] } = (pod.spec ?? {}) as { readonly volumes?: readonly { readonly emptyDir?: object }[] }; // A Pod.
  if (isFinished(pod) || !volumes.some(({ emptyDir }) => emptyDir !== undefined)) return remove;
  return deleteEmptyDirData
    ? { type: 'warning', remove: true, message: 'deleting Pods with local storage' }
    : { type: 'error', message: 'Pods with local storage (use --delete-emptydir-data to override)' };
}

function controllerVerdict(pod: Unstructured, { force }: FilterOptions): Verdict {
  if (isFinished(pod) || controllerOf(pod) !== undefined) return remove;
  return force
    ? { type: 'warning', remove: true, message: 'deleting Pods that declare no controller' }
    : { type: 'error', message: 'Pods that declare no controller (use --force to override)' };
}

function isFinished({ status }: Unstructured): boolean {
  const { phase } = (status ?? {}) as { readonly phase?: string }; // A Pod.
  return phase === 'Succeeded' || phase === 'Failed';
}
