/** Files of a cluster become a simulated twin: choose, drop or paste; see what it will be; open it. Loaded when it opens. */
import { type DragEvent, useRef, useState } from 'react';
import type { Simulation } from '../../client/simulation';
import type { Twin } from '../../manifests/importCluster';
import type { ManifestFile } from '../../manifests/readManifests';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { toastStore } from '../stores/toastStore';
import { makeTwin, openTwin } from './openTwin';
import { readFiles, textsOf } from './readFiles';
import { reopenBefore } from './reopenBefore';
import { closeTwinDialog, TwinFrame } from './TwinFrame';
import { TwinSummary } from './TwinSummary';

interface ImportDialogProps {
  readonly simulation: Simulation;
}

type Step =
  | { readonly type: 'choose'; readonly problem?: string }
  | { readonly type: 'working' }
  | { readonly type: 'summary'; readonly twin: Twin };

export function ImportDialog({ simulation }: ImportDialogProps) {
  const t = useText();
  const [step, setStep] = useState<Step>({ type: 'choose' });
  const take = async (files: readonly ManifestFile[] | undefined) => {
    if (files === undefined) return setStep({ type: 'choose', problem: t('twin.tooBig') });
    setStep({ type: 'working' });
    try {
      const read = await readFiles(files);
      if (read.objects.length === 0) return setStep({ type: 'choose', problem: t('twin.nothing') });
      setStep({ type: 'summary', twin: await makeTwin(simulation, read) });
    } catch (error) {
      setStep({ type: 'choose', problem: wordsOf(error) });
    }
    return undefined;
  };
  const open = async (twin: Twin) => {
    setStep({ type: 'working' });
    try {
      const refused = await openTwin(simulation, twin);
      closeTwinDialog();
      const action = { label: t('twin.back'), run: () => void reopenBefore(simulation) };
      const text = refused
        .slice(0, 3)
        .map(({ message }) => message)
        .join('\n');
      const shown =
        refused.length === 0
          ? ({ tone: 'done', title: t('twin.opened') } as const)
          : ({ tone: 'error', title: t('twin.refused', { count: refused.length }), text } as const);
      toastStore.getState().show({ ...shown, action });
    } catch (error) {
      setStep({ type: 'choose', problem: wordsOf(error) });
    }
  };
  const isReady = step.type === 'summary';
  return (
    <TwinFrame
      title="twin.import.title"
      text="twin.import.text"
      closing="actions.cancel"
      before={
        isReady ? (
          <>
            <span className="grow ink2 text-12">{t('twin.replaces')}</span>
            <button type="button" className="btn quiet" onClick={() => setStep({ type: 'choose' })}>
              {t('twin.otherFiles')}
            </button>
          </>
        ) : null
      }
      after={
        isReady ? (
          <button type="button" className="btn primary" onClick={() => void open(step.twin)}>
            {t('twin.open')}
          </button>
        ) : null
      }
    >
      {step.type === 'choose' ? <Choose problem={step.problem} onTake={(files) => void take(files)} /> : null}
      {step.type === 'working' ? <p role="status">{t('twin.working')}</p> : null}
      {step.type === 'summary' ? <TwinSummary twin={step.twin} /> : null}
    </TwinFrame>
  );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface ChooseProps {
  readonly problem: string | undefined;
  /** Undefined: the files are too big. */
  onTake(files: readonly ManifestFile[] | undefined): void;
}

function Choose({ problem, onTake }: ChooseProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [pasted, setPasted] = useState('');
  const takeFiles = async (files: Iterable<File>) => {
    const chosen = [...files];
    if (chosen.length > 0) onTake(await textsOf(chosen));
  };
  const handleDrop = (event: DragEvent) => {
    event.preventDefault();
    void takeFiles(event.dataTransfer.files);
  };
  return (
    <>
      <code className="mono twin-command wrap-anywhere">
        {
          'kubectl get nodes,ns,crd,sc,pv,clusterrole,clusterrolebinding,all,cm,secret,sa,role,rolebinding,pvc,ing,netpol,pdb,quota,limits -A -o json > cluster.json'
        }
      </code>
      {/* Dropping is one way more; the button beside it does the same by keyboard. */}
      <div className="twin-drop" onDragOver={(event) => event.preventDefault()} onDrop={handleDrop}>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".yaml,.yml,.json,text/yaml,application/yaml,application/json"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void takeFiles(files);
          }}
        />
        <button type="button" className="btn primary" onClick={() => input.current?.click()}>
          <Icon name="file" size={14} />
          {t('twin.choose')}
        </button>
        <span className="ink2">{t('twin.drop')}</span>
      </div>
      <label className="dialog-field">
        {t('twin.paste')}
        <textarea
          className="field mono twin-paste"
          rows={5}
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
        />
      </label>
      <div className="dialog-buttons">
        <button
          type="button"
          className="btn"
          disabled={pasted.trim() === ''}
          onClick={() => onTake([{ name: t('twin.pasted'), text: pasted }])}
        >
          {t('twin.read')}
        </button>
      </div>
      {problem === undefined ? null : (
        <p className="callout warn" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
