/** All goals held: what to take home, and what comes next. */
import { useEffect, useRef, useState } from 'react';
import { usePageQuery } from '../layout/PageContext';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useLocale, useText } from '../i18n/useText';
import { tellError } from '../stores/toastStore';
import { type CourseEntry, courseEntries, nextOf } from './course';
import { courseStore } from './courseStore';
import type { OpenLesson } from './lessonStore';
import { Markdown } from './Markdown';
import { playFreely } from './openLesson';
import { startLab } from './startLab';
import { Moment } from './Steps';
import type { ShownLesson } from './useLesson';

/** So long the panel may still grow above what was reached. */
const GROWS_MS = 2_000;

export function Outcome({ shown: { open, texts, view } }: { readonly shown: ShownLesson }) {
  const t = useText();
  const locale = useLocale();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  const next = useNext(open.lesson.name);
  const card = useRef<HTMLElement>(null);
  const left = view.steps.length - view.doneCount;
  const last = view.steps.findIndex(({ isLastDone }) => isLastDone);
  // It appears below everything that was read so far. Who has steps ahead reads on, and of a solution that was opened
  // nothing was read.
  const isEnd = view.steps.slice(last + 1).every(({ isDone }) => isDone) && open.isSolution !== true;
  useEffect(() => {
    const element = card.current;
    if (!isEnd || element === null) return undefined;
    // Newer browsers answer with a promise, which is no way to end an effect.
    const show = () => void element.scrollIntoView({ block: 'nearest' });
    show();
    // What the last line printed, and the answer of its question, come above it a little later.
    const growing = new ResizeObserver(show);
    for (const each of element.parentElement?.children ?? []) growing.observe(each);
    const timer = setTimeout(() => growing.disconnect(), GROWS_MS);
    return () => {
      clearTimeout(timer);
      growing.disconnect();
    };
  }, [isEnd]);
  if (open.passed === undefined) return null;
  return (
    <section ref={card} className="lesson-outcome" aria-label={t('lesson.passed')}>
      <h3>
        <Icon name="flag" />
        {t(headline(open))}
        <Moment at={open.passed.at} />
      </h3>
      {texts.end === undefined ? null : <Markdown text={texts.end} />}
      {left === 0 ? null : <p>{t('lesson.passed.left', { count: left })}</p>}
      <div className="row">
        {next === undefined || simulation === undefined ? null : (
          <button
            type="button"
            className="btn primary"
            onClick={() => void startLab(simulation, next.name, embed).catch(tellError)}
          >
            {t('lesson.next', { title: next.titles[locale] })}
          </button>
        )}
        {simulation === undefined ? null : (
          <button type="button" className="btn" onClick={() => void playFreely(simulation).catch(tellError)}>
            {t('lesson.free')}
          </button>
        )}
        {open.isOwn ? null : (
          <button type="button" className="btn quiet" onClick={() => courseStore.getState().setOpen(true)}>
            {t('course.open')}
          </button>
        )}
      </div>
    </section>
  );
}

function headline({ isSolution, passed }: OpenLesson): TextKey {
  if (isSolution === true) return 'lesson.solved.passed';
  return passed?.isAided === true ? 'lesson.passed.aided' : 'lesson.passed';
}

/** The lab that comes after `name`; undefined while it is not known, and behind the last one. */
function useNext(name: string): CourseEntry | undefined {
  const [next, setNext] = useState<CourseEntry>();
  useEffect(() => {
    let isCurrent = true;
    courseEntries()
      .then((entries) => (isCurrent ? setNext(nextOf(entries, name)) : undefined))
      .catch(() => {}); // The map of the course says why it could not be read.
    return () => {
      isCurrent = false;
    };
  }, [name]);
  return next;
}
