/** The link to this moment, its length, a frame for slides, and the run as a file. Loaded when it first opens. */
import { Dialog } from 'radix-ui';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Simulation } from '../../client/simulation';
import { branchName } from '../branches/branchName';
import { Icon } from '../icons/Icon';
import { useLocale, useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { lessonStore, type OpenLesson } from '../lesson/lessonStore';
import { lessonFragment, solutionFragment } from '../links/fragment';
import { bareAddress } from '../links/pageAddress';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { shortClock } from '../timeline/clockText';
import { encodeRun } from './codec';
import { CopyField } from './CopyField';
import { EmbedFields } from './EmbedFields';
import { LONG_LINK } from './envelope';
import { OpenFileButton } from './OpenFileButton';
import { presentRun, withoutOthers } from './presentRun';
import { download, runFileText } from './runFile';
import './share.css';
import { shareStore } from './shareStore';
import { reopenBefore } from '../twin/reopenBefore';
import { type TwinDialog, twinStore } from '../twin/twinStore';
import { writeAddress } from './useAddress';

const QrCode = lazy(() => import('./QrCode').then(({ QrCode: component }) => ({ default: component })));

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
  const locale = useLocale();
  const lesson = useStore(lessonStore, ({ open }) => (open?.isOwn === false ? open : undefined));
  const [what, setWhat] = useState<What>('moment');
  const ready = link.type === 'ready' ? link.fragment : undefined;
  const shown = lesson === undefined || what === 'moment' ? ready : FRAGMENTS[what](lesson);
  useEffect(() => {
    let open = true;
    (isAlone ? fragmentAlone(simulation) : writeAddress(simulation)).then((fragment) => {
      if (open) setLink(fragment === undefined ? { type: 'tooBig' } : { type: 'ready', fragment });
    }, tellError);
    return () => {
      open = false;
    };
  }, [simulation, isAlone]);
  const saveFile = async () => {
    download(`kubeloop-${moment.replaceAll(':', '-')}.json`, runFileText(await presentRun(simulation)));
  };
  // The link takes the focus as soon as it is there.
  return (
    <DialogFrame
      title={t('share.title', { moment })}
      className="share-dialog"
      onOpenAutoFocus={focusDialog}
      onClose={() => setOpen(false)}
    >
      <Dialog.Description className="ink2">{t('share.text')}</Dialog.Description>
      {lesson === undefined ? null : <LessonChoice what={what} moment={moment} lesson={lesson} onChange={setWhat} />}
      {shown === undefined ? null : (
        <LinkFields fragment={shown} title={lesson?.lesson.texts[locale].title ?? t('app.title')} />
      )}
      {what === 'moment' ? <BranchChoice isAlone={isAlone} onChange={setIsAlone} /> : null}
      {link.type === 'tooBig' && what === 'moment' ? <p className="callout warn">{t('share.tooBig')}</p> : null}
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
    </DialogFrame>
  );
}

/** The fragment of the shown branch alone; the page's own address keeps all of them. */
async function fragmentAlone(simulation: Simulation): Promise<string | undefined> {
  const encoded = encodeRun(withoutOthers(await presentRun(simulation)));
  return encoded.type === 'link' ? encoded.fragment : undefined;
}

/** What a link opens while a lesson is open. */
type What = 'moment' | 'lesson' | 'solution' | 'solutionAt';

const FRAGMENTS: Readonly<Record<Exclude<What, 'moment'>, (open: OpenLesson) => string>> = {
  lesson: ({ lesson }) => lessonFragment(lesson.name),
  solution: ({ lesson }) => solutionFragment(lesson.name),
  solutionAt: ({ lesson, startMs }) => solutionFragment(lesson.name, Math.max(0, shownMs() - startMs)),
};

/** Where the clock stands, since the start of the run. */
function shownMs(): number {
  const { status } = playbackStore.getState();
  return status === undefined ? 0 : status.now - status.startedAt;
}

interface LessonChoiceProps {
  readonly what: What;
  readonly moment: string;
  readonly lesson: OpenLesson;
  onChange(what: What): void;
}

/** While a lesson is open: the moment, the lesson from its beginning, or its solution; while that is shown, also a part of it. */
function LessonChoice({ what, moment, lesson, onChange }: LessonChoiceProps) {
  const t = useText();
  const choices: readonly What[] = ['moment', 'lesson', 'solution'];
  return (
    <div className="share-branches" role="radiogroup" aria-label={t('share.what')}>
      {(lesson.isSolution === true ? ([...choices, 'solutionAt'] as const) : choices).map((choice) => (
        <label key={choice} className="row">
          <input type="radio" name="share-what" checked={what === choice} onChange={() => onChange(choice)} />
          {t(`share.what.${choice}`, { moment })}
        </label>
      ))}
    </div>
  );
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
  const shown = history?.branches.find(({ id }) => id === history.branch);
  const name = shown === undefined ? '' : branchName(shown, t);
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

interface LinkFieldsProps {
  readonly fragment: string;
  readonly title: string;
}

function LinkFields({ fragment, title }: LinkFieldsProps) {
  const t = useText();
  const [hasQr, setHasQr] = useState(false);
  const link = bareAddress(window.location.href) + fragment;
  const long = link.length > LONG_LINK;
  return (
    <>
      <CopyField label={t('share.link')} button={t('share.copy')} text={link} primary />
      <div className="row share-length">
        <p className={long ? 'callout warn grow' : 'dim text-12 num grow'} role={long ? 'alert' : undefined}>
          {t(long ? 'share.length.long' : 'share.length', { length: link.length, most: LONG_LINK })}
        </p>
        <button type="button" className="btn quiet" aria-expanded={hasQr} onClick={() => setHasQr(!hasQr)}>
          <Icon name={hasQr ? 'x' : 'fit'} size={14} />
          {t('share.qr')}
        </button>
      </div>
      <Suspense fallback={null}>{hasQr ? <QrCode text={link} /> : null}</Suspense>
      <EmbedFields fragment={fragment} title={title} />
    </>
  );
}
