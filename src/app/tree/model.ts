/**
 * The cluster as a tree of words: nodes with their pods, pods that wait, controllers with what they own, Services with the
 * pods that they select.
 * The same objects as the graph, in an order that a screen reader can walk.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';
import { controllerOf, keyOf, keyText, type KubeObject } from '../../api/meta/objectMeta';
import type { Service } from '../../api/core/service';
import type { EndpointSlice } from '../../api/discovery/endpointSlice';
import { type Controller, type ControllerKind } from '../graph/controllerKinds';
import { controllerLabel } from '../graph/controllers';
import { podState } from '../graph/podState';
import { endpointRows, isSelected, serviceLabel, serviceOf, serviceRows } from '../graph/services';
import type { ObjectRef } from '../stores/selectionStore';

/** What the tree is made from. */
export interface TreeSource {
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  readonly controllers: readonly Controller[];
  readonly services: readonly Service[];
  readonly slices: readonly EndpointSlice[];
}

/** Titles of the groups and of what has no name of its own, in the language of the page. */
export interface TreeWords {
  readonly nodes: string;
  readonly waiting: string;
  readonly controllers: string;
  readonly services: string;
  podLabel(name: string, state: ReturnType<typeof podState>): string;
}

export interface TreeItem {
  /** Unique in the tree; the same pod stands under its node and under its owner. */
  readonly id: string;
  /** Worded only for the rows that are shown: there may be thousands. */
  label(): string;
  /** Absent for groups. */
  readonly ref?: ObjectRef;
  readonly children: readonly TreeItem[];
}

/** Below so many pods everything starts unfolded. */
export const FEW_PODS = 60;

/** The roots of the tree. Empty groups are left out, but for the nodes. */
export function treeOf(
  { nodes, pods, controllers, services, slices }: TreeSource,
  words: TreeWords,
): readonly TreeItem[] {
  const nodeNames = new Set(nodes.map(({ metadata }) => metadata.name));
  const byNode = groupBy(pods, ({ spec }) =>
    spec.nodeName !== undefined && nodeNames.has(spec.nodeName) ? spec.nodeName : '',
  );
  const nodeByName = new Map(nodes.map((node) => [node.metadata.name, node]));
  const podItem = (prefix: string) => (pod: Pod) => {
    const node = nodeByName.get(pod.spec.nodeName ?? '');
    return leaf(
      `${prefix}/${pod.metadata.uid}`,
      () => words.podLabel(pod.metadata.name, podState(pod, node)),
      refOf('Pod', pod),
    );
  };
  const nodeItems = nodes.map((node): TreeItem => {
    const { name, uid } = node.metadata;
    const own = (byNode.get(name) ?? []).map(podItem(uid));
    return { id: uid, label: () => nodeLabel(node), ref: { kind: 'Node', name }, children: own };
  });
  const waiting = (byNode.get('') ?? []).map(podItem('waiting'));
  const owned = ownerItems(controllers, pods, podItem);
  const slicesOf = groupBy(slices, serviceOf);
  const podsIn = groupBy(pods, ({ metadata }) => metadata.namespace ?? '');
  const shown = new Set(serviceRows(services).map(({ key }) => key));
  const serving = services.flatMap((service): readonly TreeItem[] => {
    const key = keyText(keyOf(service));
    if (!shown.has(key)) return [];
    const { uid, namespace = '' } = service.metadata;
    const label = () => serviceLabel(service, endpointRows(slicesOf.get(key) ?? []));
    const matched = (podsIn.get(namespace) ?? []).filter((pod) => isSelected(service, pod)).map(podItem(uid));
    return [{ id: uid, label, ref: refOf('Service', service), children: matched }];
  });
  return [
    group('nodes', `${words.nodes} (${nodes.length})`, nodeItems),
    ...(waiting.length === 0 ? [] : [group('waiting', `${words.waiting} (${waiting.length})`, waiting)]),
    ...(owned.length === 0 ? [] : [group('controllers', words.controllers, owned)]),
    ...(serving.length === 0 ? [] : [group('services', words.services, serving)]),
  ];
}

/** Controllers without an owner, each with what it owns: Deployment, ReplicaSet, Pod. */
function ownerItems(
  controllers: TreeSource['controllers'],
  pods: readonly Pod[],
  podItem: (prefix: string) => (pod: Pod) => TreeItem,
): readonly TreeItem[] {
  const ownerUid = (object: KubeObject) => controllerOf(object)?.uid ?? '';
  const podsOf = groupBy(pods, ownerUid);
  const controllersOf = groupBy(controllers, ownerUid);
  const known = new Set(controllers.map(({ metadata }) => metadata.uid));
  const item = (object: Controller): TreeItem => {
    const kind = object.kind as ControllerKind; // Only objects of these kinds are handed in.
    const { uid } = object.metadata;
    const inner = (controllersOf.get(uid) ?? []).map(item);
    const own = (podsOf.get(uid) ?? []).map(podItem(uid));
    return {
      id: uid,
      label: () => controllerLabel(kind, object),
      ref: refOf(kind, object),
      children: [...inner, ...own],
    };
  };
  return controllers.filter((object) => !known.has(ownerUid(object))).map(item);
}

/** `node worker-1, Ready`: also the accessible name in the graph. */
export function nodeLabel(node: Node): string {
  const ready = conditionOf(node.status.conditions, 'Ready')?.status === 'True';
  const cordoned = node.spec.unschedulable === true ? ', SchedulingDisabled' : '';
  return `node ${node.metadata.name}, ${ready ? 'Ready' : 'NotReady'}${cordoned}`;
}

/** One line of the tree as it stands on the screen. */
export interface TreeRow {
  readonly item: TreeItem;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Undefined for leaves. */
  readonly open: boolean | undefined;
  readonly parent: string | undefined;
}

/** The visible rows from top to bottom. */
export function rowsOf(
  items: readonly TreeItem[],
  isOpen: (item: TreeItem, level: number) => boolean,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const walk = (list: readonly TreeItem[], level: number, parent: string | undefined) => {
    for (const [index, item] of list.entries()) {
      const open = item.children.length === 0 ? undefined : isOpen(item, level);
      rows.push({ item, level, position: index + 1, siblings: list.length, open, parent });
      if (open === true) walk(item.children, level + 1, item.id);
    }
  };
  walk(items, 1, undefined);
  return rows;
}

export type TreeMove =
  | { readonly type: 'focus'; readonly id: string }
  | { readonly type: 'open' | 'close'; readonly id: string };

/** What a key does in the row `id`, by the ARIA pattern of trees; undefined if nothing. */
export function treeMove(key: string, rows: readonly TreeRow[], id: string): TreeMove | undefined {
  const at = rows.findIndex(({ item }) => item.id === id);
  const row = rows[at];
  const focus = (target: TreeRow | undefined): TreeMove | undefined =>
    target === undefined ? undefined : { type: 'focus', id: target.item.id };
  if (row === undefined) return focus(rows[0]);
  switch (key) {
    case 'ArrowDown':
      return focus(rows[at + 1]);
    case 'ArrowUp':
      return focus(rows[at - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      if (row.open === false) return { type: 'open', id };
      return row.open === true ? focus(rows[at + 1]) : undefined;
    case 'ArrowLeft':
      if (row.open === true) return { type: 'close', id };
      return row.parent === undefined ? undefined : { type: 'focus', id: row.parent };
    default:
      return undefined;
  }
}

const group = (id: string, label: string, children: readonly TreeItem[]): TreeItem => ({
  id,
  label: () => label,
  children,
});
const leaf = (id: string, label: () => string, ref: ObjectRef): TreeItem => ({ id, label, ref, children: [] });

function refOf(kind: ObjectRef['kind'], object: KubeObject): ObjectRef {
  return { kind, ...keyOf(object) };
}

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, [item]);
    else found.push(item);
  }
  return groups;
}
