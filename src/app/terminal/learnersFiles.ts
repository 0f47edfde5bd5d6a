/**
 * The learner's disk: files of the home folder are the editor's, everything else (`~/.kube/config`, /tmp) lives in
 * the shell's worker. Folders of the home folder are the parts of names before a slash.
 */
import { type FileEntry, FileError, type FileSystem } from '../../kubectl/environment';
import { MemoryFiles } from '../../shell/memoryFiles';
import { resolvePath } from '../../shell/paths';
import type { PageAnswer, PageQuestion } from './messages';

export const HOME = '/home/learner';

export class LearnersFiles implements FileSystem {
  readonly #memory: MemoryFiles;

  /** `ask` reaches the page; `files` are there from the start. */
  constructor(
    private readonly ask: (question: PageQuestion) => Promise<PageAnswer>,
    files: Readonly<Record<string, string>>,
  ) {
    this.#memory = new MemoryFiles(files, [HOME, '/tmp']);
  }

  async read(path: string): Promise<string> {
    const name = editorName(path);
    if (name === undefined) return this.#memory.read(resolvePath(HOME, path));
    const text = await this.ask({ type: 'read', name });
    if (typeof text === 'string') return text;
    if (await this.isFolder(path)) throw new FileError('EISDIR', 'is a directory');
    throw new FileError('ENOENT', 'no such file or directory');
  }

  async write(path: string, text: string): Promise<void> {
    const name = editorName(path);
    if (name === undefined) return this.#memory.write(resolvePath(HOME, path), text);
    if (await this.isFolder(path)) throw new FileError('EISDIR', 'is a directory');
    await this.ask({ type: 'write', name, text });
  }

  async list(path: string): Promise<readonly FileEntry[]> {
    const whole = resolvePath(HOME, path);
    const entries = new Map<string, FileEntry>();
    const isKept = await this.#memory.isFolder(whole);
    if (isKept) for (const entry of await this.#memory.list(whole)) entries.set(entry.name, entry);
    const prefix = whole === HOME ? '' : `${editorName(whole) ?? '\0'}/`;
    for (const name of await this.#names()) {
      if (!name.startsWith(prefix)) continue;
      const [first = '', ...rest] = name.slice(prefix.length).split('/');
      entries.set(first, { name: first, isFolder: rest.length > 0 });
    }
    if (entries.size === 0 && !isKept) {
      const isFile = (await this.#names()).includes(editorName(whole) ?? '');
      if (isFile) throw new FileError('ENOTDIR', 'not a directory');
      return this.#memory.list(whole);
    }
    return [...entries.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  async isFolder(path: string): Promise<boolean> {
    const whole = resolvePath(HOME, path);
    if (await this.#memory.isFolder(whole)) return true;
    const name = editorName(whole);
    return name !== undefined && (await this.#names()).some((other) => other.startsWith(`${name}/`));
  }

  async remove(path: string): Promise<void> {
    const name = editorName(path);
    if (name === undefined || !(await this.#names()).includes(name)) {
      if (name !== undefined && !(await this.#memory.isFolder(resolvePath(HOME, path)))) return;
      return this.#memory.remove(resolvePath(HOME, path));
    }
    await this.ask({ type: 'remove', name });
  }

  async makeFolder(path: string): Promise<void> {
    return this.#memory.makeFolder(resolvePath(HOME, path));
  }

  async #names(): Promise<readonly string[]> {
    const names = await this.ask({ type: 'names' });
    return typeof names === 'object' ? names : [];
  }
}

/** The name that the editor has for a path; undefined for what is not the editor's: hidden files, and those outside of home. */
export function editorName(path: string): string | undefined {
  const whole = resolvePath(HOME, path);
  if (!whole.startsWith(`${HOME}/`)) return undefined;
  const name = whole.slice(HOME.length + 1);
  return name.startsWith('.') ? undefined : name;
}
