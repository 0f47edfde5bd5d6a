/** The head of a column: a node that can be selected, or how many there are that fared alike. */
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import { selectionStore } from '../stores/selectionStore';
import type { Column } from './columns';

export function NodeHead({ column: { nodes, isChosen } }: { readonly column: Column }) {
  const t = useText();
  const select = useStore(selectionStore, (state) => state.select);
  const [name = ''] = nodes;
  return (
    <th scope="col" aria-current={isChosen ? 'true' : undefined} title={nodes.join('\n')}>
      <button type="button" className="linklike" onClick={() => select({ kind: 'Node', name })}>
        {name}
      </button>
      {nodes.length === 1 ? null : <span className="dim">{t('scheduling.more', { count: nodes.length - 1 })}</span>}
      {isChosen ? <span className="dim">{t('scheduling.chosen')}</span> : null}
    </th>
  );
}
