/**
 * What pointers do on the ground of the bar: press and drag move the clock, with Shift or the middle button they move the
 * window, two fingers zoom; the wheel zooms with Ctrl and pans sideways.
 */
import {
  type MouseEvent as ReactMouseEvent,
  type PointerEvent as ReactPointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { clockText } from './clockText';
import { momentAt, type Seek } from './useSeek';
import { type BarClock, instantAt, panned, type View, type Window, zoomed } from './window';

interface BarPointerOptions {
  readonly root: RefObject<HTMLElement | null>;
  readonly window: Window;
  readonly clock: BarClock;
  /** Where the plot begins, in px from the left edge of `root`. */
  readonly left: number;
  /** Undefined: nobody moves this clock. */
  readonly seek: Seek | undefined;
  change(how: (view: View) => View): void;
}

interface BarPointer {
  /** Where the playhead is held while it is moved, until the clock stands there. */
  readonly heldAt: number | undefined;
  /** Moves the clock, for keys. */
  moveTo(at: number): void;
  readonly handlers: {
    onPointerDown(event: ReactPointerEvent<HTMLElement>): void;
    onPointerMove(event: ReactPointerEvent<HTMLElement>): void;
    onPointerUp(event: ReactPointerEvent<HTMLElement>): void;
    onPointerCancel(event: ReactPointerEvent<HTMLElement>): void;
    onMouseDown(event: ReactMouseEvent<HTMLElement>): void;
    onPointerLeave(): void;
  };
  /** Tells the instant under a mouse; moved without a drawing of its own. */
  readonly hover: RefObject<HTMLSpanElement | null>;
}

/** `touch`: a finger lies on the bar and may yet scroll the lanes. `press`: a mark is pressed, and may yet be clicked. */
type Gesture = 'touch' | 'press' | 'seek' | 'pan' | 'pinch';

/** A finger that moved so far sideways drags. */
const SLOP_PX = 6;

/** The last status comes a frame after the answer. */
const SETTLE_MS = 60;

export function useBarPointer(options: BarPointerOptions): BarPointer {
  const { root, window, clock, left, seek, change } = options;
  const { heldAt, hold: holdAt, letGo } = useHold(seek);
  const fingers = useRef(new Map<number, number>());
  const gesture = useRef<Gesture>(undefined);
  useWheel(options);
  const plotX = (clientX: number) => clientX - (root.current?.getBoundingClientRect().left ?? 0) - left;
  const instant = (clientX: number) =>
    Math.min(
      clock.end,
      Math.max(clock.startedAt, instantAt(Math.min(window.widthPx, Math.max(0, plotX(clientX))), window)),
    );
  const hold = (clientX: number) => holdAt(instant(clientX));
  const begin = (event: ReactPointerEvent<HTMLElement>) => {
    if (!isGround(event.target) || event.button > 1) return;
    const x = plotX(event.clientX);
    if (x < 0 || x > window.widthPx) return;
    // A mouse that was let go elsewhere, before it was held.
    if (event.pointerType === 'mouse') fingers.current.clear();
    fingers.current.set(event.pointerId, event.clientX);
    gesture.current = gestureOf(event, fingers.current.size);
    // A mark that is pressed has a click of its own, unless the pointer moves on.
    if (gesture.current !== 'press') event.currentTarget.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault(); // Else browsers scroll by themselves.
    if (gesture.current === 'seek') hold(event.clientX);
  };
  const hover = useRef<HTMLSpanElement>(null);
  const point = (event: ReactPointerEvent<HTMLElement>) => {
    const x = plotX(event.clientX);
    const at = instantAt(x, window);
    const isShown = event.pointerType === 'mouse' && gesture.current === undefined && x >= 0 && x <= window.widthPx;
    if (hover.current === null) return;
    hover.current.hidden = !isShown || at < clock.startedAt;
    hover.current.textContent = clockText(at - clock.startedAt);
    hover.current.style.transform = `translateX(${left + x}px) translateX(-50%)`;
  };
  const move = (event: ReactPointerEvent<HTMLElement>) => {
    point(event);
    const last = fingers.current.get(event.pointerId);
    if (last === undefined) return;
    if (event.pointerType === 'mouse' && event.buttons === 0) return end(event, true);
    if (gesture.current === 'touch' || gesture.current === 'press') {
      if (Math.abs(event.clientX - last) < SLOP_PX) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      gesture.current = 'seek';
    }
    const before = [...fingers.current.values()];
    fingers.current.set(event.pointerId, event.clientX);
    const perPx = (window.to - window.from) / Math.max(1, window.widthPx);
    if (gesture.current === 'pan') change((view) => panned(view, (last - event.clientX) * perPx, clock));
    else if (gesture.current === 'pinch') change(pinch(before, [...fingers.current.values()], plotX, window, clock));
    else hold(event.clientX);
  };
  const end = (event: ReactPointerEvent<HTMLElement>, isDropped: boolean) => {
    if (!fingers.current.delete(event.pointerId)) return;
    const was = gesture.current;
    if (fingers.current.size > 0) return;
    gesture.current = undefined;
    if (was === 'seek' || (was === 'touch' && !isDropped)) {
      if (!isDropped) hold(event.clientX);
      letGo();
    }
  };
  return {
    heldAt,
    hover,
    moveTo: (at) => {
      holdAt(Math.min(clock.end, Math.max(clock.startedAt, at)));
      letGo();
    },
    handlers: {
      onPointerDown: begin,
      onPointerMove: move,
      onPointerUp: (event) => end(event, false),
      onPointerCancel: (event) => end(event, true),
      onMouseDown: focusPlayhead,
      onPointerLeave: () => {
        if (hover.current !== null) hover.current.hidden = true;
      },
    },
  };
}

function gestureOf(event: ReactPointerEvent<HTMLElement>, fingers: number): Gesture {
  if (fingers > 1) return 'pinch';
  if (event.shiftKey || event.button === 1) return 'pan';
  if (event.target instanceof Element && event.target.closest('.mark-link') !== null) return 'press';
  return event.pointerType === 'touch' ? 'touch' : 'seek';
}

/** Who presses the ground moves the playhead: keys that follow are for that. */
function focusPlayhead(event: ReactMouseEvent<HTMLElement>): void {
  const { target } = event;
  if (!isGround(target) || !(target instanceof Element) || target.closest('.mark-link, .bar-names') !== null) return;
  event.preventDefault(); // Else the lanes take the focus.
  event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true });
}

/** Names, buttons and lists have clicks of their own. */
function isGround(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, .bar-list') === null;
}

/** Holds the playhead where it was moved to, until the clock stands there. */
function useHold(seek: Seek | undefined) {
  const [heldAt, setHeldAt] = useState<number>();
  const going = useRef<Promise<void>>(undefined);
  const turn = useRef(0);
  return {
    heldAt,
    hold: (at: number) => {
      if (seek === undefined) return;
      turn.current += 1;
      setHeldAt(at);
      going.current = seek(momentAt(at));
    },
    letGo: () => {
      const { current } = turn;
      const settle = () => {
        if (turn.current === current) setHeldAt(undefined);
      };
      void going.current?.then(() => setTimeout(settle, SETTLE_MS));
    },
  };
}

/** Two fingers: as far apart as they were, the same instants stay under them. */
function pinch(
  before: readonly number[],
  after: readonly number[],
  plotX: (clientX: number) => number,
  window: Window,
  clock: BarClock,
): (view: View) => View {
  const width = ([first = 0, second = 0]: readonly number[]) => Math.max(8, Math.abs(first - second));
  const [first = 0, second = 0] = after;
  const anchor = instantAt(plotX((first + second) / 2), window);
  return (view) => zoomed(view, width(before) / width(after), anchor, clock);
}

/** React listens passively to wheels: whoever wants the page to stand still listens by itself. */
function useWheel({ root, window, clock, left, change }: BarPointerOptions): void {
  const latest = useRef({ window, clock, left, change });
  latest.current = { window, clock, left, change };
  useEffect(() => {
    const element = root.current;
    const turn = (event: WheelEvent) => {
      const { window: shown, clock: time, left: edge, change: apply } = latest.current;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        const x = event.clientX - (element?.getBoundingClientRect().left ?? 0) - edge;
        apply((view) => zoomed(view, 1.0025 ** event.deltaY, instantAt(x, shown), time));
      } else if (sideways !== 0 && (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)))
        apply((view) => panned(view, (sideways * (shown.to - shown.from)) / Math.max(1, shown.widthPx), time));
      else return;
      event.preventDefault();
    };
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [root]);
}
