/** A lab of the course begins because the person chose it: with its address, and with time that runs. */
import type { Simulation } from '../../client/simulation';
import { lessonFragment } from '../links/fragment';
import { setFragment } from '../links/pageAddress';
import { openLesson } from './openLesson';

/** `isGuest`: the page stands in a frame, whose address is the host's. Rejects with readable words if it cannot start. */
export async function startLab(simulation: Simulation, name: string, isGuest: boolean): Promise<void> {
  const outcome = await openLesson(simulation, name);
  if (outcome === 'unknown') throw new Error(name);
  if (!isGuest) setFragment(lessonFragment(name));
  await simulation.play();
}
