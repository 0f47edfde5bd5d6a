/** The view of one bar: follows the clock, obeys zoom and pan, holds still while somebody drags. */
import { useState } from 'react';
import { type BarClock, firstView, nextView, type View, type ViewMode, withMode } from './window';

interface ViewOptions {
  /** How the bar begins, and begins anew when this changes. */
  readonly mode: ViewMode;
  /** The window stays where it is whatever the clock does. */
  readonly isHeld: boolean;
}

export function useView(
  clock: BarClock,
  { mode, isHeld }: ViewOptions,
): readonly [View, (change: (view: View) => View) => void] {
  const [begunWith, setBegunWith] = useState(mode);
  const [view, setView] = useState(() => withMode(firstView(clock), mode, clock));
  const begun = begunWith === mode ? view : withMode(view, mode, clock);
  if (begunWith !== mode) setBegunWith(mode);
  const next = isHeld ? begun : nextView(begun, clock);
  if (next !== view) setView(next);
  return [next, setView];
}
