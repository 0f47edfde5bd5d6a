/** File name patterns: `*`, `?`, `[a-z]`, with backslash for the plain character. */

/** Whether all of `text` matches. */
export function matches(pattern: string, text: string): boolean {
  return regularExpression(`^${patternSource(pattern)}$`, 's')?.test(text) ?? pattern === text;
}

/** What people type need not be a regular expression: then undefined. */
export function regularExpression(source: string, flags = ''): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function patternSource(pattern: string): string {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i] ?? '';
    if (char === '*') source += '.*';
    else if (char === '?') source += '.';
    else if (char === '\\') {
      i += 1;
      source += escaped(pattern[i] ?? '\\');
    } else if (char === '[') {
      const end = pattern.indexOf(']', i + 2);
      if (end === -1) source += '\\[';
      else {
        source += `[${pattern
          .slice(i + 1, end)
          .replace(/^!/, '^')
          .replaceAll('\\', '\\\\')}]`;
        i = end;
      }
    } else source += escaped(char);
  }
  return source;
}

function escaped(char: string): string {
  return char.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
