/** Which way requests go: client, Ingress, Service, endpoints, pods; and the requests themselves as they travel. */
import { type CoordinateExtent, ReactFlow, type NodeTypes, useStore as useFlowStore } from '@xyflow/react';
import { lazy, Suspense, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { useIsUnusedCluster, useSimulation } from '../cluster/ClusterContext';
import { CanvasControls } from '../graph/CanvasControls';
import { useGraph } from '../graph/GraphContext';
import type { Box } from '../graph/nodesLayout';
import { useFit, useScrollAsPan } from '../graph/useViewport';
import { useWalk } from '../graph/useWalk';
import { PICTURE } from '../graph/picture';
import { useText } from '../i18n/useText';
import type { LayoutSize } from '../layout/layoutSize';
import { usePageQuery } from '../layout/PageContext';
import { useRoom } from '../layout/useRoom';
import { browserStore } from '../browser/browserStore';
import { TrafficClient } from './ClientBoxes';
import { DotCanvas } from './DotCanvas';
import { RequestNews } from './RequestNews';
import './traffic.css';
import { TrafficBar } from './TrafficBar';
import { TrafficCaption, TrafficIngress, TrafficPods, TrafficService } from './TrafficBoxes';
import { TrafficAsked, TrafficEdges } from './TrafficEdges';
import { trafficFlow } from './trafficFlow';
import { followTraffic } from './trafficStore';
import { useTrafficPicture } from './useTrafficModel';

const BrowserPane = lazy(() => import('../browser/BrowserPane').then((part) => ({ default: part.BrowserPane })));

const nodeTypes: NodeTypes = {
  trafficClient: TrafficClient,
  trafficIngress: TrafficIngress,
  trafficService: TrafficService,
  trafficPods: TrafficPods,
  trafficCaption: TrafficCaption,
  trafficEdges: TrafficEdges,
  trafficAsked: TrafficAsked,
};
/** Beyond this, boxes out of view are not mounted. */
const MANY_SERVICES = 16;

/** How far beyond the picture one can pan, px: it cannot be lost. */
const BEYOND = 700;
const extentOf = ({ x, y, width, height }: Box): CoordinateExtent => [
  [x - BEYOND, y - BEYOND],
  [x + width + BEYOND, y + height + BEYOND],
];

interface TrafficViewProps {
  readonly size: LayoutSize;
}

export function TrafficView({ size }: TrafficViewProps) {
  const t = useText();
  const graph = useGraph();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  const [ref, room] = useRoom<HTMLElement>({ width: 800, height: 600 });
  const { model, layout } = useTrafficPicture(size, room);
  // Until something runs, the page says there what to do first.
  const isBlank = useIsUnusedCluster() && simulation !== undefined && model.services.length === 0;
  const nodes = useMemo(
    () => (isBlank ? [] : [...trafficFlow(model, layout, simulation !== undefined)]),
    [model, layout, simulation, isBlank],
  );
  const isMany = model.services.length > MANY_SERVICES;
  const { fit, onMoveStart } = useFit(ref, { bounds: layout.bounds, room, size, total: 0, least: 1 });
  const handleWalk = useWalk(graph, embed);
  useScrollAsPan(ref);
  useEffect(() => (simulation === undefined ? undefined : followTraffic(simulation)), [simulation]);
  // The painter of the far view belongs to the views that draw pods one by one.
  useEffect(() => graph.store.setState({ far: false, active: undefined, filter: undefined }), [graph]);
  const isBrowsing = useStore(browserStore, ({ isOpen }) => isOpen);
  const guest = size === 'embed' || size === 'tiny';
  const zoom = useFlowStore((state) => state.transform[2]);

  return (
    <section
      ref={ref}
      className="canvas traffic"
      data-size={size}
      style={{ '--zoom': zoom }}
      aria-label={t('traffic.label', { services: model.services.length, ingresses: model.ingresses.length })}
      tabIndex={-1}
      onKeyDown={handleWalk}
    >
      <ReactFlow
        nodes={nodes}
        nodeTypes={nodeTypes}
        {...PICTURE}
        panOnScroll={!embed}
        preventScrolling={!embed}
        onlyRenderVisibleElements={isMany}
        translateExtent={extentOf(layout.bounds)}
        onMoveStart={onMoveStart}
      />
      {simulation === undefined ? null : <DotCanvas room={room} layout={layout} wordPx={guest ? 14 : 12} />}
      {isBlank || model.services.length + model.ingresses.length > 0 ? null : (
        <p className="traffic-empty">{t('traffic.empty')}</p>
      )}
      {simulation === undefined || guest ? null : <TrafficBar ingresses={model.ingresses.length} />}
      {simulation === undefined ? null : <RequestNews />}
      {simulation === undefined || !isBrowsing ? null : (
        <Suspense>
          <BrowserPane simulation={simulation} />
        </Suspense>
      )}
      <CanvasControls size={size} nodes={0} width={room.width} onFit={fit} />
    </section>
  );
}
