/** The open lesson: its story, steps that tick themselves off, and below them what is to be reached. */
import { lazy, Suspense } from 'react';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import { tellError } from '../stores/toastStore';
import { GoalBar } from './GoalBar';
import './lesson.css';
import { Markdown } from './Markdown';
import { Outcome } from './Outcome';
import { startLab } from './startLab';
import { Steps } from './Steps';
import { type ShownLesson, useLesson } from './useLesson';

const Solution = lazy(async () => ({ default: (await import('./Solution')).Solution }));
const Figure = lazy(async () => ({ default: (await import('../figures/Figure')).Figure }));

export function LessonPanel() {
  const shown = useLesson();
  if (shown === undefined) return null;
  // A new lesson begins at its top, with nothing of the old one unfolded.
  return <Opened key={shown.open.lesson.name} shown={shown} />;
}

function Opened({ shown }: { readonly shown: ShownLesson }) {
  const { open, texts, view } = shown;
  const { lesson } = open;
  const atStory = lesson.figures.filter(({ at }) => at === undefined);
  return (
    <section className="lesson" aria-labelledby="lesson-title">
      <div className="lesson-scroll" tabIndex={-1}>
        <Head shown={shown} />
        {open.isSolution === true ? <SolvedNote name={lesson.name} /> : null}
        <Markdown text={texts.story} />
        <Suspense fallback={null}>
          {atStory.map(({ name }) => (
            <Figure key={name} name={name} caption={texts.figures[name]} />
          ))}
        </Suspense>
        <Steps shown={shown} />
        {open.solutionLines === undefined && open.isSolution !== true ? null : (
          <Suspense fallback={null}>
            <Solution open={open} />
          </Suspense>
        )}
        {texts.book === undefined ? null : <Book text={texts.book} />}
        {open.passed === undefined ? null : <Outcome shown={shown} />}
      </div>
      <GoalBar open={open} texts={texts} view={view} />
    </section>
  );
}

function Head({ shown: { open, texts, view } }: { readonly shown: ShownLesson }) {
  const t = useText();
  const { lab, isFailure, steps, minutes } = open.lesson;
  const count = t('lesson.steps', { done: view.doneCount, count: steps.length });
  return (
    <header className="lesson-head">
      <div className="row">
        <span className="dim num">
          {[lab ?? t('lesson.own'), count, t('lesson.minutes', { count: minutes })].join(' · ')}
        </span>
        <span className="grow" />
        {isFailure ? <span className="chip">{t('lesson.failure')}</span> : null}
      </div>
      <h2 id="lesson-title">{texts.title}</h2>
    </header>
  );
}

/** What stands here was not done by the person. */
function SolvedNote({ name }: { readonly name: string }) {
  const t = useText();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  return (
    <div className="callout lesson-solved" role="note">
      <p>{t('lesson.solved')}</p>
      {simulation === undefined ? null : (
        <button type="button" className="btn" onClick={() => void startLab(simulation, name, embed).catch(tellError)}>
          {t('lesson.solved.try')}
        </button>
      )}
    </div>
  );
}

function Book({ text }: { readonly text: string }) {
  const t = useText();
  return (
    <details className="lesson-book">
      <summary>
        <Icon name="book" size={14} />
        {t('lesson.book')}
      </summary>
      <Markdown text={text} />
    </details>
  );
}
