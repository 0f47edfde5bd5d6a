/** What is to be written on: a new lesson, one from a file or a folder, a copy of one of the course, or from the present run. */
import { DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Backend } from '../cluster/backend';
import { useBackend } from '../cluster/ClusterContext';
import { useText } from '../i18n/useText';
import type { FolderReading, LessonFolder } from '../../lessons/ownLesson';
import { tellError, toastStore } from '../stores/toastStore';
import { authorStore } from './authorStore';
import { folderProblemText } from './problemWords';
import { DeskMenu, Item } from './DeskMenu';
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
      <DeskMenu icon="file" label={t('author.open')} align="start">
        <Item text={t('author.new')} act={() => begin(skeleton('my-lesson'))} />
        <Item
          text={t('author.fromRun')}
          hint={t('author.fromRun.text')}
          act={() => fromRun(backend).then(begin, tellError)}
        />
        <Item text={t('author.open.file')} act={() => file.current?.click()} />
        <Item text={t('author.open.folder')} act={() => folder.current?.click()} />
        <DropdownMenu.Sub onOpenChange={(isOpen) => (isOpen ? courseChoices().then(setLabs, tellError) : undefined)}>
          <DropdownMenu.SubTrigger className="mi">{t('author.copy')}</DropdownMenu.SubTrigger>
          <DropdownMenu.Portal>
            <DropdownMenu.SubContent className="menu author-menu" collisionPadding={8}>
              {labs?.map(({ name, title }) => (
                <Item key={name} text={title} act={() => copyOfCourse(name).then(begin, tellError)} />
              ))}
            </DropdownMenu.SubContent>
          </DropdownMenu.Portal>
        </DropdownMenu.Sub>
        {before === undefined ? null : <Item text={t('author.bringBack', { name: before.name })} act={bringBack} />}
      </DeskMenu>
    </>
  );
}

async function read(chosen: readonly File[]): Promise<FolderReading> {
  return (await import('./folderFiles')).readChosen(chosen);
}

async function fromRun(backend: Backend): Promise<LessonFolder> {
  return (await import('./fromRun')).folderFromRun(backend);
}
