/** Opens the text of a file, which is a run's or a lesson's: from this machine or another server. */
import type { Simulation } from '../../client/simulation';
import type { LinkProblem } from './codec';
import { openRun } from './openRun';
import { readRunFile } from './runFile';

/**
 * Resolves with why nothing opened, or undefined if it did: a run, whose clock stands, or what `openLesson` makes of a
 * lesson's text. Rejects with the engine's words.
 */
export async function openText(
  simulation: Simulation,
  text: string,
  openLesson: () => Promise<LinkProblem | undefined>,
): Promise<LinkProblem | undefined> {
  // What a lesson's file begins with.
  if (/^\s*\{\s*"kubeloopLesson"/.test(text)) return openLesson();
  const check = readRunFile(text);
  if (check.type !== 'run') return check;
  await openRun(simulation, check.run);
  return undefined;
}
