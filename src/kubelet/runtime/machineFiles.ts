/**
 * The disk of one machine, and the disks that all machines reach: what hostPath volumes, local volumes and network disks hold,
 * and what the kubelet writes for its pods. It outlives pods, kubelets and boots.
 */
import type { StateMap } from '../../sim/clock';
import type { HostFiles, VolumeContent } from './containerRuntime';
import { type FileLayer, FileSystem, type MountPoint } from './fileSystem';

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

/** Opened over the maps of one machine. */
export class MachineFiles implements HostFiles {
  constructor(
    readonly node: string,
    private readonly layers: StateMap<FileLayer>,
    private readonly contents: StateMap<VolumeContent>,
    /** By name; shared by all machines. */
    readonly disks: StateMap<FileLayer>,
  ) {}

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

  #tree(): FileSystem {
    const { node } = this;
    const root: MountPoint = { path: '/', layer: HOST_LAYER, readOnly: false, base: () => hostFiles(node) };
    return new FileSystem(this.layers, [root]);
  }
}

function emptyAt(layer: string): MountPoint {
  return { path: '/', layer, readOnly: false, base: () => ({}) };
}
