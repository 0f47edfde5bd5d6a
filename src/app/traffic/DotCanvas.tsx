/** The canvas over the traffic view: every request that ends while it is open travels on it, while the clock runs. */
import { useStore as useFlowStore } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useText } from '../i18n/useText';
import type { Room } from '../layout/layoutSize';
import { isPlaying, playbackStore, speedOf } from '../stores/playbackStore';
import { selectionStore } from '../stores/selectionStore';
import { themeStore } from '../stores/themeStore';
import { createDotPainter, type DotPainter, type View } from './dotPainter';
import { Motion } from './motion';
import { endWord } from './requestWords';
import { routeOf } from './route';
import type { TrafficLayout } from './trafficLayout';
import { onRequests } from './trafficStore';

/** Faster than this nothing travels. */
const FASTEST = 10;
/** More dots than this are painted in every second frame. */
const CROWD = 60;

interface DotCanvasProps {
  readonly room: Room;
  readonly layout: TrafficLayout;
  /** Of the words, in px. */
  readonly wordPx: number;
}

export function DotCanvas({ room, layout, wordPx }: DotCanvasProps) {
  const t = useText();
  const ref = useRef<HTMLCanvasElement>(null);
  const painter = useRef<DotPainter>(undefined);
  const motion = useRef(new Motion());
  const frame = useRef(0);
  const [x, y, zoom] = useFlowStore((state) => state.transform);
  const view = useRef<View>({ x, y, zoom, ...room });
  view.current = { x, y, zoom, width: room.width, height: room.height };
  const theme = useStore(themeStore, (state) => state.theme);
  const playing = useStore(playbackStore, isPlaying);

  const wake = useCallback(() => {
    if (frame.current !== 0) return;
    let last = performance.now();
    let isOdd = false;
    const draw = (now: number) => {
      const state = playbackStore.getState();
      const speed = speedOf(state);
      // A tab that was hidden comes back with one long frame.
      if (isPlaying(state)) motion.current.step(Math.min(100, Math.max(0, now - last)), speed);
      last = now;
      isOdd = !isOdd;
      // A crowd moves in larger steps: painting is what costs.
      if (isOdd || motion.current.dots.length < CROWD || !isPlaying(state))
        painter.current?.paint(motion.current, view.current, speed);
      frame.current = motion.current.isEmpty || !isPlaying(state) ? 0 : requestAnimationFrame(draw);
    };
    frame.current = requestAnimationFrame(draw);
  }, []);

  useEffect(() => {
    if (ref.current === null) return;
    painter.current = createDotPainter(ref.current, wordPx);
    return () => {
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [wordPx]);
  useEffect(() => {
    const moving = motion.current;
    const quiet = window.matchMedia('(prefers-reduced-motion: reduce)');
    return onRequests((requests) => {
      const speed = speedOf(playbackStore.getState());
      const still = speed > FASTEST || quiet.matches;
      const first = requests[0]?.at ?? 0;
      for (const record of requests) {
        const route = routeOf(record, layout);
        if (route !== undefined)
          moving.add(record, route, { word: endWord(record, t), still, delay: Math.max(0, record.at - first) / speed });
      }
      wake();
    });
  }, [layout, t, wake]);
  // Everything has another place now.
  useEffect(() => {
    const moving = motion.current;
    return () => moving.clear();
  }, [layout]);
  useEffect(() => {
    if (playing || zoom > 0) wake();
  }, [wake, playing, x, y, zoom, room]);
  useEffect(() => {
    const next = requestAnimationFrame(() => painter.current?.recolour());
    return () => cancelAnimationFrame(next);
  }, [theme]);
  useEffect(() => {
    const canvas = ref.current;
    const holder = canvas?.parentElement;
    if (canvas === null || canvas === undefined || holder === null || holder === undefined) return;
    // The canvas itself lets the pointer through: only a word at the end of a line is taken.
    const handleClick = (event: MouseEvent) => {
      const { left, top } = canvas.getBoundingClientRect();
      const id = painter.current?.hit(event.clientX - left, event.clientY - top);
      if (id === undefined) return;
      event.stopPropagation();
      selectionStore.getState().selectRequest(id);
    };
    holder.addEventListener('click', handleClick, true);
    return () => holder.removeEventListener('click', handleClick, true);
  }, []);

  return (
    <canvas ref={ref} className="traffic-dots" style={{ width: room.width, height: room.height }} aria-hidden="true" />
  );
}
