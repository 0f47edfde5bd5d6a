/** The solution, one line at a time, each with a button that does it. It does not count as the person's own way. */
import { useState } from 'react';
import type { Fault, Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { Icon, type IconName } from '../icons/Icon';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { playbackStore } from '../stores/playbackStore';
import { seekOf } from '../timeline/useSeek';
import { CommandLine } from './CodeBlock';
import { tellError } from './LessonDialog';
import { lessonStore, type OpenLesson } from './lessonStore';
import { type SolutionLine, solutionLines } from './solutionLines';

interface SolutionProps {
  readonly open: Pick<OpenLesson, 'lesson' | 'solutionLines' | 'isSolution'>;
}

export function Solution({ open: { lesson, solutionLines: asked = 0, isSolution } }: SolutionProps) {
  const t = useText();
  const lines = solutionLines(lesson.solution.text);
  const count = isSolution === true ? lines.length : asked;
  const show = (solutionLines: number) => lessonStore.getState().change({ solutionLines });
  return (
    <section className="lesson-solution" aria-label={t('lesson.solution')}>
      <h3>{t('lesson.solution')}</h3>
      <p className="dim">{t(isSolution === true ? 'lesson.solved.lines' : 'lesson.solution.note')}</p>
      <ol aria-live="polite">
        {lines.slice(0, count).map((line, index) => (
          <li key={index}>{isSolution === true ? <PlayedLine line={line} /> : <Line line={line} />}</li>
        ))}
      </ol>
      {count >= lines.length ? null : (
        <div className="row">
          <button type="button" className="btn" onClick={() => show(count + 1)}>
            {t('lesson.solution.next', { number: count + 1, count: lines.length })}
          </button>
          <button type="button" className="btn quiet" onClick={() => show(lines.length)}>
            {t('lesson.solution.all')}
          </button>
        </div>
      )}
    </section>
  );
}

/** A line that has been run: no button does it again. */
function PlayedLine({ line }: { readonly line: SolutionLine }) {
  const t = useText();
  switch (line.type) {
    case 'comment':
      return <p className="dim">{line.text}</p>;
    case 'wait':
      return <span className="dim">{waitText(line.text, t)}</span>;
    case 'until':
      return <span className="dim">{t('lesson.solution.until', { expression: line.expression })}</span>;
    default:
      return <code className="mono">{line.text}</code>;
  }
}

const waitText = (text: string, t: ReturnType<typeof useText>) =>
  t('lesson.solution.wait', { time: text.replace(/^wait\s+/, '') });

function Line({ line }: { readonly line: SolutionLine }) {
  const t = useText();
  switch (line.type) {
    case 'command':
      return <CommandLine line={line.text} />;
    case 'comment':
      return <p className="dim">{line.text}</p>;
    case 'other':
      return <code className="mono">{line.text}</code>;
    case 'wait':
      return (
        <Deed
          text={waitText(line.text, t)}
          label="lesson.solution.pass"
          icon="sched"
          act={(simulation) => pass(simulation, line.ms)}
        />
      );
    case 'until':
      return (
        <Deed
          text={t('lesson.solution.until', { expression: line.expression })}
          label="lesson.solution.pass"
          icon="sched"
          act={(simulation) => passUntil(simulation, line.expression)}
        />
      );
    case 'fault':
      return (
        <Deed
          text={line.text}
          label="lesson.solution.fault"
          icon="plug"
          act={(simulation) => cause(simulation, line.fault)}
        />
      );
    default:
      return line satisfies never;
  }
}

interface DeedProps {
  readonly text: string;
  readonly label: TextKey;
  readonly icon: IconName;
  readonly act: (simulation: Simulation) => Promise<void>;
}

/** Something that no command does: time that passes, a fault. */
function Deed({ text, label, icon, act }: DeedProps) {
  const t = useText();
  const simulation = useSimulation();
  const [busy, setBusy] = useState(false);
  const name = t(label, { what: text });
  const run = async () => {
    if (simulation === undefined) return;
    setBusy(true);
    await act(simulation).catch(tellError);
    setBusy(false);
  };
  return (
    <div className="lesson-line">
      <span className="mono">{text}</span>
      <button
        type="button"
        className="btn quiet icon"
        disabled={busy}
        aria-label={name}
        title={name}
        onClick={() => void run()}
      >
        <Icon name={icon} size={14} />
      </button>
    </div>
  );
}

async function pass(simulation: Simulation, ms: number): Promise<void> {
  const { status } = playbackStore.getState();
  if (status !== undefined) await seekOf(simulation)({ atMs: status.now - status.startedAt + ms });
}

/** One step runs through ten virtual minutes at most; transcripts wait three times as long. */
const MOST_STEPS = 3;

async function passUntil(simulation: Simulation, expression: string): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const stop = await simulation.stepping({ type: 'step', to: { type: 'condition', expression } });
    if (stop.type !== 'nothing') return;
  }
}

async function cause(simulation: Simulation, fault: Fault): Promise<void> {
  await simulation.fault(fault);
  await simulation.play();
}
