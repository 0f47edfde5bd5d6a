/** Ownership lines: from a controller's pill through the gutters to its pods' left edges, one path per controller. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { ownerId } from './controllers';
import { useObject } from '../cluster/ClusterContext';
import { type Glow, glowOf } from '../why/glow';
import { whyStore } from '../why/whyStore';
import type { OwnerLink } from './ownersLayout';
import { refKey, selectedRef, selectionStore } from '../stores/selectionStore';
import { useGraph } from './GraphContext';
import type { Placement } from './podIndex';
import { railPath } from './railPath';
import type { NodesLayout } from './nodesLayout';

export type RailsFlowNode = FlowNode<{ readonly layout: NodesLayout }, 'rails'>;

/** Over this many controllers or pods only the selected controller's lines are drawn. */
const MOST_CONTROLLERS = 6;
const MOST_PODS = 120;

/** `controllerId` of what is selected: a controller, or the controller of a pod. */
function useSelectedOwner(): string | undefined {
  const selected = useStore(selectionStore, selectedRef);
  const pod = useObject('Pod', selected?.kind === 'Pod' ? refKey(selected) : undefined);
  if (selected === undefined) return undefined;
  return selected.kind === 'Pod' ? pod && ownerId(pod) : `${selected.kind} ${refKey(selected)}`;
}

export const Rails = memo(function Rails({ data: { layout } }: NodeProps<RailsFlowNode>) {
  const { index, store } = useGraph();
  const byNode = useStore(index.placement, (state) => state.byNode);
  const byOwner = useStore(index.placement, (state) => state.byOwner);
  const total = useStore(index.placement, (state) => state.total);
  const far = useStore(store, (state) => state.far);
  const chosen = useSelectedOwner();
  const matched = useStore(store, (state) => state.matched);
  const owning = [...layout.pills.keys()].filter((id) => byOwner.has(id));
  const crowded = far || total > MOST_PODS || owning.length > MOST_CONTROLLERS;
  const shown = owning.filter((id) => !crowded || (id === chosen && (byOwner.get(id)?.length ?? 0) <= MOST_PODS));
  const matches =
    far || chosen === undefined || matched.size > MOST_PODS
      ? ''
      : railPath(layout, { id: chosen, lane: shown.length, keys: [...matched], byNode });
  const chains = useStore(whyStore, ({ chain }) => glowOf(chain));
  const causes = far ? '' : causePath(layout, { byOwner, byNode }, chains);
  const { width, height } = layout.bounds;
  const tray = layout.tray;
  // Lines pass under the tray: the clip leaves it out.
  const clip =
    tray === undefined
      ? undefined
      : `polygon(0 0,100% 0,100% ${tray.y}px,0 ${tray.y}px,0 ${tray.y + tray.height}px,100% ${tray.y + tray.height}px,100% 100%,0 100%)`;
  return (
    <svg className="edges" width={width} height={height} style={{ clipPath: clip }} aria-hidden="true">
      {shown.map((id, lane) => (
        <path
          key={id}
          className={id === chosen ? 'own' : undefined}
          d={railPath(layout, { id, lane, keys: byOwner.get(id) ?? [], byNode })}
        />
      ))}
      {matches === '' ? null : <path className="match" d={matches} />}
      {causes === '' ? null : <path className="why" d={causes} />}
    </svg>
  );
});

/** From each controller of a chain to those of its pods that the chain names, too. */
function causePath(
  layout: NodesLayout,
  { byOwner, byNode }: Pick<Placement, 'byOwner' | 'byNode'>,
  glow: Glow,
): string {
  return [...layout.pills.keys()]
    .filter((id) => glow.has(id))
    .map((id, lane) => {
      const keys = (byOwner.get(id) ?? []).filter((key) => glow.has(`Pod ${key}`));
      return keys.length === 0 ? '' : railPath(layout, { id, lane, keys, byNode });
    })
    .join('');
}

export type LinksFlowNode = FlowNode<{ readonly links: readonly OwnerLink[] }, 'links'>;

/** The lines of the *owners* view. */
export const Links = memo(function Links({ data: { links } }: NodeProps<LinksFlowNode>) {
  const { index } = useGraph();
  const byOwner = useStore(index.placement, (state) => state.byOwner);
  const chosen = useSelectedOwner();
  const glow = useStore(whyStore, ({ chain }) => glowOf(chain));
  const isCause = ({ owner, owned }: OwnerLink) =>
    glow.has(owner) &&
    (owned === undefined ? byOwner.get(owner)?.some((key) => glow.has(`Pod ${key}`)) === true : glow.has(owned));
  return (
    <svg className="edges" aria-hidden="true">
      {links.map((link) => (
        <path
          key={link.path}
          className={isCause(link) ? 'why' : link.owner === chosen ? 'own' : undefined}
          d={link.path}
        />
      ))}
    </svg>
  );
});
