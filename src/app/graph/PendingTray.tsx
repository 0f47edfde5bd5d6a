/** Pods that no node has yet, each with the scheduler's reason in Kubernetes' words. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { conditionOf } from '../../api/meta/conditions';
import { useObject } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import { CellField } from './CellField';
import { useGraph } from './GraphContext';
import { type CellGrid, cellBox } from './nodesLayout';
import { refusalLines, refusalRoom } from './refusal';

export type TrayFlowNode = FlowNode<
  { readonly grid: CellGrid; readonly shown: number; readonly mid: boolean; readonly explained: boolean },
  'tray'
>;
const NO_PODS: readonly string[] = [];

export const PendingTray = memo(function PendingTray({
  data,
  positionAbsoluteX,
  positionAbsoluteY,
  width = 0,
}: NodeProps<TrayFlowNode>) {
  const { grid, shown, mid, explained } = data;
  const t = useText();
  const { index } = useGraph();
  const keys = useStore(index.placement, (state) => state.byNode.get('') ?? NO_PODS);
  const visible = keys.length > shown ? keys.slice(0, shown) : keys;
  const more = keys.length - visible.length;
  return (
    <section className="tray" role="group" aria-label={`${t('graph.pending')} ${keys.length}`}>
      <div className="tray-name">
        <b>
          {t('graph.pending')} {keys.length === 0 ? null : keys.length}
        </b>
        <span>{keys.length === 0 ? t('graph.pending.empty') : mid ? null : t('graph.pending.none')}</span>
      </div>
      <CellField id="tray" keys={visible} grid={grid} x={positionAbsoluteX} y={positionAbsoluteY} mid={mid} />
      {explained
        ? visible.map((key, cell) => (
            <Refusal
              key={key}
              podKey={key}
              left={cellBox(grid, cell).x + grid.cellWidth + 9}
              room={refusalRoom(grid, cell, width, cell === visible.length - 1 && more === 0)}
            />
          ))
        : null}
      {more === 0 ? null : (
        <span className="tray-more" style={{ left: cellBox(grid, visible.length - 1).x + grid.cellWidth + 10 }}>
          {t('graph.pending.more', { count: more })}
        </span>
      )}
    </section>
  );
});

interface RefusalProps {
  readonly podKey: string;
  readonly left: number;
  readonly room: number;
}

function Refusal({ podKey, left, room }: RefusalProps) {
  const t = useText();
  const pod = useObject('Pod', podKey);
  const scheduled = conditionOf(pod?.status.conditions, 'PodScheduled');
  if (scheduled?.status !== 'False' || scheduled.message === undefined) return null;
  return (
    <span className="refusal" style={{ left, '--room': room }} title={scheduled.message}>
      {/* Nobody has looked for a node while it is gated. */}
      <b>{scheduled.reason === 'SchedulingGated' ? scheduled.reason : t('graph.pending.noFit')}</b>
      {refusalLines(scheduled.message).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
