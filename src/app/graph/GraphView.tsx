/** The cluster as a picture: nodes or owners, near as cards, far as one canvas. */
import { ReactFlow, ReactFlowProvider, type NodeTypes, useStore as useFlowStore } from '@xyflow/react';
import { lazy, type PointerEvent, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useObjects } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import type { LayoutSize, Room } from '../layout/layoutSize';
import { withPanelTexts } from '../layout/lazyPanel';
import { usePageQuery } from '../layout/PageContext';
import { useRoom } from '../layout/useRoom';
import { isPodView, type PodView, shownView, viewStore } from '../stores/viewStore';
import { CanvasControls } from './CanvasControls';
import { ClusterNode } from './ClusterNode';
import { ControllerPill, StrangerPill } from './ControllerPill';
import { asFlowNodes } from './flowNodes';
import { createGraphShared, GraphProvider, useGraph } from './GraphContext';
import { PendingTray } from './PendingTray';
import { PICTURE } from './picture';
import { OwnerNote, PillCaption, PodGroup } from './PodGroup';
import { createPodIndex } from './podIndex';
import { Links, Rails } from './Rails';
import { ServicePill } from './ServicePill';
import { GRAPH_VIEWS } from './ViewSwitch';
import { useGraphModel } from './useGraphModel';
import { useMatches } from './useMatches';
import { useWalk } from './useWalk';
import { FAR_PODS, FAR_ZOOM, useFit, useScrollAsPan } from './useViewport';

const TrafficView = lazy(() =>
  withPanelTexts(() => import('../traffic/TrafficView').then(({ TrafficView: component }) => ({ default: component }))),
);
const ControlPlaneView = lazy(() =>
  withPanelTexts(async () => ({ default: (await import('../controlPlane/ControlPlaneView')).ControlPlaneView })),
);
// Few pods are never painted: most pages never fetch the painter.
const FarCanvas = lazy(() => import('./FarCanvas').then(({ FarCanvas: component }) => ({ default: component })));

const nodeTypes: NodeTypes = {
  cluster: ClusterNode,
  controller: ControllerPill,
  service: ServicePill,
  stranger: StrangerPill,
  tray: PendingTray,
  owned: PodGroup,
  note: OwnerNote,
  caption: PillCaption,
  rails: Rails,
  links: Links,
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
        <Picture size={size} />
      </ReactFlowProvider>
    </GraphProvider>
  );
}

/** The picture that was chosen. */
function Picture({ size }: GraphViewProps) {
  const view = useStore(viewStore, shownView);
  const { embed } = usePageQuery();
  useViewKeys(embed);
  if (isPodView(view)) return <GraphCanvas size={size} view={view} />;
  return <Suspense>{view === 'traffic' ? <TrafficView size={size} /> : <ControlPlaneView size={size} />}</Suspense>;
}

function GraphCanvas({ size, view }: GraphViewProps & { readonly view: PodView }) {
  const t = useText();
  const graph = useGraph();
  const { embed } = usePageQuery();
  const [ref, room] = useRoom<HTMLElement>({ width: 800, height: 600 });
  const model = useGraphModel(graph.index, view, size, room);
  const nodes = useMemo(() => asFlowNodes(model.flow), [model]);
  const total = useStore(graph.index.placement, (state) => state.total);
  const zoom = useFlowStore((state) => state.transform[2]);
  const { fit, onMoveStart } = useFit(ref, { bounds: model.bounds, room, size, total });
  const handleWalk = useWalk(graph, embed);
  useMatches(graph);
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
        nodeTypes={nodeTypes}
        {...PICTURE}
        panOnScroll={!embed}
        preventScrolling={!embed}
        onlyRenderVisibleElements={total > FAR_PODS}
        onMoveStart={onMoveStart}
      />
      {total > FAR_PODS ? <FarLayer room={room} /> : null}
      <CanvasControls size={size} nodes={model.nodes} width={room.width} onFit={fit} />
    </section>
  );
}

/** The painter's canvas, moved as the view moves. */
function FarLayer({ room }: { readonly room: Room }) {
  const [x, y, zoom] = useFlowStore((state) => state.transform);
  return (
    <Suspense>
      <FarCanvas room={room} x={x} y={y} zoom={zoom} />
    </Suspense>
  );
}

/** Keys 1 to 4 choose the view. A guest in slides binds nothing. */
function useViewKeys(embed: boolean): void {
  useEffect(() => {
    if (embed) return;
    const handleKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const view = GRAPH_VIEWS[Number(event.key) - 1];
      if (view !== undefined) viewStore.getState().show(view);
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
