/** A link that does not open: why, and what to do. The default cluster lives behind it. Loaded when needed. */
import { Dialog } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { setFragment } from '../links/pageAddress';
import { problemText } from './address';
import type { LinkProblem } from './codec';
import { OpenFileButton } from './OpenFileButton';
import './share.css';
import { shareStore } from './shareStore';

function titleOf({ type }: LinkProblem): TextKey {
  if (type === 'newer') return 'share.bad.title.newer';
  return type === 'noLesson' || type === 'unknown' ? 'share.bad.title.unknown' : 'share.bad.title';
}

interface BadLinkProps {
  readonly simulation: Simulation;
  readonly problem: LinkProblem;
}

export function BadLink({ simulation, problem }: BadLinkProps) {
  const t = useText();
  const setProblem = useStore(shareStore, (state) => state.setProblem);
  const [link, setLink] = useState('');
  const close = () => {
    setProblem(undefined);
    setFragment('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const hash = link.indexOf('#');
    if (hash < 0) return;
    setProblem(undefined);
    // The page opens whatever stands in its address.
    window.location.hash = link.slice(hash);
  };
  return (
    <DialogFrame
      title={
        <span className="row">
          <Icon name="link" />
          {t(titleOf(problem))}
        </span>
      }
      onClose={close}
    >
      <Dialog.Description className="callout warn">{problemText(problem, t)}</Dialog.Description>
      <p className="ink2">{t('share.bad.meanwhile')}</p>
      <form className="copy-field" onSubmit={submit}>
        <input
          className="field mono"
          aria-label={t('share.link')}
          placeholder="https://…#z1:…"
          value={link}
          onChange={(event) => setLink(event.target.value)}
        />
        <button type="submit" className="btn" disabled={!link.includes('#')}>
          {t('share.bad.again')}
        </button>
      </form>
      <div className="dialog-buttons share-files">
        <OpenFileButton simulation={simulation} onOpened={close} />
        <span className="grow" />
        <Dialog.Close asChild>
          <button type="button" className="btn primary">
            {t('share.bad.goOn')}
          </button>
        </Dialog.Close>
      </div>
    </DialogFrame>
  );
}
