/** One lab on the map of the course: its number, title, how long it takes and how far it is. */
import { Icon } from '../icons/Icon';
import { useLocale, useText } from '../i18n/useText';
import type { CourseEntry } from './course';
import { type LessonProgress, standOf } from './progress';

interface LabItemProps {
  readonly lab: CourseEntry;
  readonly progress: LessonProgress | undefined;
  readonly disabled: boolean;
  readonly onStart: (name: string) => void;
}

export function LabItem({ lab: { name, lab, isFailure, minutes, titles }, progress, disabled, onStart }: LabItemProps) {
  const t = useText();
  const locale = useLocale();
  const stand = standOf(progress);
  const isPassed = stand === 'alone' || stand === 'aided';
  const steps = { done: progress?.steps.length ?? 0, count: progress?.stepCount ?? 0 };
  const facts = isPassed
    ? t(`course.stand.${stand}`)
    : stand === 'begun'
      ? t('course.stand.steps', steps)
      : t('lesson.minutes', { count: minutes });
  return (
    <li>
      <button type="button" className="course-lab" data-stand={stand} disabled={disabled} onClick={() => onStart(name)}>
        <span className="course-mark">{isPassed ? <Icon name="check" size={14} /> : null}</span>
        <span className="num dim">{lab}</span>
        <span className="course-name">{titles[locale]}</span>
        {isFailure ? <span className="chip">{t('lesson.failure')}</span> : null}
        <span className="dim num course-facts">{facts}</span>
      </button>
    </li>
  );
}
