/**
 * What the browser remembers between visits. In a sandboxed frame storage throws: then nothing is remembered, and nothing breaks.
 */

const PREFIX = 'kubeloop.';

/** The remembered text under `name`, or undefined where nothing is stored or storage is forbidden. */
export function readPreference(name: string): string | undefined {
  try {
    return globalThis.localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined; // Opaque origins throw a SecurityError on the mere look.
  }
}

/** Remembers `value`; quietly does nothing where storage is forbidden or full. */
export function writePreference(name: string, value: string): void {
  try {
    globalThis.localStorage.setItem(PREFIX + name, value);
  } catch {
    // A preference that cannot be kept is no reason to stop.
  }
}
