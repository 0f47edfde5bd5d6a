/** `tee`: prints its input and writes it to files; -a appends. */
import { FileError } from '../../kubectl/environment';
import { program } from '../program';

export const tee = program('tee', { flags: 'a', longs: { append: 'a' } }, async ({ operands, options, io, world }) => {
  let text = '';
  for (let piece = await io.input.read(); piece !== undefined; piece = await io.input.read()) {
    text += piece;
    await io.out(piece);
  }
  for (const path of operands) await world.files.write(path, (options.has('a') ? await before(path) : '') + text);
  async function before(path: string): Promise<string> {
    try {
      return await world.files.read(path);
    } catch (error) {
      if (error instanceof FileError && error.code === 'ENOENT') return '';
      throw error;
    }
  }
});
