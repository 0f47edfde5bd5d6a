/** The line that is typed, and what keys do to it. Models the Emacs keys of GNU readline. Pure. */

export interface TypedLine {
  readonly text: string;
  /** Where the next character goes, in UTF-16 units, never inside a character. */
  readonly cursor: number;
  /** What was cut last: Ctrl-Y puts it back. */
  readonly cut: string;
}

export const EMPTY_LINE: TypedLine = { text: '', cursor: 0, cut: '' };

export type Edit =
  | 'left'
  | 'right'
  | 'start'
  | 'end'
  | 'wordLeft'
  | 'wordRight'
  | 'backspace'
  | 'delete'
  | 'cutToStart'
  | 'cutToEnd'
  | 'cutWord'
  | 'cutWordRight'
  | 'yank';

/** Puts `text` in at the cursor. */
export function insert(line: TypedLine, text: string): TypedLine {
  return replaceRange(line, line.cursor, line.cursor, text);
}

/** Replaces the characters between `from` and `to`; the cursor stands behind the new ones. */
export function replaceRange(line: TypedLine, from: number, to: number, text: string): TypedLine {
  return { ...line, text: line.text.slice(0, from) + text + line.text.slice(to), cursor: from + text.length };
}

/** What `edit` makes of `line`. */
export function applyEdit(line: TypedLine, edit: Edit): TypedLine {
  const { text, cursor } = line;
  switch (edit) {
    case 'left':
      return { ...line, cursor: before(text, cursor) };
    case 'right':
      return { ...line, cursor: after(text, cursor) };
    case 'start':
      return { ...line, cursor: text.lastIndexOf('\n', cursor - 1) + 1 };
    case 'end':
      return { ...line, cursor: lineEnd(text, cursor) };
    case 'wordLeft':
      return { ...line, cursor: wordStart(text, cursor, /[A-Za-z0-9\u0080-\uffff]/) };
    case 'wordRight':
      return { ...line, cursor: wordEnd(text, cursor) };
    case 'backspace':
      return replaceRange(line, before(text, cursor), cursor, '');
    case 'delete':
      return replaceRange(line, cursor, after(text, cursor), '');
    case 'cutToStart':
      return cutRange(line, text.lastIndexOf('\n', cursor - 1) + 1, cursor);
    case 'cutToEnd':
      return cutRange(line, cursor, lineEnd(text, cursor));
    case 'cutWord':
      return cutRange(line, wordStart(text, cursor, /\S/), cursor);
    case 'cutWordRight':
      return cutRange(line, cursor, wordEnd(text, cursor));
    case 'yank':
      return insert(line, line.cut);
    default:
      return edit satisfies never;
  }
}

function cutRange(line: TypedLine, from: number, to: number): TypedLine {
  const cut = line.text.slice(from, to);
  return { ...replaceRange(line, from, to, ''), cut: cut === '' ? line.cut : cut };
}

function lineEnd(text: string, cursor: number): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

function before(text: string, cursor: number): number {
  const last = [...text.slice(0, cursor)].at(-1) ?? '';
  return cursor - last.length;
}

function after(text: string, cursor: number): number {
  const [next = ''] = text.slice(cursor, cursor + 2);
  return cursor + next.length;
}

function wordStart(text: string, cursor: number, wordCharacter: RegExp): number {
  let at = cursor;
  while (at > 0 && !wordCharacter.test(text.charAt(at - 1))) at -= 1;
  while (at > 0 && wordCharacter.test(text.charAt(at - 1))) at -= 1;
  return at;
}

function wordEnd(text: string, cursor: number): number {
  let at = cursor;
  while (at < text.length && !/[A-Za-z0-9\u0080-\uffff]/.test(text.charAt(at))) at += 1;
  while (at < text.length && /[A-Za-z0-9\u0080-\uffff]/.test(text.charAt(at))) at += 1;
  return at;
}
