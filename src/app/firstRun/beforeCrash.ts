/** The way back from a crash: the same run, ended a little earlier. The same input would only crash again. */
import type { Run } from '../../client/simulation';

/** How far before the crash the restored run ends. */
const STEP_BACK_MS = 5_000;

/** `run` five seconds before where it crashed, without what was done in them; not before `leastMs`, where a lesson begins. */
export function beforeCrash(run: Run, leastMs = 0): Run {
  // In the past nothing need be dropped: the clock stands a little earlier.
  if (run.atMs !== undefined) return { ...run, atMs: Math.max(leastMs, run.atMs - STEP_BACK_MS) };
  const untilMs = Math.max(leastMs, run.untilMs - STEP_BACK_MS);
  return { ...run, commands: run.commands.filter(({ atMs }) => atMs <= untilMs), untilMs };
}
