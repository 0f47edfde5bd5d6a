/** Which namespace is shown: for clusters that have more of them than a fresh one. */
import { useId, useMemo } from 'react';
import { useStore } from 'zustand';
import { useObjects, useSimulation } from '../cluster/ClusterContext';
import { useSlowList } from '../cluster/useSlowList';
import { useText } from '../i18n/useText';
import { setAddress } from '../links/pageAddress';
import type { SlotProps } from '../layout/slots';
import { namespaceStore } from '../stores/namespaceStore';
import { remoteStore } from '../stores/remoteStore';
import './namespace.css';

/** Stands for all namespaces of a simulated cluster, the system's too: no namespace has this name. */
const ALL = '*';

export function NamespaceSelect(_: SlotProps) {
  const t = useText();
  const isReal = useSimulation() === undefined;
  const { shown, withSystem, show } = useStore(namespaceStore);
  const namespaces = useSlowList('Namespace');
  const isRefused = useObjects().refusal('Namespace') !== undefined;
  const names = useMemo(() => {
    const known = namespaces.map(({ metadata }) => metadata.name);
    // A link may name one that is not there, or not there yet.
    return [...new Set(shown === undefined ? known : [...known, shown])].sort();
  }, [namespaces, shown]);
  const choose = (name: string) => {
    show(name === '' || name === ALL ? undefined : name, name === ALL);
    remember(name);
  };
  if (isRefused) return <NamespaceField shown={shown} onChoose={choose} />;
  if (names.length === 0) return null;
  return (
    <select
      className="namespace-select"
      aria-label={t('namespace.label')}
      title={t('namespace.label')}
      value={shown ?? (withSystem ? ALL : '')}
      onChange={(event) => choose(event.target.value)}
    >
      {isReal ? null : <option value="">{t('namespace.own')}</option>}
      <option value={isReal ? '' : ALL}>{t('namespace.all')}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}

interface NamespaceFieldProps {
  readonly shown: string | undefined;
  /** Empty: all. */
  onChoose(name: string): void;
}

/** For those who may not list namespaces: they know the names of theirs, and a kubeconfig may know one. */
function NamespaceField({ shown = '', onChoose }: NamespaceFieldProps) {
  const t = useText();
  const list = useId();
  const own = useStore(remoteStore, ({ status }) => status?.cluster?.namespace);
  const take = (value: string) => {
    if (value.trim() !== shown) onChoose(value.trim());
  };
  return (
    <>
      <input
        key={shown}
        className="namespace-select"
        aria-label={t('namespace.label')}
        title={t('namespace.label')}
        placeholder={t('namespace.all')}
        list={list}
        spellCheck={false}
        autoCapitalize="off"
        defaultValue={shown}
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(event.currentTarget.value);
        }}
      />
      <datalist id={list}>{own === undefined ? null : <option value={own} />}</datalist>
    </>
  );
}

/** In the address, without adding to the history. */
function remember(name: string): void {
  const url = new URL(window.location.href);
  if (name === '') url.searchParams.delete('ns');
  else url.searchParams.set('ns', name);
  setAddress(url.href);
}
