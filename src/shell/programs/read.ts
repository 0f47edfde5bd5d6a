/**
 * `read NAME...`: a line of the standard input, its words into variables, what is left over into the last one.
 * Models bash's builtin; -r is how it always reads. Left out: all other options.
 */
import type { Input } from '../../kubectl/environment';
import { program } from '../program';

/** What came with a line that was read and belongs to the next ones. */
const unread = new WeakMap<Input, string>();

export const read = program('read', { flags: 'r' }, async ({ operands, io, world }) => {
  const line = await takeLine(io.input);
  const names = operands.length === 0 ? ['REPLY'] : operands;
  let rest = (line?.text ?? '').trim();
  for (const [index, name] of names.entries()) {
    const isLast = index === names.length - 1;
    const [word = ''] = isLast ? [rest] : (/^\S*/.exec(rest) ?? []);
    world.shell.set(name, word);
    rest = rest.slice(word.length).trimStart();
  }
  return line?.isWhole === true ? 0 : 1;
});

/** The next line; `isWhole`: a newline ends it. Undefined where the input has ended. */
async function takeLine(input: Input): Promise<{ readonly text: string; readonly isWhole: boolean } | undefined> {
  let text = unread.get(input) ?? '';
  while (!text.includes('\n')) {
    const piece = await input.read();
    if (piece === undefined) {
      unread.delete(input);
      return text === '' ? undefined : { text, isWhole: false };
    }
    text += piece;
  }
  const end = text.indexOf('\n');
  unread.set(input, text.slice(end + 1));
  return { text: text.slice(0, end), isWhole: true };
}
