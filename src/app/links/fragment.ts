/**
 * What a fragment names, told by its first characters: a lesson of the course (`#/s/NAME`, `#/s/NAME@12m`), its solution
 * (`#/s/NAME/solution`, `#/s/NAME/solution@12m`), a run (`#z1:`), a lesson of one's own (`#l1:`), a twin from another window
 * (`#twin:`). Only told, not opened.
 */

/** What stands behind the `#`. */
export type Fragment =
  | { readonly type: 'none' }
  /** `atMs`: so long after the beginning of the lesson, in virtual milliseconds. */
  | { readonly type: 'lesson'; readonly name: string; readonly atMs?: number }
  /** The lesson as its own solution leaves it after so long; absent: at the end of the solution. */
  | { readonly type: 'solution'; readonly name: string; readonly atMs?: number }
  | { readonly type: 'run' }
  | { readonly type: 'ownLesson' }
  | { readonly type: 'twin' }
  /** None that this page makes; `text` is it, shortened. */
  | { readonly type: 'unknown'; readonly text: string };

/** No lesson lives longer than a virtual week. */
const LATEST_MS = 7 * 24 * 3_600_000;
const MOST_SHOWN = 40;

/** Tells what `hash` names, with or without its `#`. Never throws. */
export function readFragment(hash: string): Fragment {
  const text = hash.replace(/^#/, '');
  if (text === '' || isOfAnotherProgram(text)) return { type: 'none' };
  if (/^z\d{1,4}(:|%3a)/i.test(text)) return { type: 'run' };
  if (/^l\d{1,4}(:|%3a)/i.test(text)) return { type: 'ownLesson' };
  if (text.startsWith('twin:')) return { type: 'twin' };
  const [, name, solved, moment] =
    /^\/s\/([a-z0-9]+(?:-[a-z0-9]+)*)(\/solution)?(?:(?:@|%40)([\w.:]*))?[/).,;]*$/.exec(text) ?? [];
  const type = solved === undefined ? 'lesson' : 'solution';
  if (name !== undefined && moment === undefined) return { type, name };
  const atMs = moment === undefined ? undefined : momentMs(moment.replace(/\.$/, ''));
  if (name !== undefined && atMs !== undefined) return { type, name, atMs };
  return { type: 'unknown', text: text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text };
}

/** `#utm_source=x`: what mail programs and counters hang onto addresses. */
const isOfAnotherProgram = (text: string): boolean => /^[a-z_][\w.-]*=/i.test(text);

/** `12m`, `90s`, `1h30m`, `12m5s`, `1:30`, `1:02:03`, `90`: virtual milliseconds; undefined for anything else. */
export function momentMs(text: string): number | undefined {
  const words = /^(?:(\d{1,3})h)?(?:(\d{1,5})m)?(?:(\d{1,6}(?:\.\d{1,3})?)s?)?$/.exec(text);
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]\d(?:\.\d{1,3})?)$/.exec(text);
  const [, hours = '0', minutes = '0', seconds = '0'] = words ?? clock ?? [];
  if (text === '' || (words ?? clock) === null) return undefined;
  const ms = Math.round(((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000);
  return ms <= LATEST_MS ? ms : undefined;
}

/** The fragment that opens a lesson, `#` included; `atMs` in virtual milliseconds after its beginning, to the second. */
export function lessonFragment(name: string, atMs?: number): string {
  return `#/s/${name}${momentText(atMs)}`;
}

/** The fragment that opens the lesson solved, or as far as its solution is after so long. */
export function solutionFragment(name: string, atMs?: number): string {
  return `#/s/${name}/solution${momentText(atMs)}`;
}

function momentText(atMs: number | undefined): string {
  if (atMs === undefined) return '';
  const seconds = Math.round(atMs / 1_000);
  return `@${seconds % 60 === 0 && seconds > 0 ? `${seconds / 60}m` : `${seconds}s`}`;
}
