/**
 * Words to arguments: variables, command substitution, arithmetic, splitting, file name patterns.
 * Models section 2.6 of the POSIX shell. Left out: tilde of other users, IFS other than blanks.
 */
import type { FileSystem } from '../fileSystem';
import { normalisePath } from '../fileSystem';
import { evaluate } from './arithmetic';
import { matches } from './pattern';
import type { Part, Word } from './syntax';

/** What expansion needs of the shell. */
export interface ExpansionScope {
  variable(name: string): string | undefined;
  assign(name: string, value: string): void;
  parameters(): readonly string[];
  /** Runs `source` and hands back what it printed. */
  substitute(source: string): string;
  files(): FileSystem;
  directory(): string;
  /** `${X:?text}` of an unset variable. */
  complain(text: string): void;
}

/** A run of text with the quoting of its origin. */
interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

/** All arguments that `words` stand for. */
export function expandWords(words: readonly Word[], scope: ExpansionScope): string[] {
  return words.flatMap((word) => fields(word, scope).flatMap((field) => glob(field, scope)));
}

/** One word as a single string, without splitting and patterns. */
export function expandText(word: Word, scope: ExpansionScope): string {
  return pieces(word, scope)
    .map(({ text }) => text)
    .join('');
}

/** One word as a pattern: quoted characters lose their special meaning. */
export function expandPattern(word: Word, scope: ExpansionScope): string {
  return pieces(word, scope)
    .map(({ text, quoted }) => (quoted ? text.replace(/[*?[\]\\]/g, '\\$&') : text))
    .join('');
}

function fields(word: Word, scope: ExpansionScope): Piece[][] {
  const only = word[0];
  if (word.length === 1 && only?.type === 'variable' && only.name === '@' && only.quoted && !only.operator) {
    return scope
      .parameters()
      .slice(1)
      .map((text) => [{ text, quoted: true }]);
  }
  const result: Piece[][] = [];
  let current: Piece[] | undefined;
  word.forEach((part, index) => {
    const text = partText(part, index, scope);
    const isLiteral = part.type === 'text';
    if (part.quoted || isLiteral) {
      current ??= [];
      current.push({ text, quoted: part.quoted });
      return;
    }
    const chunks = text.split(/[ \t\n]+/);
    chunks.forEach((chunk, i) => {
      if (i > 0 && current) {
        result.push(current);
        current = undefined;
      }
      if (chunk !== '') {
        current ??= [];
        current.push({ text: chunk, quoted: false });
      }
    });
  });
  if (current) result.push(current);
  return result;
}

function pieces(word: Word, scope: ExpansionScope): Piece[] {
  return word.map((part, index) => ({ text: partText(part, index, scope), quoted: part.quoted }));
}

function partText(part: Part, index: number, scope: ExpansionScope): string {
  switch (part.type) {
    case 'text': {
      if (part.quoted || index > 0 || !part.text.startsWith('~')) return part.text;
      return part.text.replace(/^~(?=\/|$)/, scope.variable('HOME') ?? '/root');
    }
    case 'command':
      return scope.substitute(part.source).replace(/\n+$/, '');
    case 'arithmetic':
      return String(evaluate(part.source, (name) => scope.variable(name) ?? ''));
    case 'variable':
      return variable(part, scope);
  }
}

function variable(part: Part & { type: 'variable' }, scope: ExpansionScope): string {
  const value = scope.variable(part.name);
  const { operator } = part;
  if (operator === undefined) return value ?? '';
  if (operator === 'length') return String((value ?? '').length);
  const argument = part.argument ?? [];
  if (operator.startsWith('#') || operator.startsWith('%')) {
    return trimmed(value ?? '', operator, expandPattern(argument, scope));
  }
  const isMissing = value === undefined || (operator.startsWith(':') && value === '');
  switch (operator.at(-1)) {
    case '+':
      return isMissing ? '' : expandText(argument, scope);
    case '=': {
      if (!isMissing) return value ?? '';
      const fresh = expandText(argument, scope);
      scope.assign(part.name, fresh);
      return fresh;
    }
    case '?':
      if (isMissing) scope.complain(`${part.name}: ${expandText(argument, scope) || 'parameter not set'}`);
      return value ?? '';
    default:
      return isMissing ? expandText(argument, scope) : (value ?? '');
  }
}

/** `${X#pattern}` and its three relatives. */
function trimmed(value: string, operator: string, pattern: string): string {
  const lengths = Array.from({ length: value.length + 1 }, (_, i) => i);
  const fromStart = operator.startsWith('#');
  const isLongest = operator.length === 2;
  for (const length of isLongest ? lengths.reverse() : lengths) {
    const cut = fromStart ? value.slice(0, length) : value.slice(value.length - length);
    if (matches(pattern, cut)) return fromStart ? value.slice(length) : value.slice(0, value.length - length);
  }
  return value;
}

/** File names that an argument matches, or the argument itself. */
function glob(field: readonly Piece[], scope: ExpansionScope): string[] {
  const text = field.map((piece) => piece.text).join('');
  // A bracket without its end, as of `[ -f x ]`, is no pattern.
  if (!field.some((piece) => !piece.quoted && /[*?]|\[.+\]/s.test(piece.text))) return [text];
  const slash = text.lastIndexOf('/');
  const folder = slash === -1 ? '' : text.slice(0, slash + 1);
  const pattern = text.slice(slash + 1);
  const path = folder.startsWith('/') ? folder : `${scope.directory()}/${folder}`;
  const names = (scope.files().list(normalisePath(path)) ?? []).filter(
    (name) => matches(pattern, name) && (pattern.startsWith('.') || !name.startsWith('.')),
  );
  return names.length === 0 ? [text] : names.map((name) => folder + name);
}
