/** Parts of the lesson panel that the focus is led to, by the ids of their elements. They may come later than that. */

export const SOLUTION = 'lesson-solution';

/** The one that is to have the focus as soon as it is there. */
let awaited: string | undefined;

/** Gives the focus to the part called `id`, now or when it arrives. */
export function leadTo(id: string): void {
  const part = document.getElementById(id);
  awaited = part === null ? id : undefined;
  part?.focus();
}

/** A part is there now. */
export function arrived(part: HTMLElement | null): void {
  if (part === null || part.id !== awaited) return;
  awaited = undefined;
  part.focus();
}
