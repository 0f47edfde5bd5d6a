/** The rows of the time bar: one per component, kubelets by their nodes; all controllers in one until somebody opens it. */
import { API_SERVER, CONTROLLERS, KUBELET, NODE_LIFECYCLE, SCHEDULER, YOU } from './marks';

/** What a row is about. */
export type RowTitle = 'you' | 'api' | 'controllers' | 'controller' | 'scheduler' | 'nodes' | 'kubelet' | 'other';

/** One row of the time bar. */
export interface Row {
  readonly key: string;
  readonly title: RowTitle;
  /** The controller, the node, or the component of an `other`. */
  readonly name?: string;
  /** The lanes whose marks it shows. */
  readonly lanes: readonly string[];
  /** Of the row of all controllers. */
  readonly isOpen?: boolean;
}

interface RowsAsk {
  /** Names of the nodes that exist. */
  readonly nodes: readonly string[];
  /** Lanes that have a mark in the window. */
  readonly lanes: ReadonlySet<string>;
  /** Each controller has its own row. */
  readonly areControllersOpen: boolean;
  /** Rows without a mark are left out. */
  readonly areMarkedOnly: boolean;
}

const FIXED: Readonly<Record<string, RowTitle>> = {
  [YOU]: 'you',
  [API_SERVER]: 'api',
  [SCHEDULER]: 'scheduler',
  [NODE_LIFECYCLE]: 'nodes',
};

/** All rows from top to bottom, in the order in which a wish becomes a running container. */
export function rowsOf({ nodes, lanes, areControllersOpen, areMarkedOnly }: RowsAsk): readonly Row[] {
  const row = (lane: string): Row => ({ key: lane, title: FIXED[lane] ?? 'other', lanes: [lane] });
  const controllers = [...lanes].filter((lane) => lane.startsWith(CONTROLLERS)).sort();
  const kubelets = new Set(nodes.map((node) => KUBELET + node));
  for (const lane of lanes) if (lane.startsWith(KUBELET) && lane !== KUBELET) kubelets.add(lane);
  const others = [...lanes]
    .filter((lane) => FIXED[lane] === undefined && !lane.startsWith(CONTROLLERS) && !lane.startsWith(KUBELET))
    .sort();
  const rows: readonly Row[] = [
    row(YOU),
    ...(lanes.has(API_SERVER) ? [row(API_SERVER)] : []),
    { key: CONTROLLERS, title: 'controllers', lanes: controllers, isOpen: areControllersOpen },
    ...(areControllersOpen
      ? controllers.map(
          (lane): Row => ({ key: lane, title: 'controller', name: lane.slice(CONTROLLERS.length), lanes: [lane] }),
        )
      : []),
    row(SCHEDULER),
    row(NODE_LIFECYCLE),
    ...others.map((lane): Row => ({ ...row(lane), name: lane })),
    ...[...kubelets]
      .sort(byNumber)
      .map((lane): Row => ({ key: lane, title: 'kubelet', name: lane.slice(KUBELET.length), lanes: [lane] })),
  ];
  return areMarkedOnly ? rows.filter((one) => one.lanes.some((lane) => lanes.has(lane))) : rows;
}

/** worker-2 before worker-10. */
const byNumber = (left: string, right: string) => left.localeCompare(right, 'en', { numeric: true });

/** Height of a row with 11 px text, and of the most spacious one. */
const LEAST_ROW_PX = 22;
const MOST_ROW_PX = 30;

/** Rows share what room there is; where it is not enough they are scrolled. */
export function rowHeight(count: number, roomPx: number): number {
  return Math.min(MOST_ROW_PX, Math.max(LEAST_ROW_PX, Math.floor(roomPx / Math.max(1, count))));
}

/** The rows that can be seen: first and one behind the last. A cluster of a hundred nodes has more than are worth drawing. */
export function rowsInSight(
  count: number,
  height: number,
  scrollTop: number,
  roomPx: number,
): readonly [number, number] {
  const first = Math.max(0, Math.floor(scrollTop / height) - 1);
  return [first, Math.min(count, Math.ceil((scrollTop + roomPx) / height) + 1)];
}
