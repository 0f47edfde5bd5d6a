/** Paths as POSIX has them, and files as seen from a working folder. */
import type { FileSystem } from '../kubectl/environment';

/** `path` as seen from `folder`, without `.` and `..`; an empty folder leaves a relative path relative. */
export function resolvePath(folder: string, path: string): string {
  const whole = path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
  const isAbsolute = whole.startsWith('/');
  const names: string[] = [];
  for (const name of whole.split('/')) {
    if (name === '' || name === '.') continue;
    if (name === '..' && names.length > 0 && names.at(-1) !== '..') names.pop();
    else if (name !== '..' || !isAbsolute) names.push(name);
  }
  const joined = names.join('/');
  return isAbsolute ? `/${joined}` : joined === '' ? '.' : joined;
}

/** The last name of `path`. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1) || '/';
}

/** What stands before the last name of `path`: `.` if nothing does. */
export function folderOf(path: string): string {
  const slash = path.replace(/\/+$/, '').lastIndexOf('/');
  return slash < 0 ? '.' : slash === 0 ? '/' : path.slice(0, slash);
}

/** `files` for somebody who stands in `folder`. */
export function filesFrom(folder: string, files: FileSystem): FileSystem {
  const at = (path: string) => resolvePath(folder, path);
  return {
    read: (path) => files.read(at(path)),
    write: (path, text) => files.write(at(path), text),
    list: (path) => files.list(at(path)),
    isFolder: (path) => files.isFolder(at(path)),
    remove: (path) => files.remove(at(path)),
  };
}
