/** Follows what decides the layout, and lays out anew only when that has changed: never for a mere status. */
import { useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { useIsAnswered, useList, useLists } from '../cluster/ClusterContext';
import { cardDensity, type LayoutSize, type Room } from '../layout/layoutSize';
import type { PodView } from '../stores/viewStore';
import { controllerKinds } from './controllerKinds';
import { controllerRows } from './controllers';
import { type GraphFlowNode, nodesFlow, ownersFlow } from './flowNodes';
import { type Box, nodesLayout } from './nodesLayout';
import { ownersLayout } from './ownersLayout';
import type { Placement, PodIndex } from './podIndex';
import { isNodeLost } from './podState';
import { serviceRows } from './services';

/** Narrower than this, two nodes do not fit side by side. */
const STACKED_BELOW = 430;

export interface GraphModel {
  readonly flow: readonly GraphFlowNode[];
  readonly bounds: Box;
  readonly nodes: number;
}

/** Frames for `view` in `room`. The same object as long as nothing moves. */
export function useGraphModel(index: PodIndex, view: PodView, size: LayoutSize, room: Room): GraphModel {
  const nodes = useList('Node');
  const isKnown = useIsAnswered('Node');
  const controllers = useLists(controllerKinds);
  const allServices = useList('Service');
  const byNode = useStore(index.placement, (state) => state.byNode);
  const byOwner = useStore(index.placement, (state) => state.byOwner);
  const rows = useSame(useMemo(() => controllerRows(controllers), [controllers]));
  const services = useSame(useMemo(() => serviceRows(allServices), [allServices]));
  const machines = useSame(useMemo(() => layoutNodes(nodes, byNode, isKnown), [nodes, byNode, isKnown]));
  const owned = useSame(useMemo(() => [...byOwner].map(([id, keys]) => [id, keys.length] as const), [byOwner]));
  const pending = byNode.get('')?.length ?? 0;
  const { width, height } = room;
  return useMemo(() => {
    const density = cardDensity(size, width);
    if (view === 'owners') {
      const layout = ownersLayout({ density, width, rows, services, pods: new Map(owned) });
      return { flow: ownersFlow(layout, rows, services), bounds: layout.bounds, nodes: machines.length };
    }
    // Small pictures show the roots only: a Deployment speaks for its ReplicaSets.
    const shown = rows.filter(({ idle, owner }) => owner === undefined || (!idle && density === 'full'));
    const stacked = size === 'phone' || size === 'tiny' || width < STACKED_BELOW;
    const pills = { controllers: shown, services };
    const layout = nodesLayout({ density, width, height, nodes: machines, ...pills, pending, stacked });
    return { flow: nodesFlow(layout, shown, services), bounds: layout.bounds, nodes: machines.length };
  }, [view, size, width, height, rows, services, machines, owned, pending]);
}

/** Every machine, and those that pods name but nobody shows, gone or not to be seen: told once it is known which there are. */
function layoutNodes(
  nodes: ReturnType<typeof useList<'Node'>>,
  byNode: Placement['byNode'],
  isKnown: boolean,
): readonly { readonly name: string; readonly pods: number; readonly banner: boolean }[] {
  const known = nodes.map((node) => ({
    name: node.metadata.name,
    pods: byNode.get(node.metadata.name)?.length ?? 0,
    banner: isNodeLost(node) && byNode.has(node.metadata.name),
  }));
  const names = new Set(known.map(({ name }) => name));
  const gone = isKnown ? [...byNode.keys()].filter((name) => name !== '' && !names.has(name)) : [];
  const all = [...known, ...gone.map((name) => ({ name, pods: byNode.get(name)?.length ?? 0, banner: false }))];
  return all.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The last value that read the same: what depends on it is not computed again. */
function useSame<T>(value: T): T {
  const text = JSON.stringify(value);
  const last = useRef({ value, text });
  if (last.current.text !== text) last.current = { value, text };
  return last.current.value;
}
