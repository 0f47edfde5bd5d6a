/** The steps of a lesson: what is done with its moment, what is to be done now with hints, questions and live diagrams. */
import { lazy, Suspense, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LessonTexts } from '../../lessons/lesson';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { keepFocus } from '../layout/keepFocus';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { lessonStore, type OpenLesson } from './lessonStore';
import { isAnswerShown, type StepView } from './lessonView';
import { Markdown } from './Markdown';
import { Question } from './Question';
import type { ShownLesson } from './useLesson';

const Figure = lazy(async () => ({ default: (await import('../figures/Figure')).Figure }));

export function Steps({ shown }: { readonly shown: ShownLesson }) {
  const t = useText();
  return (
    <ol className="lesson-steps" aria-label={t('lesson.stepList')}>
      {shown.view.steps.map((step, index) => (
        <Step key={step.step.id} number={index + 1} step={step} shown={shown} />
      ))}
    </ol>
  );
}

interface StepProps {
  readonly number: number;
  readonly step: StepView;
  readonly shown: ShownLesson;
}

/** Open while it is the present one or the last that was done; the others open when they are asked for. */
function Step({ number, step: { step, isDone, isPresent, isLastDone, status }, shown }: StepProps) {
  const t = useText();
  const { open, texts, view } = shown;
  const [unfolded, setUnfolded] = useState<boolean>();
  const words = texts.steps[step.id];
  const isOpen = unfolded ?? (isPresent || isLastDone);
  const questions = open.lesson.questions.filter(({ at }) => at === step.id);
  const figures = open.lesson.figures.filter(({ at }) => at === step.id);
  // Of a question that stands unfolded the answer comes to where it was asked.
  const asked = questions.filter(({ id }) => isOpen || open.guesses[id] !== undefined);
  return (
    <li
      className="lesson-step"
      data-state={isDone ? 'done' : isPresent ? 'present' : 'later'}
      aria-current={isPresent ? 'step' : undefined}
    >
      <span className="lesson-number num" aria-hidden="true">
        {isDone ? <Icon name="check" size={14} /> : number}
      </span>
      <div className="lesson-step-body">
        <h3>
          <button type="button" aria-expanded={isOpen} onClick={() => setUnfolded(!isOpen)}>
            {words?.title ?? step.id}
          </button>
          <span className="sr-only">
            {t(isDone ? 'lesson.step.done' : isPresent ? 'lesson.step.present' : 'lesson.step.later')}
          </span>
          {status?.since === undefined ? null : <Moment at={status.since.at} />}
        </h3>
        {isOpen && words !== undefined ? <Markdown text={words.text} /> : null}
        {asked.map((question) => (
          <Question
            key={question.id}
            question={question}
            open={open}
            texts={texts}
            isShown={isAnswerShown(question, view) || open.told.includes(question.id)}
          />
        ))}
        {isOpen ? <Hints step={step.id} open={open} hints={words?.hints ?? []} /> : null}
        {isOpen || isDone ? (
          <Suspense fallback={null}>
            {figures.map(({ name }) => (
              <Figure key={name} name={name} caption={texts.figures[name]} />
            ))}
          </Suspense>
        ) : null}
      </div>
    </li>
  );
}

/** The moment at which something began to hold, as the clock shows it; it leads there. */
export function Moment({ at }: { readonly at: number }) {
  const startedAt = useStore(playbackStore, ({ status }) => status?.startedAt ?? 0);
  return (
    <span className="lesson-moment num dim">
      <MomentLink at={at}>{clockText(at - startedAt)}</MomentLink>
    </span>
  );
}

interface HintsProps {
  readonly step: string;
  readonly open: OpenLesson;
  readonly hints: LessonTexts['steps'][string]['hints'];
}

/** One after the other, each only when it is asked for. */
function Hints({ step, open, hints }: HintsProps) {
  const t = useText();
  const shown = Math.min(open.hints[step] ?? 0, hints.length);
  const place = useRef<HTMLDivElement>(null);
  const more = () =>
    keepFocus(place.current, () => lessonStore.getState().change({ hints: { ...open.hints, [step]: shown + 1 } }));
  if (hints.length === 0) return null;
  return (
    <div ref={place} tabIndex={-1} className="lesson-hints" aria-live="polite">
      {hints.slice(0, shown).map((hint, index) => (
        <div key={index} className="lesson-hint">
          <b>{t('lesson.hint', { number: index + 1, count: hints.length })}</b>
          <Markdown text={hint} />
        </div>
      ))}
      {shown < hints.length ? (
        <button type="button" className="btn quiet lesson-small" onClick={more}>
          <Icon name="bulb" size={14} />
          {t('lesson.hint.show', { number: shown + 1, count: hints.length })}
        </button>
      ) : null}
    </div>
  );
}
