/**
 * The annotation in which `kubectl apply` remembers the manifest it sent last.
 * Models staging/src/k8s.io/kubectl/pkg/util/apply.go (v1.36.3).
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import { goJson } from '../../printers/json';

/** Name of the annotation. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** The annotation's text for `manifest`: compact JSON with sorted keys, without the annotation itself, and a line end. */
export function lastAppliedText(manifest: JsonObject): string {
  const metadata = isJsonObject(manifest.metadata) ? manifest.metadata : {};
  const { [LAST_APPLIED]: _, ...annotations } = annotationsOf(manifest);
  return `${goJson({ ...manifest, metadata: { ...metadata, annotations } })}\n`;
}

/** `manifest` with the annotation that describes it. */
export function withLastApplied<T extends JsonObject>(manifest: T): T {
  return withAnnotation(manifest, lastAppliedText(manifest));
}

/** `object` with `text` as that annotation. */
export function withAnnotation<T extends JsonObject>(object: T, text: string): T {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  const annotations = { ...annotationsOf(object), [LAST_APPLIED]: text };
  return { ...object, metadata: { ...metadata, annotations } };
}

/** The annotation's text on `object`; undefined without it. */
export function lastAppliedOf(object: JsonObject): string | undefined {
  const text = annotationsOf(object)[LAST_APPLIED];
  return typeof text === 'string' ? text : undefined;
}

/** What the annotation remembers; undefined if it is not there or no JSON object. */
export function rememberedOf(object: JsonObject): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(lastAppliedOf(object) ?? '');
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // Absent, or written by hand: as good as none.
  }
}

/** The warning about an object that was not made by apply. `resource` is `deployments/web`. */
export function missingAnnotationWarning(resource: string): string {
  return `Warning: resource ${resource} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;
}

function annotationsOf(object: JsonObject): JsonObject {
  const metadata = isJsonObject(object.metadata) ? object.metadata : {};
  return isJsonObject(metadata.annotations) ? metadata.annotations : {};
}
