/** A lesson is written here: its files on the left, what becomes of them on the right. Loaded when it opens. */
import { Dialog } from 'radix-ui';
import { lazy, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import '../actions/actions.css';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { TabList } from '../inspector/TabList';
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
  const t = useText();
  const simulation = useSimulation();
  const folder = useStore(authorStore, (state) => state.folder);
  if (simulation === undefined) return null;
  return (
    <Dialog.Root open onOpenChange={(isOpen) => courseStore.getState().setWriting(isOpen)}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog author">
          <header className="row">
            <Dialog.Title asChild>
              <h2>{t('author.title')}</h2>
            </Dialog.Title>
            <span className="grow" />
            <Dialog.Close asChild>
              <button type="button" className="btn quiet icon" aria-label={t('author.close')}>
                <Icon name="x" />
              </button>
            </Dialog.Close>
          </header>
          <Dialog.Description className="dim text-12">{t('author.text')}</Dialog.Description>
          {folder === undefined ? <Begin /> : <Desk folder={folder} simulation={simulation} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Nothing has been begun yet. */
function Begin() {
  const t = useText();
  return (
    <div className="author-begin">
      <button type="button" className="btn primary" onClick={() => authorStore.getState().begin(skeleton('my-lesson'))}>
        <Icon name="plus" size={14} />
        {t('author.new')}
      </button>
      <OpenMenu />
    </div>
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
  const { lesson, problems } = useReading(folder, simulation);
  return (
    <>
      <div className="row author-bar">
        <NameField name={folder.name} />
        <OpenMenu />
        <span className="grow" />
        <SaveMenu folder={folder} lesson={problems.length === 0 ? lesson : undefined} simulation={simulation} />
      </div>
      <div className="author-desk">
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
      <span>{t('author.name')}</span>
      <input
        className="field mono"
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
