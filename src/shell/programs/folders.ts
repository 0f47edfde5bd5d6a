/** `pwd`, `cd`, `mkdir`. */
import { kindOfPath, program } from '../program';
import { folderOf, resolvePath } from '../paths';

export const pwd = program('pwd', {}, async ({ io, world }) => {
  await io.out(`${world.workingFolder === '' ? '.' : world.workingFolder}\n`);
});

export const cd = program('cd', {}, async ({ operands, io, world, name }) => {
  if (operands.length > 1) {
    await io.err('bash: cd: too many arguments\n');
    return 1;
  }
  const [asked = world.shell.all.get('HOME') ?? '/'] = operands;
  const path = asked === '-' ? (world.shell.all.get('OLDPWD') ?? '') : asked;
  const target = resolvePath(world.workingFolder, path);
  const kind = await kindOfPath(world, target);
  if (kind === 'folder') {
    world.shell.enter(target);
    return asked === '-' ? void (await io.out(`${target}\n`)) : 0;
  }
  await io.err(`bash: ${name}: ${path}: ${kind === 'file' ? 'Not a directory' : 'No such file or directory'}\n`);
  return 1;
});

export const mkdir = program('mkdir', { flags: 'p', longs: { parents: 'p' } }, async (run) => {
  const { operands, options, world, complain, misuse } = run;
  if (operands.length === 0) {
    return misuse('missing operand');
  }
  let code = 0;
  for (const path of operands) {
    const kind = await kindOfPath(world, path);
    if (kind === 'folder' && options.has('p')) continue;
    const parent = await kindOfPath(world, folderOf(path));
    if (kind !== undefined || (parent !== 'folder' && !options.has('p'))) {
      const why = kind === undefined ? 'No such file or directory' : 'File exists';
      await complain(`cannot create directory ‘${path}’: ${why}`);
      code = 1;
      continue;
    }
    await world.makeFolder?.(resolvePath(world.workingFolder, path));
  }
  return code;
});
