/**
 * The disk of one machine, and the disks that all machines reach: what hostPath volumes, local volumes and network disks hold,
 * and what the kubelet writes for its pods. It outlives pods, kubelets and boots.
 */
import { HOST_RESOLVER } from '../../dns/outsideNames';
import type { Json, StateMap } from '../../sim/clock';
import type { ContainerConfig, HostFiles, ManifestFile, VolumeContent } from './containerRuntime';
import { type FileLayer, FileSystem, type MountPoint, normalisePath, parentOf } from './fileSystem';

/** Key of the machine's own tree among the layers. */
export const HOST_LAYER = 'host';

const FOLDERS = [
  '/bin',
  '/boot',
  '/data',
  '/dev',
  '/etc',
  '/etc/kubernetes',
  '/etc/kubernetes/manifests',
  '/home',
  '/lib',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/run/containerd',
  '/sbin',
  '/srv',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/var',
  '/var/lib',
  '/var/lib/kubelet',
  '/var/lib/containerd',
  '/var/log',
  '/var/log/containers',
  '/var/log/pods',
] as const;
const SOCKETS = new Set(['/run/containerd/containerd.sock', '/var/run/containerd/containerd.sock']);

const trees = new Map<string, FileLayer>();

/** What is on the disk of machine `node` before anybody has written there. */
export function hostFiles(node: string): FileLayer {
  let tree = trees.get(node);
  if (tree === undefined) {
    const files: Record<string, FileLayer[string]> = {
      '/tmp': { kind: 'dir', mode: 0o1777 },
      '/var/run': { kind: 'link', target: '/run' },
      '/etc/hostname': { kind: 'file', text: `${node}\n` },
      '/etc/hosts': { kind: 'file', text: `127.0.0.1\tlocalhost\n127.0.1.1\t${node}\n` },
      '/etc/resolv.conf': { kind: 'file', text: `nameserver ${HOST_RESOLVER}\n` },
      '/etc/machine-id': { kind: 'file', text: 'c0ffee00c0ffee00c0ffee00c0ffee00\n', mode: 0o444 },
      '/etc/os-release': {
        kind: 'file',
        text: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
      },
      '/run/containerd/containerd.sock': { kind: 'file', text: '', mode: 0o660 },
    };
    for (const folder of FOLDERS) files[folder] = { kind: 'dir' };
    tree = Object.freeze(files);
    trees.set(node, tree);
  }
  return tree;
}

/** The kubelet passes over folders and hidden files. */
const MANIFEST = /^\/etc\/kubernetes\/manifests\/[^./][^/]*$/;

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // Whatever it is, it came out of JSON.
  } catch {
    return undefined;
  }
}

/** Opened over the maps of one machine. */
export class MachineFiles implements HostFiles {
  constructor(
    readonly node: string,
    private readonly layers: StateMap<FileLayer>,
    private readonly contents: StateMap<VolumeContent>,
    /** By name; shared by all machines. */
    readonly disks: StateMap<FileLayer>,
    /** What YAML texts say, by the text: the engine itself reads JSON only. */
    private readonly yaml: StateMap<Json>,
  ) {}

  manifests(): readonly ManifestFile[] {
    const layer = this.layers.get(HOST_LAYER);
    if (layer === undefined) return [];
    const files: ManifestFile[] = [];
    for (const [path, node] of Object.entries(layer)) {
      if (node?.kind !== 'file' || !MANIFEST.test(path)) continue;
      const manifest = this.yaml.get(node.text) ?? parsed(node.text);
      files.push({ path, text: node.text, ...(manifest === undefined ? {} : { manifest }) });
    }
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
  /** Writes a file with the folders above it; `manifest` is what it says where it is YAML. Why not, if it cannot be. */
  put(path: string, text: string, manifest?: Json): string | undefined {
    const tree = this.#tree();
    tree.makeDirectory(parentOf(path), true);
    const refusal = tree.write(path, text);
    if (refusal === undefined && manifest !== undefined && MANIFEST.test(normalisePath(path))) {
      this.yaml.set(text, manifest);
    }
    return refusal;
  }
  /** The disk of that name, and the folder of the machine, are empty again. */
  wipe(disk: string, folder: string | undefined): void {
    this.disks.delete(disk);
    if (folder !== undefined) this.#tree().remove(folder, true);
  }

  /** Why not, if there is no such file. */
  remove(path: string): string | undefined {
    return this.#tree().remove(path, false);
  }

  kindOf(path: string): 'file' | 'dir' | 'socket' | undefined {
    const node = this.#tree().stat(path);
    return node?.kind === 'file' && SOCKETS.has(this.#tree().resolve(path)) ? 'socket' : node?.kind;
  }
  makeDirectory(path: string): void {
    this.#tree().makeDirectory(path, true);
  }
  makeFile(path: string): string | undefined {
    return this.#tree().write(path, '', { append: true });
  }
  setVolume(podUid: string, volume: string, content: VolumeContent): void {
    this.contents.set(`${podUid}/${volume}`, content);
  }
  volume(podUid: string, volume: string): VolumeContent | undefined {
    return this.contents.get(`${podUid}/${volume}`);
  }
  /** By the key of its layer. */
  volumeAt(layer: string): VolumeContent | undefined {
    return this.contents.get(layer);
  }
  readFile(podUid: string, volume: string, path: string): string | undefined {
    return new FileSystem(this.layers, [emptyAt(`${podUid}/${volume}`)]).read(`/${path}`);
  }
  removeVolume(podUid: string, volume: string): void {
    const key = `${podUid}/${volume}`;
    this.contents.delete(key);
    this.layers.delete(key);
  }

  /** Makes a folder in the layer of an emptyDir, */
  makeIn(layer: string, folder: string): void {
    new FileSystem(this.layers, [emptyAt(layer)]).makeDirectory(`/${folder}`, true);
  }
  /** or on a disk. */
  makeOnDisk(name: string, folder: string): void {
    new FileSystem(this.disks, [emptyAt(name)]).makeDirectory(`/${folder}`, true);
  }

  /** A subPath, or a folder of the machine, that is not there is made when its container is. */
  makeMounted({ podUid, mounts }: ContainerConfig): void {
    for (const { volume, source, subPath } of mounts) {
      if (source?.type === 'host') {
        const path = `${source.path}/${subPath ?? ''}`;
        if (this.kindOf(path) === undefined) this.makeDirectory(path);
      } else if (subPath && source?.type === 'disk') this.makeOnDisk(source.name, subPath);
      else if (subPath && (source === undefined || source.type === 'emptyDir'))
        this.makeIn(`${podUid}/${volume}`, subPath);
    }
  }

  #tree(): FileSystem {
    const { node } = this;
    const root: MountPoint = { path: '/', layer: HOST_LAYER, readOnly: false, base: () => hostFiles(node) };
    return new FileSystem(this.layers, [root]);
  }
}

function emptyAt(layer: string): MountPoint {
  return { path: '/', layer, readOnly: false, base: () => ({}) };
}
