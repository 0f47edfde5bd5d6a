/** The cluster as a text tree for screen readers and keyboards. Out of sight until it has the focus. */
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { actionStore } from '../actions/actionStore';
import { useSlowList, useSlowLists } from '../cluster/useSlowList';
import { controllerKinds } from '../graph/controllerKinds';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { refKey, selectedRef, selectionStore } from '../stores/selectionStore';
import { glowOf } from '../why/glow';
import { whyStore } from '../why/whyStore';
import { FEW_PODS, rowsOf, type TreeItem, type TreeRow, treeMove, treeOf, type TreeWords } from './model';
import './tree.css';

/** The tree slot. */
export function ClusterTree(_: SlotProps) {
  const t = useText();
  const source = useTreeSource();
  const words = useMemo<TreeWords>(
    () => ({
      nodes: t('graph.view.nodes'),
      waiting: t('graph.pending'),
      controllers: t('graph.controllers'),
      services: t('graph.services'),
      podLabel: (name, { status, ready, restarts }) => t('graph.pod.name', { name, status, ready, restarts }),
    }),
    [t],
  );
  const items = useMemo(() => treeOf(source, words), [source, words]);
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(new Map());
  const few = source.pods.length <= FEW_PODS;
  const rows = rowsOf(items, ({ id }, level) => folds.get(id) ?? (few || level === 1));
  const [focused, setFocused] = useState('nodes');
  const list = useRef<HTMLUListElement>(null);
  const current = rows.some(({ item }) => item.id === focused) ? focused : (rows[0]?.item.id ?? '');

  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const row = rows.find(({ item }) => item.id === current);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (row !== undefined) choose(row.item);
      return;
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault();
      const rowNow = event.target instanceof Element ? event.target : event.currentTarget;
      const { left, bottom } = rowNow.getBoundingClientRect();
      // Of a group it is the menu of the cluster.
      actionStore.getState().openMenu({ ref: row?.item.ref, x: left, y: bottom });
      return;
    }
    const move = treeMove(event.key, rows, current);
    if (move === undefined) return;
    event.preventDefault();
    if (move.type === 'focus') {
      setFocused(move.id);
      list.current?.querySelector<HTMLElement>(`[data-tree="${CSS.escape(move.id)}"]`)?.focus();
    } else setFolds(new Map(folds).set(move.id, move.type === 'open'));
  };
  return (
    <nav className="text-tree" aria-label={t('tree.label')}>
      <ul ref={list} role="tree" aria-label={t('tree.label')} onKeyDown={handleKey}>
        {rows.map((row) => (
          <Row key={row.item.id} row={row} current={row.item.id === current} onFocus={setFocused} />
        ))}
      </ul>
      <p className="dim text-12">{t('tree.hint')}</p>
    </nav>
  );
}

function choose(item: TreeItem): void {
  if (item.ref !== undefined) selectionStore.getState().select(item.ref);
}

interface RowProps {
  readonly row: TreeRow;
  readonly current: boolean;
  onFocus(id: string): void;
}

function Row({ row, current, onFocus }: RowProps) {
  const t = useText();
  const { item, level, position, siblings, open } = row;
  const selected = useStore(selectionStore, selectedRef);
  const { ref } = item;
  const steps = useStore(whyStore, ({ chain }) =>
    ref === undefined ? undefined : glowOf(chain).get(`${ref.kind} ${refKey(ref)}`),
  );
  const isSelected =
    ref !== undefined &&
    selected?.kind === ref.kind &&
    selected.name === ref.name &&
    selected.namespace === ref.namespace;
  return (
    <li
      role="treeitem"
      data-tree={item.id}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={open}
      aria-selected={isSelected}
      tabIndex={current ? 0 : -1}
      style={{ paddingInlineStart: `${(level - 1) * 16 + 6}px` }}
      onFocus={() => onFocus(item.id)}
      onClick={() => choose(item)}
    >
      <span aria-hidden="true">{open === undefined ? '· ' : open ? '▾ ' : '▸ '}</span>
      {item.label()}
      {steps === undefined ? null : `, ${t('graph.why', { steps })}`}
    </li>
  );
}

function useTreeSource() {
  const nodes = useSlowList('Node');
  const pods = useSlowList('Pod');
  const controllers = useSlowLists(controllerKinds);
  const services = useSlowList('Service');
  const slices = useSlowList('EndpointSlice');
  return useMemo(() => ({ nodes, pods, controllers, services, slices }), [nodes, pods, controllers, services, slices]);
}
