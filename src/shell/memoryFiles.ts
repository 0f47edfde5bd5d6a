/** Files that live as long as the shell: everything that is not one of the editor's files. */
import { type FileEntry, FileError, type FileSystem } from '../kubectl/environment';

/** A file system in memory; `folders` are there from the start, `files` are absolute paths and their texts. */
export class MemoryFiles implements FileSystem {
  readonly #files: Map<string, string>;
  readonly #folders = new Set<string>(['/']);

  constructor(files: Readonly<Record<string, string>> = {}, folders: readonly string[] = []) {
    this.#files = new Map(Object.entries(files));
    for (const path of this.#files.keys()) this.#addParents(path);
    for (const folder of folders) {
      this.#folders.add(folder);
      this.#addParents(folder);
    }
  }

  async read(path: string): Promise<string> {
    const text = this.#files.get(path);
    if (text !== undefined) return text;
    if (this.#folders.has(path)) throw new FileError('EISDIR', 'is a directory');
    throw new FileError('ENOENT', 'no such file or directory');
  }

  async write(path: string, text: string): Promise<void> {
    if (this.#folders.has(path)) throw new FileError('EISDIR', 'is a directory');
    this.#files.set(path, text);
    this.#addParents(path);
  }

  async list(path: string): Promise<readonly FileEntry[]> {
    if (!this.#folders.has(path)) {
      if (this.#files.has(path)) throw new FileError('ENOTDIR', 'not a directory');
      throw new FileError('ENOENT', 'no such file or directory');
    }
    const prefix = path === '/' ? '/' : `${path}/`;
    const isHere = (other: string) =>
      other.startsWith(prefix) && other.length > prefix.length && !other.slice(prefix.length).includes('/');
    return [
      ...[...this.#folders].filter(isHere).map((folder) => ({ name: folder.slice(prefix.length), isFolder: true })),
      ...[...this.#files.keys()].filter(isHere).map((file) => ({ name: file.slice(prefix.length), isFolder: false })),
    ].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  async isFolder(path: string): Promise<boolean> {
    return this.#folders.has(path);
  }

  async remove(path: string): Promise<void> {
    if (!this.#files.delete(path) && !this.#folders.delete(path)) {
      throw new FileError('ENOENT', 'no such file or directory');
    }
  }

  async makeFolder(path: string): Promise<void> {
    this.#folders.add(path);
    this.#addParents(path);
  }

  #addParents(path: string): void {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      this.#folders.add(path.slice(0, at));
  }
}
