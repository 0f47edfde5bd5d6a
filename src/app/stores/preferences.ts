/**
 * What the browser remembers between visits. In a sandboxed frame storage throws: then nothing is remembered, and nothing
 * breaks. A guest frame knows the person's language and theme and nothing else of the page that they use themselves:
 * whoever embeds it must neither read their files through a link nor write over them.
 */

const PREFIX = 'kubeloop.';
const TOLD_TO_GUESTS: readonly string[] = ['lang', 'theme'];
const isGuest = /[?&]embed=(1|true)(&|$)/.test(globalThis.location?.search ?? '');

/** The remembered text under `name`, or undefined where nothing is stored or storage is forbidden. */
export function readPreference(name: string): string | undefined {
  if (isGuest && !TOLD_TO_GUESTS.includes(name)) return undefined;
  try {
    return globalThis.localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined; // Opaque origins throw a SecurityError on the mere look.
  }
}

/** Remembers `value`; quietly does nothing where storage is forbidden or full. */
export function writePreference(name: string, value: string): void {
  if (isGuest) return;
  try {
    globalThis.localStorage.setItem(PREFIX + name, value);
  } catch {
    // A preference that cannot be kept is no reason to stop.
  }
}
