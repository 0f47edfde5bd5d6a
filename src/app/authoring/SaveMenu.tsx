/** The lesson is saved as a folder or one file, shared as a link, and opened as a learner would. */
import { useState } from 'react';
import type { Simulation } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';
import type { LessonFolder } from '../../lessons/ownLesson';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { bareAddress } from '../links/pageAddress';
import { beginOwn } from './beginOwn';
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
  const save = async (as: 'zip' | 'file') => {
    const { zipOf, textFileOf } = await import('./folderFiles');
    if (as === 'zip') download(`${folder.name}.zip`, zipOf(folder));
    else download(`${folder.name}.lesson.json`, textFileOf(folder));
  };
  return (
    <>
      <button type="button" className="btn author-small" onClick={() => save('zip').catch(tellError)}>
        <Icon name="down" size={14} />
        {t('author.save.folder')}
      </button>
      <button type="button" className="btn author-small" onClick={() => save('file').catch(tellError)}>
        <Icon name="down" size={14} />
        {t('author.save.file')}
      </button>
      <LinkButton folder={folder} isDisabled={lesson === undefined} />
      <button
        type="button"
        className="btn primary author-small"
        disabled={lesson === undefined}
        onClick={() => (lesson === undefined ? undefined : beginOwn(simulation, lesson).catch(tellError))}
      >
        <Icon name="play" size={14} />
        {t('author.start')}
      </button>
    </>
  );
}

/** Copies the link, and says how long it is, or that it is too big for one. */
function LinkButton({ folder, isDisabled }: { readonly folder: LessonFolder; readonly isDisabled: boolean }) {
  const t = useText();
  const [said, say] = useState('');
  const copy = async () => {
    const [{ sealLesson }, { LONG_LINK }] = await Promise.all([import('./lessonLink'), import('../share/envelope')]);
    const sealed = sealLesson(folder);
    if (sealed.type === 'oversized') return say(t('author.link.tooBig'));
    const link = bareAddress(window.location.href) + sealed.fragment;
    if (!(await copyText(link))) return say(t('share.copyFailed'));
    const length = { length: link.length, most: LONG_LINK };
    return say(t(link.length > LONG_LINK ? 'share.length.long' : 'share.length', length));
  };
  return (
    <>
      <span className="text-12 dim author-said" role="status">
        {said}
      </span>
      <button
        type="button"
        className="btn author-small"
        disabled={isDisabled}
        onClick={() => void copy().catch(tellError)}
      >
        <Icon name="link" size={14} />
        {t('author.link')}
      </button>
    </>
  );
}
