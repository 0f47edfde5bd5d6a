/** Turns a layout into the nodes of React Flow: frames with ids and geometry, never a pod. Pure. */
import type { Node as FlowNode } from '@xyflow/react';
import type { CaptionFlowNode, GroupFlowNode, NoteFlowNode } from './PodGroup';
import type { ClusterFlowNode } from './ClusterNode';
import type { ControllerFlowNode, StrangerFlowNode } from './ControllerPill';
import type { LinksFlowNode, RailsFlowNode } from './Rails';
import type { TrayFlowNode } from './PendingTray';
import type { ControllerRow } from './controllers';
import type { Box, NodesLayout } from './nodesLayout';
import type { OwnersLayout } from './ownersLayout';

export type GraphFlowNode =
  | ClusterFlowNode
  | ControllerFlowNode
  | StrangerFlowNode
  | TrayFlowNode
  | GroupFlowNode
  | NoteFlowNode
  | CaptionFlowNode
  | RailsFlowNode
  | LinksFlowNode;

const place = ({ x, y, width, height }: Box) => ({ position: { x, y }, width, height });

/** Frames of the *nodes* view. */
export function nodesFlow(layout: NodesLayout, rows: readonly ControllerRow[]): readonly GraphFlowNode[] {
  const mid = layout.density.name === 'mid';
  const flow: GraphFlowNode[] = [];
  if (layout.caption !== undefined) flow.push({ id: 'caption', type: 'caption', data: {}, ...place(layout.caption) });
  flow.push(...controllerNodes(layout.pills, rows, layout.pillScale));
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
export function ownersFlow(layout: OwnersLayout, rows: readonly ControllerRow[]): readonly GraphFlowNode[] {
  const mid = layout.density.name === 'mid';
  const flow: GraphFlowNode[] = [
    { id: 'links', type: 'links', data: { links: layout.links }, ...place(layout.bounds) },
  ];
  flow.push(...controllerNodes(layout.pills, rows, 1));
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

/** What React Flow is given; it wants an array of its own. */
export const asFlowNodes = (nodes: readonly GraphFlowNode[]): FlowNode[] => [...nodes];
