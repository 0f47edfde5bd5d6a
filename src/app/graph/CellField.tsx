/** A grid of pods: cards when near, mounted a few per frame, and left to the painter when far. */
import { memo, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { setField, useGraph } from './GraphContext';
import { requestTurns } from './mountTurns';
import { type CellGrid, cellBox } from './nodesLayout';
import { PodCell } from './PodCell';

interface CellFieldProps {
  /** Unique on the graph. */
  readonly id: string;
  readonly keys: readonly string[];
  readonly grid: CellGrid;
  /** Corner of the grid's box in graph coordinates. */
  readonly x: number;
  readonly y: number;
  readonly mid: boolean;
  /** Cards say which node they are on. */
  readonly showNode?: boolean;
}

/** Fewer than this are mounted at once. */
const AT_ONCE = 60;
const PER_TURN = 6;

export const CellField = memo(function CellField({ id, keys, grid, x, y, mid, showNode = false }: CellFieldProps) {
  const graph = useGraph();
  const far = useStore(graph.store, (state) => state.far);
  const small = useStore(graph.index.placement, (state) => state.total <= AT_ONCE);
  const [granted, setGranted] = useState(0);
  const mounted = far ? 0 : small ? keys.length : Math.min(granted, keys.length);

  useEffect(() => {
    if (far || small || granted >= keys.length) return;
    return requestTurns(() => {
      setGranted((count) => count + PER_TURN);
      return false;
    });
  }, [far, small, granted, keys.length]);
  useEffect(() => {
    if (far) setGranted(0);
  }, [far]);
  useEffect(() => setField(graph, id, { x, y, grid, keys, mounted }), [graph, id, x, y, grid, keys, mounted]);
  useEffect(() => () => setField(graph, id, undefined), [graph, id]);

  return keys.slice(0, mounted).map((key, index) => {
    const box = cellBox(grid, index);
    return (
      <PodCell
        key={key}
        podKey={key}
        left={box.x}
        top={box.y}
        width={box.width}
        height={box.height}
        mid={mid}
        showNode={showNode}
      />
    );
  });
});
