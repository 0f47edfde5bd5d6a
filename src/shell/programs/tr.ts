/** `tr`: translate, -d, -s, -c with ranges and classes. */
import { program } from '../program';

const CLASSES: Readonly<Record<string, string>> = {
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
  '[:digit:]': '0-9',
  '[:alpha:]': 'A-Za-z',
  '[:alnum:]': 'A-Za-z0-9',
  '[:space:]': ' \t\n\r',
  '[:blank:]': ' \t',
};
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', '0': '\0' };

export const tr = program('tr', { flags: 'dscC' }, async ({ options, operands, io, misuse }) => {
  const [first, second] = operands;
  if (first === undefined || (second === undefined && !options.has('d') && !options.has('s'))) {
    const both = `missing operand after ‘${first ?? ''}’\nTwo strings must be given when translating.`;
    return misuse(first === undefined ? 'missing operand' : both);
  }
  const from = charactersOf(first);
  const to = charactersOf(second ?? '');
  const isInverse = options.has('c') || options.has('C');
  const isHit = (char: string) => from.includes(char) !== isInverse;
  const translate = (char: string): string => {
    if (!isHit(char)) return char;
    if (options.has('d')) return '';
    if (second === undefined) return char;
    return (isInverse ? undefined : to[from.indexOf(char)]) ?? to.at(-1) ?? char;
  };
  const squeezed = options.has('s') ? (second === undefined ? from : to) : [];
  let last = '';
  for (let piece = await io.input.read(); piece !== undefined; piece = await io.input.read()) {
    let text = '';
    for (const char of piece) {
      const next = translate(char);
      if (next === '' || (next === last && squeezed.includes(next))) continue;
      last = next;
      text += next;
    }
    await io.out(text);
  }
  return 0;
});

/** All characters of a set such as `a-z0-9\n`. */
function charactersOf(set: string): readonly string[] {
  const plain = set
    .replace(/\[:\w+:\]/g, (name) => CLASSES[name] ?? name)
    .replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
  const characters: string[] = [];
  const all = [...plain];
  for (let at = 0; at < all.length; at += 1) {
    const char = all[at] ?? '';
    const end = all[at + 1] === '-' ? all[at + 2] : undefined;
    if (end === undefined || end < char) {
      characters.push(char);
      continue;
    }
    for (let code = char.codePointAt(0) ?? 0; code <= (end.codePointAt(0) ?? 0); code += 1) {
      characters.push(String.fromCodePoint(code));
    }
    at += 2;
  }
  return characters;
}
