/** The terminal's colours, from the page's tokens. */
import type { ITheme } from '@xterm/xterm';

/** Names of xterm's theme to tokens. ANSI colours appear in logs and in our own hints only: kubectl prints none. */
const TOKENS: Readonly<Record<string, string>> = {
  background: '--surface',
  foreground: '--ink',
  cursor: '--cause',
  cursorAccent: '--surface',
  selectionBackground: '--cause-soft',
  selectionForeground: '--ink',
  scrollbarSliderBackground: '--line-2',
  scrollbarSliderHoverBackground: '--edge',
  scrollbarSliderActiveBackground: '--edge',
  black: '--ink-3',
  red: '--failed-text',
  green: '--ready',
  yellow: '--unready-text',
  blue: '--starting-text',
  magenta: '--cause',
  cyan: '--starting-text',
  white: '--ink-2',
  brightBlack: '--ink-3',
  brightRed: '--failed-text',
  brightGreen: '--ready',
  brightYellow: '--unready-text',
  brightBlue: '--starting-text',
  brightMagenta: '--cause',
  brightCyan: '--starting-text',
  brightWhite: '--ink',
};

/** The colours that the page shows now. */
export function screenTheme(): ITheme {
  const probe = document.createElement('span');
  document.body.append(probe);
  const colours: Record<string, string> = {};
  for (const [name, token] of Object.entries(TOKENS)) {
    probe.style.color = `var(${token})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return colours;
}

/** Calls back whenever the page's or the system's theme changes. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', listener);
  };
}
