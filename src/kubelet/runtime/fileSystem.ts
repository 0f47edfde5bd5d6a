/**
 * The files that a container sees: its image's, what it wrote itself, and its volumes. Plain data in a StateMap.
 * Left out: owners, permissions, links and times, which no lesson asks for.
 */
import type { StateMap } from '../../sim/clock';

/** A file or a folder. */
export type FileNode =
  | { readonly kind: 'dir' }
  /** `sizeBytes` where the content is not kept (made with dd). */
  | { readonly kind: 'file'; readonly text: string; readonly sizeBytes?: number };
/** Path inside a volume or a container's own layer to what is there; null hides a file of the image. */
export type FileLayer = Readonly<Record<string, FileNode | null>>;

/** One thing mounted into the tree. */
export interface MountPoint {
  /** Where: `/` or `/var/ready`. */
  readonly path: string;
  /** Key of the layer that is written to. */
  readonly layer: string;
  /** Folder inside the volume that is mounted. */
  readonly subPath?: string;
  readonly readOnly: boolean;
  /** What was there before anybody wrote, by path inside the volume. Asked only when somebody looks. */
  base(): FileLayer;
}

/** Why an operation was refused, as strerror says it. */
export type FileError =
  | 'No such file or directory'
  | 'Is a directory'
  | 'Not a directory'
  | 'File exists'
  | 'Directory not empty'
  | 'Read-only file system'
  | 'No space left on device';

/** The longest text that a file keeps: a loop that writes for days must not fill the checkpoint. */
const MAX_FILE_CHARS = 4 * 1024 * 1024;

/** One container's tree. Paths are absolute; `..` and doubled slashes are resolved. */
export class FileSystem {
  readonly #layers: StateMap<FileLayer>;
  /** Longest path first, so that the first match is the innermost mount. */
  readonly #mounts: readonly MountPoint[];

  constructor(layers: StateMap<FileLayer>, mounts: readonly MountPoint[]) {
    this.#layers = layers;
    this.#mounts = [...mounts].sort((a, b) => b.path.length - a.path.length);
  }

  /** What is at the absolute `path`. */
  stat(path: string): FileNode | undefined {
    const clean = normalisePath(path);
    const { mount, inner } = this.#locate(clean);
    const node = this.#nodeIn(mount, inner);
    if (node) return node;
    // A folder that exists only because something is mounted below it.
    return this.#mounts.some((other) => other.path.startsWith(clean === '/' ? '/' : `${clean}/`))
      ? { kind: 'dir' }
      : undefined;
  }

  read(path: string): string | undefined {
    const node = this.stat(path);
    return node?.kind === 'file' ? node.text : undefined;
  }

  /** Creates or replaces a file; its folder must exist. */
  write(path: string, text: string, options: { append?: boolean; sizeBytes?: number } = {}): FileError | undefined {
    const clean = normalisePath(path);
    if (clean === '/dev/null' || clean === '/dev/stdout' || clean === '/dev/stderr') return undefined;
    const old = this.stat(clean);
    if (old?.kind === 'dir') return 'Is a directory';
    if (this.stat(parentOf(clean))?.kind !== 'dir') return 'No such file or directory';
    const before = options.append && old ? old.text : '';
    if (before.length + text.length > MAX_FILE_CHARS) return 'No space left on device';
    const size = options.sizeBytes === undefined ? {} : { sizeBytes: options.sizeBytes };
    return this.#put(clean, { kind: 'file', text: before + text, ...size });
  }

  makeDirectory(path: string, withParents: boolean): FileError | undefined {
    const clean = normalisePath(path);
    const old = this.stat(clean);
    if (old) return withParents && old.kind === 'dir' ? undefined : 'File exists';
    const parent = parentOf(clean);
    const above = this.stat(parent);
    if (above?.kind === 'file') return 'Not a directory';
    if (!above) {
      if (!withParents) return 'No such file or directory';
      const refusal = this.makeDirectory(parent, true);
      if (refusal) return refusal;
    }
    return this.#put(clean, { kind: 'dir' });
  }

  /** Removes a file, or with `recursive` a folder and all in it. */
  remove(path: string, recursive: boolean): FileError | undefined {
    const clean = normalisePath(path);
    const old = this.stat(clean);
    if (!old) return 'No such file or directory';
    if (old.kind === 'dir') {
      const names = this.list(clean) ?? [];
      if (!recursive) return 'Is a directory';
      for (const name of names) this.remove(`${clean}/${name}`, true);
    }
    return this.#put(clean, null);
  }

  /** Names in a folder, sorted; undefined if it is none. */
  list(path: string): readonly string[] | undefined {
    const clean = normalisePath(path);
    if (this.stat(clean)?.kind !== 'dir') return undefined;
    const { mount, inner } = this.#locate(clean);
    const names = new Set<string>();
    const prefix = inner === '/' ? '/' : `${inner}/`;
    const own = this.#layers.get(mount.layer) ?? {};
    for (const key of [...Object.keys(mount.base()), ...Object.keys(own)]) {
      const name = key.startsWith(prefix) ? key.slice(prefix.length).split('/')[0] : undefined;
      if (name && this.stat(`${clean === '/' ? '' : clean}/${name}`)) names.add(name);
    }
    const below = clean === '/' ? '/' : `${clean}/`;
    for (const other of this.#mounts) {
      const name = other.path.startsWith(below) ? other.path.slice(below.length).split('/')[0] : undefined;
      if (name) names.add(name);
    }
    return [...names].sort();
  }

  #locate(clean: string): { mount: MountPoint; inner: string } {
    for (const mount of this.#mounts) {
      if (mount.path !== '/' && clean !== mount.path && !clean.startsWith(`${mount.path}/`)) continue;
      const rest = mount.path === '/' ? clean : clean.slice(mount.path.length);
      const base = mount.subPath ? normalisePath(`/${mount.subPath}`) : '';
      return { mount, inner: base + rest === '' ? '/' : base + rest };
    }
    return { mount: ROOT, inner: clean };
  }

  #nodeIn(mount: MountPoint, inner: string): FileNode | undefined {
    if (inner === '/') return { kind: 'dir' };
    const own = this.#layers.get(mount.layer)?.[inner];
    if (own === null) return undefined;
    const node = own ?? mount.base()[inner];
    if (node) return node;
    const prefix = `${inner}/`;
    return Object.keys(mount.base()).some((key) => key.startsWith(prefix)) ||
      inner === normalisePath(`/${mount.subPath ?? ''}`)
      ? { kind: 'dir' }
      : undefined;
  }

  #put(clean: string, node: FileNode | null): FileError | undefined {
    const { mount, inner } = this.#locate(clean);
    if (mount.readOnly) return 'Read-only file system';
    const layer = { ...this.#layers.get(mount.layer) };
    if (node === null && !(inner in mount.base())) delete layer[inner];
    else layer[inner] = node;
    this.#layers.set(mount.layer, layer);
    return undefined;
  }
}

const ROOT: MountPoint = { path: '/', layer: '', readOnly: true, base: () => ({}) };

/** Absolute, without `.`, `..`, doubled or trailing slashes. */
export function normalisePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** The folder that holds `path`. */
export function parentOf(path: string): string {
  return normalisePath(path.slice(0, path.lastIndexOf('/')));
}
