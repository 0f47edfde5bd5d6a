/**
 * The page's address and the run: opens the link it was called with, and later writes the run back on pause and blur.
 * Never on a key stroke, and never in a guest frame.
 */
import { useEffect, useRef } from 'react';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { usePageQuery } from '../layout/PageContext';
import type { PageQuery } from '../links/query';
import { readPreference, writePreference } from '../stores/preferences';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { localeStore, shownLocale } from '../stores/localeStore';
import { toastStore } from '../stores/toastStore';
import { translator } from '../i18n/text';
import { bareAddress } from './address';
import { openRun, presentRun } from './presentRun';
import { shareStore } from './shareStore';

/** Under this the browser remembers the fragment that this page wrote last. */
const OWN_FRAGMENT = 'address';

/** Opens the link of the address once, then follows the person. */
export function useAddress(): void {
  const simulation = useSimulation();
  const query = usePageQuery();
  const opened = useRef(false);
  useEffect(() => {
    if (simulation === undefined) return;
    if (!opened.current) {
      opened.current = true;
      void open(simulation, query);
    }
    const handleHash = () => void openFragment(simulation);
    window.addEventListener('hashchange', handleHash);
    const stop = query.embed ? undefined : writeOnPauseAndBlur(simulation);
    return () => {
      window.removeEventListener('hashchange', handleHash);
      stop?.();
    };
  }, [simulation, query]);
}

async function open(simulation: Simulation, query: PageQuery): Promise<void> {
  const hadRun = await openFragment(simulation);
  if (query.speed !== undefined) await simulation.setSpeed(query.speed);
  // A shared moment stands still until somebody plays it; an empty cluster lives.
  const play = query.play ?? (!query.embed && !hadRun);
  await (play ? simulation.play() : simulation.pause());
}

/** True if the address held a run and it opened. */
async function openFragment(simulation: Simulation): Promise<boolean> {
  const { hash } = window.location;
  if (hash.startsWith('#twin:')) return openTwinOf(simulation, hash);
  if (!/^#z\d/.test(hash)) return false;
  const { decodeFragment } = await import('./codec');
  const content = decodeFragment(hash);
  if (content.type === 'none') return false;
  if (content.type === 'bad') {
    shareStore.getState().setProblem(content.problem);
    return false;
  }
  try {
    const own = readPreference(OWN_FRAGMENT) === hash;
    // After a reload of our own address the drafts are newer than the link.
    await openRun(simulation, own ? { ...content.run, files: {} } : content.run);
    shareStore.getState().setProblem(undefined);
    return true;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    shareStore.getState().setProblem({ type: 'notARun', where: text });
    return false;
  }
}

/** Opens what another page offers. A twin lives on, other than a shared moment: so it counts as no run of the address. */
async function openTwinOf(simulation: Simulation, hash: string): Promise<false> {
  const { takeTwin } = await import('../twin/handOver');
  const run = await takeTwin(hash);
  window.history.replaceState(window.history.state, '', bareAddress(window.location.href));
  const t = translator(shownLocale(localeStore.getState()));
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

/** Puts the run into the address without adding to the history. Hands back the fragment, or undefined if it is too big. */
export async function writeAddress(simulation: Simulation): Promise<string | undefined> {
  const { encodeRun } = await import('./codec');
  const encoded = encodeRun(await presentRun(simulation));
  if (encoded.type !== 'link') return undefined;
  try {
    window.history.replaceState(window.history.state, '', bareAddress(window.location.href) + encoded.fragment);
    writePreference(OWN_FRAGMENT, encoded.fragment);
  } catch {
    // Some sandboxed frames forbid it; the link in the dialog works all the same.
  }
  return encoded.fragment;
}

function writeOnPauseAndBlur(simulation: Simulation): () => void {
  let played = isPlaying(playbackStore.getState());
  const write = async () => {
    if (shareStore.getState().problem !== undefined) return; // The broken link stays readable until it is dealt with.
    const { commands, branches } = await simulation.exportRun();
    if (commands.length > 0 || branches !== undefined) await writeAddress(simulation);
  };
  const tell = (error: unknown) => toastStore.getState().show({ tone: 'warning', title: String(error) });
  const stop = playbackStore.subscribe((state) => {
    const plays = isPlaying(state);
    if (played && !plays && state.status?.health.type === 'paused') write().catch(tell);
    played = plays;
  });
  const handleBlur = () => {
    if (playbackStore.getState().crash === undefined) write().catch(tell);
  };
  window.addEventListener('blur', handleBlur);
  return () => {
    stop();
    window.removeEventListener('blur', handleBlur);
  };
}
