/**
 * Where everything stands in the *owners* view: Deployment, ReplicaSet, pods from left to right; in a narrow room one below
 * the other. Services, which own nothing, stand below. Pure.
 */
import type { ControllerRow } from './controllers';
import { CONTROLLER_KINDS } from './controllerKinds';
import { type Box, type CellGrid, type Density, flowPills, FULL, MID, type PillRow } from './nodesLayout';

/** A line to what an owner owns: another owner, or its pods (`owned` is absent). */
export interface OwnerLink {
  readonly owner: string;
  readonly owned?: string;
  readonly path: string;
}

export interface OwnersLayoutInput {
  readonly density: 'full' | 'mid';
  readonly width: number;
  readonly rows: readonly ControllerRow[];
  readonly services: readonly PillRow[];
  /** Pods per `controllerId`; those without a controller under the empty name. */
  readonly pods: ReadonlyMap<string, number>;
}
export interface OwnerGroup {
  readonly box: Box;
  readonly grid: CellGrid;
}
export interface OwnersLayout {
  readonly density: Density;
  readonly bounds: Box;
  /** Controllers and Services. */
  readonly pills: ReadonlyMap<string, Box>;
  readonly servicesCaption: Box | undefined;
  /** Owners of kinds that the page does not watch. */
  readonly strangers: ReadonlyMap<string, Box>;
  /** The pods of each owner that has some; those without an owner under the empty name. */
  readonly groups: ReadonlyMap<string, OwnerGroup>;
  /** Where "no owner" and "kept for undo" stand. */
  readonly notes: ReadonlyMap<string, Box>;
  /** From an owner to what it owns: another pill, or its group. */
  readonly links: readonly OwnerLink[];
}

interface OwnerItem {
  readonly id: string;
  /** Undefined for owners of kinds that the page does not watch. */
  readonly row: ControllerRow | undefined;
  readonly children: readonly OwnerItem[];
}

const PILL = 36;
const ROW_GAP = 12;
const MOST_COLUMNS = 24;

/** Places owners and pods; the same input gives the same places. */
export function ownersLayout(input: OwnersLayoutInput): OwnersLayout {
  const mid = input.density === 'mid';
  const density = mid ? MID : FULL;
  const stacked = input.width < 900;
  const columns = stacked ? [0, 14, 0] : [0, 212, 496];
  const strangers = [...input.pods.keys()].filter((id) => id !== '' && !input.rows.some((row) => row.id === id)).sort();
  const tree = ownerTree(input.rows, strangers);
  const result = {
    pills: new Map<string, Box>(),
    strangers: new Map<string, Box>(),
    groups: new Map<string, OwnerGroup>(),
    notes: new Map<string, Box>(),
    links: [] as OwnerLink[],
  };
  const roomForPods = Math.max(density.cellWidth + 16, input.width - 24 - (columns[2] ?? 0));
  let y = 0;

  const placeGroup = (id: string, x: number, top: number): OwnerGroup | undefined => {
    const count = input.pods.get(id) ?? 0;
    if (count === 0) return undefined;
    const grid = groupGrid(count, roomForPods, density);
    const rows = Math.ceil(count / grid.columns);
    const shown = Math.min(count, grid.columns);
    const box = {
      x,
      y: top,
      width: 16 + shown * grid.pitchX - density.gap,
      height: 16 + rows * grid.pitchY - (grid.pitchY - grid.cellHeight),
    };
    const group = { box, grid };
    result.groups.set(id, group);
    return group;
  };

  const placeOwner = ({ id, row, children }: OwnerItem, depth: number) => {
    const hasChildren = children.length > 0;
    // A Deployment stands left of its ReplicaSets, on the line of the first; everything that owns pods stands in the second column.
    const isLeft = hasChildren || (row !== undefined && CONTROLLER_KINDS[row.kind].owns === 'controllers');
    const level = stacked ? depth : isLeft ? 0 : 1;
    const x = columns[Math.min(level, 1)] ?? 0;
    const width = stacked ? Math.min(input.width - 24 - x, 320) : level === 0 ? 176 : 236;
    const group = stacked ? placeGroup(id, 0, y + PILL + 6) : placeGroup(id, columns[2] ?? 0, y);
    const line =
      !stacked && group !== undefined
        ? Math.max(0, (Math.min(group.box.height, density.cellHeight + 16) - PILL) / 2)
        : 0;
    const pill = { x, y: y + line, width, height: PILL };
    (row === undefined ? result.strangers : result.pills).set(id, pill);
    if (!stacked && group !== undefined) {
      result.links.push({ owner: id, path: `M${x + width} ${pill.y + PILL / 2}H${group.box.x}` });
    }
    if (
      !stacked &&
      row?.idle === true &&
      row.revision !== undefined &&
      row.owner !== undefined &&
      group === undefined
    ) {
      result.notes.set(id, { x: columns[2] ?? 0, y: pill.y, width: roomForPods, height: PILL });
    }
    if (hasChildren && !stacked && group === undefined) return; // The first child shares this line.
    y +=
      Math.max(PILL, stacked ? PILL + (group === undefined ? 0 : 6 + group.box.height) : (group?.box.height ?? 0)) +
      ROW_GAP;
  };
  const placeAll = (items: readonly OwnerItem[], depth: number) => {
    for (const item of items) {
      placeOwner(item, depth);
      placeAll(item.children, depth + 1);
    }
  };
  placeAll(tree, 0);
  if (!stacked) alignRoots(tree, result);
  placeOrphans(result, placeGroup, { y, stacked, columns });
  const servicesCaption = placeServices(input, result, mid);
  return { density, bounds: boundsOf(result), servicesCaption, ...result };
}

function ownerTree(rows: readonly ControllerRow[], strangers: readonly string[]): readonly OwnerItem[] {
  const known = new Set(rows.map(({ id }) => id));
  const item = (row: ControllerRow): OwnerItem => ({
    id: row.id,
    row,
    children: rows.filter(({ owner }) => owner === row.id).map(item),
  });
  return [
    ...rows.filter(({ owner }) => owner === undefined || !known.has(owner)).map(item),
    ...strangers.map((id) => ({ id, row: undefined, children: [] })),
  ];
}

function groupGrid(count: number, room: number, density: Density): CellGrid {
  const pitchX = density.cellWidth + 8;
  const fitting = Math.max(1, Math.floor((room - 16 + 8) / pitchX));
  const columns =
    count <= fitting * 3 ? fitting : Math.min(MOST_COLUMNS, Math.max(fitting, Math.ceil(Math.sqrt(count * 2))));
  return {
    x: 8,
    y: 8,
    columns,
    cellWidth: density.cellWidth,
    cellHeight: density.cellHeight,
    pitchX: pitchX,
    pitchY: density.cellHeight + 7,
  };
}

/** Puts each Deployment on the line of its first ReplicaSet and draws the lines between them. */
function alignRoots(
  tree: readonly OwnerItem[],
  { pills, links }: { pills: Map<string, Box>; links: OwnerLink[] },
): void {
  for (const root of tree) {
    const first = root.children[0];
    const pill = pills.get(root.id);
    const line = first === undefined ? undefined : pills.get(first.id);
    if (pill === undefined || line === undefined) continue;
    pills.set(root.id, { ...pill, y: line.y });
    const from = { x: pill.x + pill.width, y: line.y + PILL / 2 };
    for (const child of root.children) {
      const to = pills.get(child.id);
      if (to === undefined) continue;
      const middle = from.x + 20;
      const end = to.y + PILL / 2;
      const path =
        end === from.y ? `M${from.x} ${from.y}H${to.x}` : `M${from.x} ${from.y}H${middle}V${end - 6}q0 6 6 6H${to.x}`;
      links.push({ owner: root.id, owned: child.id, path });
    }
  }
}

function placeOrphans(
  result: { notes: Map<string, Box> },
  placeGroup: (id: string, x: number, y: number) => OwnerGroup | undefined,
  place: { readonly y: number; readonly stacked: boolean; readonly columns: readonly number[] },
): void {
  const { y, stacked, columns } = place;
  const group = placeGroup('', stacked ? 0 : (columns[2] ?? 0), stacked ? y + 40 : y + 8);
  if (group === undefined) return;
  const note = stacked
    ? { x: 0, y, width: 320, height: 36 }
    : { x: columns[1] ?? 0, y: group.box.y + 16, width: 260, height: 44 };
  result.notes.set('', note);
}

/** Services stand below everything: they select pods, they own none. */
function placeServices(
  { services, width }: OwnersLayoutInput,
  result: Pick<OwnersLayout, 'strangers' | 'groups' | 'notes'> & { readonly pills: Map<string, Box> },
  mid: boolean,
): Box | undefined {
  if (services.length === 0) return undefined;
  const above = boundsOf(result).height;
  const y = above <= 1 ? 0 : above + 20;
  flowPills(services, { x: 0, y: y + 22 }, { width: width - 24, mid, scale: 1 }, result.pills);
  return { x: 4, y, width: Math.min(320, width - 24), height: 16 };
}

function boundsOf(result: Pick<OwnersLayout, 'pills' | 'strangers' | 'groups' | 'notes'>): Box {
  const boxes = [
    ...result.pills.values(),
    ...result.strangers.values(),
    ...[...result.groups.values()].map(({ box }) => box),
    ...result.notes.values(),
  ];
  const width = Math.max(1, ...boxes.map((box) => box.x + box.width));
  return { x: 0, y: 0, width, height: Math.max(1, ...boxes.map((box) => box.y + box.height)) };
}
