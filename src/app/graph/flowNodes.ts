/** Turns a layout into the nodes of React Flow: frames with ids and geometry, never a pod. Pure. */
import type { Node as FlowNode } from '@xyflow/react';
import type { CaptionFlowNode, GroupFlowNode, NoteFlowNode } from './PodGroup';
import type { ClusterFlowNode } from './ClusterNode';
import type { ControllerFlowNode, StrangerFlowNode } from './ControllerPill';
import type { LinksFlowNode, RailsFlowNode } from './Rails';
import type { TrayFlowNode } from './PendingTray';
import type { ControllerRow } from './controllers';
import type { ServiceFlowNode } from './ServicePill';
import type { ServiceRow } from './services';
import type { Box, NodesLayout } from './nodesLayout';
import type { OwnersLayout } from './ownersLayout';

export type GraphFlowNode =
  | ClusterFlowNode
  | ControllerFlowNode
  | ServiceFlowNode
  | StrangerFlowNode
  | TrayFlowNode
  | GroupFlowNode
  | NoteFlowNode
  | CaptionFlowNode
  | RailsFlowNode
  | LinksFlowNode;

const place = ({ x, y, width, height }: Box) => ({ position: { x, y }, width, height });

/** Frames of the *nodes* view. */
export function nodesFlow(
  layout: NodesLayout,
  rows: readonly ControllerRow[],
  services: readonly ServiceRow[],
): readonly GraphFlowNode[] {
  const mid = layout.density.name === 'mid';
  const flow: GraphFlowNode[] = [];
  flow.push(...captions({ controllers: layout.caption, services: layout.servicesCaption }));
  flow.push(...controllerNodes(layout.pills, rows, layout.pillScale));
  flow.push(...serviceNodes(layout.pills, services, layout.pillScale));
  if (layout.tray !== undefined) {
    const data = { grid: layout.trayGrid, shown: layout.trayShown, mid, explained: layout.trayExplained };
    flow.push({ id: 'tray', type: 'tray', data, ...place(layout.tray) });
  }
  for (const [name, box] of layout.nodes) {
    flow.push({ id: `node ${name}`, type: 'cluster', data: { name, grid: layout.grid, mid }, ...place(box) });
  }
  if (layout.pills.size > 0 && !mid)
    flow.push({ id: 'rails', type: 'rails', data: { layout }, ...place(layout.bounds) });
  return flow;
}

/** Frames of the *owners* view. */
export function ownersFlow(
  layout: OwnersLayout,
  rows: readonly ControllerRow[],
  services: readonly ServiceRow[],
): readonly GraphFlowNode[] {
  const mid = layout.density.name === 'mid';
  const flow: GraphFlowNode[] = [
    { id: 'links', type: 'links', data: { links: layout.links }, ...place(layout.bounds) },
  ];
  flow.push(...captions({ services: layout.servicesCaption }));
  flow.push(...controllerNodes(layout.pills, rows, 1), ...serviceNodes(layout.pills, services, 1));
  for (const [id, box] of layout.strangers) flow.push({ id, type: 'stranger', data: { id }, ...place(box) });
  for (const [owner, { box, grid }] of layout.groups) {
    flow.push({ id: `group ${owner}`, type: 'owned', data: { owner, grid, mid }, ...place(box) });
  }
  for (const [id, box] of layout.notes) {
    const data =
      id === ''
        ? { note: 'orphans' as const, revision: '' }
        : { note: 'kept' as const, revision: rows.find((row) => row.id === id)?.revision ?? '' };
    flow.push({ id: `note ${id}`, type: 'note', data, ...place(box) });
  }
  return flow;
}

function controllerNodes(
  pills: ReadonlyMap<string, Box>,
  rows: readonly ControllerRow[],
  scale: number,
): readonly ControllerFlowNode[] {
  return rows.flatMap((row) => {
    const box = pills.get(row.id);
    if (box === undefined) return [];
    return [
      {
        id: row.id,
        type: 'controller' as const,
        data: { kind: row.kind, key: row.key, idle: row.idle, scale },
        ...place(box),
      },
    ];
  });
}

function serviceNodes(
  pills: ReadonlyMap<string, Box>,
  rows: readonly ServiceRow[],
  scale: number,
): readonly ServiceFlowNode[] {
  return rows.flatMap(({ id, key }) => {
    const box = pills.get(id);
    return box === undefined ? [] : [{ id, type: 'service' as const, data: { key, scale }, ...place(box) }];
  });
}

function captions(boxes: { readonly [What in CaptionFlowNode['data']['what']]?: Box | undefined }): CaptionFlowNode[] {
  return (['controllers', 'services'] as const).flatMap((what) => {
    const box = boxes[what];
    return box === undefined
      ? []
      : [{ id: `caption ${what}`, type: 'caption' as const, data: { what }, ...place(box) }];
  });
}

/** What React Flow is given; it wants an array of its own. */
export const asFlowNodes = (nodes: readonly GraphFlowNode[]): FlowNode[] => [...nodes];
