/** Which files a container starts with: its image's, those that every container gets, and its volumes. */
import type { ContainerConfig, Mount } from './containerRuntime';
import type { FileLayer, FileNode, FileOwnership, MountPoint } from './fileSystem';
import { normalisePath } from './fileSystem';
import { HOST_LAYER, hostFiles } from './machineFiles';
import type { MachineFiles } from './machineFiles';
import type { ImageBehaviour } from './process';
import { copiedFiles, volumeLayer } from './volumeContent';

const DIRECTORIES = [
  '/bin',
  '/dev',
  '/etc',
  '/home',
  '/lib',
  '/mnt',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/srv',
  '/sys',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/usr/local',
  '/usr/local/bin',
  '/usr/share',
  '/var',
  '/var/lib',
  '/var/log',
  '/var/run',
] as const;

const DIRECTORY: FileNode = { kind: 'dir' };
/** Where everybody may write. */
const TEMPORARY: FileNode = { kind: 'dir', mode: 0o1777 };
const NOTHING: FileLayer = {};

/** Where the kubelet's hosts file, DNS settings and the like come from. */
export interface PodFacts {
  readonly ip: string;
  readonly clusterDns: string;
  readonly clusterDomain: string;
  readonly machine: MachineFiles;
}

/** The tree of one container, outermost first. */
export function mountPoints(id: string, config: ContainerConfig, image: ImageBehaviour, pod: PodFacts): MountPoint[] {
  const base = once(() => rootFiles(config, image, pod));
  const isReadOnly = config.readOnlyRoot === true;
  const root: MountPoint = { path: '/', layer: id, readOnly: isReadOnly, device: 'overlay', type: 'overlay', base };
  const volumes = config.mounts.map((mount) => volumeMount(config.podUid, mount, pod.machine));
  if (!isReadOnly) return [root, ...volumes];
  // What the runtime itself mounts stays open.
  const open = ['/dev', '/etc/hosts', '/etc/resolv.conf', normalisePath(config.terminationMessagePath)];
  return [root, ...open.map((path) => ({ path, layer: id, subPath: path, readOnly: false, base })), ...volumes];
}

function volumeMount(podUid: string, mount: Mount, machine: MachineFiles): MountPoint {
  const { source = { type: 'emptyDir' }, subPath, readOnly } = mount;
  const path = normalisePath(mount.mountPath);
  const own = {
    path,
    layer: layerOfVolume(podUid, mount.volume),
    readOnly,
    ...(subPath ? { subPath } : {}),
    base: () => NOTHING,
  };
  switch (source.type) {
    case 'emptyDir':
      return source.inMemory === true
        ? { ...own, root: groupOwned(0o1777, source.gid), device: 'tmpfs', type: 'tmpfs' }
        : { ...own, root: groupOwned(0o777, source.gid) };
    case 'host': {
      const folder = normalisePath(`${source.path}/${subPath ?? ''}`);
      return { ...own, layer: HOST_LAYER, subPath: folder, base: () => hostFiles(machine.node) };
    }
    case 'disk':
      return { ...own, layer: source.name, layers: machine.disks, root: groupOwned(0o755, source.gid) };
    case 'kubelet': {
      const device = source.inMemory === true ? { device: 'tmpfs', type: 'tmpfs' } : {};
      const base = once(() => volumeLayer(machine.volumeAt(own.layer)));
      const mode = source.inMemory === true ? 0o1777 : 0o777;
      return { ...own, root: groupOwned(mode, source.gid), readOnly: true, base, ...device };
    }
    case 'copy':
      return { ...own, readOnly: true, base: once(() => copiedFiles(source.files)) };
  }
}

/** A volume's folder that belongs to the group of the pod hands that group on. */
function groupOwned(mode: number, gid: number | undefined): FileOwnership {
  return gid === undefined ? { mode } : { mode: (mode & 0o7777) | 0o2070, gid };
}

/** Computes a value when it is first asked for; most calls into a container never look at its files. */
function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}

/** Key of the layer that the containers of a pod share. */
export function layerOfVolume(podUid: string, volume: string): string {
  return `${podUid}/${volume}`;
}

function rootFiles(config: ContainerConfig, image: ImageBehaviour, pod: PodFacts): FileLayer {
  const { hostname } = config;
  const files: Record<string, FileNode> = { '/tmp': TEMPORARY, '/var/tmp': TEMPORARY };
  for (const directory of DIRECTORIES) files[directory] = DIRECTORY;
  const texts: Readonly<Record<string, string>> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': config.hostsFile ?? hostsFile(`${pod.ip}\t${hostname}`),
    '/etc/resolv.conf': config.resolvConf ?? resolvConf(config.namespace, pod),
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n',
    ...image.files,
  };
  for (const [path, text] of Object.entries(texts)) files[path] = { kind: 'file', text };
  for (const path of ['/dev/null', '/dev/zero', normalisePath(config.terminationMessagePath)])
    files[path] = { kind: 'file', text: '', mode: 0o666 };
  const owner = image.uid === undefined || image.uid === 0 ? {} : { uid: image.uid };
  if (image.workingDir) files[normalisePath(image.workingDir)] = { kind: 'dir', ...owner };
  const { workingDir } = config;
  if (workingDir) files[normalisePath(workingDir)] ??= { kind: 'dir' };
  return files;
}

/** The hosts file of a pod whose own line is `line`. Models pkg/kubelet/kubelet_pods.go, managedHostsFileContent. */
export function hostsFile(line: string): string {
  return (
    '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' +
    `fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${line}\n`
  );
}

function resolvConf(namespace: string, { clusterDomain, clusterDns }: PodFacts): string {
  const search = `${namespace}.svc.${clusterDomain} svc.${clusterDomain} ${clusterDomain}`;
  return `search ${search}\nnameserver ${clusterDns}\noptions ndots:5\n`;
}
