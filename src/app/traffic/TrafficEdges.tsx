/** Lines of the traffic view: dashed where requests can go, dotted where none goes now, violet the request that is asked about. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../stores/selectionStore';
import { routeOf } from './route';
import { curvePath, type TrafficLayout } from './trafficLayout';
import { trafficStore } from './trafficStore';

export type EdgesFlowNode = FlowNode<{ readonly layout: TrafficLayout }, 'trafficEdges'>;
export type AskedFlowNode = FlowNode<{ readonly layout: TrafficLayout }, 'trafficAsked'>;

/** A number takes so many px beside another at the same place. */
const NUMBER_STEP = 20;

export const TrafficEdges = memo(function TrafficEdges({ data: { layout } }: NodeProps<EdgesFlowNode>) {
  const { anchors, edges, bounds } = layout;
  return (
    <svg className="edges" width={bounds.width} height={bounds.height} aria-hidden="true">
      {edges.map(({ from, to, isIdle }) => {
        const start = anchors.get(from);
        const end = anchors.get(to);
        if (start === undefined || end === undefined) return null;
        return <path key={`${from} ${to}`} className={isIdle ? 'match' : 'flow'} d={curvePath(start.out, end.in)} />;
      })}
    </svg>
  );
});

/** The selected request: its lines, and the numbers of its hops where they happened. */
export const TrafficAsked = memo(function TrafficAsked({ data: { layout } }: NodeProps<AskedFlowNode>) {
  const id = useStore(selectionStore, ({ request }) => request);
  const record = useStore(trafficStore, ({ requests }) =>
    id === undefined ? undefined : requests.find((request) => request.id === id),
  );
  const route = record === undefined ? undefined : routeOf(record, layout);
  if (route === undefined) return null;
  const taken = new Map<string, number>();
  return (
    <>
      <svg className="edges" width={layout.bounds.width} height={layout.bounds.height} aria-hidden="true">
        {route.legs.map(({ from, to }) => (
          <path key={`${from.x} ${from.y} ${to.x} ${to.y}`} className="why" d={curvePath(from, to)} />
        ))}
      </svg>
      {route.places.map((place, index) => {
        if (place === undefined) return null;
        const spot = `${place.x} ${place.y}`;
        const before = taken.get(spot) ?? 0;
        taken.set(spot, before + 1);
        return (
          // The numbers are the hops' own.
          <span
            key={index}
            className="step traffic-step"
            style={{ left: place.x - 9 + before * NUMBER_STEP, top: place.y - 9 }}
            aria-hidden="true"
          >
            {index + 1}
          </span>
        );
      })}
    </>
  );
});
