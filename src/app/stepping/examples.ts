/** Conditions to begin with, about what is selected and about anything. */
import type { ObjectRef } from '../stores/selectionStore';

const ANY: readonly string[] = [
  'ready < 2',
  "pods.exists(p, waiting(p) == 'CrashLoopBackOff')",
  'pods.exists(p, restarts(p) > 2)',
  'nodes.exists(n, !nodeReady(n))',
  "ev({'reason': 'FailedScheduling'}).size() > 0",
];

/** What kinds of pods' owners are waited for. */
const FIELDS: Readonly<Partial<Record<ObjectRef['kind'], string>>> = {
  ReplicationController: 'status.readyReplicas < 2',
  ReplicaSet: 'status.readyReplicas < 2',
  Deployment: 'status.availableReplicas < 2',
  StatefulSet: 'status.readyReplicas < 2',
  DaemonSet: 'status.numberAvailable < 2',
  Job: 'status.succeeded > 0',
};

/** Those that fit, the nearest first. */
export function examplesFor(selected: ObjectRef | undefined): readonly string[] {
  if (selected === undefined) return ANY;
  const { kind, name, namespace = 'default' } = selected;
  const object = `object('${kind}', '${name}'${namespace === 'default' ? '' : `, '${namespace}'`})`;
  const field = FIELDS[kind];
  if (field !== undefined) return [`${object}.${field}`, ...ANY];
  if (kind === 'Pod') return [`!ready(${object})`, `restarts(${object}) > 0`, `${object} == null`, ...ANY];
  if (kind === 'Node')
    return [`!nodeReady(${object})`, `pods.all(p, p.?spec.?nodeName.orValue('') != '${name}')`, ...ANY];
  return [`${object} == null`, ...ANY];
}
