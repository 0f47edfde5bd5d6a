/** The map of the course: nine parts with their labs, how far each is, and the way back to the last one. Progress as a file. */
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon } from '../icons/Icon';
import { useLocale, useText } from '../i18n/useText';
import { DialogFrame } from '../layout/DialogFrame';
import { usePageQuery } from '../layout/PageContext';
import { PARTS } from '../../lessons/lesson';
import { download } from '../share/runFile';
import { tellError, toastStore } from '../stores/toastStore';
import { type CourseEntry, courseEntries } from './course';
import { courseStore } from './courseStore';
import './course.css';
import { LabItem } from './LabItem';
import { lastUnfinished, type ProgressProblem, progressText, readProgress } from './progress';
import { progressStore, useProgress } from './progressStore';
import { startLab } from './startLab';

export function CourseMap() {
  const t = useText();
  const simulation = useSimulation();
  const { embed } = usePageQuery();
  const labs = useLabs();
  const [wanted, setWanted] = useState('');
  const [busy, setBusy] = useState(false);
  const close = () => courseStore.getState().setOpen(false);
  if (simulation === undefined) return null;
  const start = (name: string) => {
    setBusy(true);
    startLab(simulation, name, embed)
      .then(close, tellError)
      .finally(() => setBusy(false));
  };
  return (
    <DialogFrame
      title={t('course.title')}
      close={t('course.close')}
      className="course"
      aria-describedby={undefined}
      onClose={close}
    >
      {labs === undefined ? null : (
        <>
          <Summary labs={labs} busy={busy} onStart={start} />
          <input
            type="search"
            className="field course-search"
            placeholder={t('course.search')}
            aria-label={t('course.search')}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
          <Parts labs={labs.filter((lab) => isWanted(lab, wanted))} busy={busy} onStart={start} />
        </>
      )}
      <ProgressFile />
    </DialogFrame>
  );
}

/** The labs in order; undefined while they are fetched. */
function useLabs(): readonly CourseEntry[] | undefined {
  const [labs, setLabs] = useState<readonly CourseEntry[]>();
  useEffect(() => {
    let isCurrent = true;
    courseEntries().then((entries) => (isCurrent ? setLabs(entries) : undefined), tellError);
    return () => {
      isCurrent = false;
    };
  }, []);
  return labs;
}

/** Words of either language, of the number or the part. */
function isWanted({ lab, name, part, titles }: CourseEntry, wanted: string): boolean {
  const text = [lab, name, part, titles.ko, titles.en].join(' ').toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface LabsProps {
  readonly labs: readonly CourseEntry[];
  readonly busy: boolean;
  readonly onStart: (name: string) => void;
}

function Summary({ labs, busy, onStart }: LabsProps) {
  const t = useText();
  const locale = useLocale();
  const progress = useProgress();
  const passed = labs.filter(({ name }) => progress.lessons[name]?.passed !== undefined).length;
  const last = lastUnfinished(progress);
  const next =
    labs.find(({ name }) => name === last) ?? labs.find(({ name }) => progress.lessons[name]?.passed === undefined);
  return (
    <div className="course-summary">
      <p className="ink2">{t('course.passed', { passed, count: labs.length })}</p>
      {next === undefined ? null : (
        <button type="button" className="btn primary" disabled={busy} onClick={() => onStart(next.name)}>
          <Icon name="play" size={14} />
          {t(next.name === last ? 'course.continue' : 'course.next', { title: `${next.lab} ${next.titles[locale]}` })}
        </button>
      )}
    </div>
  );
}

/** Arrow keys walk from lab to lab. */
function Parts({ labs, busy, onStart }: LabsProps) {
  const t = useText();
  const progress = useProgress();
  const list = useRef<HTMLDivElement>(null);
  const walk = (key: string): boolean => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement); // Not in the list: -1.
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    const to = key === 'Home' ? 0 : key === 'End' ? buttons.length - 1 : step === 0 ? undefined : at + step;
    if (to === undefined || at < 0) return false;
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
    return true;
  };
  if (labs.length === 0) return <p className="dim course-none">{t('course.none')}</p>;
  return (
    <div
      ref={list}
      className="course-parts"
      role="presentation"
      onKeyDown={(event) => {
        if (walk(event.key)) event.preventDefault();
      }}
    >
      {PARTS.filter((part) => labs.some((lab) => lab.part === part)).map((part) => (
        <section key={part} aria-labelledby={`course-${part}`}>
          <h3 id={`course-${part}`}>{t(`course.part.${part}`)}</h3>
          <ul>
            {labs
              .filter((lab) => lab.part === part)
              .map((lab) => (
                <LabItem
                  key={lab.name}
                  lab={lab}
                  progress={progress.lessons[lab.name]}
                  disabled={busy}
                  onStart={onStart}
                />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Taking the progress along: to another browser, to a teacher. */
function ProgressFile() {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<ProgressProblem>();
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    const text = await file?.text();
    event.target.value = '';
    if (text === undefined) return;
    const read = readProgress(text);
    setProblem(read.type === 'problem' ? read.problem : undefined);
    if (read.type !== 'progress') return;
    progressStore.getState().merge(read.progress);
    const count = Object.keys(read.progress.lessons).length;
    toastStore.getState().show({ tone: 'done', title: t('course.imported', { count }) });
  };
  return (
    <footer className="course-file">
      <p className="dim text-12">{t('course.kept')}</p>
      <div className="row">
        <button
          type="button"
          className="btn"
          onClick={() => download('kubeloop-progress.json', progressText(progressStore.getState().progress))}
        >
          <Icon name="down" size={14} />
          {t('course.export')}
        </button>
        <button type="button" className="btn" onClick={() => input.current?.click()}>
          <Icon name="file" size={14} />
          {t('course.import')}
        </button>
        <span className="grow" />
        <button type="button" className="btn quiet" onClick={() => courseStore.getState().setWriting(true)}>
          <Icon name="plus" size={14} />
          {t('author.title')}
        </button>
        <input
          ref={input}
          type="file"
          className="sr-only"
          tabIndex={-1}
          accept=".json,application/json"
          aria-label={t('course.import')}
          onChange={(event) => void take(event)}
        />
      </div>
      {problem === undefined ? null : (
        <p className="callout bad" role="alert">
          {problemText(problem, t)}
        </p>
      )}
    </footer>
  );
}

function problemText(problem: ProgressProblem, t: ReturnType<typeof useText>): string {
  switch (problem.type) {
    case 'newer':
      return t('course.bad.newer', { version: problem.version });
    case 'badLesson':
      return t('course.bad.lesson', { name: problem.name });
    case 'notJson':
      return t('course.bad.notJson');
    case 'notProgress':
      return t('course.bad.notProgress');
    default:
      return problem satisfies never;
  }
}
