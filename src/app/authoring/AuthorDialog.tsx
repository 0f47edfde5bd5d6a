/** A lesson is written here: its files on the left, what becomes of them on the right. Loaded when it opens. */
import { Dialog } from 'radix-ui';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { TabList } from '../inspector/TabList';
import { Toasts } from '../layout/Toasts';
import { isLessonName, type LessonFolder } from '../../lessons/ownLesson';
import type { Simulation } from '../../client/simulation';
import './authoring.css';
import { courseStore } from '../lesson/courseStore';
import { authorStore } from './authorStore';
import { FileEditor } from './FileEditor';
import { Goals } from './Goals';
import { OpenMenu } from './OpenMenu';
import { Proof } from './Proof';
import { SaveMenu } from './SaveMenu';
import { skeleton } from './skeleton';
import { useReading } from './useReading';
import { WordList } from './WordList';

const Preview = lazy(async () => ({ default: (await import('./Preview')).Preview }));

export function AuthorDialog() {
  const simulation = useSimulation();
  const folder = useStore(authorStore, (state) => state.folder);
  if (simulation === undefined) return null;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => courseStore.getState().setWriting(isOpen)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog author"
          onEscapeKeyDown={(event) => {
            // There it is the first key of the way out of the text.
            if (document.activeElement?.closest('.monaco-editor') != null) event.preventDefault();
          }}
          onInteractOutside={(event) => event.preventDefault()}
        >
          {folder === undefined ? <Begin /> : <Desk folder={folder} simulation={simulation} />}
          <Toasts isInDialog />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** The title, what belongs beside it, and the way out. */
function Head({ children }: { readonly children?: ReactNode }) {
  const t = useText();
  return (
    <header className="author-head">
      <Dialog.Title asChild>
        <h2 title={t('author.text')}>{t('author.title')}</h2>
      </Dialog.Title>
      <Dialog.Description className="sr-only">{t('author.text')}</Dialog.Description>
      {children}
      <Dialog.Close asChild>
        <button type="button" className="btn quiet icon" aria-label={t('author.close')} title={t('author.close')}>
          <Icon name="x" />
        </button>
      </Dialog.Close>
    </header>
  );
}

/** Nothing has been begun yet. */
function Begin() {
  const t = useText();
  return (
    <>
      <Head>
        <span className="grow" />
      </Head>
      <p className="dim">{t('author.text')}</p>
      <div className="author-begin">
        <button
          type="button"
          className="btn primary"
          onClick={() => authorStore.getState().begin(skeleton('my-lesson'))}
        >
          <Icon name="plus" size={14} />
          {t('author.new')}
        </button>
        <OpenMenu />
      </div>
    </>
  );
}

type Side = 'preview' | 'goals' | 'proof' | 'words';

interface DeskProps {
  readonly folder: LessonFolder;
  readonly simulation: Simulation;
}

function Desk({ folder, simulation }: DeskProps) {
  const t = useText();
  const [side, setSide] = useState<Side>('preview');
  const [pane, setPane] = useState<'files' | 'side'>('files');
  const { lesson, problems } = useReading(folder, simulation);
  return (
    <>
      <Head>
        <div className="row author-panes" role="group" aria-label={t('author.panes')}>
          <button
            type="button"
            className="chip-button"
            aria-pressed={pane === 'files'}
            onClick={() => setPane('files')}
          >
            {t('author.pane.files')}
          </button>
          <button type="button" className="chip-button" aria-pressed={pane === 'side'} onClick={() => setPane('side')}>
            {t('author.pane.side')}
          </button>
        </div>
        <NameField name={folder.name} />
        <OpenMenu />
        <span className="grow" />
        <SaveMenu folder={folder} lesson={problems.length === 0 ? lesson : undefined} simulation={simulation} />
      </Head>
      <div className="author-desk" data-pane={pane}>
        <FileEditor folder={folder} problems={problems} />
        <section className="author-side" aria-label={t('author.side')}>
          <TabList<Side>
            label={t('author.side')}
            items={[
              { id: 'preview', label: t('author.preview') },
              { id: 'goals', label: t('author.goals') },
              { id: 'proof', label: t('author.proof') },
              { id: 'words', label: t('author.words') },
            ]}
            active={side}
            onSelect={setSide}
          >
            {side === 'words' ? (
              <WordList />
            ) : lesson === undefined ? (
              <p className="dim">{t('author.unreadable')}</p>
            ) : side === 'preview' ? (
              <Suspense fallback={null}>
                <Preview lesson={lesson} />
              </Suspense>
            ) : side === 'goals' ? (
              <Goals lesson={lesson} simulation={simulation} />
            ) : (
              <Proof lesson={lesson} isStale={problems.length > 0} />
            )}
          </TabList>
        </section>
      </div>
    </>
  );
}

/** The lesson is called by it in links and folders. */
function NameField({ name }: { readonly name: string }) {
  const t = useText();
  const [text, setText] = useState(name);
  const isGood = isLessonName(text);
  return (
    <label className="row author-name">
      <span className="author-wide">{t('author.name')}</span>
      <input
        className="field mono"
        aria-label={t('author.name')}
        value={isGood ? name : text}
        aria-invalid={!isGood}
        title={t('author.name.rule')}
        spellCheck={false}
        onChange={({ target: { value } }) => {
          setText(value);
          if (isLessonName(value)) authorStore.getState().rename(value);
        }}
      />
      {isGood ? null : <span className="text-12 author-bad">{t('author.name.rule')}</span>}
    </label>
  );
}
