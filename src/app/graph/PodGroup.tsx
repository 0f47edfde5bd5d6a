/** The pods of one owner in the *owners* view, and the short notes beside them. */
import type { Node as FlowNode, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { refKey, selectedRef, selectionStore } from '../stores/selectionStore';
import { CellField } from './CellField';
import { useGraph } from './GraphContext';
import type { CellGrid } from './nodesLayout';

export type GroupFlowNode = FlowNode<
  { readonly owner: string; readonly grid: CellGrid; readonly mid: boolean },
  'owned'
>;
const NO_PODS: readonly string[] = [];

export const PodGroup = memo(function PodGroup({
  data,
  positionAbsoluteX,
  positionAbsoluteY,
}: NodeProps<GroupFlowNode>) {
  const { owner, grid, mid } = data;
  const { index } = useGraph();
  const keys = useStore(index.placement, (state) => state.byOwner.get(owner) ?? NO_PODS);
  const selected = useStore(selectionStore, (state) => {
    const ref = selectedRef(state);
    return ref !== undefined && `${ref.kind} ${refKey(ref)}` === owner;
  });
  return (
    <div className={`group${owner === '' ? ' orphans' : ''}${selected ? ' sel' : ''}`}>
      <CellField
        id={`owner ${owner}`}
        keys={keys}
        grid={grid}
        x={positionAbsoluteX}
        y={positionAbsoluteY}
        mid={mid}
        showNode
      />
    </div>
  );
});

export type NoteFlowNode = FlowNode<{ readonly note: 'orphans' | 'kept'; readonly revision: string }, 'note'>;

export const OwnerNote = memo(function OwnerNote({ data }: NodeProps<NoteFlowNode>) {
  const t = useText();
  if (data.note === 'kept')
    return <div className="owner-note">{t('graph.owners.kept', { revision: data.revision })}</div>;
  return (
    <div className="owner-note">
      <b>{t('graph.owners.none')}</b>
      {t('graph.owners.none.text')}
    </div>
  );
});

export type CaptionFlowNode = FlowNode<{ readonly what: 'controllers' | 'services' }, 'caption'>;

export const PillCaption = memo(function PillCaption({ data: { what } }: NodeProps<CaptionFlowNode>) {
  const t = useText();
  return (
    <div className="secname">
      <b>{t(`graph.${what}`)}</b> {t(`graph.${what}.columns`)}
    </div>
  );
});
