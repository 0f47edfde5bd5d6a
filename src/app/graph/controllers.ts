/** Controllers as the rows that layouts place, and who owns whom. Pure. */
import { controllerOf, keyOf, keyText, type KubeObject } from '../../api/meta/objectMeta';
import { refKey } from '../stores/selectionStore';
import { type Controller, CONTROLLER_KINDS, type ControllerKind, faceOf, isControllerKind } from './controllerKinds';

/** Monogram for any kind that a pill or badge may name, known to the engine or not. */
export function monogram(kind: string): string {
  return isControllerKind(kind) ? CONTROLLER_KINDS[kind].monogram : kind.slice(0, 4).toUpperCase();
}

/** `replicationcontroller kubia, 3/3`: what a screen reader and the tests call the pill. */
export function controllerLabel(kind: ControllerKind, controller: Controller): string {
  return `${kind.toLowerCase()} ${controller.metadata.name}, ${faceOf(kind, controller).said}`;
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
  /** It wants nothing and has nothing, as an old revision that a rollback would use; or it is done. */
  readonly idle: boolean;
  readonly revision: string | undefined;
  /** Characters beside the name: what decides the width of the pill. */
  readonly room: number;
}

/** One row per controller, owners before what they own, otherwise by age and name. */
export function controllerRows(controllers: readonly Controller[]): readonly ControllerRow[] {
  const sorted = [...controllers].sort(
    (a, b) =>
      a.metadata.creationTimestamp.localeCompare(b.metadata.creationTimestamp) ||
      a.metadata.name.localeCompare(b.metadata.name),
  );
  const rows = sorted.map((object): ControllerRow => {
    const kind = object.kind as ControllerKind; // Only lists of these kinds are handed in.
    const { idle, room } = faceOf(kind, object);
    return {
      id: controllerId(object),
      kind,
      key: keyText(keyOf(object)),
      name: object.metadata.name,
      owner: ownerId(object),
      idle,
      revision: object.metadata.annotations?.['deployment.kubernetes.io/revision'],
      room,
    };
  });
  const known = new Set(rows.map(({ id }) => id));
  const roots = rows.filter(({ owner }) => owner === undefined || !known.has(owner));
  return roots.flatMap((root) => [root, ...rows.filter(({ owner }) => owner === root.id).sort(byRevision)]);
}

/** Newest revision first: the one that a rollout fills stands on top. */
const byRevision = (a: ControllerRow, b: ControllerRow) => Number(b.revision ?? 0) - Number(a.revision ?? 0);
