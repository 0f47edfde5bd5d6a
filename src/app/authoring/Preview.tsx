/** The lesson as a learner will read it, in either language, with everything unfolded. */
import { useState } from 'react';
import { useLocale, useText } from '../i18n/useText';
import type { Language, Lesson } from '../../lessons/lesson';
import { Markdown } from '../lesson/Markdown';
import '../lesson/lesson.css';

const LANGUAGES: readonly { readonly id: Language; readonly label: string }[] = [
  { id: 'ko', label: '한국어' },
  { id: 'en', label: 'English' },
];

export function Preview({ lesson }: { readonly lesson: Lesson }) {
  const t = useText();
  const [language, setLanguage] = useState<Language>(useLocale());
  const texts = lesson.texts[language];
  return (
    <div className="author-preview" lang={language}>
      <div className="row" role="group" aria-label={t('author.language')}>
        {LANGUAGES.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="chip-button"
            aria-pressed={id === language}
            lang={id}
            onClick={() => setLanguage(id)}
          >
            {label}
          </button>
        ))}
      </div>
      <h3>{texts.title}</h3>
      <Markdown text={texts.story} />
      <ol className="author-steps">
        {lesson.steps.map(({ id }) => {
          const step = texts.steps[id];
          return (
            <li key={id}>
              <b>{step?.title}</b>
              <Markdown text={step?.text ?? ''} />
              {step?.hints.map((hint, index) => (
                <blockquote key={index}>
                  <Markdown text={hint} />
                </blockquote>
              ))}
              {lesson.questions
                .filter(({ at }) => at === id)
                .map((question) => (
                  <Asked key={question.id} texts={texts.questions[question.id]} answer={question.answer} />
                ))}
            </li>
          );
        })}
      </ol>
      <h4>{t('lesson.goals')}</h4>
      <ul>
        {lesson.goal.map(({ id }) => (
          <li key={id}>
            <b>{texts.goals[id]?.title}</b>
            <Markdown text={texts.goals[id]?.text ?? ''} />
            {texts.goals[id]?.broke === undefined ? null : <Markdown text={texts.goals[id]?.broke ?? ''} />}
          </li>
        ))}
      </ul>
      {texts.book === undefined ? null : (
        <>
          <h4>{t('lesson.book')}</h4>
          <Markdown text={texts.book} />
        </>
      )}
      {texts.end === undefined ? null : <Markdown text={texts.end} />}
    </div>
  );
}

interface AskedProps {
  readonly texts: Lesson['texts']['ko']['questions'][string] | undefined;
  readonly answer: string;
}

function Asked({ texts, answer }: AskedProps) {
  if (texts === undefined) return null;
  return (
    <div className="author-question">
      <Markdown text={texts.text} />
      <ul>
        {Object.entries(texts.choices).map(([id, words]) => (
          <li key={id}>{id === answer ? <b>{words}</b> : words}</li>
        ))}
      </ul>
      <Markdown text={texts.answer} />
    </div>
  );
}
