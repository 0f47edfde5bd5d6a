/** A lesson that is being written begins in the page, as a learner would have it. */
import type { Simulation } from '../../client/simulation';
import type { Lesson } from '../../lessons/lesson';
import { courseStore } from '../lesson/courseStore';

/** Closes the desk; what is written there stays. Rejects with readable words if the lesson cannot start. */
export async function beginOwn(simulation: Simulation, lesson: Lesson): Promise<void> {
  const { openLessonOf } = await import('../lesson/openLesson');
  await openLessonOf(simulation, lesson);
  await simulation.play();
  courseStore.getState().setWriting(false);
}
