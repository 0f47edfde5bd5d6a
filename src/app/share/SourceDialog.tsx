/** Asks before anything of another server is fetched, and says whose it is. Loaded when the address has `src=`. */
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { setAddress } from '../links/pageAddress';
import { problemText } from './address';
import type { LinkProblem } from './codec';
import { fetchSource } from './fetchSource';
import { openText } from './openText';
import './share.css';

interface SourceDialogProps {
  readonly simulation: Simulation;
  /** https. */
  readonly source: string;
}

export function SourceDialog({ simulation, source }: SourceDialogProps) {
  const t = useText();
  const [isOpen, setIsOpen] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { host } = new URL(source);
  const take = async () => {
    setIsBusy(true);
    const found = await fetchSource(source);
    setIsBusy(false);
    if (found.type !== 'text') return setProblem(t(`share.source.${found.type}`));
    try {
      const refused = await openText(simulation, found.text, () => openLesson(simulation, found.text));
      if (refused === undefined) {
        forgetSource();
        return setIsOpen(false);
      }
      setProblem(problemText(refused, t));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    return undefined;
  };
  if (!isOpen) return null;
  return (
    <DialogFrame
      title={
        <span className="row">
          <Icon name="link" />
          {t('share.source.title', { host })}
        </span>
      }
      onClose={() => setIsOpen(false)}
    >
      <Dialog.Description className="ink2">{t('share.source.text')}</Dialog.Description>
      <p className="mono wrap-anywhere">{source}</p>
      {problem === undefined ? null : (
        <p className="callout warn" role="alert">
          {problem}
        </p>
      )}
      <div className="dialog-buttons">
        <button type="button" className="btn primary" disabled={isBusy} onClick={() => void take()}>
          {t('share.source.take')}
        </button>
        <Dialog.Close asChild>
          <button type="button" className="btn quiet">
            {t('share.source.leave')}
          </button>
        </Dialog.Close>
      </div>
    </DialogFrame>
  );
}

/** What is shared from now on holds what was fetched: it need not be fetched again. */
function forgetSource(): void {
  const url = new URL(window.location.href);
  url.searchParams.delete('src');
  setAddress(url.href);
}

async function openLesson(simulation: Simulation, text: string): Promise<LinkProblem | undefined> {
  const [{ readFolderText }, { openFolder }] = await Promise.all([
    import('../../lessons/ownLesson'),
    import('../authoring/openFolder'),
  ]);
  return openFolder(simulation, readFolderText(text), 'link');
}
