/** The controllers that the graph draws as pills, with their three numbers, and who owns whom. Pure. */
import type { Kind, Kinds } from '../../api/kinds';
import { controllerOf, keyOf, keyText, type KubeObject } from '../../api/meta/objectMeta';
import { refKey } from '../stores/selectionStore';

/** Kinds that own pods or owners of pods, with the monogram of their pill. A new kind is one line here. */
export const CONTROLLER_KINDS = {
  Deployment: 'DEP',
  ReplicaSet: 'RS',
  ReplicationController: 'RC',
} as const satisfies Partial<Record<Kind, string>>;
export type ControllerKind = keyof typeof CONTROLLER_KINDS;
export type Controller = Kinds[ControllerKind];

/** Monogram for any owner that a pod may name, known to the engine or not. */
export function monogram(kind: string): string {
  const known: Readonly<Record<string, string>> = {
    ...CONTROLLER_KINDS,
    DaemonSet: 'DS',
    StatefulSet: 'STS',
    Job: 'JOB',
    CronJob: 'CJ',
    Node: 'NODE',
    Pod: 'POD',
  };
  return known[kind] ?? kind.slice(0, 4).toUpperCase();
}

export interface ControllerCounts {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
}

export function countsOf(controller: Controller): ControllerCounts {
  const { spec, status } = controller;
  return { desired: spec.replicas ?? 1, current: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0 };
}

/** `replicationcontroller kubia, 3/3`: what a screen reader and the tests call the pill. */
export function controllerLabel(kind: ControllerKind, name: string, { ready, desired }: ControllerCounts): string {
  return `${kind.toLowerCase()} ${name}, ${ready}/${desired}`;
}

/** `Kind namespace/name` of an object: how layouts name controllers. */
export const controllerId = (object: KubeObject) => `${object.kind} ${keyText(keyOf(object))}`;

/** The `controllerId` of an object's controller; undefined if it has none. */
export function ownerId(object: KubeObject): string | undefined {
  const owner = controllerOf(object);
  if (owner === undefined) return undefined;
  return `${owner.kind} ${refKey({ namespace: object.metadata.namespace, name: owner.name })}`;
}

export interface ControllerRow {
  readonly id: string;
  readonly kind: ControllerKind;
  readonly key: string;
  readonly name: string;
  /** `controllerId` of its own controller. */
  readonly owner: string | undefined;
  /** It wants nothing and has nothing: an old revision that a rollback would use. */
  readonly idle: boolean;
  readonly revision: string | undefined;
  /** Digits of its desired number: what decides the width of its pill. */
  readonly digits: number;
}

/** One row per controller, owners before what they own, otherwise by age and name. */
export function controllerRows(controllers: readonly Controller[]): readonly ControllerRow[] {
  const sorted = [...controllers].sort(
    (a, b) =>
      a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) ||
      a.metadata.name.localeCompare(b.metadata.name),
  );
  const rows = sorted.map((object): ControllerRow => {
    const { desired, current } = countsOf(object);
    return {
      id: controllerId(object),
      kind: object.kind as ControllerKind, // Only lists of these kinds are handed in.
      key: keyText(keyOf(object)),
      name: object.metadata.name,
      owner: ownerId(object),
      idle: desired === 0 && current === 0,
      revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'],
      digits: String(desired).length,
    };
  });
  const known = new Set(rows.map(({ id }) => id));
  const roots = rows.filter(({ owner }) => owner === undefined || !known.has(owner));
  return roots.flatMap((root) => [root, ...rows.filter(({ owner }) => owner === root.id).sort(byRevision)]);
}

/** Newest revision first: the one that a rollout fills stands on top. */
const byRevision = (a: ControllerRow, b: ControllerRow) => Number(b.revision ?? 0) - Number(a.revision ?? 0);
