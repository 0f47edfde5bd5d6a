/**
 * What the volumes of a pod hold. ConfigMaps and Secrets are read when the volume is mounted.
 * Models pkg/volume/{configmap,secret,projected,downwardapi} (v1.36.3).
 * Left out: refresh of mounted ConfigMaps and Secrets, file modes, PersistentVolumes; the CA and the token are stand-ins.
 */
import { ApiError } from '../api/meta/status';
import type { Container, KeyToPath, Pod, Volume } from '../api/core/pod';
import { type SourceKind, missingText, readSource } from './configSource';
import type { Kubelet } from './context';
import { fieldValue } from './downwardApi';
import type { Mount } from './runtime/containerRuntime';

type Files = Readonly<Record<string, string>>;
type Content =
  | { readonly type: 'files'; readonly files: Files }
  | { readonly type: 'missing'; readonly message: string };

/** Set when a volume cannot be mounted yet; `message` is the event's. */
export interface MountFailure {
  readonly volume: string;
  readonly message: string;
}

/** Reads what the volumes hold and keeps it; the first volume that cannot be mounted otherwise. */
export async function mountVolumes(kl: Kubelet, pod: Pod): Promise<MountFailure | undefined> {
  for (const volume of pod.spec.volumes ?? []) {
    let content: Content | undefined;
    try {
      content = await contentOf(kl, pod, volume);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      content = { type: 'missing', message: error.message };
    }
    if (content === undefined) continue;
    if (content.type === 'missing') {
      return {
        volume: volume.name,
        message: `MountVolume.SetUp failed for volume "${volume.name}" : ${content.message}`,
      };
    }
    kl.volumes.set(`${pod.metadata.uid}/${volume.name}`, content.files);
  }
  return undefined;
}

/** Forgets what the pod's volumes held. */
export function unmountVolumes(kl: Kubelet, pod: Pod): void {
  for (const { name } of pod.spec.volumes ?? []) kl.volumes.delete(`${pod.metadata.uid}/${name}`);
}

/** The container's mounts, with the content that the kubelet put there. */
export function mountsOf(kl: Kubelet, pod: Pod, container: Container): readonly Mount[] {
  return (container.volumeMounts ?? []).map(({ name, mountPath, subPath, readOnly }) => {
    const files = kl.volumes.get(`${pod.metadata.uid}/${name}`);
    return {
      volume: name,
      mountPath,
      readOnly: readOnly === true,
      ...(subPath === undefined || subPath === '' ? {} : { subPath }),
      ...(files === undefined ? {} : { files }),
    };
  });
}

async function contentOf(kl: Kubelet, pod: Pod, volume: Volume): Promise<Content | undefined> {
  if (volume.configMap !== undefined) {
    return sourceFiles(kl, pod, 'ConfigMap', volume.configMap);
  }
  if (volume.secret !== undefined) {
    const { secretName, items, optional } = volume.secret;
    return sourceFiles(kl, pod, 'Secret', { name: secretName, items, optional });
  }
  if (volume.projected !== undefined) return projectedFiles(kl, pod, volume.projected.sources);
  if (volume.downwardAPI !== undefined) return { type: 'files', files: downwardFiles(kl, pod, volume.downwardAPI) };
  return undefined;
}

interface Selection {
  readonly name: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

async function sourceFiles(kl: Kubelet, pod: Pod, kind: SourceKind, selection: Selection): Promise<Content> {
  const { name, items, optional = false } = selection;
  const texts = await readSource(kl, pod, kind, name);
  if (texts === undefined && !optional) return { type: 'missing', message: missingText(kind, name) };
  const word =
    kind === 'ConfigMap' ? 'configmap references non-existent config key' : 'references non-existent secret key';
  return select(texts ?? {}, items, optional, (key) => `${word}: ${key}`);
}

function select(
  texts: Files,
  items: readonly KeyToPath[] | undefined,
  optional: boolean,
  message: (key: string) => string,
): Content {
  if (items === undefined) return { type: 'files', files: texts };
  const files: Record<string, string> = {};
  for (const { key, path } of items) {
    const text = texts[key];
    if (text !== undefined) files[path] = text;
    else if (!optional) return { type: 'missing', message: message(key) };
  }
  return { type: 'files', files };
}

/** The parts of a projected volume that are acted on. */
interface ProjectedSource {
  readonly configMap?: Selection;
  readonly secret?: Selection;
  readonly downwardAPI?: unknown;
  readonly serviceAccountToken?: { readonly path: string };
}

async function projectedFiles(kl: Kubelet, pod: Pod, sources: readonly unknown[]): Promise<Content> {
  let files: Files = {};
  for (const one of sources) {
    const source = one as ProjectedSource; // Validated by the API server.
    let content: Content | undefined;
    if (source.configMap?.name === 'kube-root-ca.crt') {
      content = { type: 'files', files: { 'ca.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' } };
    } else if (source.configMap !== undefined) {
      content = await sourceFiles(kl, pod, 'ConfigMap', source.configMap);
    } else if (source.secret !== undefined) {
      content = await sourceFiles(kl, pod, 'Secret', source.secret);
    } else if (source.serviceAccountToken !== undefined) {
      const token = `simulated.${pod.metadata.namespace ?? ''}.${pod.spec.serviceAccountName ?? 'default'}`;
      content = { type: 'files', files: { [source.serviceAccountToken.path]: token } };
    } else if (source.downwardAPI !== undefined) {
      content = { type: 'files', files: downwardFiles(kl, pod, source.downwardAPI) };
    }
    if (content?.type === 'missing') return content;
    files = { ...files, ...content?.files };
  }
  return { type: 'files', files };
}

function downwardFiles(kl: Kubelet, pod: Pod, source: unknown): Files {
  const files: Record<string, string> = {};
  // Validated by the API server.
  const { items } = source as { readonly items?: readonly { path: string; fieldRef?: { fieldPath: string } }[] };
  for (const { path, fieldRef } of items ?? []) {
    if (fieldRef !== undefined) files[path] = fieldValue(kl, pod, fieldRef.fieldPath) ?? '';
  }
  return files;
}
