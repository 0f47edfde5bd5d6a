/** The cluster as a picture: nodes or owners, near as cards, far as one canvas. */
import { ReactFlow, ReactFlowProvider, useReactFlow, type NodeTypes, useStore as useFlowStore } from '@xyflow/react';
import { type PointerEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import { useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { usePageQuery } from '../layout/PageContext';
import { useRoom } from '../layout/useRoom';
import { shownView, viewStore } from '../stores/viewStore';
import { CanvasControls } from './CanvasControls';
import { ClusterNode } from './ClusterNode';
import { ControllerPill, StrangerPill } from './ControllerPill';
import { FarCanvas } from './FarCanvas';
import { asFlowNodes } from './flowNodes';
import { createGraphShared, GraphProvider, useGraph } from './GraphContext';
import { PendingTray } from './PendingTray';
import { OwnerNote, PillCaption, PodGroup } from './PodGroup';
import { createPodIndex } from './podIndex';
import { Links, Rails } from './Rails';
import { useGraphModel } from './useGraphModel';
import { useWalk } from './useWalk';
import { fitViewport, type Insets, LEAST_ZOOM, MOST_ZOOM } from './viewport';

const nodeTypes: NodeTypes = {
  cluster: ClusterNode,
  controller: ControllerPill,
  stranger: StrangerPill,
  tray: PendingTray,
  owned: PodGroup,
  note: OwnerNote,
  caption: PillCaption,
  rails: Rails,
  links: Links,
};
/** Further out than this, pods are painted; clusters with few pods keep their cards. */
const FAR_ZOOM = 0.7;
const FAR_PODS = 60;
/** Below the counts of the far view. */
const COUNTS_TOP = 92;

const INSETS: Readonly<Record<LayoutSize, Insets>> = {
  wide: { top: 60, right: 12, bottom: 32, left: 12 },
  medium: { top: 60, right: 12, bottom: 32, left: 12 },
  narrow: { top: 56, right: 12, bottom: 24, left: 12 },
  phone: { top: 56, right: 12, bottom: 24, left: 12 },
  embed: { top: 4, right: 10, bottom: 28, left: 10 },
  tiny: { top: 8, right: 8, bottom: 8, left: 8 },
};

interface GraphViewProps {
  readonly size: LayoutSize;
}

export function GraphView({ size }: GraphViewProps) {
  const objects = useObjects();
  const [shared, setShared] = useState(() => createGraphShared(createPodIndex(objects)));
  const built = useRef(objects);
  useEffect(() => {
    if (built.current === objects) return;
    built.current = objects;
    setShared(createGraphShared(createPodIndex(objects)));
  }, [objects]);
  return (
    <GraphProvider value={shared}>
      <ReactFlowProvider>
        <GraphCanvas size={size} />
      </ReactFlowProvider>
    </GraphProvider>
  );
}

function GraphCanvas({ size }: GraphViewProps) {
  const t = useText();
  const graph = useGraph();
  const { embed } = usePageQuery();
  const view = useStore(viewStore, shownView);
  const [ref, room] = useRoom<HTMLElement>({ width: 800, height: 600 });
  const model = useGraphModel(graph.index, view, size, room);
  const nodes = useMemo(() => asFlowNodes(model.flow), [model]);
  const total = useStore(graph.index.placement, (state) => state.total);
  const zoom = useFlowStore((state) => state.transform[2]);
  const { fit, onMoveStart } = useFit(model.bounds, room, size, total);
  const handleWalk = useWalk(graph);
  useViewKeys(embed);
  useScrollAsPan(ref);

  const far = zoom < FAR_ZOOM && total > FAR_PODS;
  useEffect(() => graph.store.setState(far ? { far } : { far, active: undefined, filter: undefined }), [graph, far]);
  const handlePointer = (event: PointerEvent<HTMLElement>) => {
    if (!far) return;
    const box = event.currentTarget.getBoundingClientRect();
    const hit = graph.painter?.hit(event.clientX - box.left, event.clientY - box.top);
    if (hit !== undefined) graph.store.setState({ active: hit.key });
  };

  return (
    <section
      ref={ref}
      className="canvas"
      data-size={size}
      data-far={far}
      style={{ '--zoom': zoom }}
      aria-label={far ? t('graph.far.label', { pods: total, nodes: model.nodes }) : t('graph.label')}
      tabIndex={far ? 0 : -1}
      onKeyDown={handleWalk}
      onPointerMove={handlePointer}
    >
      <ReactFlow
        nodes={nodes}
        edges={NO_EDGES}
        nodeTypes={nodeTypes}
        minZoom={LEAST_ZOOM}
        maxZoom={MOST_ZOOM}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        disableKeyboardA11y
        selectionKeyCode={null}
        deleteKeyCode={null}
        multiSelectionKeyCode={null}
        zoomActivationKeyCode={null}
        panActivationKeyCode={null}
        zoomOnDoubleClick={false}
        panOnScroll={!embed}
        zoomOnScroll={false}
        preventScrolling={!embed}
        onlyRenderVisibleElements={total > FAR_PODS}
        onMoveStart={onMoveStart}
        proOptions={NO_ATTRIBUTION}
      />
      <FarCanvas room={room} />
      <CanvasControls size={size} nodes={model.nodes} onFit={fit} />
    </section>
  );
}

const NO_EDGES: never[] = [];
const NO_ATTRIBUTION = { hideAttribution: true };

/** Keeps the whole picture in view until the person moves it; `fit` brings it back. */
function useFit(
  bounds: Parameters<typeof fitViewport>[0],
  room: { width: number; height: number },
  size: LayoutSize,
  total: number,
) {
  const { setViewport } = useReactFlow();
  const [moved, setMoved] = useState(false);
  const many = total > FAR_PODS;
  const least = !many ? (size === 'wide' || size === 'medium' ? FAR_ZOOM : 1) : LEAST_ZOOM;
  useEffect(() => {
    const insets = many && size !== 'embed' && size !== 'tiny' ? { ...INSETS[size], top: COUNTS_TOP } : INSETS[size];
    if (!moved) void setViewport(fitViewport(bounds, room, insets, least));
  }, [moved, bounds, room, size, many, least, setViewport]);
  const fit = useCallback(() => setMoved(false), []);
  const onMoveStart = useCallback((event: unknown) => {
    if (event !== null) setMoved(true); // Without an event it was us.
  }, []);
  const view = useStore(viewStore, shownView);
  useEffect(() => {
    if (view) setMoved(false);
  }, [view]);
  return { fit, onMoveStart };
}

/**
 * Focusing a card that is out of view makes the browser scroll the canvas, which has no scroll bars.
 * The same distance is panned instead, so that the card stands where the browser meant to show it.
 */
function useScrollAsPan(ref: RefObject<HTMLElement | null>): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const handleScroll = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      const { scrollLeft, scrollTop } = target;
      if (scrollLeft === 0 && scrollTop === 0) return;
      target.scrollTo(0, 0);
      const { x, y, zoom } = getViewport();
      flushSync(() => void setViewport({ x: x - scrollLeft, y: y - scrollTop, zoom }));
    };
    canvas.addEventListener('scroll', handleScroll, true);
    return () => canvas.removeEventListener('scroll', handleScroll, true);
  }, [ref, getViewport, setViewport]);
}

/** Keys 1 and 2 choose the view. A guest in slides binds nothing. */
function useViewKeys(embed: boolean): void {
  useEffect(() => {
    if (embed) return;
    const handleKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '1') viewStore.getState().show('nodes');
      if (event.key === '2') viewStore.getState().show('owners');
    };
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, [embed]);
}

/** True where a key writes text. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null
  );
}
