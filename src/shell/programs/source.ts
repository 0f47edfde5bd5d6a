/** `source FILE` and `. FILE`: the lines of a file in this shell. Left out: arguments, the search along PATH. */
import { FileError } from '../../kubectl/environment';
import { fileErrorText } from '../redirections';
import type { Program } from '../shell';

const USAGE = 2;

export const sourcePrograms: readonly Program[] = ['source', '.'].map((name) => ({
  name,
  run: async ([file], io, world) => {
    if (file === undefined) {
      await io.err(`bash: ${name}: filename argument required\n${name}: usage: ${name} filename [arguments]\n`);
      return USAGE;
    }
    try {
      return await world.runText(await world.files.read(file), io, `bash: ${file}`);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await io.err(`bash: ${file}: ${fileErrorText(error)}\n`);
      return 1;
    }
  },
}));
