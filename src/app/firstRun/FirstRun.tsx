/** The empty cluster: one button to a running pod, a place to paste, and labs. */
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { useBackend, useList } from '../cluster/ClusterContext';
import { draftStore } from '../editor/draftStore';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import type { SlotProps } from '../layout/slots';
import { panelStore } from '../stores/panelStore';
import { selectionStore } from '../stores/selectionStore';
import { toastStore } from '../stores/toastStore';
import { commandStore } from '../timeline/commandStore';
import { PutIntoTerminal } from '../terminal/PutIntoTerminal';
import { FIRST_POD, FIRST_POD_LINE } from './firstPod';
import './firstRun.css';

const LabCards = lazy(async () => ({ default: (await import('./LabCards')).LabCards }));

/** The firstRun slot: stands on the canvas until something has run. */
export function FirstRun({ size }: SlotProps) {
  const t = useText();
  const backend = useBackend();
  const { embed } = usePageQuery();
  const nodes = useList('Node');
  const [busy, setBusy] = useState(false);
  const small = size === 'embed' || size === 'tiny' || size === 'phone' || size === 'narrow';
  const act = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await work();
      void commandStore.getState().refresh(backend.simulation);
      await playOn(backend.simulation);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      toastStore.getState().show({ tone: 'error', title: t('start.failed'), text });
    } finally {
      setBusy(false);
    }
  };
  const runFirst = () =>
    act(async () => {
      await backend.client.create('Pod', FIRST_POD);
      // Where the inspector would lie over the graph, the graph is the thing to see.
      if (!small)
        selectionStore.getState().select({ kind: 'Pod', namespace: 'default', name: FIRST_POD.metadata.name });
    });
  return (
    <section className="first-run" data-small={small} aria-label={t('start.title.many', { count: nodes.length })}>
      <h2>{nodes.length === 3 ? t('start.title.three') : t('start.title.many', { count: nodes.length })}</h2>
      {size === 'tiny' ? null : <p className="ink2">{t('start.text')}</p>}
      <div className="first-buttons">
        <button
          type="button"
          className="btn primary big"
          disabled={busy}
          title={FIRST_POD_LINE}
          onClick={() => void runFirst()}
        >
          <Icon name="play" />
          {t('start.run')}
        </button>
        {embed ? null : <PasteButton />}
      </div>
      {size === 'tiny' ? null : (
        <div className="first-line">
          <code className="mono dim">{FIRST_POD_LINE}</code>
          <PutIntoTerminal line={FIRST_POD_LINE} />
        </div>
      )}
      {small || embed || backend.simulation === undefined ? null : (
        // Their room is kept: what stands above them is not to move under the pointer.
        <div className="first-labs">
          <Suspense fallback={null}>
            <LabCards simulation={backend.simulation} />
          </Suspense>
        </div>
      )}
    </section>
  );
}

function PasteButton() {
  const t = useText();
  const add = useStore(draftStore, (state) => state.add);
  return (
    <button
      type="button"
      className="btn big"
      onClick={() => {
        add();
        showFiles();
      }}
    >
      <Icon name="file" />
      {t('start.paste')}
    </button>
  );
}

function showFiles(): void {
  panelStore.getState().setOpen('files', true);
  panelStore.getState().showTab('files');
}

/** Nothing would happen in a cluster that stands still. */
async function playOn(simulation: Simulation | undefined): Promise<void> {
  await simulation?.play();
}
