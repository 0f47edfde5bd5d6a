/** The lesson that is being written, read anew with every change: what it is, or each mistake with its file and line. */
import { useEffect, useState } from 'react';
import type { Simulation } from '../../client/simulation';
import { checksOf } from '../../lessons/checksOf';
import type { Lesson } from '../../lessons/lesson';
import type { LessonFolder } from '../../lessons/ownLesson';

/** A mistake and where it is; `line` from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface Reading {
  /** The last state that could be read; undefined before there was one. */
  readonly lesson: Lesson | undefined;
  readonly problems: readonly Problem[];
}

const MAIN = 'lesson.yaml';
/** Typing is not answered at every key. */
const QUIET_MS = 300;

export function useReading(folder: LessonFolder, simulation: Simulation): Reading {
  const [reading, setReading] = useState<Reading>({ lesson: undefined, problems: [] });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(() => {
      read(folder, simulation).then(
        ({ lesson, problems }) => {
          if (isCurrent) setReading((last) => ({ lesson: lesson ?? last.lesson, problems }));
        },
        (error: unknown) => {
          if (isCurrent) setReading((last) => ({ ...last, problems: [{ file: MAIN, line: 1, text: String(error) }] }));
        },
      );
    }, QUIET_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [folder, simulation]);
  return reading;
}

async function read({ name, files }: LessonFolder, simulation: Simulation): Promise<Reading> {
  const { parseLesson } = await import('../../lessons/parseLesson');
  const found = parseLesson(name, files);
  if (found.type === 'mistakes') return { lesson: undefined, problems: found.mistakes };
  const { lesson } = found;
  // The language of expressions lives in the engine.
  const mistakes = await simulation.lesson({ type: 'read', checks: checksOf(lesson) });
  return { lesson, problems: [...(await startProblems(lesson)), ...expressionProblems(mistakes, files[MAIN] ?? '')] };
}

/** Manifests that cannot be applied. */
async function startProblems({ start }: Lesson): Promise<readonly Problem[]> {
  const { startRun } = await import('../../lessons/startRun');
  try {
    startRun(start);
    return [];
  } catch (error) {
    return [{ file: MAIN, line: 1, text: error instanceof Error ? error.message : String(error) }];
  }
}

/** At the line where the id of the step or goal stands. */
export function expressionProblems(mistakes: Readonly<Record<string, string>>, yaml: string): readonly Problem[] {
  const lines = yaml.split('\n');
  return Object.entries(mistakes).map(([check, text]) => {
    const id = check.replace(/^step:/, '');
    const section = lines.findIndex((line) => line.startsWith(check === id ? 'goal:' : 'steps:'));
    const at = lines.findIndex((line, index) => index > section && new RegExp(`\\bid: *["']?${id}\\b`).test(line));
    return { file: MAIN, line: (at < 0 ? Math.max(0, section) : at) + 1, text };
  });
}
