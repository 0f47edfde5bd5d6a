/** Copies text, also where the clipboard API is forbidden (sandboxed frames). */

/** True if the text is in the clipboard now. The focus stays where it is. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  // Inside an open dialog the focus may not leave it.
  const host = document.querySelector('[role="dialog"]') ?? document.body;
  host.append(field);
  // By HTML's rules selecting alone leaves the focus where it is, and what has the focus is copied.
  field.focus({ preventScroll: true });
  field.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  }
}
