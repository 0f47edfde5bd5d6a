/** The keys of the page: Space plays and pauses, `.` steps, with Shift to the selected object's next change, `,` steps back, `S` shares, the backquote opens the terminal. A guest in slides binds none of them. */

export type PageKey = 'playPause' | 'step' | 'stepObject' | 'stepBack' | 'share' | 'terminal';

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
  if (press.key === 's' || press.key === 'S') return 'share';
  // Space on a button presses that button.
  return press.key === ' ' && !takesSpace(press.target) ? 'playPause' : undefined;
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
