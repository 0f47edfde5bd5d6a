/** Lines that count as run: typed in the terminal, or what a button or the editor's Apply stands for. Told to the engine, and kept here. */
import type { RanLine } from '../../client/lesson';
import type { Simulation } from '../../client/simulation';
import { playbackStore } from '../stores/playbackStore';
import { tellError } from '../stores/toastStore';
import { lessonStore } from './lessonStore';

/** More of an output is not looked at. */
const MOST_OUTPUT = 16_384;
/** What a shell says of a command that Ctrl-C ended: a watch has no other end, and so has not failed. */
const INTERRUPTED = 130;

/**
 * Somebody ran a line, just now. Does nothing while no lesson is open. Never rejects.
 * The first deed of a lesson starts its clock, whichever way it is done: nothing would come of it otherwise.
 */
export async function reportRan(
  simulation: Pick<Simulation, 'lesson' | 'play'> | undefined,
  line: RanLine,
  by: 'person' | 'host' = 'person',
): Promise<void> {
  const { open, change } = lessonStore.getState();
  const { status } = playbackStore.getState();
  if (open === undefined || simulation === undefined || status === undefined) return;
  const exitCode = line.exitCode === INTERRUPTED ? 0 : line.exitCode;
  const told = { text: line.text.trim(), exitCode, output: line.output.slice(0, MOST_OUTPUT) };
  const { branch } = status.history ?? {};
  const atMs = status.now - status.startedAt;
  change({ ran: [...open.ran, { line: told, atMs, ...(branch === undefined ? {} : { branch }) }] });
  try {
    // A page around this one moves the clock itself.
    if (atMs === open.startMs && by === 'person') await simulation.play();
    await simulation.lesson({ type: 'ran', line: told });
  } catch (error) {
    tellError(error);
  }
}
