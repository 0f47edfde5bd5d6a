/** Reads quoted texts of Go. Models strconv.Unquote and the UnquoteExtend of client-go's jsonpath. */

/** What cannot be read is `invalid syntax`. */
export class UnquoteError extends Error {
  override name = 'UnquoteError';
  constructor() {
    super('invalid syntax');
  }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};
const escape = /\\(?:([abfnrtv\\'"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))/y;

/** The text between the quotes of `quoted`, escapes resolved. Throws UnquoteError. Single quotes may hold texts, as in jsonpath. */
export function unquote(quoted: string): string {
  const quote = quoted.charAt(0);
  if (quoted.length < 2 || !quoted.endsWith(quote) || !['"', "'", '`'].includes(quote)) throw new UnquoteError();
  const inner = quoted.slice(1, -1);
  if (quote === '`') {
    if (inner.includes('`')) throw new UnquoteError();
    return inner.replaceAll('\r', '');
  }
  let text = '';
  for (let at = 0; at < inner.length; ) {
    const char = inner.charAt(at);
    if (char === quote) throw new UnquoteError();
    if (char !== '\\') {
      text += char;
      at += 1;
      continue;
    }
    escape.lastIndex = at;
    const found = escape.exec(inner);
    if (found === null) throw new UnquoteError();
    text += escapedText(found, quote);
    at += found[0].length;
  }
  return text;
}

function escapedText([, simple, byte, four, eight, octal]: RegExpExecArray, quote: string): string {
  if (simple === "'" || simple === '"') {
    if (simple !== quote) throw new UnquoteError();
    return simple;
  }
  if (simple !== undefined) return simpleEscapes[simple] ?? '';
  const code = octal === undefined ? Number.parseInt(byte ?? four ?? eight ?? '', 16) : Number.parseInt(octal, 8);
  const isRune = code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  if (!isRune || (octal !== undefined && code > 255)) throw new UnquoteError();
  return String.fromCodePoint(code);
}
