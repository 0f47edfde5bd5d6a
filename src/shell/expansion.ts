/**
 * From words as written to the arguments of a program, in the order of POSIX XCU 2.6: braces, tilde, variables and
 * substitutions, splitting, file names.
 */
import type { FileSystem } from '../kubectl/environment';
import { evaluate } from './arithmetic';
import { expandGlob } from './glob';
import type { Script, Word, WordPart } from './syntax';

/** What words may refer to. */
export interface ExpansionScope {
  /** Empty for what is not set. */
  variable(name: string): string;
  /** The output of a command substitution. */
  output(script: Script): Promise<string>;
  /** A path under which the command can read the output of a process substitution. */
  process(script: Script): Promise<string>;
  readonly files: FileSystem;
}

/** A piece of an expanded word; `fixed` text is neither split nor matched against file names. */
interface Chunk {
  readonly text: string;
  readonly fixed: boolean;
}

/** The arguments that `words` stand for. */
export async function expandWords(words: readonly Word[], scope: ExpansionScope): Promise<readonly string[]> {
  const fields: string[] = [];
  for (const word of words) {
    for (const plain of expandBraces(word)) {
      for (const field of splitFields(await chunksOf(plain, scope))) fields.push(...(await matchFiles(field, scope)));
    }
  }
  return fields;
}

/** The one text that `word` stands for: of assignments, files of redirections, heredocs. */
export async function expandText(word: Word, scope: ExpansionScope): Promise<string> {
  return (await chunksOf(word, scope)).map(({ text }) => text).join('');
}

async function chunksOf(word: Word, scope: ExpansionScope): Promise<readonly Chunk[]> {
  const chunks: Chunk[] = [];
  for (const [index, part] of word.entries()) chunks.push(await chunkOf(part, index === 0, scope));
  return chunks;
}

async function chunkOf(part: WordPart, isFirst: boolean, scope: ExpansionScope): Promise<Chunk> {
  switch (part.type) {
    case 'text':
      return { text: isFirst && !part.quoted ? expandTilde(part.text, scope) : part.text, fixed: part.quoted };
    case 'variable': {
      const value = scope.variable(part.name);
      if (value !== '' || part.otherwise === undefined) return { text: value, fixed: part.quoted };
      return { text: await expandText(part.otherwise, scope), fixed: part.quoted };
    }
    case 'command':
      return { text: (await scope.output(part.script)).replace(/\n+$/, ''), fixed: part.quoted };
    case 'process':
      return { text: await scope.process(part.script), fixed: true };
    case 'arithmetic': {
      const text = await expandText(part.expression, scope);
      return { text: String(evaluate(text, (name) => scope.variable(name))), fixed: part.quoted };
    }
    default:
      return part satisfies never;
  }
}

function expandTilde(text: string, scope: ExpansionScope): string {
  return /^~(?:\/|$)/.test(text) ? `${scope.variable('HOME')}${text.slice(1)}` : text;
}

/** Fields of one word: unquoted white space of expansions parts them. Literal text of the word has none left. */
function splitFields(chunks: readonly Chunk[]): readonly (readonly Chunk[])[] {
  const fields: Chunk[][] = [];
  let open: Chunk[] | undefined;
  for (const chunk of chunks) {
    if (chunk.fixed) {
      open = [...(open ?? []), chunk];
      continue;
    }
    const pieces = chunk.text.split(/[ \t\n]+/);
    for (const [index, piece] of pieces.entries()) {
      if (index > 0 && open !== undefined) {
        fields.push(open);
        open = undefined;
      }
      if (piece !== '') open = [...(open ?? []), { text: piece, fixed: false }];
    }
  }
  if (open !== undefined) fields.push(open);
  return fields;
}

async function matchFiles(field: readonly Chunk[], { files }: ExpansionScope): Promise<readonly string[]> {
  const text = field.map((chunk) => chunk.text).join('');
  if (!field.some((chunk) => !chunk.fixed && /[*?[]/.test(chunk.text))) return [text];
  const escaped = field.flatMap((chunk) => Array.from({ length: chunk.text.length }, () => chunk.fixed));
  const found = await expandGlob(text, escaped, files);
  return found.length === 0 ? [text] : found;
}

/** `a{b,c}d` and `{1..3}` of unquoted text, once per brace; as bash does. */
function expandBraces(word: Word): readonly Word[] {
  for (const [index, part] of word.entries()) {
    if (part.type !== 'text' || part.quoted) continue;
    const found = /\{(?:([^{},]*(?:,[^{},]*)+)|(-?\d+)\.\.(-?\d+))\}/.exec(part.text);
    if (found === null) continue;
    const [whole, list, from, to] = found;
    const items = list === undefined ? range(Number(from), Number(to)) : list.split(',');
    const before = part.text.slice(0, found.index);
    const after = part.text.slice(found.index + whole.length);
    return items.flatMap((item) =>
      expandBraces([...word.slice(0, index), { ...part, text: before + item + after }, ...word.slice(index + 1)]),
    );
  }
  return [word];
}

/** Most numbers of one range: enough for a loop, too few to hang a page. */
const MAX_RANGE = 10_000;

function range(from: number, to: number): readonly string[] {
  const step = from <= to ? 1 : -1;
  const length = Math.min(Math.abs(to - from) + 1, MAX_RANGE);
  return Array.from({ length }, (_, index) => String(from + index * step));
}
