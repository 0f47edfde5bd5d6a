/** The way to `reportRan` for those who are there before any lesson: fetched only while a lesson is open. */
import type { RanLine } from '../../client/lesson';
import type { Simulation } from '../../client/simulation';
import { panelStore } from '../stores/panelStore';

/** Tells the open lesson of a line that was run just now; nothing while none is open. */
export function reportLine(simulation: Simulation | undefined, line: RanLine, by?: 'person' | 'host'): void {
  if (simulation === undefined || !panelStore.getState().hasLesson) return;
  void import('./ran').then(({ reportRan }) => reportRan(simulation, line, by));
}
