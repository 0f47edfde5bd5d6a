/**
 * The label that tells the pods of one revision from those of another.
 * Models ComputeHash of pkg/controller/controller_utils.go (v1.36.3).
 * Left out: Go's dump of the template; the hash runs over its JSON with sorted keys, so values differ from a real
 * cluster's.
 */
import type { PodTemplateSpec } from '../../api/core/pod';
import { isDeepEqual } from '../../api/meta/equality';

/** Label on ReplicaSets, their selectors, templates and pods. */
export const POD_TEMPLATE_HASH = 'pod-template-hash';

/** No vowels and no look-alikes, as in generated names: no word comes out of it. */
const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A short word that stands for `template`; `collisionCount` gives another word for the same template. */
export function podTemplateHash(template: PodTemplateSpec, collisionCount: number | undefined): string {
  let hash = fnv(canonicalJson(template), 0x811c9dc5);
  if (collisionCount !== undefined) hash = fnv(`/${collisionCount}`, hash);
  return [...String(hash)].map((digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** True if both templates make the same pods, whatever their hash labels. */
export function isEqualIgnoringHash(a: PodTemplateSpec, b: PodTemplateSpec): boolean {
  return isDeepEqual(a.spec, b.spec) && isDeepEqual(metadataOf(a), metadataOf(b));
}

function metadataOf({ metadata }: PodTemplateSpec) {
  const { [POD_TEMPLATE_HASH]: _, ...labels } = metadata.labels ?? {};
  // The API server may or may not have filled in an empty timestamp; it says nothing in a template.
  const { creationTimestamp: __, labels: ___, ...rest } = metadata;
  return { ...rest, labels };
}

/** FNV-1a, 32 bits. */
function fnv(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/** JSON with sorted keys and without absent ones: the same text for the same content. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, each]) => each !== undefined && each !== null);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`;
}
