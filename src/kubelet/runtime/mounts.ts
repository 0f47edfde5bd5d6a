/** Which files a container starts with: its image's, those that every container gets, and its volumes. */
import type { ContainerConfig, Mount } from './containerRuntime';
import type { FileLayer, FileNode, MountPoint } from './fileSystem';
import { normalisePath } from './fileSystem';
import type { ImageBehaviour } from './process';

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
  '/tmp',
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
  '/var/tmp',
] as const;

const DIRECTORY: FileNode = { kind: 'dir' };

/** Where the kubelet's hosts file, DNS settings and the like come from. */
export interface PodFacts {
  readonly ip: string;
  readonly clusterDns: string;
  readonly clusterDomain: string;
}

/** The tree of one container, outermost first. */
export function mountPoints(id: string, config: ContainerConfig, image: ImageBehaviour, pod: PodFacts): MountPoint[] {
  const root: MountPoint = { path: '/', layer: id, readOnly: false, base: once(() => rootFiles(config, image, pod)) };
  return [root, ...config.mounts.map((mount) => volumeMount(config.podUid, mount))];
}

function volumeMount(podUid: string, mount: Mount): MountPoint {
  return {
    path: normalisePath(mount.mountPath),
    layer: layerOfVolume(podUid, mount.volume),
    ...(mount.subPath ? { subPath: mount.subPath } : {}),
    readOnly: mount.readOnly,
    base: once(() => volumeFiles(mount)),
  };
}

function volumeFiles(mount: Mount): FileLayer {
  const files: Record<string, FileNode> = {};
  for (const [path, text] of Object.entries(mount.files ?? {}))
    files[normalisePath(`/${path}`)] = { kind: 'file', text };
  return files;
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
  const { namespace, hostname } = config;
  const search = `${namespace}.svc.${pod.clusterDomain} svc.${pod.clusterDomain} ${pod.clusterDomain}`;
  const hosts =
    '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n' +
    `fe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n${pod.ip}\t${hostname}\n`;
  const files: Record<string, FileNode> = {};
  for (const directory of DIRECTORIES) files[directory] = DIRECTORY;
  const texts: Readonly<Record<string, string>> = {
    '/etc/hostname': `${hostname}\n`,
    '/etc/hosts': hosts,
    '/etc/resolv.conf': `search ${search}\nnameserver ${pod.clusterDns}\noptions ndots:5\n`,
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n',
    '/dev/null': '',
    '/dev/zero': '',
    [normalisePath(config.terminationMessagePath)]: '',
    ...image.files,
  };
  for (const [path, text] of Object.entries(texts)) files[path] = { kind: 'file', text };
  if (image.workingDir) files[normalisePath(image.workingDir)] = { kind: 'dir' };
  if (config.workingDir) files[normalisePath(config.workingDir)] = { kind: 'dir' };
  return files;
}
