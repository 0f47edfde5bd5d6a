/**
 * Which stretch of virtual time the bar shows, and where an instant lies on it. Pure: the bar keeps a `View` and asks for the
 * next one. It follows the playhead, holds still while somebody drags, and stays where it was put after a zoom or a pan.
 */

/** The stretch of time that is shown, and its width on the screen. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly widthPx: number;
}

/** What the bar knows of time, all in virtual milliseconds since the epoch. */
export interface BarClock {
  readonly now: number;
  readonly startedAt: number;
  /** How far the branch has been lived; `now` if it never went further. */
  readonly end: number;
  readonly speed: number;
  readonly isPlaying: boolean;
}

/** `follow`: the playhead stays in sight. `fit`: the whole branch. `free`: where a person put it. */
export type ViewMode = 'follow' | 'fit' | 'free';

export interface View {
  readonly mode: ViewMode;
  readonly from: number;
  /** From edge to edge, in virtual milliseconds. */
  readonly span: number;
  /** A person zoomed: the speed does not change the span any more. */
  readonly isChosen: boolean;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A playhead that follows stays at this part of the width; right of it the future is drawn. */
const LEAD = 0.8;
/** Nearer than this nothing more is to be seen: components act in milliseconds. */
const LEAST_SPAN = 200;
const LEAST_FIT = MINUTE;

/** How much of the past is shown at a speed: about two minutes of watching. */
export function spanMs(speed: number): number {
  if (speed <= 2) return 2 * MINUTE;
  if (speed <= 5) return 5 * MINUTE;
  if (speed <= 10) return 10 * MINUTE;
  return speed <= 60 ? 30 * MINUTE : 120 * MINUTE;
}

/** The view that a bar begins with. */
export function firstView(clock: BarClock): View {
  const span = spanMs(clock.speed) / LEAD;
  return { mode: 'follow', from: leadFrom(clock, span), span, isChosen: false };
}

/** The view after the clock has moved; the same object if it need not change. */
export function nextView(view: View, clock: BarClock): View {
  if (view.mode === 'free') return view;
  if (view.mode === 'fit') return fitView(view, clock);
  const span = view.isChosen ? view.span : spanMs(clock.speed) / LEAD;
  if (span !== view.span) return { ...view, span, from: leadFrom(clock, span) };
  const place = (clock.now - view.from) / span;
  // In the past the window stands still: what lies right of the playhead has been lived and is worth seeing.
  const limit = clock.isPlaying || clock.now >= clock.end ? LEAD : 1;
  if (place >= 0 && place <= limit && view.from >= clock.startedAt) return view;
  const from = place < 0 ? Math.max(clock.startedAt, clock.now - span / 2) : leadFrom(clock, span);
  return from === view.from ? view : { ...view, from };
}

/** The whole branch, with some room at its end so that a running clock does not change it all the time. */
function fitView(view: View, { startedAt, end }: BarClock): View {
  const lived = Math.max(LEAST_FIT, end - startedAt);
  const fits = view.from === startedAt && view.span >= lived * 1.02 && view.span <= lived * 1.5;
  return fits ? view : { ...view, from: startedAt, span: lived * 1.15 };
}

/** The whole branch, or back to the playhead. */
export function withMode(view: View, mode: ViewMode, clock: BarClock): View {
  if (mode === 'follow') return { ...firstView(clock), mode };
  return mode === 'fit' ? fitView({ ...view, mode, span: 0, isChosen: true }, clock) : { ...view, mode };
}

/** `factor` below 1 shows less, in more detail; the instant `anchor` stays where it is on the screen. */
export function zoomed(view: View, factor: number, anchor: number, clock: BarClock): View {
  const most = Math.max(10 * MINUTE, (clock.end - clock.startedAt) * 2);
  const span = Math.min(most, Math.max(LEAST_SPAN, view.span * factor));
  const from = Math.max(clock.startedAt, anchor - ((anchor - view.from) * span) / view.span);
  return { ...placed(view, from, span, clock), isChosen: true };
}

/** Moved by so many virtual milliseconds; never to before the run. */
export function panned(view: View, byMs: number, clock: BarClock): View {
  const last = Math.max(clock.startedAt, clock.end - view.span * 0.1);
  const from = Math.min(last, Math.max(clock.startedAt, view.from + byMs));
  return { ...placed(view, from, view.span, clock), isChosen: true };
}

/** Just wide enough for what lies between two instants. */
export function zoomedTo(view: View, first: number, last: number, clock: BarClock): View {
  const span = Math.max(LEAST_SPAN, (last - first) * 1.6);
  const from = Math.max(clock.startedAt, (first + last - span) / 2);
  return { ...placed(view, from, span, clock), isChosen: true };
}

/** Whoever looks elsewhere does not want to be taken back to the playhead. */
function placed(view: View, from: number, span: number, { now }: BarClock): View {
  const isInSight = now >= from && now <= from + span * LEAD;
  return { ...view, from, span, mode: view.mode === 'follow' && isInSight ? 'follow' : 'free' };
}

/** The playhead at its place, or further left while the run is young. */
const leadFrom = ({ now, startedAt }: BarClock, span: number) => Math.max(startedAt, now - span * LEAD);

/** A mark at the very beginning is seen whole. */
const EDGE = 0.012;

/** The view as a stretch on a screen. */
export const windowOf = ({ from, span }: View, widthPx: number): Window => ({
  from: from - span * EDGE,
  to: from + span,
  widthPx,
});

/** Pixels from the left edge. */
export function positionOf(at: number, { from, to, widthPx }: Window): number {
  return ((at - from) / (to - from)) * widthPx;
}

/** The instant at so many pixels from the left edge, in whole milliseconds. */
export function instantAt(px: number, { from, to, widthPx }: Window): number {
  return Math.round(from + (px / Math.max(1, widthPx)) * (to - from));
}

/** What the axis may count in. */
const STEPS = [
  100,
  200,
  500,
  ...[1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((s) => s * SECOND),
];

/** Round instants for the axis, since the run began, at least 70 px apart. */
export function ticksOf(
  window: Window,
  startedAt: number,
): readonly { readonly at: number; readonly sinceMs: number }[] {
  const perPx = (window.to - window.from) / Math.max(1, window.widthPx);
  const step = STEPS.find((candidate) => candidate / perPx >= 70) ?? 4 * 3600 * SECOND;
  const first = Math.ceil((window.from - startedAt) / step) * step;
  const ticks: { at: number; sinceMs: number }[] = [];
  for (let since = first; startedAt + since <= window.to; since += step)
    ticks.push({ at: startedAt + since, sinceMs: since });
  return ticks;
}

/** How far one press of an arrow key moves the playhead: a round step that is to be seen, at least a second. */
export function arrowStep(window: Window): number {
  const perPx = (window.to - window.from) / Math.max(1, window.widthPx);
  return STEPS.find((candidate) => candidate >= SECOND && candidate / perPx >= 4) ?? MINUTE;
}
