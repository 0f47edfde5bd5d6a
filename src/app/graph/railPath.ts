/** The way of one controller's ownership line in the *nodes* view. Lines run in gutters, never across a card. Pure. */
import { cellBox, type NodesLayout } from './nodesLayout';

export interface RailInput {
  /** `controllerId`. */
  readonly id: string;
  /** Which of the shown controllers it is: keeps parallel lines apart. */
  readonly lane: number;
  /** Its pods. */
  readonly keys: readonly string[];
  readonly byNode: ReadonlyMap<string, readonly string[]>;
}

/** An SVG path: pill, bus, one drop per node and column, one tick per pod. Empty if nothing can be drawn. */
export function railPath(layout: NodesLayout, { id, lane, keys, byNode }: RailInput): string {
  const pill = layout.pills.get(id);
  if (pill === undefined) return '';
  const own = new Set(keys);
  const bus = busHeight(layout, lane);
  const start = pill.x + pill.width / 2;
  let path = '';
  for (const [name, box] of layout.nodes) {
    const columns = new Map<number, number[]>();
    for (const [index, key] of (byNode.get(name) ?? []).entries()) {
      if (!own.has(key)) continue;
      const cell = cellBox(layout.grid, index);
      const middles = columns.get(cell.x) ?? [];
      columns.set(cell.x, [...middles, box.y + cell.y + cell.height / 2]);
    }
    for (const [cellX, middles] of columns) {
      const rail = box.x + cellX - gutterOffset(layout, lane);
      const edge = box.x + cellX;
      path += dropPath(start, pill.y + pill.height, bus, rail);
      path += `V${Math.max(...middles) - 6}`;
      for (const middle of middles) path += `M${rail} ${middle - 6}q0 6 6 6H${edge}`;
    }
  }
  return path;
}

/** Lines of different controllers run side by side between the pills and the tray. */
function busHeight(layout: NodesLayout, lane: number): number {
  const bottom = Math.max(...[...layout.pills.values()].map((box) => box.y + box.height));
  return bottom + 10 + (lane % 6) * 5;
}

function gutterOffset(layout: NodesLayout, lane: number): number {
  return layout.density.name === 'mid' ? 3 : 11 - (lane % 3) * 3;
}

/** From under the pill to the top of the drop at `rail`, with round corners. */
function dropPath(start: number, top: number, bus: number, rail: number): string {
  if (Math.abs(rail - start) < 12) return `M${start} ${top}V${bus}L${rail} ${bus + 6}`;
  const turn = rail > start ? 6 : -6;
  return `M${start} ${top}V${bus - 6}q0 6 ${turn} 6H${rail - turn}q${turn} 0 ${turn} 6`;
}
