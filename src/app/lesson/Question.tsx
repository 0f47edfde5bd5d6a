/** A question before time goes on: what will happen? It blocks nothing; afterwards guess and truth stand side by side. */
import { useState } from 'react';
import type { LessonQuestion, LessonTexts } from '../../lessons/lesson';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { lessonStore, type OpenLesson } from './lessonStore';
import { Markdown } from './Markdown';
import { noteProgress } from './progressStore';

interface QuestionProps {
  readonly question: LessonQuestion;
  readonly open: OpenLesson;
  readonly texts: LessonTexts;
  /** The run has shown the answer, or the person asked for it. */
  readonly isShown: boolean;
}

export const SKIPPED = 'skipped';

export function Question({ question, open, texts, isShown }: QuestionProps) {
  const words = texts.questions[question.id];
  const guess = open.guesses[question.id];
  if (words === undefined) return null;
  if (guess === undefined && !isShown) return <Ask question={question} open={open} words={words} />;
  if (isShown) return <Compared question={question} guess={guess} words={words} />;
  return <Waiting question={question} open={open} guess={guess} words={words} />;
}

type Words = LessonTexts['questions'][string];

interface PartProps {
  readonly question: LessonQuestion;
  readonly open: OpenLesson;
  readonly words: Words;
}

function Ask({ question: { id, choices }, open, words }: PartProps) {
  const t = useText();
  const simulation = useSimulation();
  const [chosen, choose] = useState<string>();
  const answer = (guess: string) => {
    lessonStore.getState().change({ guesses: { ...open.guesses, [id]: guess } });
    if (guess !== SKIPPED) noteProgress(open, { guesses: { [id]: guess } });
    void simulation?.play();
  };
  return (
    <fieldset className="lesson-question">
      <legend>
        <Icon name="bulb" size={14} />
        {t('lesson.predict')}
      </legend>
      <Markdown text={words.text} />
      {choices.map((choice) => (
        <label key={choice} data-on={chosen === choice}>
          <input type="radio" name={`question-${id}`} checked={chosen === choice} onChange={() => choose(choice)} />
          {words.choices[choice] ?? choice}
        </label>
      ))}
      <div className="row">
        <button
          type="button"
          className="btn primary"
          disabled={chosen === undefined}
          onClick={() => (chosen === undefined ? undefined : answer(chosen))}
        >
          {t('lesson.predict.run')}
        </button>
        <button type="button" className="btn quiet" onClick={() => answer(SKIPPED)}>
          {t('lesson.predict.skip')}
        </button>
      </div>
    </fieldset>
  );
}

interface WaitingProps extends PartProps {
  readonly guess: string | undefined;
}

/** The guess stands, and time has yet to show. */
function Waiting({ question, open, guess, words }: WaitingProps) {
  const t = useText();
  const isSkipped = guess === undefined || guess === SKIPPED;
  return (
    <div className="lesson-question">
      <p className="lesson-cap">
        <Icon name="bulb" size={14} />
        {t('lesson.predict')}
      </p>
      <Markdown text={words.text} />
      <p>
        {isSkipped ? t('lesson.predict.skipped') : t('lesson.predict.yours', { guess: words.choices[guess] ?? guess })}
      </p>
      <button
        type="button"
        className="btn quiet lesson-small"
        onClick={() => lessonStore.getState().change({ told: [...open.told, question.id] })}
      >
        {t('lesson.predict.tell')}
      </button>
    </div>
  );
}

interface ComparedProps {
  readonly question: LessonQuestion;
  readonly guess: string | undefined;
  readonly words: Words;
}

function Compared({ question: { answer }, guess, words }: ComparedProps) {
  const t = useText();
  const isGuessed = guess !== undefined && guess !== SKIPPED;
  const isRight = guess === answer;
  return (
    <div className="lesson-question" role="group" aria-label={t('lesson.predict')}>
      <p className="lesson-cap">
        <Icon name="bulb" size={14} />
        {t('lesson.predict')}
      </p>
      <Markdown text={words.text} />
      <dl className="lesson-compare" data-right={isGuessed ? isRight : undefined}>
        {isGuessed ? (
          <div>
            <dt>{t('lesson.predict.guess')}</dt>
            <dd>
              <Icon name={isRight ? 'check' : 'x'} size={14} />
              <span className="sr-only">{t(isRight ? 'lesson.predict.right' : 'lesson.predict.wrong')}</span>
              {words.choices[guess] ?? guess}
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('lesson.predict.truth')}</dt>
          <dd>{words.choices[answer] ?? answer}</dd>
        </div>
      </dl>
      <Markdown text={words.answer} />
    </div>
  );
}
