/**
 * The page's address and the run: opens the link it was called with, and later writes the run back on pause and blur.
 * Never on a key stroke, and never in a guest frame.
 */
import { useEffect, useRef } from 'react';
import type { Simulation } from '../../client/simulation';
import { useSimulation } from '../cluster/ClusterContext';
import { usePageQuery } from '../layout/PageContext';
import { openAskedPanels } from '../links/askedPanels';
import { setFragment } from '../links/pageAddress';
import type { PageQuery } from '../links/query';
import { writePreference } from '../stores/preferences';
import { isPlaying, playbackStore } from '../stores/playbackStore';
import { toastStore } from '../stores/toastStore';
import { givenCommands, lessonStore } from '../lesson/lessonStore';
import { OWN_FRAGMENT, openFragment } from './openFragment';
import { presentRun } from './presentRun';
import { shareStore } from './shareStore';

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
    const handleHash = () => void openFragment(simulation, window.location.hash);
    window.addEventListener('hashchange', handleHash);
    const stop = query.embed ? undefined : writeOnPauseAndBlur(simulation);
    return () => {
      window.removeEventListener('hashchange', handleHash);
      stop?.();
    };
  }, [simulation, query]);
}

async function open(simulation: Simulation, query: PageQuery): Promise<void> {
  const hadRun = await openFragment(simulation, window.location.hash);
  // A lesson opens its own panels; what the address says comes after it.
  if (hadRun) openAskedPanels(query);
  if (query.speed !== undefined) await simulation.setSpeed(query.speed);
  // A shared moment stands still until somebody plays it; an empty cluster lives.
  const play = query.play ?? (!query.embed && !hadRun);
  await (play ? simulation.play() : simulation.pause());
  shareStore.getState().setOpened();
}

/** Puts the run into the address without adding to the history. Hands back the fragment, or undefined if it is too big. */
export async function writeAddress(
  simulation: Simulation,
  isWanted: () => boolean = () => true,
): Promise<string | undefined> {
  const { encodeRun } = await import('./codec');
  const encoded = encodeRun(await presentRun(simulation));
  if (encoded.type !== 'link' || !isWanted()) return undefined;
  setFragment(encoded.fragment);
  writePreference(OWN_FRAGMENT, encoded.fragment);
  return encoded.fragment;
}

function writeOnPauseAndBlur(simulation: Simulation): () => void {
  let played = isPlaying(playbackStore.getState());
  const write = async () => {
    if (shareStore.getState().problem !== undefined) return; // The broken link stays readable until it is dealt with.
    const lesson = lessonStore.getState().open?.lesson;
    // A lesson that begins meanwhile has an address of its own.
    const isSame = () =>
      lessonStore.getState().open?.lesson === lesson && lessonStore.getState().beginning === undefined;
    if (!isSame()) return;
    const { commands, branches } = await simulation.exportRun();
    // A lesson that nobody has done anything in keeps its own address.
    if (commands.length > givenCommands() || branches !== undefined) await writeAddress(simulation, isSame);
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
