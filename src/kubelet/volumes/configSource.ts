/**
 * Reads ConfigMaps and Secrets for environments and volumes.
 * Models pkg/kubelet/configmap and secret managers (v1.36.3): what was read once serves on while the network is cut, and
 * what is immutable is not read again.
 */
import { decodeBase64 } from '../../api/meta/base64';
import { ApiError } from '../../api/meta/status';
import type { Pod } from '../../api/core/pod';
import type { Kubelet, SourceEntry } from '../context';

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
  const known = kl.sources.size === 0 ? undefined : kl.sources.get(memo);
  if (known?.immutable === true) return known.data;
  try {
    const entry = await fetchSource(kl, { namespace: pod.metadata.namespace ?? '', name }, kind);
    // Every pod mounts the cluster's authority; it is not worth a row for each.
    if (name !== 'kube-root-ca.crt') kl.sources.set(memo, entry);
    return entry.data;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') return undefined;
    if (known === undefined) throw error;
    return known.data;
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
): Promise<SourceEntry> {
  const { client } = kl.world;
  if (kind === 'Secret') {
    const { data, immutable } = await client.get('Secret', key);
    return { data: decoded(data), ...(immutable === true ? { immutable } : {}) };
  }
  const { data = {}, binaryData, immutable } = await client.get('ConfigMap', key);
  const all = binaryData === undefined ? data : { ...data, ...decoded(binaryData) };
  return { data: all, ...(immutable === true ? { immutable } : {}) };
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
