/**
 * Keys in a guest frame belong to the deck around it: those that turn its pages are told to the host while nobody types,
 * and Escape gives the keyboard back. Nothing else is bound.
 */

export interface ToldKey {
  readonly key: string;
  readonly shiftKey: boolean;
}

const TOLD: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'ArrowLeft', 'ArrowRight', 'Escape']);
/** Where keys write or choose: these are for what has the focus. */
const OWN =
  'input, textarea, select, [contenteditable=""], [contenteditable="true"], .monaco-editor, .xterm, [role="dialog"], [role="menu"], [role="slider"], [role="tree"], [role="listbox"]';

let listener: ((key: ToldKey) => void) | undefined;

/** Whom to tell; undefined: nobody. */
export function setKeyListener(next: ((key: ToldKey) => void) | undefined): void {
  listener = next;
}

interface KeyPress extends ToldKey {
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
  readonly target: unknown;
}

/** Whether the deck hears of it. */
export function isForDeck({ key, ctrlKey, metaKey, altKey, defaultPrevented, target }: KeyPress): boolean {
  if (!TOLD.has(key) || ctrlKey || metaKey || altKey || defaultPrevented) return false;
  return !(target instanceof Element && target.closest(OWN) !== null);
}

/** Listens until the returned function is called. Last of all: what has a use for a key takes it first. */
export function forwardKeys(): () => void {
  const handleKey = (event: KeyboardEvent) => {
    if (!isForDeck(event)) return;
    const { key, shiftKey } = event;
    if (key === 'Escape') giveFocusBack();
    listener?.({ key, shiftKey });
  };
  window.addEventListener('keydown', handleKey);
  return () => window.removeEventListener('keydown', handleKey);
}

function giveFocusBack(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (window.parent !== window) window.parent.focus();
}
