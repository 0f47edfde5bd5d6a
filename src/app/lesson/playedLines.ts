/** What the lines of a solution that was opened printed, for the terminal: it was not there when they ran. */
import type { RanAt } from '../../client/lesson';
import { lessonStore, type LessonState } from './lessonStore';

/** Tells of them, and when their run starts if it says so, now and whenever another solution is opened, until the returned function is called. */
export function followPlayedLines(tell: (ran: readonly RanAt[], startedAt: number | undefined) => void): () => void {
  let last: RanAt | undefined;
  const look = ({ open }: Pick<LessonState, 'open'>) => {
    const first = open?.isSolution === true ? open.ran[0] : undefined;
    // The person's own lines come behind them, and those the terminal has printed itself.
    if (first !== undefined && first !== last) tell(open?.ran ?? [], open?.lesson.start.startedAt);
    last = first;
  };
  look(lessonStore.getState());
  return lessonStore.subscribe(look);
}
