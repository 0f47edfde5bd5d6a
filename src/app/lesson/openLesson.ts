/** Opens a lesson of the course by its name, as links ask for it. */
import type { Simulation } from '../../client/simulation';

/**
 * Starts the lesson called `name` anew, `atMs` virtual milliseconds after its beginning (absent: at it), and shows its
 * panel; the clock stands. `unknown`: the course has no such lesson, and all is as before. Rejects with readable words if it cannot start.
 */
export async function openLesson(
  _simulation: Simulation,
  _name: string,
  _atMs?: number,
): Promise<'opened' | 'unknown'> {
  return 'unknown';
}
