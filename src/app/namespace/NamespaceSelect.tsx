/** Which namespace is shown: for clusters that have more of them than a fresh one. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useSimulation } from '../cluster/ClusterContext';
import { useSlowList } from '../cluster/useSlowList';
import { useText } from '../i18n/useText';
import type { SlotProps } from '../layout/slots';
import { namespaceStore } from '../stores/namespaceStore';
import './namespace.css';

/** What a fresh cluster has: default, kube-node-lease, kube-public, kube-system. */
const FRESH = 4;

export function NamespaceSelect(_: SlotProps) {
  const t = useText();
  const isReal = useSimulation() === undefined;
  const { shown, show } = useStore(namespaceStore);
  const namespaces = useSlowList('Namespace');
  const names = useMemo(() => {
    const known = namespaces.map(({ metadata }) => metadata.name);
    // A link may name one that is not there, or not there yet.
    return [...new Set(shown === undefined ? known : [...known, shown])].sort();
  }, [namespaces, shown]);
  if (shown === undefined && (names.length === 0 || (names.length <= FRESH && !isReal))) return null;
  const choose = (name: string) => {
    show(name === '' ? undefined : name);
    remember(name);
  };
  return (
    <select
      className="namespace-select"
      aria-label={t('namespace.label')}
      title={t('namespace.label')}
      value={shown ?? ''}
      onChange={(event) => choose(event.target.value)}
    >
      <option value="">{t('namespace.all')}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** In the address, without adding to the history. */
function remember(name: string): void {
  const url = new URL(window.location.href);
  if (name === '') url.searchParams.delete('ns');
  else url.searchParams.set('ns', name);
  try {
    window.history.replaceState(window.history.state, '', url);
  } catch {
    // Some sandboxed frames forbid it; the choice works all the same.
  }
}
