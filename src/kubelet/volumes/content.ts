/**
 * What the kubelet writes into volumes: ConfigMaps, Secrets, facts about the pod, tokens, and mixtures of them.
 * Models pkg/volume/{configmap,secret,downwardapi,projected} (v1.36.3). Left out: clusterTrustBundle, podCertificate.
 */
import { ApiError } from '../../api/meta/status';
import type {
  DownwardAPIVolumeFile,
  KeyToPath,
  Pod,
  PodSecurityContext,
  Volume,
  VolumeProjection,
} from '../../api/core/pod';
import type { Kubelet } from '../context';
import { fieldValue, resourceValue } from '../downwardApi';
import type { VolumeFile } from '../runtime/containerRuntime';
import { type SourceKind, missingText, readSource } from './configSource';

export type Files = Readonly<Record<string, VolumeFile>>;

/** A volume cannot be set up: the message is what the Event says behind the volume's name. */
export class MountError extends Error {
  override readonly name = 'MountError';
}

const DEFAULT_MODE = 0o644;

/** The files of a volume that the kubelet writes; undefined for a volume of another kind. Throws MountError or ApiError. */
export async function contentOf(kl: Kubelet, pod: Pod, volume: Volume): Promise<Files | undefined> {
  if (volume.configMap !== undefined) {
    const { defaultMode = DEFAULT_MODE } = volume.configMap;
    return sourceFiles(kl, pod, 'ConfigMap', volume.configMap, defaultMode);
  }
  if (volume.secret !== undefined) {
    const { secretName: name, items, optional, defaultMode = DEFAULT_MODE } = volume.secret;
    return sourceFiles(kl, pod, 'Secret', { name, items, optional }, defaultMode);
  }
  if (volume.downwardAPI !== undefined) {
    const { items, defaultMode = DEFAULT_MODE } = volume.downwardAPI;
    return downwardFiles(kl, pod, items, defaultMode);
  }
  if (volume.projected === undefined) return undefined;
  return projectedFiles(kl, pod, volume.projected.sources, volume.projected.defaultMode ?? DEFAULT_MODE);
}

interface Selection {
  readonly name: string;
  readonly items?: readonly KeyToPath[];
  readonly optional?: boolean;
}

async function sourceFiles(
  kl: Kubelet,
  pod: Pod,
  kind: SourceKind,
  { name, items, optional = false }: Selection,
  defaultMode: number,
): Promise<Files> {
  const texts = await readSource(kl, pod, kind, name);
  if (texts === undefined && !optional) throw new MountError(missingText(kind, name));
  const files: Record<string, VolumeFile> = {};
  if (items === undefined || items.length === 0) {
    for (const [key, text] of Object.entries(texts ?? {})) files[key] = { text, mode: defaultMode };
    return files;
  }
  for (const { key, path, mode = defaultMode } of items) {
    const text = texts?.[key];
    if (text !== undefined) files[path] = { text, mode };
    else if (!optional) {
      const what =
        kind === 'ConfigMap' ? 'configmap references non-existent config key' : 'references non-existent secret key';
      throw new MountError(`${what}: ${key}`);
    }
  }
  return files;
}

/** All sources in one folder; what is wrong with any of them is told together. */
async function projectedFiles(
  kl: Kubelet,
  pod: Pod,
  sources: readonly VolumeProjection[],
  defaultMode: number,
): Promise<Files> {
  const files: Record<string, VolumeFile> = {};
  const refusals: string[] = [];
  for (const source of sources) {
    try {
      Object.assign(files, await projectionFiles(kl, pod, source, defaultMode));
    } catch (error) {
      if (!(error instanceof MountError || error instanceof ApiError)) throw error;
      refusals.push(error.message);
    }
  }
  if (refusals.length === 0) return files;
  throw new MountError(refusals.length === 1 ? (refusals[0] ?? '') : `[${refusals.join(', ')}]`);
}

async function projectionFiles(kl: Kubelet, pod: Pod, source: VolumeProjection, defaultMode: number): Promise<Files> {
  if (source.configMap !== undefined) return sourceFiles(kl, pod, 'ConfigMap', source.configMap, defaultMode);
  if (source.secret !== undefined) return sourceFiles(kl, pod, 'Secret', source.secret, defaultMode);
  if (source.downwardAPI !== undefined) return downwardFiles(kl, pod, source.downwardAPI.items, defaultMode);
  if (source.serviceAccountToken === undefined) return {};
  return tokenFile(kl, pod, source.serviceAccountToken, defaultMode);
}

/** The token itself is put together when somebody reads it. */
async function tokenFile(
  kl: Kubelet,
  pod: Pod,
  { path, audience, expirationSeconds = 3600 }: NonNullable<VolumeProjection['serviceAccountToken']>,
  defaultMode: number,
): Promise<Files> {
  const { namespace = '', name: podName, uid: podUid } = pod.metadata;
  const name = pod.spec.serviceAccountName ?? 'default';
  try {
    const { uid } = (await kl.world.client.get('ServiceAccount', { namespace, name })).metadata;
    const bound = { namespace, name, uid, pod: { name: podName, uid: podUid }, node: kl.node };
    const audiences = audience === undefined || audience === '' ? {} : { audience };
    // What belongs to a user of the pod's own is nobody else's business.
    const { fsGroup, runAsUser } = securityOf(pod);
    const mode = fsGroup === undefined && runAsUser === undefined ? defaultMode : 0o600;
    return { [path]: { text: '', mode, token: { ...bound, ...audiences, expirationSeconds } } };
  } catch (error) {
    if (error instanceof ApiError) throw new MountError(`failed to fetch token: ${error.message}`);
    throw error;
  }
}

function securityOf(pod: Pod): PodSecurityContext {
  return pod.spec.securityContext ?? {};
}

/** One file for each fact. */
function downwardFiles(
  kl: Kubelet,
  pod: Pod,
  items: readonly DownwardAPIVolumeFile[] | undefined,
  defaultMode: number,
): Files {
  const files: Record<string, VolumeFile> = {};
  for (const { path, fieldRef, resourceFieldRef, mode = defaultMode } of items ?? []) {
    if (fieldRef !== undefined) files[path] = { text: fieldValue(kl, pod, fieldRef.fieldPath) ?? '', mode };
    if (resourceFieldRef === undefined) continue;
    const { containerName, resource, divisor } = resourceFieldRef;
    const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
    const container = all.find(({ name }) => name === containerName);
    if (container !== undefined) files[path] = { text: resourceValue(kl, container, resource, divisor), mode };
  }
  return files;
}
