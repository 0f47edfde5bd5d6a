/** `vi`, `vim`, `nano`, `code`: open a file in the page's editor and wait until it is closed there. */
import type { Program } from '../shell';
import { resolvePath } from '../paths';

const editor = (name: string): Program => ({
  name,
  run: async (args, io, world) => {
    const path = args.find((arg) => !arg.startsWith('-') && !arg.startsWith('+'));
    if (world.edit === undefined || path === undefined) {
      await io.err(`${name}: ${path === undefined ? 'which file?' : 'there is no editor here'}\n`);
      return 1;
    }
    if (await world.files.isFolder(path)) {
      await io.err(`${name}: ${path}: Is a directory\n`);
      return 1;
    }
    await world.edit(resolvePath(world.workingFolder, path));
    return 0;
  },
});

export const editors: readonly Program[] = ['vi', 'vim', 'nano', 'code', 'emacs'].map(editor);
