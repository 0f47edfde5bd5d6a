/** File names from patterns: `*`, `?`, `[a-z]`. Models POSIX XCU 2.13. */
import type { FileSystem } from '../kubectl/environment';

/** A regular expression for one pattern. `escaped` marks the characters that stand for themselves. */
export function globExpression(pattern: string, escaped: readonly boolean[] = []): RegExp {
  let source = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const bracket =
      char === '[' && escaped[at] !== true ? /^\[[!^]?\]?[^\]]*\]/.exec(pattern.slice(at))?.[0] : undefined;
    if (escaped[at] === true) source += literal(char);
    else if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (bracket === undefined) source += literal(char);
    else {
      source += `[${bracket.slice(1, -1).replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
      at += bracket.length - 1;
    }
  }
  return new RegExp(`^${source}$`, 'u');
}

/** Paths that match `pattern`, sorted; none if nothing does. */
export async function expandGlob(
  pattern: string,
  escaped: readonly boolean[],
  files: FileSystem,
): Promise<readonly string[]> {
  let found: readonly string[] = [pattern.startsWith('/') ? '/' : ''];
  let at = 0;
  for (const name of pattern.split('/')) {
    if (name !== '') {
      const expression = globExpression(name, escaped.slice(at, at + name.length));
      const next: string[] = [];
      for (const folder of found) next.push(...(await matchesIn(folder, name, expression, files)));
      found = next;
    }
    at += name.length + 1;
  }
  return found.filter((path) => path !== '' && path !== '/').toSorted();
}

async function matchesIn(folder: string, pattern: string, expression: RegExp, files: FileSystem): Promise<string[]> {
  const path = folder === '' ? '.' : folder;
  if (!(await files.isFolder(path))) return [];
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  return (await files.list(path))
    .filter(({ name }) => expression.test(name) && (pattern.startsWith('.') || !name.startsWith('.')))
    .map(({ name }) => `${prefix}${name}`);
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
