/** The lesson is saved as a folder or one file, shared as a link, and opened as a learner would. */
import { useState } from 'react';
import type { Simulation } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';
import type { LessonFolder } from '../../lessons/ownLesson';
import { Icon } from '../icons/Icon';
import type { Translate } from '../i18n/text';
import { useText } from '../i18n/useText';
import { bareAddress } from '../links/pageAddress';
import { beginOwn } from './beginOwn';
import { DeskMenu, Item } from './DeskMenu';
import { copyText } from '../share/clipboard';
import { download } from '../share/runFile';
import { tellError } from '../stores/toastStore';

interface SaveMenuProps {
  readonly folder: LessonFolder;
  /** Undefined while the files have mistakes: they can be saved all the same. */
  readonly lesson: Lesson | undefined;
  readonly simulation: Simulation;
}

export function SaveMenu({ folder, lesson, simulation }: SaveMenuProps) {
  const t = useText();
  const [said, say] = useState('');
  const save = async (as: 'zip' | 'file') => {
    const { zipOf, textFileOf } = await import('./folderFiles');
    if (as === 'zip') download(`${folder.name}.zip`, zipOf(folder));
    else download(`${folder.name}.lesson.json`, textFileOf(folder));
  };
  const why = lesson === undefined ? t('author.unready') : undefined;
  return (
    <>
      <span className="text-12 dim author-said" role="status">
        {said}
      </span>
      <DeskMenu icon="down" label={t('author.save')} align="end">
        <Item text={t('author.save.file')} act={() => save('file').catch(tellError)} />
        <Item text={t('author.save.folder')} act={() => save('zip').catch(tellError)} />
      </DeskMenu>
      <button
        type="button"
        className="btn author-small"
        disabled={lesson === undefined}
        title={why ?? t('author.link')}
        onClick={() => void copyLink(folder, t).then(say, tellError)}
      >
        <Icon name="link" size={14} />
        <span className="author-wide">{t('author.link')}</span>
      </button>
      <button
        type="button"
        className="btn primary author-small"
        disabled={lesson === undefined}
        title={why ?? t('author.start')}
        onClick={() => (lesson === undefined ? undefined : beginOwn(simulation, lesson).catch(tellError))}
      >
        <Icon name="play" size={14} />
        <span className="author-wide">{t('author.start')}</span>
      </button>
    </>
  );
}

/** Copies the link, and says how long it is, or that it is too big for one. */
async function copyLink(folder: LessonFolder, t: Translate): Promise<string> {
  const [{ sealLesson }, { LONG_LINK }] = await Promise.all([import('./lessonLink'), import('../share/envelope')]);
  const sealed = sealLesson(folder);
  if (sealed.type === 'oversized') return t('author.link.tooBig');
  const link = bareAddress(window.location.href) + sealed.fragment;
  if (!(await copyText(link))) return t('share.copyFailed');
  const length = { length: link.length, most: LONG_LINK };
  return t(link.length > LONG_LINK ? 'share.length.long' : 'share.length', length);
}
