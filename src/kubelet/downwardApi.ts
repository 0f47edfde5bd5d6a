/**
 * Values that a pod may read about itself.
 * Models pkg/fieldpath and pkg/kubelet/kubelet_pods.go, podFieldSelectorRuntimeValue (v1.36.3).
 */
import { milliValue, wholeValue } from '../api/meta/quantity';
import type { Container, Pod } from '../api/core/pod';
import type { Kubelet } from './context';

/** The value at `fieldPath`, e.g. `metadata.labels['app']`, `status.podIP`; undefined if there is no such field. */
export function fieldValue(kl: Kubelet, pod: Pod, fieldPath: string): string | undefined {
  const { metadata, spec } = pod;
  const entry = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath);
  if (entry !== null) return metadata[entry[1] === 'labels' ? 'labels' : 'annotations']?.[entry[2] ?? ''] ?? '';
  const podIP = kl.runtime.podSandbox(metadata.uid)?.ip ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace ?? '';
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return mapText(metadata.labels);
    case 'metadata.annotations':
      return mapText(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? '';
    case 'status.hostIP':
    case 'status.hostIPs':
      return kl.machine.internalIP;
    case 'status.podIP':
    case 'status.podIPs':
      return podIP;
    default:
      return undefined;
  }
}

function mapText(map: Readonly<Record<string, string>> | undefined): string {
  return Object.keys(map ?? {})
    .sort()
    .map((key) => `${key}=${JSON.stringify(map?.[key])}`)
    .join('\n');
}

/** A container's request or limit, e.g. `limits.cpu`, divided and rounded up; without a limit the node's. */
export function resourceValue(
  kl: Kubelet,
  container: Container,
  resource: string,
  divisor: string | undefined,
): string {
  const [side, name = ''] = resource.split('.', 2);
  const own = container.resources[side === 'requests' ? 'requests' : 'limits']?.[name];
  const { spec } = kl.machine;
  const node = name === 'cpu' ? String(spec.cpu) : name === 'memory' ? spec.memory : '0';
  const quantity = own ?? (side === 'requests' ? '0' : node);
  const unit = divisor === undefined || divisor === '0' ? '1' : divisor;
  if (name === 'cpu') return String(Math.ceil(milliValue(quantity) / milliValue(unit)));
  return String(Math.ceil(wholeValue(quantity) / wholeValue(unit)));
}
