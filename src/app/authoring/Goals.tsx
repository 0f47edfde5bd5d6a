/** Steps and goals, tried on the cluster of the page as it runs: which hold, since when, and why one has no value. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { CheckStatus } from '../../client/lesson';
import type { Simulation } from '../../client/simulation';
import { checksOf, stepCheckId } from '../../lessons/checksOf';
import type { Lesson } from '../../lessons/lesson';
import { Icon } from '../icons/Icon';
import { useText } from '../i18n/useText';
import { lessonStore } from '../lesson/lessonStore';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { clockText } from '../timeline/clockText';
import { beginOwn } from './beginOwn';

interface GoalsProps {
  readonly lesson: Lesson;
  readonly simulation: Simulation;
}

/** How often they are looked at while the clock runs. */
const LOOK_MS = 500;

export function Goals({ lesson, simulation }: GoalsProps) {
  const t = useText();
  const open = useStore(lessonStore, (state) => state.open);
  const isOwn = open?.lesson.name === lesson.name;
  const checks = useTried(lesson, simulation, isOwn ? open.startMs : 0);
  const of = (id: string) => checks.find((check) => check.id === id);
  return (
    <div className="author-goals">
      <p className="dim text-12">{t(isOwn ? 'author.goals.lesson' : 'author.goals.run')}</p>
      <button type="button" className="btn" onClick={() => beginOwn(simulation, lesson).catch(tellError)}>
        <Icon name="play" size={14} />
        {t('author.start')}
      </button>
      <table>
        <tbody>
          {lesson.steps.map(({ id, done }) => (
            <Row key={`step ${id}`} name={id} expression={done} status={of(stepCheckId(id))} />
          ))}
          {lesson.goal.map(({ id, expression, when }) => (
            <Row
              key={`goal ${id}`}
              name={id}
              expression={when === 'always' ? `always: ${expression}` : expression}
              status={of(id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly expression: string;
  readonly status: CheckStatus | undefined;
}

function Row({ name, expression, status }: RowProps) {
  const t = useText();
  const startedAt = useStore(playbackStore, (state) => state.status?.startedAt ?? 0);
  const turn = status?.holds === true ? status.since : status?.broke;
  return (
    <tr data-holds={status?.holds === true}>
      <td>
        <Icon name={status?.holds === true ? 'check' : 'x'} size={14} />
        <span className="sr-only">{t(status?.holds === true ? 'author.holds' : 'author.holds.not')}</span>
      </td>
      <th scope="row">{name}</th>
      <td>
        <code className="mono">{expression}</code>
        {turn === undefined ? null : (
          <p className="dim text-12">
            {t(status?.holds === true ? 'author.since' : 'author.broke', { time: clockText(turn.at - startedAt) })}
            {turn.what === undefined ? null : <span className="mono"> {turn.what}</span>}
          </p>
        )}
        {status?.error === undefined ? null : <p className="mono text-12 author-bad">{status.error}</p>}
      </td>
    </tr>
  );
}

function useTried(lesson: Lesson, simulation: Simulation, startMs: number): readonly CheckStatus[] {
  const [checks, setChecks] = useState<readonly CheckStatus[]>([]);
  useEffect(() => {
    let isCurrent = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const status = await simulation.lesson({ type: 'try', startMs, checks: checksOf(lesson) });
        if (isCurrent) setChecks(status.checks);
      } catch {
        if (isCurrent) setChecks([]); // The list of problems says what is wrong.
      }
      if (isCurrent) timer = setTimeout(() => void look(), LOOK_MS);
    };
    void look();
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [lesson, simulation, startMs]);
  return checks;
}
