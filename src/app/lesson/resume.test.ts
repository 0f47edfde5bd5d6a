// @vitest-environment happy-dom
/** A run that was done in a lesson opens in it, and what somebody else has reached there is not noted as one's own. */
import { beforeEach, expect, test } from 'vitest';
import type { Check, LessonAsk, RanAt } from '../../client/lesson';
import type { Run, Simulation, SimulationStatus } from '../../client/simulation';
import { decodeFragment, encodeRun } from '../share/codec';
import { readRunFile, runFileText } from '../share/runFile';
import { playbackStore } from '../stores/playbackStore';
import { lessonNamed, startRunOf } from './course';
import { lessonStore } from './lessonStore';
import { followLesson } from './news';
import { NO_PROGRESS } from './progress';
import { progressStore } from './progressStore';
import { openInLesson } from './resume';

const ran: readonly RanAt[] = [
  { atMs: 70_000, line: { text: 'kubectl get pods', exitCode: 0, output: 'NAME\n' }, branch: '1' },
];

beforeEach(() => {
  localStorage.clear();
  progressStore.setState({ progress: NO_PROGRESS });
  lessonStore.setState({ open: undefined });
  playbackStore.setState({ status: { now: 90_000, startedAt: 0 } as unknown as SimulationStatus }); // All that is looked at.
});

async function runOf(name: string): Promise<Run> {
  const lesson = await lessonNamed(name);
  if (lesson === undefined) throw new Error(`there is no ${name}`);
  const start = await startRunOf(lesson);
  return { ...start, files: {}, untilMs: start.untilMs + 30_000, lesson: name, ran };
}

/** An engine in which all checks hold, and what it was asked. */
function solvedEngine() {
  const asked: LessonAsk[] = [];
  const lesson = async (ask: LessonAsk) => {
    asked.push(ask);
    const checks: readonly Check[] = 'checks' in ask ? ask.checks : [];
    return { checks: checks.map(({ id }) => ({ id, holds: true, since: { at: 65_000 } })) };
  };
  return { asked, engine: { lesson } as unknown as Pick<Simulation, 'lesson'> }; // It answers what is asked of it here.
}

test('what was reached in a run before it was opened is shown, and not noted as reached here', async () => {
  const { asked, engine } = solvedEngine();
  expect(await openInLesson(engine, await runOf('first-pod'), 'first-pod')).toBe(true);
  followLesson(() => {})();
  expect(asked[0]).toMatchObject({ type: 'begin', lines: ran });
  expect(progressStore.getState().progress.lessons['first-pod']?.passed).toBeUndefined();
  expect(lessonStore.getState().open?.passed).toEqual({ at: 65_000, isAided: false });
});

test('a file keeps what lines printed, a link does not; both say that it is a solution', async () => {
  const run: Run = { ...(await runOf('first-pod')), isSolution: true };
  expect(readRunFile(runFileText(run))).toEqual({ type: 'run', run });
  const encoded = encodeRun(run);
  const { ran: _, ...linked } = run;
  expect(encoded.type === 'link' && decodeFragment(encoded.fragment)).toEqual({ type: 'run', run: linked });
});
