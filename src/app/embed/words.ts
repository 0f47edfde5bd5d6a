/** What host and page say to each other over a port. Plain data; public/embed.d.ts tells hosts the same. */
import type { Fault } from '../../client/simulation';

/** A command of the host, with the number that its answer carries. */
export type HostCommand =
  | { readonly type: 'load'; readonly link: string }
  | { readonly type: 'play' | 'pause' | 'step' | 'check' | 'getLink' }
  /** Seconds since the start of the run, as the page's clock shows them, or `12m`, `1:30`. */
  | { readonly type: 'seek'; readonly to: number | string }
  | { readonly type: 'speed'; readonly speed: number }
  | { readonly type: 'action'; readonly action: HostAction }
  | { readonly type: 'setLang'; readonly lang: 'ko' | 'en' }
  | { readonly type: 'setTheme'; readonly theme: 'auto' | 'light' | 'dark' };

export type HostAction =
  | { readonly type: 'fault'; readonly fault: Fault }
  /** A line that begins with `kubectl` or `k`. */
  | { readonly type: 'kubectl'; readonly line: string };

/** Where the clock stands. */
export interface TimeNews {
  /** Seconds since the start of the run. */
  readonly at: number;
  readonly playing: boolean;
  readonly speed: number;
}

/** How the open lesson stands. */
export interface LessonNews {
  readonly name: string;
  readonly title: string;
  /** All goals hold, and not by the solution of the lesson. */
  readonly passed: boolean;
  /** Its solution was opened: what holds, holds by that. */
  readonly solution?: true;
  readonly steps: readonly { readonly id: string; readonly title: string; readonly done: boolean }[];
  readonly goals: readonly {
    readonly id: string;
    readonly title: string;
    readonly holds: boolean;
    /** What is missing, or that it broke; absent while it holds. */
    readonly feedback?: string;
    /** Seconds since the start of the run at which it broke. */
    readonly brokeAt?: number;
  }[];
}

/** What the page tells by itself. */
export type HostEvent =
  | ({ readonly event: 'ready'; readonly version: string; readonly lang: string } & TimeNews)
  | ({ readonly event: 'time' } & TimeNews)
  /** Somebody did something: in this frame, by a button, in the terminal or through the port. */
  | { readonly event: 'action'; readonly at: number; readonly text: string }
  | { readonly event: 'check'; readonly lesson: LessonNews | null }
  | { readonly event: 'error'; readonly message: string }
  /** Pixels that the page would like to have. */
  | { readonly event: 'resize'; readonly height: number }
  | { readonly event: 'key'; readonly key: string; readonly shiftKey: boolean };

const LONGEST_LINK = 100_000;
const LONGEST_LINE = 4_000;

/** Reads a command; a string says what is wrong with it. */
export function readCommand(value: unknown): HostCommand | string {
  const { type, link, to, speed, action, lang, theme } = (value ?? {}) as Readonly<Record<string, unknown>>; // Each is looked at here.
  switch (type) {
    case 'play':
    case 'pause':
    case 'step':
    case 'check':
    case 'getLink':
      return { type };
    case 'load':
      return typeof link === 'string' && link.length <= LONGEST_LINK ? { type, link } : 'load needs a link';
    case 'seek':
      return typeof to === 'number' || typeof to === 'string' ? { type, to } : 'seek needs a time';
    case 'speed':
      return typeof speed === 'number' ? { type, speed } : 'speed needs a number';
    case 'setLang':
      return lang === 'ko' || lang === 'en' ? { type, lang } : 'setLang knows ko and en';
    case 'setTheme':
      return theme === 'auto' || theme === 'light' || theme === 'dark'
        ? { type, theme }
        : 'setTheme knows auto, light and dark';
    case 'action':
      return readAction(action);
    default:
      return `no such command: ${String(type).slice(0, 40)}`;
  }
}

function readAction(value: unknown): HostCommand | string {
  const { type, fault, line } = (value ?? {}) as Readonly<Record<string, unknown>>; // Each is looked at here.
  // What kind of fault it is the runner of actions looks at.
  if (type === 'fault') return { type: 'action', action: { type, fault: fault as Fault } };
  if (type !== 'kubectl') return 'an action is a fault or a kubectl line';
  if (typeof line !== 'string' || line.length > LONGEST_LINE || !/^\s*(kubectl|k)\s/.test(line))
    return 'a kubectl line begins with kubectl';
  return { type: 'action', action: { type, line } };
}
