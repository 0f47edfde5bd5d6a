import { expect, test } from 'vitest';
import { shortClock } from './clockText';
import {
  type BarClock,
  firstView,
  instantAt,
  nextView,
  panned,
  positionOf,
  ticksOf,
  windowOf,
  withMode,
  zoomed,
  zoomedTo,
} from './window';

const START = Date.parse('2026-01-01T00:00:00Z');
const WIDTH = 900;
const SECOND = 1_000;

const clockAt = (seconds: number, more: Partial<BarClock> = {}): BarClock => ({
  now: START + seconds * SECOND,
  startedAt: START,
  end: START + seconds * SECOND,
  speed: 1,
  isPlaying: true,
  ...more,
});

test('at the start the window begins with the run and leaves room for the future', () => {
  const window = windowOf(firstView(clockAt(2)), WIDTH);
  expect(positionOf(START, window)).toBeGreaterThan(8);
  expect(positionOf(START, window)).toBeLessThan(16);
  expect(positionOf(START + 2_000, window)).toBeLessThan(WIDTH / 4);
});

test('later the playhead stays at four fifths while the clock runs', () => {
  let view = firstView(clockAt(700));
  for (let seconds = 700; seconds <= 792; seconds += 1) view = nextView(view, clockAt(seconds));
  expect(positionOf(START + 792_000, windowOf(view, WIDTH))).toBeCloseTo(WIDTH * 0.8, -1);
});

test('in the past the window stands still and shows what was lived right of the playhead', () => {
  const present = firstView(clockAt(600));
  const past = clockAt(540, { end: START + 600_000, isPlaying: false });
  expect(nextView(present, past)).toBe(present);
  const window = windowOf(present, WIDTH);
  expect(positionOf(past.now, window)).toBeGreaterThan(0);
  expect(positionOf(past.end, window)).toBeLessThan(WIDTH);
});

test('a moment out of sight is shown with its past and its future', () => {
  const past = clockAt(120, { end: START + 600_000, isPlaying: false });
  const view = nextView(firstView(clockAt(600)), past);
  const place = positionOf(past.now, windowOf(view, WIDTH));
  expect(place).toBeGreaterThan(WIDTH * 0.3);
  expect(place).toBeLessThan(WIDTH * 0.9);
});

test('a zoom keeps the instant under the pointer, and shows more or less around it', () => {
  const clock = clockAt(600);
  const before = firstView(clock);
  const anchor = instantAt(300, windowOf(before, WIDTH));
  const closer = zoomed(before, 0.25, anchor, clock);
  expect(closer.span).toBe(before.span / 4);
  expect(positionOf(anchor, windowOf(closer, WIDTH))).toBeCloseTo(300, 0);
});

test('whoever zooms in on the past is not taken back by the running clock', () => {
  const clock = clockAt(600);
  const closer = zoomed(firstView(clock), 0.1, START + 500_000, clock);
  expect(closer.mode).toBe('free');
  expect(nextView(closer, clockAt(660))).toBe(closer);
  expect(withMode(closer, 'follow', clock).mode).toBe('follow');
});

test('a chosen span outlives a change of the speed', () => {
  const clock = clockAt(600);
  const closer = zoomed(firstView(clock), 0.5, clock.now, clock);
  expect(nextView(closer, clockAt(600, { speed: 60 })).span).toBe(closer.span);
  expect(nextView(firstView(clock), clockAt(600, { speed: 60 })).span).toBeGreaterThan(firstView(clock).span);
});

test('the window never shows what was before the run', () => {
  const clock = clockAt(600);
  expect(panned(firstView(clock), -3_600_000, clock).from).toBe(START);
  expect(zoomed(firstView(clock), 100, clock.now, clock).from).toBe(START);
});

test('the whole run fits, and stays as it is for a while when the run goes on', () => {
  const clock = clockAt(3_000);
  const whole = withMode(firstView(clock), 'fit', clock);
  expect([whole.from, whole.from + whole.span > clock.end]).toEqual([START, true]);
  expect(nextView(whole, clockAt(3_100))).toBe(whole);
  const later = nextView(whole, clockAt(6_000));
  expect(later.from + later.span).toBeGreaterThan(START + 6_000_000);
});

test('marks that lie together come apart', () => {
  const clock = clockAt(600);
  const window = windowOf(zoomedTo(firstView(clock), START + 10_000, START + 11_000, clock), WIDTH);
  expect(positionOf(START + 11_000, window) - positionOf(START + 10_000, window)).toBeGreaterThan(WIDTH / 2);
});

test('ticks are round and far enough apart to be read', () => {
  const window = windowOf(firstView(clockAt(792.4)), WIDTH);
  const ticks = ticksOf(window, START);
  expect(ticks.map(({ sinceMs }) => shortClock(sinceMs))).toEqual([
    '11:20',
    '11:40',
    '12:00',
    '12:20',
    '12:40',
    '13:00',
    '13:20',
    '13:40',
  ]);
});
