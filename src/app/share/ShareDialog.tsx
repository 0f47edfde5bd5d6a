/** The link to this moment, its length, a frame for slides, and the run as a file. Loaded when it first opens. */
import { Dialog } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';
import { shortClock } from '../timeline/clockText';
import '../actions/actions.css';
import { bareAddress, embedAddress, embedSnippet } from './address';
import { copyText } from './clipboard';
import { encodeRun } from './codec';
import { LONG_LINK } from './envelope';
import { OpenFileButton } from './OpenFileButton';
import { presentRun, withoutOthers } from './presentRun';
import { download, runFileText } from './runFile';
import './share.css';
import { shareStore } from './shareStore';
import { reopenBefore } from '../twin/reopenBefore';
import { type TwinDialog, twinStore } from '../twin/twinStore';
import { writeAddress } from './useAddress';

/** The dialog itself first: its fields are not there yet. */
function focusDialog(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
}

type LinkState =
  | { readonly type: 'working' }
  | { readonly type: 'ready'; readonly fragment: string }
  | { readonly type: 'tooBig' };

export function ShareDialog({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const setOpen = useStore(shareStore, (state) => state.setOpen);
  const [link, setLink] = useState<LinkState>({ type: 'working' });
  const [moment] = useState(() => {
    const { status } = playbackStore.getState();
    return status === undefined ? '0:00' : shortClock(status.now - status.startedAt);
  });
  const [isAlone, setIsAlone] = useState(false);
  useEffect(() => {
    let open = true;
    (isAlone ? fragmentAlone(simulation) : writeAddress(simulation)).then(
      (fragment) => {
        if (open) setLink(fragment === undefined ? { type: 'tooBig' } : { type: 'ready', fragment });
      },
      (error: unknown) => toastStore.getState().show({ tone: 'error', title: String(error) }),
    );
    return () => {
      open = false;
    };
  }, [simulation, isAlone]);
  const saveFile = async () => {
    download(`kubeloop-${moment.replaceAll(':', '-')}.json`, runFileText(await presentRun(simulation)));
  };
  return (
    <Dialog.Root open onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        {/* The link takes the focus as soon as it is there. */}
        <Dialog.Content className="dialog share-dialog" onOpenAutoFocus={focusDialog}>
          <Dialog.Title asChild>
            <h2>{t('share.title', { moment })}</h2>
          </Dialog.Title>
          <Dialog.Description className="ink2">{t('share.text')}</Dialog.Description>
          {link.type === 'ready' ? <LinkFields fragment={link.fragment} /> : null}
          <BranchChoice isAlone={isAlone} onChange={setIsAlone} />
          {link.type === 'tooBig' ? <p className="callout warn">{t('share.tooBig')}</p> : null}
          <TwinButtons simulation={simulation} />
          <h3 className="cap">{t('share.file')}</h3>
          <div className="dialog-buttons share-files">
            <button type="button" className="btn" onClick={() => void saveFile()}>
              <Icon name="down" size={14} />
              {t('share.export')}
            </button>
            <OpenFileButton simulation={simulation} onOpened={() => setOpen(false)} />
            <span className="grow" />
            <Dialog.Close asChild>
              <button type="button" className="btn quiet">
                {t('editor.close')}
              </button>
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The fragment of the shown branch alone; the page's own address keeps all of them. */
async function fragmentAlone(simulation: Simulation): Promise<string | undefined> {
  const encoded = encodeRun(withoutOthers(await presentRun(simulation)));
  return encoded.type === 'link' ? encoded.fragment : undefined;
}

interface BranchChoiceProps {
  readonly isAlone: boolean;
  onChange(isAlone: boolean): void;
}

/** Whether the link holds all futures of the run; nothing where there is one. */
function BranchChoice({ isAlone, onChange }: BranchChoiceProps) {
  const t = useText();
  const [history] = useState(() => playbackStore.getState().status?.history);
  const count = history?.branches.length ?? 1;
  if (count < 2) return null;
  const name = history?.branches.find(({ id }) => id === history.branch)?.name ?? '';
  return (
    <div className="share-branches">
      {isAlone ? null : <p className="dim text-12">{t('share.branches', { count })}</p>}
      <label className="row">
        <input type="checkbox" checked={isAlone} onChange={(event) => onChange(event.target.checked)} />
        {t('share.only', { name, count: count - 1 })}
      </label>
    </div>
  );
}

/** The ways between this cluster and others. One dialog gives way to the next. */
function TwinButtons({ simulation }: { readonly simulation: Simulation }) {
  const t = useText();
  const { before, setDialog } = useStore(twinStore);
  const setOpen = useStore(shareStore, (state) => state.setOpen);
  const turnTo = (dialog: TwinDialog) => {
    setOpen(false);
    setDialog(dialog);
  };
  const goBack = async () => {
    setOpen(false);
    await reopenBefore(simulation);
  };
  return (
    <>
      <h3 className="cap">{t('twin.section')}</h3>
      <div className="dialog-buttons share-files twin-ways">
        <button type="button" className="btn" onClick={() => turnTo('import')}>
          <Icon name="file" size={14} />
          {t('twin.import.title')}
        </button>
        <button type="button" className="btn" onClick={() => turnTo('export')}>
          <Icon name="down" size={14} />
          {t('twin.export.title')}
        </button>
        {before === undefined ? null : (
          <button type="button" className="btn" onClick={() => void goBack()}>
            <Icon name="restart" size={14} />
            {t('twin.back')}
          </button>
        )}
      </div>
    </>
  );
}

function LinkFields({ fragment }: { readonly fragment: string }) {
  const t = useText();
  const { href } = window.location;
  const link = bareAddress(href) + fragment;
  const snippet = embedSnippet(embedAddress(href, fragment), t('app.title'));
  const long = link.length > LONG_LINK;
  return (
    <>
      <CopyField label={t('share.link')} button={t('share.copy')} text={link} primary />
      <p className={long ? 'callout warn' : 'dim text-12 num'} role={long ? 'alert' : undefined}>
        {t(long ? 'share.length.long' : 'share.length', { length: link.length, most: LONG_LINK })}
      </p>
      <CopyField label={t('share.embed')} button={t('share.embed.copy')} text={snippet} />
    </>
  );
}

interface CopyFieldProps {
  readonly label: string;
  readonly button: string;
  readonly text: string;
  readonly primary?: boolean;
}

function CopyField({ label, button, text, primary = false }: CopyFieldProps) {
  const t = useText();
  const [copied, setCopied] = useState<boolean>();
  return (
    <div className="copy-field">
      <input
        className="field mono"
        readOnly
        aria-label={label}
        value={text}
        onFocus={(event) => event.target.select()}
      />
      <button
        type="button"
        className={primary ? 'btn primary' : 'btn'}
        autoFocus={primary}
        onClick={async () => setCopied(await copyText(text))}
      >
        {copied === true ? <Icon name="check" size={14} /> : null}
        {button}
      </button>
      <span className="sr-only" role="status">
        {copied === undefined ? '' : t(copied ? 'inspector.copied' : 'share.copyFailed')}
      </span>
    </div>
  );
}
