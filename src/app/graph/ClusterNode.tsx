/** A machine: name, Ready, requested resources, taints, its pods inside; dashed and hatched when nobody hears from it. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo, type KeyboardEvent, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import { useObject, useObjects } from '../cluster/ClusterContext';
import { Icon, StateGlyph } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { nodeFault, playbackStore } from '../stores/playbackStore';
import { refusalBy, refusalStore } from '../stores/refusalStore';
import { isRefTo, selectionStore } from '../stores/selectionStore';
import { useGlow } from '../why/glow';
import { CellField } from './CellField';
import { EvictionBanner, LastHeartbeat, ResourceBars, SilenceCountdown } from './NodeFacts';
import { useGraph } from './GraphContext';
import { LongName } from './LongName';
import type { CellGrid } from './nodesLayout';
import { nodeState } from './nodeState';

export type ClusterFlowNode = FlowNode<
  { readonly name: string; readonly grid: CellGrid; readonly mid: boolean },
  'cluster'
>;
const NO_PODS: readonly string[] = [];

export const ClusterNode = memo(function ClusterNode({
  data,
  positionAbsoluteX,
  positionAbsoluteY,
}: NodeProps<ClusterFlowNode>) {
  const { name, grid, mid } = data;
  const t = useText();
  const graph = useGraph();
  const node = useObject('Node', name);
  const maySee = useObjects().refusal('Node') === undefined;
  const keys = useStore(graph.index.placement, (state) => state.byNode.get(name) ?? NO_PODS);
  const far = useStore(graph.store, (state) => state.far);
  const selected = useStore(selectionStore, (state) => isRefTo(state.selected, 'Node', name));
  const steps = useGlow('Node', name);
  const fault = useStore(playbackStore, nodeFault(name));
  const refusal = useStore(refusalStore, refusalBy(name));
  const { status, lost, cordoned, taints } = nodeState(node, maySee);
  const select = () => selectionStore.getState().select({ kind: 'Node', name });
  const handleClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest('.pod')) select(); // Clicks come from elements.
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target === event.currentTarget) select();
  };
  return (
    <section
      className={`node${lost ? ' lost' : ''}${selected ? ' sel' : ''}${mid ? ' mid' : ''}${refusal === undefined ? '' : ' refuses'}`}
      role="group"
      tabIndex={-1}
      data-node={name}
      aria-label={`node ${name}, ${status}`}
      aria-description={
        [
          refusal,
          ...taints,
          fault === undefined ? '' : t(`graph.node.${fault}`),
          steps === undefined ? '' : t('graph.why', { steps }),
        ]
          .filter(Boolean)
          .join(', ') || undefined
      }
      onClick={handleClick}
      onKeyDown={handleKey}
    >
      {far || mid || refusal !== undefined ? null : <TaintTabs taints={taints} />}
      {far || refusal === undefined ? null : (
        <span className="refused" title={refusal}>
          <StateGlyph state="failed" size={13} />
          {mid ? null : refusal}
        </span>
      )}
      <header>
        <div className="head">
          <button
            type="button"
            className="node-name nopan"
            data-walk="node"
            data-node-name={name}
            data-glow={steps}
            aria-label={name}
            title={name}
            aria-pressed={selected}
          >
            <LongName name={name} />
          </button>
          <span className="grow" />
          {mid && !far && !lost && fault !== undefined ? <SilenceCountdown name={name} isShort /> : null}
          <NodeWord status={status} lost={lost} cordoned={cordoned} compact={mid || far} mute={far} fault={fault} />
        </div>
        {far || mid ? null : lost ? (
          <LastHeartbeat name={name} node={node} />
        ) : fault === undefined ? (
          <ResourceBars name={name} node={node} />
        ) : (
          <SilenceCountdown name={name} />
        )}
      </header>
      <CellField id={`node ${name}`} keys={keys} grid={grid} x={positionAbsoluteX} y={positionAbsoluteY} mid={mid} />
      {lost && !far ? <EvictionBanner name={name} keys={keys} grid={grid} mid={mid} /> : null}
    </section>
  );
});

interface NodeWordProps {
  readonly status: string;
  readonly lost: boolean;
  readonly cordoned: boolean;
  readonly compact: boolean;
  /** Only the sign, no word: the far view has no room. */
  readonly mute: boolean;
  readonly fault: 'networkCut' | 'poweredOff' | 'kubeletStopped' | undefined;
}

/** kubectl's word; and what was done to the machine, which the cluster may not know yet. */
function NodeWord({ status, lost, cordoned, compact, mute, fault }: NodeWordProps) {
  const t = useText();
  if (status !== 'Ready') {
    return (
      <span className="node-word bad">
        <Icon name={lost ? 'plug' : 'warn'} size={14} />
        {mute ? null : status}
      </span>
    );
  }
  const did = fault === undefined ? undefined : t(`graph.node.${fault}`);
  return (
    <span className="node-word" title={did}>
      {did === undefined ? null : (
        <span className="node-fault">
          <Icon name={fault === 'poweredOff' ? 'power' : 'plug'} size={14} />
          {compact ? null : did}
        </span>
      )}
      {cordoned ? <Icon name="lock" size={14} /> : <StateGlyph state="ready" size={compact ? 16 : 13} />}
      {compact ? null : cordoned ? `Ready, ${t('graph.node.cordoned')}` : did === undefined ? 'Ready' : null}
    </span>
  );
}

function TaintTabs({ taints }: { readonly taints: readonly string[] }) {
  const [first, ...rest] = taints;
  if (first === undefined) return null;
  return (
    <span className="taint" title={taints.join('\n')}>
      {first}
      {rest.length === 0 ? null : <b>+{rest.length}</b>}
    </span>
  );
}
