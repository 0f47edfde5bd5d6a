/**
 * Reads ConfigMaps and Secrets for environments and volumes.
 * Models pkg/kubelet/configmap and secret managers (v1.36.3): what was read once serves on while the network is cut.
 */
import { decodeBase64 } from '../api/meta/base64';
import { ApiError } from '../api/meta/status';
import type { Pod } from '../api/core/pod';
import type { Kubelet } from './context';

export type SourceKind = 'ConfigMap' | 'Secret';
/** Key to text; binary values are read as UTF-8. */
export type SourceData = Readonly<Record<string, string>>;

/** The texts of a ConfigMap or Secret of the pod's namespace; undefined if there is none. Throws ApiError if nobody answers. */
export async function readSource(
  kl: Kubelet,
  pod: Pod,
  kind: SourceKind,
  name: string,
): Promise<SourceData | undefined> {
  const memo = `${pod.metadata.uid}/${kind}/${name}`;
  try {
    const data = await fetchSource(kl, { namespace: pod.metadata.namespace ?? '', name }, kind);
    kl.sources.set(memo, data);
    return data;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') return undefined;
    const known = kl.sources.get(memo);
    if (known === undefined) throw error;
    return known;
  }
}

/** Forgets what was read for the pod. */
export function forgetSources(kl: Kubelet, pod: Pod): void {
  if (kl.sources.size === 0) return;
  for (const key of [...kl.sources.keys()]) if (key.startsWith(`${pod.metadata.uid}/`)) kl.sources.delete(key);
}

async function fetchSource(
  kl: Kubelet,
  key: { namespace: string; name: string },
  kind: SourceKind,
): Promise<SourceData> {
  const { client } = kl.world;
  if (kind === 'Secret') return decoded((await client.get('Secret', key)).data);
  const { data, binaryData } = await client.get('ConfigMap', key);
  return { ...data, ...decoded(binaryData) };
}

function decoded(data: Readonly<Record<string, string>> | undefined): SourceData {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(data ?? {})) texts[key] = decodeBase64(value) ?? '';
  return texts;
}

/** `configmap "x" not found`, as events and statuses tell it. */
export function missingText(kind: SourceKind, name: string): string {
  return `${kind.toLowerCase()} "${name}" not found`;
}
