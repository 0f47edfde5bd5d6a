/** The view of one bar: follows the clock, obeys zoom and pan, holds still while somebody drags. */
import { useState } from 'react';
import { type BarClock, firstView, nextView, type View } from './window';

/** `isHeld`: the window stays where it is whatever the clock does. */
export function useView(clock: BarClock, isHeld: boolean): readonly [View, (change: (view: View) => View) => void] {
  const [view, setView] = useState(() => firstView(clock));
  const next = isHeld ? view : nextView(view, clock);
  if (next !== view) setView(next);
  return [next, setView];
}
