/**
 * The files that a container sees: its image's, what it wrote itself, and its volumes. Plain data in StateMaps.
 * Models the parts of a Linux file system that shells show: owners, permissions, symbolic links, read-only mounts.
 * Left out: hard links, access times, quotas.
 */
import type { StateMap } from '../../sim/clock';

/** Who may do what; absent parts are root's: 0755 for folders, 0644 for files. */
export interface FileOwnership {
  /** Permission bits, with setuid, setgid and sticky, e.g. 0o2777. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** Last change, in virtual milliseconds; absent: as old as the container. */
  readonly at?: number;
}
/** A file, a folder or a symbolic link. */
export type FileNode = FileOwnership &
  (
    | { readonly kind: 'dir' }
    /** `sizeBytes` where the content is not kept (made with dd). */
    | { readonly kind: 'file'; readonly text: string; readonly sizeBytes?: number }
    | { readonly kind: 'link'; readonly target: string }
  );
/** What a path leads to once links are followed. */
export type FoundNode = Exclude<FileNode, { readonly kind: 'link' }>;
/** Path inside a volume or a container's own layer to what is there; null hides a file of the image. */
export type FileLayer = Readonly<Record<string, FileNode | null>>;

/** One thing mounted into the tree. */
export interface MountPoint {
  /** Where: `/` or `/var/ready`. */
  readonly path: string;
  /** Key of the layer that is written to. */
  readonly layer: string;
  /** Where that layer is kept, if not with the machine's. */
  readonly layers?: StateMap<FileLayer>;
  /** Folder inside the volume that is mounted. */
  readonly subPath?: string;
  readonly readOnly: boolean;
  /** What the mounted folder itself is like. */
  readonly root?: FileOwnership;
  /** What `mount` shows: the device and the type, e.g. `tmpfs`. */
  readonly device?: string;
  readonly type?: string;
  /** What was there before anybody wrote, by path inside the volume. Asked only when somebody looks. */
  base(): FileLayer;
}

/** Who uses the files; absent: root, to whom everything is open. */
export interface FileUser {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
  now(): number;
  /** Told of every path that changes. */
  changed?(path: string): void;
}

/** Why an operation was refused, as strerror says it. */
export type FileError =
  | 'No such file or directory'
  | 'Is a directory'
  | 'Not a directory'
  | 'File exists'
  | 'Directory not empty'
  | 'Device or resource busy'
  | 'Permission denied'
  | 'Operation not permitted'
  | 'Read-only file system'
  | 'No space left on device';

/** The longest text that a file keeps: a loop that writes for days must not fill the checkpoint. */
const MAX_FILE_CHARS = 4 * 1024 * 1024;
/** Links on the way to a file, before the kernel gives up. */
const MAX_LINKS = 40;
const SETGID = 0o2000;
const STICKY = 0o1000;

/** One container's tree. Paths are absolute; `..` and doubled slashes are resolved. */
export class FileSystem {
  readonly #layers: StateMap<FileLayer>;
  /** Longest path first, so that the first match is the innermost mount. */
  readonly #mounts: readonly MountPoint[];
  readonly #user: FileUser | undefined;

  constructor(layers: StateMap<FileLayer>, mounts: readonly MountPoint[], user?: FileUser) {
    this.#layers = layers;
    this.#mounts = [...mounts].sort((a, b) => b.path.length - a.path.length);
    this.#user = user;
  }

  /** Everything that is mounted, outermost first. */
  get mounts(): readonly MountPoint[] {
    return [...this.#mounts].reverse();
  }

  /** Whether folder `path` is for sure as the image has it: nothing is mounted there, and nothing was ever written. Cheap. */
  isAsBuilt(path: string): boolean {
    const { mount } = this.#locate(path);
    const isMounted = this.#mounts.some((other) => other.path === path || other.path.startsWith(`${path}/`));
    return mount.path === '/' && !isMounted && this.#layers.get(mount.layer) === undefined;
  }

  /** What is at the absolute `path`, links followed. */
  stat(path: string): FoundNode | undefined {
    const node = this.lstat(this.resolve(path));
    return node === undefined || node.kind === 'link' ? undefined : node;
  }

  /** What is at `path` itself: perhaps a link. */
  lstat(path: string): FileNode | undefined {
    const clean = this.#resolveFolder(normalisePath(path));
    const { mount, inner } = this.#locate(clean);
    const node = this.#nodeIn(mount, inner);
    if (node) return node;
    // A folder that exists only because something is mounted below it.
    return this.#mounts.some((other) => other.path.startsWith(clean === '/' ? '/' : `${clean}/`))
      ? { kind: 'dir' }
      : undefined;
  }

  /** The path that `path` leads to once all links are followed. */
  resolve(path: string): string {
    let clean = normalisePath(path);
    for (let links = 0; links < MAX_LINKS; links += 1) {
      clean = this.#resolveFolder(clean);
      const { mount, inner } = this.#locate(clean);
      const node = this.#nodeIn(mount, inner);
      if (node?.kind !== 'link') return clean;
      clean = targetOf(clean, node.target);
    }
    return clean;
  }

  /** Text of the file at `path`, if it may be read. */
  read(path: string): string | undefined {
    const node = this.stat(path);
    return node?.kind === 'file' ? node.text : undefined;
  }

  /** Why the file at `path` cannot be read; undefined if it can. */
  readError(path: string): FileError | undefined {
    const node = this.stat(path);
    if (!node) return this.#blockedAbove(normalisePath(path)) ? 'Permission denied' : 'No such file or directory';
    if (!this.#may(node, 4) || this.#blockedAbove(this.resolve(path))) return 'Permission denied';
    return node.kind === 'dir' ? 'Is a directory' : undefined;
  }

  /** Whether the user may read (4), write (2) or execute (1) `node`. */
  allows(node: FoundNode, bit: 1 | 2 | 4): boolean {
    return this.#may(node, bit);
  }

  /** Creates or replaces a file; its folder must exist. */
  write(path: string, text: string, options: { append?: boolean; sizeBytes?: number } = {}): FileError | undefined {
    const clean = this.resolve(path);
    if (isSink(clean)) return undefined;
    const old = this.stat(clean);
    if (old?.kind === 'dir') return 'Is a directory';
    const folder = this.stat(parentOf(clean));
    if (folder?.kind !== 'dir') return 'No such file or directory';
    if (this.#isReadOnly(clean)) return 'Read-only file system';
    if (!this.#may(old ?? folder, 2) || this.#blockedAbove(clean)) return 'Permission denied';
    const before = options.append && old ? old.text : '';
    if (before.length + text.length > MAX_FILE_CHARS) return 'No space left on device';
    const size = options.sizeBytes === undefined ? {} : { sizeBytes: options.sizeBytes };
    const owner = old === undefined ? this.#ownership(folder) : ownershipOf(old);
    return this.#put(clean, { kind: 'file', text: before + text, ...size, ...owner, ...this.#stamp() });
  }

  makeDirectory(path: string, withParents: boolean): FileError | undefined {
    const clean = this.#resolveFolder(normalisePath(path));
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
    return this.#create(clean, { kind: 'dir' });
  }

  /** Puts a link to `target` at `path`. */
  link(path: string, target: string): FileError | undefined {
    const clean = this.#resolveFolder(normalisePath(path));
    if (this.lstat(clean)) return 'File exists';
    if (this.stat(parentOf(clean))?.kind !== 'dir') return 'No such file or directory';
    return this.#create(clean, { kind: 'link', target });
  }

  /** Changes permissions or owner of what is at `path`. */
  change(path: string, change: FileOwnership): FileError | undefined {
    const clean = this.resolve(path);
    const node = this.stat(clean);
    if (!node) return 'No such file or directory';
    if (this.#isReadOnly(clean)) return 'Read-only file system';
    const user = this.#user;
    const isOwner = user === undefined || user.uid === 0 || user.uid === (node.uid ?? 0);
    const keepsOwner = user === undefined || user.uid === 0 || (change.uid ?? node.uid) === node.uid;
    if (!isOwner || !keepsOwner) return 'Operation not permitted';
    return this.#put(clean, { ...node, ...change });
  }

  /** Removes a file or a link, or with `recursive` a folder and all in it. */
  remove(path: string, recursive: boolean): FileError | undefined {
    const clean = this.#resolveFolder(normalisePath(path));
    const old = this.lstat(clean);
    if (!old) return 'No such file or directory';
    if (old.kind === 'dir') {
      const names = this.list(clean) ?? [];
      if (!recursive) return 'Is a directory';
      for (const name of names) {
        const refusal = this.remove(`${clean}/${name}`, true);
        if (refusal) return refusal;
      }
    }
    if (this.#mounts.some((mount) => mount.path === clean)) return 'Device or resource busy';
    if (this.#isReadOnly(clean)) return 'Read-only file system';
    const folder = this.stat(parentOf(clean)) ?? { kind: 'dir' };
    const guarded = ((folder.mode ?? 0) & STICKY) !== 0 && !this.#owns(old);
    if (!this.#may(folder, 2) || guarded) return 'Permission denied';
    return this.#put(clean, null);
  }

  /** Names in a folder, sorted; undefined if it is none. */
  list(path: string): readonly string[] | undefined {
    const clean = this.resolve(path);
    if (this.stat(clean)?.kind !== 'dir') return undefined;
    const { mount, inner } = this.#locate(clean);
    const names = new Set<string>();
    const prefix = inner === '/' ? '/' : `${inner}/`;
    const own = this.#layerOf(mount);
    for (const key of [...Object.keys(mount.base()), ...Object.keys(own)]) {
      const name = key.startsWith(prefix) ? key.slice(prefix.length).split('/')[0] : undefined;
      if (name && this.lstat(`${clean === '/' ? '' : clean}/${name}`)) names.add(name);
    }
    const below = clean === '/' ? '/' : `${clean}/`;
    for (const other of this.#mounts) {
      const name = other.path.startsWith(below) ? other.path.slice(below.length).split('/')[0] : undefined;
      if (name) names.add(name);
    }
    return [...names].sort();
  }

  /** Follows links in all parts of `clean` but the last. */
  #resolveFolder(clean: string): string {
    let from = 1;
    let path = clean;
    for (let links = 0; links < MAX_LINKS; ) {
      const end = path.indexOf('/', from);
      if (end === -1) return path;
      const folder = path.slice(0, end);
      const { mount, inner } = this.#locate(folder);
      const node = inner === '/' ? undefined : this.#nodeIn(mount, inner);
      if (node?.kind === 'link') {
        path = normalisePath(`${targetOf(folder, node.target)}${path.slice(end)}`);
        from = 1;
        links += 1;
      } else from = end + 1;
    }
    return path;
  }

  #layerOf(mount: MountPoint): FileLayer {
    return (mount.layers ?? this.#layers).get(mount.layer) ?? {};
  }

  #locate(clean: string): { mount: MountPoint; inner: string } {
    for (const mount of this.#mounts) {
      if (mount.path !== '/' && clean !== mount.path && !clean.startsWith(`${mount.path}/`)) continue;
      const rest = mount.path === '/' ? (clean === '/' ? '' : clean) : clean.slice(mount.path.length);
      const base = mount.subPath ? normalisePath(`/${mount.subPath}`) : '';
      const inner = (base === '/' ? '' : base) + rest;
      return { mount, inner: inner === '' ? '/' : inner };
    }
    return { mount: ROOT, inner: clean };
  }

  #nodeIn(mount: MountPoint, inner: string): FileNode | undefined {
    if (inner === '/') return { kind: 'dir', ...mount.root };
    const own = (mount.layers ?? this.#layers).get(mount.layer)?.[inner];
    if (own === null) return undefined;
    const base = mount.base();
    const node = own ?? base[inner];
    if (node) return node;
    const isMounted = mount.subPath !== undefined && inner === normalisePath(`/${mount.subPath}`);
    if (isMounted) return { kind: 'dir', ...mount.root };
    const prefix = `${inner}/`;
    return Object.keys(base).some((key) => key.startsWith(prefix)) ? { kind: 'dir' } : undefined;
  }

  #isReadOnly(clean: string): boolean {
    return this.#locate(clean).mount.readOnly;
  }

  #owns(node: FileNode): boolean {
    return this.#user === undefined || this.#user.uid === 0 || this.#user.uid === (node.uid ?? 0);
  }

  #may(node: FileNode, bit: 1 | 2 | 4): boolean {
    const user = this.#user;
    if (user === undefined || user.uid === 0) return true;
    const mode = node.mode ?? (node.kind === 'dir' ? 0o755 : 0o644);
    if (user.uid === (node.uid ?? 0)) return (mode & (bit << 6)) !== 0;
    const gid = node.gid ?? 0;
    if (user.gid === gid || user.groups.includes(gid)) return (mode & (bit << 3)) !== 0;
    return (mode & bit) !== 0;
  }

  /** A folder above `clean` may not be entered. */
  #blockedAbove(clean: string): boolean {
    if (this.#user === undefined || this.#user.uid === 0) return false;
    for (let path = parentOf(clean); path !== '/'; path = parentOf(path)) {
      const node = this.stat(path);
      if (node !== undefined && !this.#may(node, 1)) return true;
    }
    return false;
  }

  #create(clean: string, node: FileNode): FileError | undefined {
    if (this.#isReadOnly(clean)) return 'Read-only file system';
    const folder = this.stat(parentOf(clean)) ?? { kind: 'dir' };
    if (!this.#may(folder, 2) || this.#blockedAbove(clean)) return 'Permission denied';
    const owner = this.#ownership(folder);
    const inherited = node.kind === 'dir' && ((folder.mode ?? 0) & SETGID) !== 0 ? { mode: 0o2755 } : {};
    return this.#put(clean, { ...node, ...owner, ...inherited, ...this.#stamp() });
  }

  /** Who owns what the user makes in `folder`: the user, and the folder's group if it hands that on. */
  #ownership(folder: FileNode): FileOwnership {
    const user = this.#user;
    const uid = user?.uid ?? 0;
    const gid = ((folder.mode ?? 0) & SETGID) !== 0 ? (folder.gid ?? 0) : (user?.gid ?? 0);
    return { ...(uid === 0 ? {} : { uid }), ...(gid === 0 ? {} : { gid }) };
  }

  #stamp(): FileOwnership {
    return this.#user === undefined ? {} : { at: this.#user.now() };
  }

  #put(clean: string, node: FileNode | null): FileError | undefined {
    const { mount, inner } = this.#locate(clean);
    if (mount.readOnly) return 'Read-only file system';
    const layers = mount.layers ?? this.#layers;
    const layer = { ...layers.get(mount.layer) };
    if (node === null && !(inner in mount.base())) delete layer[inner];
    else layer[inner] = node;
    layers.set(mount.layer, layer);
    this.#user?.changed?.(clean);
    return undefined;
  }
}

const ROOT: MountPoint = { path: '/', layer: '', readOnly: true, base: () => ({}) };

function isSink(path: string): boolean {
  return path === '/dev/null' || path === '/dev/stdout' || path === '/dev/stderr';
}

function ownershipOf({ mode, uid, gid }: FileOwnership): FileOwnership {
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  };
}

/** Where a link at `path` leads. */
function targetOf(path: string, target: string): string {
  return normalisePath(target.startsWith('/') ? target : `${parentOf(path)}/${target}`);
}

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
