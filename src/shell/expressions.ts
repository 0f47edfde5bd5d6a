/** POSIX regular expressions as JavaScript spells them: basic for `grep` and `sed`, extended for `-E`. */

const CLASSES: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: '\\s',
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
};

/** A text that stands for itself. */
export function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** An extended expression: nearly JavaScript's own. */
export function extendedExpression(pattern: string): string {
  return pattern
    .replace(/\[\[:(\w+):\]\]/g, (_, name: string) => `[${CLASSES[name] ?? ''}]`)
    .replace(/\[:(\w+):\]/g, (_, name: string) => CLASSES[name] ?? '')
    .replace(/\\[<>]/g, '\\b');
}

/** A basic expression: brackets, braces and bars count only behind a backslash, as GNU reads them. */
export function basicExpression(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    if (char === '\\' && next !== '') {
      source += '(){}|+?'.includes(next) ? next : `\\${next}`;
      at += 1;
    } else if (char === '[') {
      const bracket = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(pattern.slice(at))?.[0] ?? '\\[';
      source += bracket;
      at += bracket === '\\[' ? 0 : bracket.length - 1;
    } else if ('(){}|+?'.includes(char)) source += `\\${char}`;
    else source += char === '*' && (source === '' || source === '^') ? '\\*' : char;
  }
  return extendedExpression(source);
}
