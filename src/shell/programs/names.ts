/** `basename` and `dirname`. */
import { baseName, folderOf } from '../paths';
import { program } from '../program';

export const basename = program('basename', {}, async ({ operands, io, misuse }) => {
  const [path, suffix = ''] = operands;
  if (path === undefined) return misuse('missing operand');
  const name = baseName(path);
  await io.out(`${suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`);
});

export const dirname = program('dirname', {}, async ({ operands, io, misuse }) => {
  if (operands.length === 0) return misuse('missing operand');
  for (const path of operands) await io.out(`${folderOf(path)}\n`);
});
