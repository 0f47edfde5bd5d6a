/** The solution, one line at a time, each with a button that does it. It does not count as the person's own way. */
import { useEffect, useRef, useState } from 'react';
import type { Simulation } from '../../client/simulation';
import { readDeed } from '../../shell/deedWords';
import { type Step, parseTranscript, printStep } from '../../shell/transcript';
import { useSimulation } from '../cluster/ClusterContext';
import type { IconName } from '../icons/Icon';
import { IconButton } from '../icons/IconButton';
import type { TextKey } from '../i18n/text';
import { useText } from '../i18n/useText';
import { keepFocus } from '../layout/keepFocus';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { seekOf } from '../timeline/useSeek';
import { CommandLine } from './CodeBlock';
import { lessonStore, type OpenLesson } from './lessonStore';
import { arrived, SOLUTION } from './places';
import { lineOf, withVariables } from './solutionSteps';

interface SolutionProps {
  readonly open: Pick<OpenLesson, 'lesson' | 'solutionLines' | 'isSolution'>;
}

type SolutionStep = Exclude<Step, { type: 'comment' }>;

export function Solution({ open: { lesson, solutionLines: asked = 0, isSolution } }: SolutionProps) {
  const t = useText();
  const steps = parseTranscript(lesson.solution.text).filter(isDeed);
  const count = isSolution === true ? steps.length : asked;
  const place = useRef<HTMLElement>(null);
  useEffect(() => arrived(place.current), []);
  const show = (solutionLines: number) =>
    keepFocus(place.current, () => lessonStore.getState().change({ solutionLines }));
  return (
    <section ref={place} id={SOLUTION} tabIndex={-1} className="lesson-solution" aria-label={t('lesson.solution')}>
      <h3>{t('lesson.solution')}</h3>
      <p className="dim">{t(isSolution === true ? 'lesson.solved.lines' : 'lesson.solution.note')}</p>
      <ol aria-live="polite">
        {steps.slice(0, count).map((step, index) => (
          <li key={index}>{isSolution === true ? <PlayedLine step={step} /> : <Line step={step} steps={steps} />}</li>
        ))}
      </ol>
      {count >= steps.length ? null : (
        <div className="row">
          <button type="button" className="btn" onClick={() => show(count + 1)}>
            {t('lesson.solution.next', { number: count + 1, count: steps.length })}
          </button>
          <button type="button" className="btn quiet" onClick={() => show(steps.length)}>
            {t('lesson.solution.all')}
          </button>
        </div>
      )}
    </section>
  );
}

/** A step that has been played: no button does it again. */
function PlayedLine({ step }: { readonly step: SolutionStep }) {
  const t = useText();
  switch (step.type) {
    case 'wait':
      return <span className="dim">{waitText(step.text, t)}</span>;
    case 'until':
      return <span className="dim">{t('lesson.solution.until', { expression: step.expression })}</span>;
    default:
      return <code className="mono">{lineOf(step) ?? printStep(step).replace(/^~ /, '').trimEnd()}</code>;
  }
}

/** Comments are for those who write lessons, in one language alone. */
const isDeed = (step: Step): step is SolutionStep => step.type !== 'comment';

const waitText = (text: string, t: ReturnType<typeof useText>) =>
  t('lesson.solution.wait', { time: text.replace(/^wait\s+/, '') });

interface LineProps {
  readonly step: SolutionStep;
  /** All of the solution. */
  readonly steps: readonly Step[];
}

function Line({ step, steps }: LineProps) {
  const t = useText();
  const filled = (text: string) => withVariables(text, steps, lessonStore.getState().open?.ran ?? []);
  switch (step.type) {
    case 'command':
    case 'set':
      return <CommandLine line={lineOf(step) ?? ''} />;
    // Of the recordings: solutions stop a kubelet by its own name.
    case 'fault':
      return <code className="mono">{printStep(step).trimEnd()}</code>;
    case 'wait':
      return (
        <Deed
          text={waitText(step.text, t)}
          label="lesson.solution.pass"
          icon="sched"
          act={(simulation) => pass(simulation, step.ms)}
        />
      );
    case 'until':
      return (
        <Deed
          text={t('lesson.solution.until', { expression: step.expression })}
          label="lesson.solution.pass"
          icon="sched"
          act={(simulation) => passUntil(simulation, filled(step.expression))}
        />
      );
    case 'deed':
      return (
        <Deed
          text={`fault ${step.words}`}
          label="lesson.solution.fault"
          icon="plug"
          act={(simulation) => cause(simulation, filled(step.words))}
        />
      );
    default:
      return step satisfies never;
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
  const run = async () => {
    if (simulation === undefined) return;
    setBusy(true);
    await act(simulation).catch(tellError);
    setBusy(false);
  };
  return (
    <div className="lesson-line">
      <span className="mono">{text}</span>
      <IconButton icon={icon} label={t(label, { what: text })} size={14} disabled={busy} onClick={() => void run()} />
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

async function cause(simulation: Simulation, words: string): Promise<void> {
  const fault = readDeed(words);
  if (typeof fault === 'string') throw new Error(fault);
  await simulation.fault(fault);
  await simulation.play();
}
