/** The keys of the page: Space plays and pauses, `.` steps, with Shift to the selected object's next change, `,` steps back, `S` shares, the backquote opens the terminal, `W` asks why the selected object is as it is. A guest in slides binds none of them. */

export type PageKey = 'playPause' | 'step' | 'stepObject' | 'stepBack' | 'share' | 'terminal' | 'why';

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly defaultPrevented: boolean;
  readonly target: unknown;
}

/** What a key press asks for; undefined if it belongs to what has the focus. */
export function pageKey(press: KeyPress): PageKey | undefined {
  if (press.defaultPrevented || press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (takesText(press.target)) return undefined;
  if (press.key === '.') return 'step';
  // Shift and the same key, as most keyboards write it.
  if (press.key === '>') return 'stepObject';
  if (press.key === ',') return 'stepBack';
  if (press.key === '`') return 'terminal';
  if (press.key === 'w' || press.key === 'W') return 'why';
  if (press.key === 's' || press.key === 'S') return 'share';
  // Space on a button presses that button.
  return press.key === ' ' && !takesSpace(press.target) ? 'playPause' : undefined;
}

/** Undo and redo as all programs have them, outside of what takes text; also from within nothing else that has a use for the key. */
export function historyKey(press: KeyPress & { readonly shiftKey: boolean }): 'undo' | 'redo' | undefined {
  if (press.defaultPrevented || press.altKey || !(press.ctrlKey || press.metaKey)) return undefined;
  const key = press.key.toLowerCase();
  if ((key !== 'z' && key !== 'y') || takesText(press.target)) return undefined;
  return key === 'y' || press.shiftKey ? 'redo' : 'undo';
}

function takesText(target: unknown): boolean {
  return matches(
    target,
    'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="textbox"], [role="dialog"] *, [role="menu"] *',
  );
}
function takesSpace(target: unknown): boolean {
  return matches(
    target,
    'button, a[href], summary, [role="button"], [role="tab"], [role="treeitem"], [role="menuitem"]',
  );
}
function matches(target: unknown, selector: string): boolean {
  return target instanceof Element && target.matches(selector);
}
