/** Opens what the fragment of the page's address names: a run, a lesson, a twin. What does not open is said. */
import type { Simulation } from '../../client/simulation';
import { presentText } from '../i18n/useText';
import { readFragment } from '../links/fragment';
import { setFragment } from '../links/pageAddress';
import { readPreference } from '../stores/preferences';
import { toastStore } from '../stores/toastStore';
import type { LinkProblem } from './codec';
import { openRun } from './openRun';
import { shareStore } from './shareStore';

/** Under this the browser remembers the fragment that this page wrote last. */
export const OWN_FRAGMENT = 'address';

/**
 * Resolves with true if `hash` named a moment, which stands still until somebody plays it. A problem goes into the share
 * store, and the cluster stays as it was. Never rejects.
 */
export async function openFragment(simulation: Simulation, hash: string): Promise<boolean> {
  const outcome = await tryFragment(simulation, hash);
  shareStore.getState().setProblem(typeof outcome === 'boolean' ? undefined : outcome);
  return outcome === true;
}

/** The same with the problem in hand: whoever asks tells of it. */
export async function tryFragment(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  shareStore.setState({ isOpening: readFragment(hash).type !== 'none' });
  try {
    return await openNamed(simulation, hash);
  } catch (error) {
    return { type: 'notARun', where: error instanceof Error ? error.message : String(error) };
  } finally {
    shareStore.setState({ isOpening: false });
  }
}

/** Whether there was a moment to open, or why it did not. */
async function openNamed(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  const named = readFragment(hash);
  switch (named.type) {
    case 'none':
      return false;
    case 'twin':
      return openTwinOf(simulation, hash);
    case 'run':
      return openRunOf(simulation, hash);
    case 'lesson':
    case 'solution': {
      const { openLesson, openSolution } = await import('../lesson/openLesson');
      const opens = named.type === 'lesson' ? openLesson : openSolution;
      const outcome = await opens(simulation, named.name, named.atMs);
      return outcome === 'opened' ? true : { type: 'noLesson', name: named.name };
    }
    case 'ownLesson':
      return (await import('../authoring/openLink')).openLink(simulation, hash);
    case 'unknown':
      return named;
    default:
      return named satisfies never;
  }
}

async function openRunOf(simulation: Simulation, hash: string): Promise<boolean | LinkProblem> {
  const { decodeFragment } = await import('./codec');
  const content = decodeFragment(hash);
  if (content.type === 'none') return false;
  if (content.type === 'bad') return content.problem;
  const own = readPreference(OWN_FRAGMENT) === hash;
  // After a reload of our own address the drafts are newer than the link.
  const { lesson: _, ...alone } = content.run;
  await openRun(simulation, own ? { ...alone, files: {} } : content.run);
  if (own) await (await import('../lesson/resume')).resumeLesson(simulation);
  return true;
}

/** Opens what another page offers. A twin lives on, other than a shared moment: so it counts as none. */
async function openTwinOf(simulation: Simulation, hash: string): Promise<false> {
  const { takeTwin } = await import('../twin/handOver');
  const run = await takeTwin(hash);
  setFragment('');
  const t = presentText();
  if (run === undefined) {
    toastStore.getState().show({ tone: 'error', title: t('twin.gone') });
    return false;
  }
  const refused = await openRun(simulation, run);
  const [first] = refused;
  if (first !== undefined) {
    const title = t('twin.refused', { count: refused.length });
    toastStore.getState().show({ tone: 'error', title, text: first.message });
  }
  return false;
}
