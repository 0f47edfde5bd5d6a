/** Monaco's colours, read from the page's tokens: one place decides them. */
import { monaco } from './monaco';

/** Name of the theme that `followTheme` keeps up to date. */
const NAME = 'kubeloop';

/** Defines and sets the theme for what the page shows now. */
export function applyTheme(): void {
  const styles = getComputedStyle(document.documentElement);
  const probe = document.createElement('span');
  document.body.append(probe);
  const colour = (token: string) => {
    probe.style.color = `var(${token})`;
    return hex(getComputedStyle(probe).color);
  };
  const dark = isDark(styles);
  monaco.editor.defineTheme(NAME, {
    base: dark ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: 'type', foreground: colour('--y-key').slice(1) },
      { token: 'string', foreground: colour('--y-str').slice(1) },
      { token: 'number', foreground: colour('--y-num').slice(1) },
      { token: 'keyword', foreground: colour('--y-num').slice(1) },
      { token: 'comment', foreground: colour('--y-com').slice(1) },
    ],
    colors: {
      'editor.background': colour('--surface'),
      'editor.foreground': colour('--ink'),
      'editorLineNumber.foreground': colour('--ink-3'),
      'editorLineNumber.activeForeground': colour('--ink'),
      'editor.lineHighlightBackground': colour('--hover'),
      'editorWidget.background': colour('--raised'),
      'editorWidget.border': colour('--line-2'),
      'editorError.foreground': colour('--failed'),
      'editorCursor.foreground': colour('--cause'),
    },
  });
  probe.remove();
  monaco.editor.setTheme(NAME);
}

/** Applies the theme now and whenever the page's or the system's changes. */
export function followTheme(): () => void {
  applyTheme();
  const observer = new MutationObserver(applyTheme);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', applyTheme);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', applyTheme);
  };
}

function isDark(styles: CSSStyleDeclaration): boolean {
  const { theme } = document.documentElement.dataset;
  if (theme === 'dark' || theme === 'light') return theme === 'dark';
  return styles.colorScheme !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches;
}

/** `rgb(1, 2, 3)` as `#010203`; Monaco takes nothing else. */
function hex(colour: string): string {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return `#${[red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}
