/** The canvas over the graph: paints pods when far, follows the view, and turns the pod under the pointer into a real button. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useObject } from '../cluster/ClusterContext';
import { StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { Room } from '../layout/layoutSize';
import { type ObjectRef, refKey, selectionStore } from '../stores/selectionStore';
import { themeStore } from '../stores/themeStore';
import { useGraph } from './GraphContext';
import { glowOf } from '../why/glow';
import { whyStore } from '../why/whyStore';
import { createPainter, type PaintedCell } from './painter';
import { podLabel } from './PodCell';
import { podState } from './podState';

interface FarCanvasProps {
  readonly room: Room;
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export function FarCanvas({ room, x, y, zoom }: FarCanvasProps) {
  const graph = useGraph();
  const ref = useRef<HTMLCanvasElement>(null);
  const far = useStore(graph.store, (state) => state.far);
  const filter = useStore(graph.store, (state) => state.filter);
  const theme = useStore(themeStore, (state) => state.theme);

  useLayoutEffect(() => {
    if (ref.current === null) return;
    const painter = createPainter(ref.current, graph.index.stateOf);
    graph.painter = painter;
    for (const [id, field] of graph.fields) painter.setField(id, field);
    const stops = [
      graph.index.onStates((keys) => painter.repaint(keys)),
      selectionStore.subscribe((state) => painter.setSelected(selectedPod(state.selected))),
    ];
    painter.setSelected(selectedPod(selectionStore.getState().selected));
    const showSteps = () => {
      const glow = glowOf(whyStore.getState().chain);
      painter.setSteps((key) => glow.get(`Pod ${key}`));
    };
    stops.push(whyStore.subscribe(showSteps));
    showSteps();
    return () => {
      graph.painter = undefined;
      for (const stop of stops) stop();
    };
  }, [graph]);
  useLayoutEffect(() => {
    graph.painter?.resize(room.width, room.height, window.devicePixelRatio || 1);
  }, [graph, room]);
  useLayoutEffect(() => {
    graph.painter?.setViewport({ x, y, zoom });
  }, [graph, x, y, zoom]);
  useEffect(() => graph.painter?.setFilter(filter), [graph, filter]);
  useEffect(() => {
    const recolour = () => graph.painter?.recolour();
    // The theme's attribute is set by the frame, in the same commit.
    const frame = requestAnimationFrame(recolour);
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', recolour);
    return () => {
      cancelAnimationFrame(frame);
      system.removeEventListener('change', recolour);
    };
  }, [graph, theme]);

  return (
    <>
      <canvas ref={ref} className="far-canvas" style={{ width: room.width, height: room.height }} aria-hidden="true" />
      {far ? <ActivePod x={x} y={y} zoom={zoom} /> : null}
    </>
  );
}

const selectedPod = (selected: ObjectRef | undefined) => (selected?.kind === 'Pod' ? refKey(selected) : undefined);

/** The one pod of the far view that is an element: under the pointer, or reached by arrow keys. */
function ActivePod({ x, y, zoom }: { readonly x: number; readonly y: number; readonly zoom: number }) {
  const t = useText();
  const graph = useGraph();
  const active = useStore(graph.store, (state) => state.active);
  const pod = useObject('Pod', active);
  const node = useObject('Node', pod?.spec.nodeName);
  const [cell, setCell] = useState<PaintedCell>();
  // Where it stands follows the view and its place in the grid; both are known once the frame is laid out.
  useLayoutEffect(
    () => setCell(active === undefined ? undefined : graph.painter?.find(active)),
    [graph, active, pod, x, y, zoom],
  );
  if (pod === undefined || cell === undefined) return null;
  const state = podState(pod, node);
  const { name, namespace } = pod.metadata;
  return (
    <div className="active-pod" style={{ left: cell.left, top: cell.top, width: cell.width, height: cell.height }}>
      <button
        key={active}
        type="button"
        className="nopan"
        data-walk="pod"
        data-pod={active}
        aria-label={podLabel(t, pod, state)}
        onClick={() => selectionStore.getState().select({ kind: 'Pod', namespace, name })}
      />
      <div className="far-tip" aria-hidden="true">
        <StateGlyph state={state.state} />
        <b>{name}</b>
        <span>
          {state.status}, {state.ready}
          {state.restarts === 0 ? null : `, ${state.restarts} ${t('graph.pod.restarts')}`}
          {pod.spec.nodeName === undefined ? null : `, ${t('graph.pod.on', { node: pod.spec.nodeName })}`}
        </span>
      </div>
    </div>
  );
}
