/** What the terminal's keys mean, from the sequences that xterm sends for them. */
import type { Edit } from './typedLine';

export type Key =
  | { readonly type: 'text'; readonly text: string }
  /** A paste: its line breaks run nothing. */
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'edit'; readonly edit: Edit }
  | {
      readonly type:
        | 'enter'
        | 'tab'
        | 'up'
        | 'down'
        | 'interrupt'
        | 'endOfInput'
        | 'clear'
        | 'search'
        | 'cancelSearch'
        | 'escape';
    };

const edit = (name: Edit): Key => ({ type: 'edit', edit: name });

/** Sequences to keys, longest first where one begins another. */
const SEQUENCES: Readonly<Record<string, Key>> = {
  '\r': { type: 'enter' },
  '\n': { type: 'enter' },
  '\t': { type: 'tab' },
  '\u0003': { type: 'interrupt' },
  '\u0004': { type: 'endOfInput' },
  '\u000c': { type: 'clear' },
  '\u0012': { type: 'search' },
  '\u0007': { type: 'cancelSearch' },
  '\u0010': { type: 'up' },
  '\u000e': { type: 'down' },
  '\u0001': edit('start'),
  '\u0002': edit('left'),
  '\u0005': edit('end'),
  '\u0006': edit('right'),
  '\u0008': edit('backspace'),
  '\u000b': edit('cutToEnd'),
  '\u0015': edit('cutToStart'),
  '\u0017': edit('cutWord'),
  '\u0019': edit('yank'),
  '\u007f': edit('backspace'),
  '\u001b[A': { type: 'up' },
  '\u001b[B': { type: 'down' },
  '\u001b[C': edit('right'),
  '\u001b[D': edit('left'),
  '\u001bOA': { type: 'up' },
  '\u001bOB': { type: 'down' },
  '\u001bOC': edit('right'),
  '\u001bOD': edit('left'),
  '\u001b[H': edit('start'),
  '\u001b[F': edit('end'),
  '\u001bOH': edit('start'),
  '\u001bOF': edit('end'),
  '\u001b[1~': edit('start'),
  '\u001b[4~': edit('end'),
  '\u001b[3~': edit('delete'),
  '\u001b[1;5C': edit('wordRight'),
  '\u001b[1;5D': edit('wordLeft'),
  '\u001b[1;3C': edit('wordRight'),
  '\u001b[1;3D': edit('wordLeft'),
  '\u001bf': edit('wordRight'),
  '\u001bb': edit('wordLeft'),
  '\u001bd': edit('cutWordRight'),
  '\u001b\u007f': edit('cutWord'),
};
const LONGEST = Math.max(...Object.keys(SEQUENCES).map((sequence) => sequence.length));
const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';
/** An escape sequence that means nothing here is swallowed whole. */
const ESCAPE = '\u001b';
const UNKNOWN = new RegExp(`^${ESCAPE}(?:\\[[0-9;?]*[ -/]*[@-~]|O.|[^[O]|$)`);

const DATA: Partial<Record<Key['type'], string>> = { enter: '\r', tab: '\t', endOfInput: '\u0004' };

/** What a terminal sends for a key that writes something; empty for all others. */
export function keyData(key: Key): string {
  if (key.type === 'text' || key.type === 'paste') return key.text;
  if (key.type === 'edit') return key.edit === 'backspace' ? '\u007f' : '';
  return DATA[key.type] ?? '';
}

/** The keys in what xterm sent at once. */
export function readKeys(data: string): readonly Key[] {
  const keys: Key[] = [];
  let at = 0;
  while (at < data.length) {
    const rest = data.slice(at);
    if (rest.startsWith(PASTE_BEGINS)) {
      const end = rest.indexOf(PASTE_ENDS);
      const text = rest.slice(PASTE_BEGINS.length, end < 0 ? undefined : end);
      keys.push({ type: 'paste', text: text.replace(/\r\n?/g, '\n') });
      at += end < 0 ? rest.length : end + PASTE_ENDS.length;
      continue;
    }
    const [length, key] = readKey(rest);
    at += length;
    const last = keys.at(-1);
    if (key?.type === 'text' && last?.type === 'text')
      keys[keys.length - 1] = { type: 'text', text: last.text + key.text };
    else if (key !== undefined) keys.push(key);
  }
  return keys;
}

function readKey(rest: string): readonly [number, Key | undefined] {
  for (let length = Math.min(LONGEST, rest.length); length > 0; length -= 1) {
    const known = SEQUENCES[rest.slice(0, length)];
    if (known !== undefined) return [length, known];
  }
  const unknown = UNKNOWN.exec(rest)?.[0];
  if (unknown === ESCAPE) return [1, { type: 'escape' }];
  if (unknown !== undefined) return [unknown.length, undefined];
  const [char = ''] = rest;
  return [char.length, char < ' ' ? undefined : { type: 'text', text: char }];
}
