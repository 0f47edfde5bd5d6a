/** What is to be written on: a new lesson, one from a file or a folder, a copy of one of the course, or from the present run. */
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Backend } from '../cluster/backend';
import { useBackend } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import type { FolderReading, LessonFolder } from '../../lessons/ownLesson';
import { tellError, toastStore } from '../stores/toastStore';
import { authorStore } from './authorStore';
import { folderProblemText } from './problemWords';
import { copyOfCourse, courseChoices } from './courseCopy';
import { skeleton } from './skeleton';

export function OpenMenu() {
  const t = useText();
  const backend = useBackend();
  const before = useStore(authorStore, (state) => state.before);
  const file = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [labs, setLabs] = useState<readonly { readonly name: string; readonly title: string }[]>();
  const { begin, bringBack } = authorStore.getState();
  const take = (reading: FolderReading) => {
    if (reading.type === 'folder') begin(reading.folder);
    else {
      const { key, params } = folderProblemText(reading.problem);
      toastStore.getState().show({ tone: 'error', title: t('author.open.failed'), text: t(key, params) });
    }
  };
  const choose = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    input.value = '';
    if (chosen.length > 0) read(chosen).then(take, tellError);
  };
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,.zip,application/json,application/zip"
        aria-label={t('author.open.file')}
        onChange={({ target }) => choose(target)}
      />
      <input
        ref={folder}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        aria-label={t('author.open.folder')}
        onChange={({ target }) => choose(target)}
      />
      <button type="button" className="btn author-small" onClick={() => begin(skeleton('my-lesson'))}>
        {t('author.new')}
      </button>
      <button
        type="button"
        className="btn author-small"
        title={t('author.fromRun.text')}
        onClick={() => fromRun(backend).then(begin, tellError)}
      >
        {t('author.fromRun')}
      </button>
      <button type="button" className="btn author-small" onClick={() => file.current?.click()}>
        <Icon name="file" size={14} />
        {t('author.open.file')}
      </button>
      <button type="button" className="btn author-small" onClick={() => folder.current?.click()}>
        {t('author.open.folder')}
      </button>
      <select
        className="field author-small"
        aria-label={t('author.copy')}
        value=""
        onFocus={() => courseChoices().then(setLabs, tellError)}
        onChange={({ target: { value } }) => copyOfCourse(value).then(begin, tellError)}
      >
        <option value="">{t('author.copy')}</option>
        {labs?.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      {before === undefined ? null : (
        <button type="button" className="btn quiet author-small" onClick={bringBack}>
          <Icon name="restart" size={14} />
          {t('author.bringBack', { name: before.name })}
        </button>
      )}
    </>
  );
}

async function read(chosen: readonly File[]): Promise<FolderReading> {
  return (await import('./folderFiles')).readChosen(chosen);
}

async function fromRun(backend: Backend): Promise<LessonFolder> {
  return (await import('./fromRun')).folderFromRun(backend);
}
