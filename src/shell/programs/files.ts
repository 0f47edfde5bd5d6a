/** `touch`, `rm`, `cp`, `mv`. Models GNU coreutils. Left out: asking before overwriting. */
import { baseName, folderOf } from '../paths';
import { kindOfPath, program, type Run } from '../program';
import type { World } from '../shell';

export const touch = program('touch', { flags: 'c' }, async ({ operands, world, complain, misuse, options }) => {
  if (operands.length === 0) {
    return misuse('missing file operand');
  }
  let code = 0;
  for (const path of operands) {
    if ((await kindOfPath(world, path)) !== undefined || options.has('c')) continue;
    if ((await kindOfPath(world, folderOf(path))) === 'folder') await world.files.write(path, '');
    else {
      await complain(`cannot touch '${path}': No such file or directory`);
      code = 1;
    }
  }
  return code;
});

export const rm = program(
  'rm',
  { flags: 'rRf', longs: { recursive: 'r', force: 'f' } },
  async ({ operands, options, world, complain, misuse }) => {
    const force = options.has('f');
    if (operands.length === 0 && !force) {
      return misuse('missing operand');
    }
    let code = 0;
    for (const path of operands) {
      const kind = await kindOfPath(world, path);
      if (kind === 'file' || (kind === 'folder' && (options.has('r') || options.has('R')))) {
        await removeTree(world, path, kind);
      } else if (kind === 'folder' || !force) {
        const why = kind === 'folder' ? 'Is a directory' : 'No such file or directory';
        await complain(`cannot remove '${path}': ${why}`);
        code = 1;
      }
    }
    return code;
  },
);

export const cp = program('cp', { flags: 'rRa' }, (run) => transfer(run, false));
export const mv = program('mv', { flags: 'f' }, (run) => transfer(run, true));

async function transfer(run: Run, isMove: boolean): Promise<number> {
  const { operands, world, complain, misuse, options } = run;
  const target = operands.at(-1);
  const sources = operands.slice(0, -1);
  if (target === undefined || sources.length === 0) {
    return misuse(target === undefined ? 'missing file operand' : `missing destination file operand after '${target}'`);
  }
  const intoFolder = (await kindOfPath(world, target)) === 'folder';
  if (sources.length > 1 && !intoFolder) {
    await complain(`target '${target}': No such file or directory`);
    return 1;
  }
  let code = 0;
  for (const source of sources) {
    const kind = await kindOfPath(world, source);
    if (kind === undefined) {
      await complain(`cannot stat '${source}': No such file or directory`);
      code = 1;
    } else if (kind === 'folder' && !isMove && !options.has('r') && !options.has('R') && !options.has('a')) {
      await complain(`-r not specified; omitting directory '${source}'`);
      code = 1;
    } else {
      const to = intoFolder ? `${target.replace(/\/+$/, '')}/${baseName(source)}` : target;
      await copyTree(world, source, to, kind);
      if (isMove) await removeTree(world, source, kind);
    }
  }
  return code;
}

async function copyTree(world: World, from: string, to: string, kind: 'file' | 'folder'): Promise<void> {
  if (kind === 'file') return world.files.write(to, await world.files.read(from));
  for (const { name, isFolder } of await world.files.list(from)) {
    await copyTree(world, `${from}/${name}`, `${to}/${name}`, isFolder ? 'folder' : 'file');
  }
}

async function removeTree(world: World, path: string, kind: 'file' | 'folder'): Promise<void> {
  if (kind === 'folder') {
    for (const { name, isFolder } of await world.files.list(path)) {
      await removeTree(world, `${path}/${name}`, isFolder ? 'folder' : 'file');
    }
  }
  await world.files.remove(path);
}
