/**
 * The annotation in which `kubectl apply` remembers the manifest it sent last.
 * Models staging/src/k8s.io/kubectl/pkg/util/apply.go (v1.36.3).
 */

/** Name of the annotation. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Bag = Readonly<Record<string, unknown>>;

/** The annotation's text for `manifest`: compact JSON with sorted keys, without the annotation itself, and a line end. */
export function lastAppliedText(manifest: Bag): string {
  const metadata = isBag(manifest.metadata) ? manifest.metadata : {};
  const { [LAST_APPLIED]: _, ...annotations } = isBag(metadata.annotations) ? metadata.annotations : {};
  return `${JSON.stringify(sorted({ ...manifest, metadata: { ...metadata, annotations } }))}\n`;
}

/** `manifest` with the annotation that describes it. */
export function withLastApplied<T extends Bag>(manifest: T): T {
  const metadata = isBag(manifest.metadata) ? manifest.metadata : {};
  const annotations = isBag(metadata.annotations) ? metadata.annotations : {};
  const remembered = { ...annotations, [LAST_APPLIED]: lastAppliedText(manifest) };
  return { ...manifest, metadata: { ...metadata, annotations: remembered } };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isBag(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
