/** What part of the picture is in view: all of it until the person moves, and always what has the focus. */
import { useReactFlow } from '@xyflow/react';
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import type { LayoutSize, Room } from '../layout/layoutSize';
import { shownView, viewStore } from '../stores/viewStore';
import type { Box } from './nodesLayout';
import { fitViewport, type Insets, LEAST_ZOOM } from './viewport';

/** Further out than this, pods are painted; clusters with few pods keep their cards. */
export const FAR_ZOOM = 0.7;
/** At most so many pods are few. */
export const FAR_PODS = 60;
/** Below the counts of the far view. */
const COUNTS_TOP = 92;

const INSETS: Readonly<Record<LayoutSize, Insets>> = {
  wide: { top: 60, right: 10, bottom: 32, left: 10 },
  medium: { top: 60, right: 10, bottom: 32, left: 10 },
  narrow: { top: 56, right: 12, bottom: 24, left: 12 },
  phone: { top: 56, right: 12, bottom: 24, left: 12 },
  embed: { top: 4, right: 10, bottom: 28, left: 10 },
  tiny: { top: 8, right: 8, bottom: 8, left: 8 },
};

interface Picture {
  readonly bounds: Box;
  readonly room: Room;
  readonly size: LayoutSize;
  /** Pods. */
  readonly total: number;
  /** Never zoomed out further than this; absent: as far as this many pods allow. */
  readonly least?: number;
}

/** Keeps the whole picture in view until the person moves it; `fit` brings it back. What is selected is never left outside. */
export function useFit(ref: RefObject<HTMLElement | null>, { bounds, room, size, total, least: given }: Picture) {
  const { setViewport } = useReactFlow();
  const [moved, setMoved] = useState(false);
  const view = useStore(viewStore, shownView);
  const many = total > FAR_PODS;
  const usual = many ? LEAST_ZOOM : size === 'wide' || size === 'medium' ? FAR_ZOOM : 1;
  const least = given ?? usual;
  useEffect(() => {
    if (moved) return;
    const insets = many && size !== 'embed' && size !== 'tiny' ? { ...INSETS[size], top: COUNTS_TOP } : INSETS[size];
    void setViewport(fitViewport(bounds, room, insets, least));
    const frame = requestAnimationFrame(() =>
      ref.current?.querySelector('.sel')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }),
    );
    return () => cancelAnimationFrame(frame);
  }, [ref, moved, bounds, room, size, many, least, setViewport]);
  const fit = useCallback(() => setMoved(false), []);
  const onMoveStart = useCallback((event: unknown) => {
    if (event !== null) setMoved(true); // Without an event it was us.
  }, []);
  useEffect(() => {
    if (view) setMoved(false);
  }, [view]);
  return { fit, onMoveStart };
}

/**
 * Focusing a card that is out of view makes the browser scroll the canvas, which has no scroll bars.
 * The same distance is panned instead, so that the card stands where the browser meant to show it.
 */
export function useScrollAsPan(ref: RefObject<HTMLElement | null>): void {
  const { getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const canvas = ref.current;
    if (canvas === null) return;
    const handleScroll = ({ target }: Event) => {
      if (!(target instanceof Element)) return;
      const { scrollLeft, scrollTop } = target;
      if (scrollLeft === 0 && scrollTop === 0) return;
      target.scrollTo(0, 0);
      const { x, y, zoom } = getViewport();
      flushSync(() => void setViewport({ x: x - scrollLeft, y: y - scrollTop, zoom }));
    };
    canvas.addEventListener('scroll', handleScroll, true);
    return () => canvas.removeEventListener('scroll', handleScroll, true);
  }, [ref, getViewport, setViewport]);
}
