/** Turns the layout of the traffic view into the nodes of React Flow: one per box, never one per endpoint or pod. Pure. */
import type { Box } from '../graph/nodesLayout';
import type { ClientFlowNode } from './ClientBoxes';
import type { TrafficModel } from './model';
import type { CaptionFlowNode, IngressFlowNode, PodsFlowNode, ServiceFlowNode } from './TrafficBoxes';
import type { AskedFlowNode, EdgesFlowNode } from './TrafficEdges';
import type { TrafficLayout } from './trafficLayout';

export type TrafficFlowNode =
  | ClientFlowNode
  | IngressFlowNode
  | ServiceFlowNode
  | PodsFlowNode
  | CaptionFlowNode
  | EdgesFlowNode
  | AskedFlowNode;

const place = ({ x, y, width, height }: Box) => ({ position: { x, y }, width, height });

/** `hasCounts`: Services tell what became of their requests. */
export function trafficFlow(
  { ingresses, services }: TrafficModel,
  layout: TrafficLayout,
  hasCounts: boolean,
): readonly TrafficFlowNode[] {
  const { mid, stacked } = layout;
  // Lines are drawn in the coordinates of the boxes.
  const bounds = { ...layout.bounds, y: 0 };
  const flow: TrafficFlowNode[] = [
    { id: 'edges', type: 'trafficEdges', data: { layout }, zIndex: -1, ...place(bounds) },
    ...layout.captions.map(({ what, box }) => ({
      id: `caption ${what}`,
      type: 'trafficCaption' as const,
      data: { what },
      ...place(box),
    })),
  ];
  for (const [id, box] of layout.clients)
    flow.push({ id, type: 'trafficClient', data: { id, mid, low: stacked }, ...place(box) });
  for (const view of ingresses) {
    const shown = layout.ingresses.get(view.id);
    if (shown !== undefined)
      flow.push({ id: view.id, type: 'trafficIngress', data: { view, mid }, ...place(shown.box) });
  }
  for (const view of services) {
    const shown = layout.services.get(view.id);
    if (shown === undefined) continue;
    flow.push({ id: view.id, type: 'trafficService', data: { view, shown, mid, hasCounts }, ...place(shown.box) });
  }
  for (const [service, { rows }] of layout.services) {
    const cards = rows.flatMap(({ pod = '' }) => {
      const box = layout.pods.get(pod);
      return box === undefined ? [] : [[pod, box] as const];
    });
    const own = cards.filter(([key]) => layout.podHomes.get(key) === service);
    const frame = frameOf(own.map(([, box]) => box));
    if (frame === undefined) continue;
    const pods = own.map(
      ([key, { x, y, width, height }]) => [key, { x: x - frame.x, y: y - frame.y, width, height }] as const,
    );
    flow.push({ id: `pods ${service}`, type: 'trafficPods', data: { pods }, ...place(frame) });
  }
  flow.push({ id: 'asked', type: 'trafficAsked', data: { layout }, zIndex: 10, ...place(bounds) });
  return flow;
}

function frameOf(boxes: readonly Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}
