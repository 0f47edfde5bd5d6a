/**
 * What a volume looks like whose content the kubelet writes: all files lie in a hidden folder that is replaced as a whole,
 * and the names that people see are links into it. So a container sees either all of a change or nothing of it.
 * Models pkg/volume/util/atomic_writer.go (v1.36.3).
 */
import { boundToken } from '../../api/core/serviceAccountToken';
import { sha256 } from '../../api/meta/sha256';
import { formatDate } from './calendar';
import type { VolumeContent, VolumeFile } from './containerRuntime';
import type { FileLayer, FileNode } from './fileSystem';

const layers = new WeakMap<VolumeContent, FileLayer>();
const EMPTY: FileLayer = {};

/** The tree of that content; the same one for the same content. */
export function volumeLayer(content: VolumeContent | undefined): FileLayer {
  if (content === undefined) return EMPTY;
  const known = layers.get(content);
  if (known !== undefined) return known;
  const { at, gid } = content;
  const folder = `..${formatDate(at, '%Y_%m_%d_%H_%M_%S')}.${suffixOf(content)}`;
  const group = gid === undefined ? {} : { gid };
  const files: Record<string, FileNode> = {
    [`/${folder}`]: { kind: 'dir', at, ...group, ...(gid === undefined ? {} : { mode: 0o2775 }) },
    '/..data': { kind: 'link', target: folder, at },
  };
  for (const [path, file] of Object.entries(content.files)) {
    files[`/${folder}/${path}`] = fileNode(file, at, gid);
    const [first = path] = path.split('/');
    files[`/${first}`] ??= { kind: 'link', target: `..data/${first}`, at };
  }
  layers.set(content, files);
  return files;
}

/** The same files as they were at one moment, as a subPath mounts them. */
export function copiedFiles(files: Readonly<Record<string, VolumeFile | string>>): FileLayer {
  const layer: Record<string, FileNode> = {};
  for (const [path, file] of Object.entries(files)) {
    layer[`/${path}`] = typeof file === 'string' ? { kind: 'file', text: file } : fileNode(file, undefined, undefined);
  }
  return layer;
}

/** The random number behind the folder's time; the same for the same content. */
function suffixOf({ files, at }: VolumeContent): number {
  return Number.parseInt(sha256(`${at} ${JSON.stringify(files)}`).slice(0, 8), 16);
}

function fileNode(file: VolumeFile, at: number | undefined, gid: number | undefined): FileNode {
  const { mode, token } = file;
  const text = token === undefined ? file.text : boundToken(token, Math.floor((at ?? 0) / 1000));
  const node = { kind: 'file', text, mode: gid === undefined ? mode : mode | 0o440 } as const;
  return { ...node, ...(at === undefined ? {} : { at }), ...(gid === undefined ? {} : { gid }) };
}
