/** Taking back the last deed, and taking that back: undo begins a branch without it, redo shows the branch that it left. */
import type { Command, Simulation } from '../../client/simulation';
import type { Translate } from '../i18n/text';
import { playbackStore } from '../stores/playbackStore';
import { tellError, toastStore } from '../stores/toastStore';
import { commandMarks } from '../timeline/deeds';
import { FAULT_WORDS } from '../timeline/faultWords';

/** Branches that undo began, by their id: what it took back, and the branch to show for it to count again. */
const undone = new Map<string, { readonly what: string; readonly back: string }>();
let taking: { readonly what: string; readonly back: string } | undefined;

/** What a command is called on the time bar. */
export function deedText(command: Command, t: Translate): string {
  return commandMarks([command], 0, (type) => t(FAULT_WORDS[type]))[0]?.text ?? '';
}

/** Takes back the last deed of the shown branch; tells if there is none. */
export async function undo(simulation: Simulation, t: Translate): Promise<void> {
  const { history } = playbackStore.getState().status ?? {};
  if (history?.undoes === undefined) {
    toastStore.getState().show({ tone: 'warning', title: t('branches.undo.nothing') });
    return;
  }
  taking = { what: deedText(history.undoes, t), back: history.branch };
  try {
    await simulation.history({ type: 'undo' });
  } catch (error) {
    taking = undefined;
    tellError(error);
  }
}

/** What undo took back to begin the branch `id`; asked once when it has appeared. */
export function takenFor(id: string): string | undefined {
  const now = taking;
  taking = undefined;
  if (now !== undefined) undone.set(id, now);
  return now?.what;
}

/** What redo would bring back while the branch `id` is shown. */
export function redoable(id: string | undefined): { readonly what: string; readonly back: string } | undefined {
  const found = id === undefined ? undefined : undone.get(id);
  const isThere = playbackStore.getState().status?.history?.branches.some((branch) => branch.id === found?.back);
  return isThere === true ? found : undefined;
}

/** Shows the branch again that undo left; nothing if the shown one was not begun by it. */
export async function redo(simulation: Simulation): Promise<void> {
  const found = redoable(playbackStore.getState().status?.history?.branch);
  if (found !== undefined) await simulation.history({ type: 'switch', id: found.back }).catch(tellError);
}

/** Another run has other branches. */
export function forgetUndone(): void {
  undone.clear();
}
