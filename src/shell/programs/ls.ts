/** `ls`: names in columns on a terminal, one a line else; -1, -a, -l in short form. Models GNU ls. Left out: sizes, owners, times. */
import type { FileEntry } from '../../kubectl/environment';
import { kindOfPath, program, type Run } from '../program';

export const ls = program(
  'ls',
  { flags: '1alhAF', longs: { all: 'a' } },
  async (run) => {
    const paths = run.operands.length === 0 ? ['.'] : run.operands;
    const files: string[] = [];
    const folders: string[] = [];
    let code = 0;
    for (const path of paths) {
      const kind = await kindOfPath(run.world, path);
      if (kind === 'folder') folders.push(path);
      else if (kind === 'file') files.push(path);
      else {
        await run.complain(`cannot access '${path}': No such file or directory`);
        code = 2;
      }
    }
    if (files.length > 0)
      await run.io.out(
        layout(
          run,
          files.map((name) => ({ name, isFolder: false })),
        ),
      );
    for (const [index, folder] of folders.entries()) {
      if (index > 0 || files.length > 0) await run.io.out('\n');
      if (paths.length > 1) await run.io.out(`${folder}:\n`);
      const entries = (await run.world.files.list(folder)).filter(
        ({ name }) => run.options.has('a') || run.options.has('A') || !name.startsWith('.'),
      );
      await run.io.out(layout(run, entries));
    }
    return code;
  },
  2,
);

function layout({ options, io }: Run, entries: readonly FileEntry[]): string {
  if (entries.length === 0) return '';
  const names = entries.map(({ name, isFolder }) =>
    isFolder && options.has('F') ? `${name}/` : quoted(name, io.isTerminal),
  );
  if (options.has('l')) {
    return names
      .map((name, index) => `${entries[index]?.isFolder === true ? 'drwxr-xr-x' : '-rw-r--r--'} ${name}\n`)
      .join('');
  }
  if (!io.isTerminal || options.has('1')) return names.map((name) => `${name}\n`).join('');
  return inColumns(names, io.columns);
}

function quoted(name: string, isTerminal: boolean): string {
  return isTerminal && /[\s'"$&;()|<>*?]/.test(name) ? `'${name}'` : name;
}

/** As many columns as fit into `width`, filled from top to bottom, two blanks apart. */
export function inColumns(names: readonly string[], width: number): string {
  for (let rows = 1; ; rows += 1) {
    const columns: (readonly string[])[] = [];
    for (let at = 0; at < names.length; at += rows) columns.push(names.slice(at, at + rows));
    const widths = columns.map((column) => Math.max(...column.map((name) => name.length)));
    const total = widths.reduce((sum, size) => sum + size, 0) + 2 * (columns.length - 1);
    if (total > width && rows < names.length) continue;
    return Array.from({ length: rows }, (_, row) => {
      const cells = columns.map((column, index) => (column[row] ?? '').padEnd((widths[index] ?? 0) + 2));
      return `${cells.join('').trimEnd()}\n`;
    }).join('');
  }
}
