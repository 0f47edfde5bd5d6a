/**
 * Reads words: quotes, escapes, variables, substitutions of commands and processes. Models the quoting rules of POSIX sh (XCU 2.2, 2.6).
 * Left out: parameter expansions other than `${name}` and `${name:-word}`.
 */
import { ScriptError, type Script, UnfinishedScript, type Word, type WordPart } from './syntax';

/** A place in the text; reading moves it on. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** Parses `text` from the cursor to the bracket that closes `$(` or `<(`, which it steps over. */
export type SubstitutionParser = (cursor: Cursor) => Script;

const ENDS_WORD = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** The word at the cursor, which must stand on one. */
export function readWord(cursor: Cursor, substitution: SubstitutionParser): Word {
  const parts: WordPart[] = [];
  while (cursor.at < cursor.text.length) {
    const char = cursor.text.charAt(cursor.at);
    if (cursor.text.startsWith('<(', cursor.at)) {
      cursor.at += 2;
      parts.push({ type: 'process', script: substitution(cursor), quoted: false });
    } else if (ENDS_WORD.has(char)) break;
    else if (char === "'") parts.push(readSingleQuoted(cursor));
    else if (char === '"') parts.push(...readDoubleQuoted(cursor, substitution));
    else if (char === '\\') pushEscaped(cursor, parts);
    else if (char === '$' && cursor.text.charAt(cursor.at + 1) === "'") parts.push(readAnsiQuoted(cursor));
    else if (char === '$' || char === '`') parts.push(readDollar(cursor, false, substitution));
    else {
      cursor.at += 1;
      pushText(parts, char, false);
    }
  }
  return parts;
}

/** The parts of a heredoc's body: variables and substitutions count, quotes do not. */
export function readHeredocBody(text: string, substitution: SubstitutionParser): Word {
  const cursor: Cursor = { text, at: 0 };
  const parts: WordPart[] = [];
  while (cursor.at < text.length) readQuotedPiece(cursor, parts, '$`\\\n', substitution);
  return parts;
}

function pushText(parts: WordPart[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.type === 'text' && last.quoted === quoted) parts[parts.length - 1] = { ...last, text: last.text + text };
  else parts.push({ type: 'text', text, quoted });
}

function pushEscaped(cursor: Cursor, parts: WordPart[]): void {
  const next = cursor.text.charAt(cursor.at + 1);
  if (next === '') throw new UnfinishedScript('a backslash ends the line');
  cursor.at += 2;
  // A backslash before a line's end joins the lines.
  if (next !== '\n') pushText(parts, next, true);
}

function readSingleQuoted(cursor: Cursor): WordPart {
  const end = cursor.text.indexOf("'", cursor.at + 1);
  if (end < 0) throw new UnfinishedScript('an open quote');
  const text = cursor.text.slice(cursor.at + 1, end);
  cursor.at = end + 1;
  return { type: 'text', text, quoted: true };
}

const ANSI: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', e: '\u001b', '\\': '\\', "'": "'" };

/** `$'...'`. */
function readAnsiQuoted(cursor: Cursor): WordPart {
  let text = '';
  for (cursor.at += 2; ; cursor.at += 1) {
    const char = cursor.text.charAt(cursor.at);
    if (char === '') throw new UnfinishedScript('an open quote');
    if (char === "'") break;
    if (char === '\\') {
      cursor.at += 1;
      const next = cursor.text.charAt(cursor.at);
      text += ANSI[next] ?? `\\${next}`;
    } else text += char;
  }
  cursor.at += 1;
  return { type: 'text', text, quoted: true };
}

function readDoubleQuoted(cursor: Cursor, substitution: SubstitutionParser): readonly WordPart[] {
  // Empty quotes are a word too.
  const parts: WordPart[] = [{ type: 'text', text: '', quoted: true }];
  cursor.at += 1;
  while (cursor.text.charAt(cursor.at) !== '"') {
    if (cursor.at >= cursor.text.length) throw new UnfinishedScript('an open quote');
    readQuotedPiece(cursor, parts, '$`"\\\n', substitution);
  }
  cursor.at += 1;
  return parts;
}

/** One character, escape or expansion inside double quotes; a backslash escapes only the characters of `escapable`. */
function readQuotedPiece(cursor: Cursor, parts: WordPart[], escapable: string, substitution: SubstitutionParser): void {
  const char = cursor.text.charAt(cursor.at);
  const next = cursor.text.charAt(cursor.at + 1);
  if (char === '\\' && next !== '' && escapable.includes(next)) {
    cursor.at += 2;
    if (next !== '\n') pushText(parts, next, true);
  } else if (char === '$' || char === '`') parts.push(readDollar(cursor, true, substitution));
  else {
    cursor.at += 1;
    pushText(parts, char, true);
  }
}

function readDollar(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart {
  const { text, at } = cursor;
  if (text.charAt(at) === '`') return readBackquoted(cursor, quoted, substitution);
  const next = text.charAt(at + 1);
  if (text.startsWith('$((', at)) return readArithmetic(cursor, quoted, substitution);
  if (next === '(') {
    cursor.at += 2;
    return { type: 'command', script: substitution(cursor), quoted };
  }
  if (next === '{') return readBraced(cursor, quoted, substitution);
  const [name] = /^(?:[A-Za-z_]\w*|[?$!#@*0-9])/.exec(text.slice(at + 1, at + 200)) ?? [];
  if (name === undefined) {
    cursor.at += 1;
    return { type: 'text', text: '$', quoted };
  }
  cursor.at += 1 + name.length;
  return { type: 'variable', name, quoted };
}

function readArithmetic(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart {
  const start = cursor.at + 3;
  let depth = 0;
  for (let at = start; at < cursor.text.length; at += 1) {
    const char = cursor.text.charAt(at);
    if (char === '(') depth += 1;
    else if (char === ')' && depth > 0) depth -= 1;
    else if (cursor.text.startsWith('))', at)) {
      cursor.at = at + 2;
      return { type: 'arithmetic', expression: readHeredocBody(cursor.text.slice(start, at), substitution), quoted };
    }
  }
  throw new UnfinishedScript('an open $((');
}

function readBackquoted(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart {
  const end = cursor.text.indexOf('`', cursor.at + 1);
  if (end < 0) throw new UnfinishedScript('an open backquote');
  const inner: Cursor = { text: `${cursor.text.slice(cursor.at + 1, end)})`, at: 0 };
  cursor.at = end + 1;
  return { type: 'command', script: substitution(inner), quoted };
}

function readBraced(cursor: Cursor, quoted: boolean, substitution: SubstitutionParser): WordPart {
  const end = cursor.text.indexOf('}', cursor.at);
  if (end < 0) throw new UnfinishedScript('an open brace');
  const inside = cursor.text.slice(cursor.at + 2, end);
  const [, name, otherwise] = /^([A-Za-z_]\w*|[?$!#@*0-9])(?::?-([\s\S]*))?$/.exec(inside) ?? [];
  if (name === undefined) throw new ScriptError(`\${${inside}}: bad substitution`);
  cursor.at = end + 1;
  if (otherwise === undefined) return { type: 'variable', name, quoted };
  return { type: 'variable', name, quoted, otherwise: readHeredocBody(otherwise, substitution) };
}
