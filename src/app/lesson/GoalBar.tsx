/** What is to be reached, always in sight: each goal with its feedback, and when and by what it broke. */
import { useState } from 'react';
import type { Turn } from '../../client/lesson';
import type { WhySubject } from '../../client/why';
import type { LessonTexts } from '../../lessons/lesson';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { clockText } from '../timeline/clockText';
import { MomentLink } from '../timeline/MomentLink';
import { whyStore } from '../why/whyStore';
import { type AskWhat, LessonDialog } from './LessonDialog';
import { lessonStore, type OpenLesson } from './lessonStore';
import type { GoalView, LessonView } from './lessonView';
import { Markdown } from './Markdown';

interface GoalBarProps {
  readonly open: OpenLesson;
  readonly texts: LessonTexts;
  readonly view: LessonView;
}

export function GoalBar({ open, texts, view }: GoalBarProps) {
  const t = useText();
  const { change } = lessonStore.getState();
  const [asked, ask] = useState<AskWhat>();
  // After the goal was reached a look costs nothing.
  const showSolution = () => (open.passed === undefined ? ask('solution') : change({ solutionLines: 0 }));
  return (
    <footer className="lesson-goals">
      <ul aria-label={t('lesson.goals')}>
        {view.goals.map((goal) => (
          <Goal key={goal.goal.id} view={goal} texts={texts} isTold={open.isChecked} />
        ))}
      </ul>
      <p className="sr-only" role="status">
        {open.isChecked ? checkWords(view, texts, t) : ''}
      </p>
      <div className="row">
        <button
          type="button"
          className="btn"
          aria-pressed={open.isChecked}
          onClick={() => change({ isChecked: !open.isChecked })}
        >
          {t('lesson.check')}
        </button>
        {open.isSolution === true ? null : (
          <button
            type="button"
            className="btn quiet"
            disabled={open.solutionLines !== undefined}
            onClick={showSolution}
          >
            {t('lesson.solution.show')}
          </button>
        )}
        <span className="grow" />
        <button type="button" className="btn quiet" onClick={() => ask('reset')}>
          <Icon name="restart" size={14} />
          {t('lesson.reset')}
        </button>
      </div>
      {asked === undefined ? null : <LessonDialog what={asked} onClose={() => ask(undefined)} />}
    </footer>
  );
}

/** What a screen reader hears of the check. */
function checkWords({ goals, isPassed }: LessonView, texts: LessonTexts, t: ReturnType<typeof useText>): string {
  if (isPassed) return t('lesson.passed.all');
  const missing = goals.filter(({ holds }) => !holds).map(({ goal }) => texts.goals[goal.id]?.title ?? goal.id);
  return t('lesson.missing', { goals: missing.join(', ') });
}

interface GoalProps {
  readonly view: GoalView;
  readonly texts: LessonTexts;
  /** The person asked what is missing. */
  readonly isTold: boolean;
}

function Goal({ view: { goal, holds, status }, texts, isTold }: GoalProps) {
  const t = useText();
  const words = texts.goals[goal.id];
  const broke = holds ? undefined : status?.broke;
  const feedback = broke === undefined ? words?.text : (words?.broke ?? words?.text);
  return (
    <li data-holds={holds}>
      {!holds && broke === undefined ? (
        <span className="lesson-open" aria-hidden="true" />
      ) : (
        <Icon name={holds ? 'check' : 'x'} size={14} />
      )}
      <div>
        <p>
          {t(holds ? 'lesson.goal.holds' : broke === undefined ? 'lesson.goal.notYet' : 'lesson.goal.broke', {
            goal: words?.title ?? goal.id,
          })}
        </p>
        {broke === undefined ? null : <Broken turn={broke} />}
        {!holds && (isTold || broke !== undefined) && feedback !== undefined ? <Markdown text={feedback} /> : null}
        {isTold && status?.error !== undefined ? <p className="dim mono text-12">{status.error}</p> : null}
      </div>
    </li>
  );
}

/** When it broke first, and by what: the clock goes there, and the object can be asked about. */
function Broken({ turn: { at, what, object, revision } }: { readonly turn: Turn }) {
  const t = useText();
  const simulation = useSimulation();
  const startedAt = playbackStore.getState().status?.startedAt ?? 0;
  const subject: WhySubject | undefined =
    revision !== undefined
      ? { type: 'revision', revision }
      : object === undefined
        ? undefined
        : { type: 'object', object };
  return (
    <p className="lesson-broke">
      <MomentLink at={at}>{clockText(at - startedAt)}</MomentLink>
      {what === undefined ? null : <span className="mono">{what}</span>}
      {subject === undefined || simulation === undefined ? null : (
        <button
          type="button"
          className="btn quiet lesson-why"
          onClick={() => void whyStore.getState().ask(simulation, subject)}
        >
          {t('why.tab')}
        </button>
      )}
    </p>
  );
}
