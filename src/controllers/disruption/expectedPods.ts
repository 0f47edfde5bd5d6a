/**
 * How many pods a budget may expect: what the controllers of its pods ask for.
 * Models the podControllerFinders of pkg/controller/disruption/disruption.go (v1.36.3).
 * Left out: custom resources with a scale subresource.
 */
import type { Pod } from '../../api/core/pod';
import { type Kind, kindOf, kinds } from '../../api/kinds';
import { type KubeObject, type OwnerReference, controllerOf } from '../../api/meta/objectMeta';
import type { Cache } from '../../client/cache';

/** Kinds that are read to find the scale. */
export const SCALED: readonly Kind[] = ['ReplicaSet', 'Deployment', 'ReplicationController', 'StatefulSet'];

/** The pods of one budget that no number can be found for. The message goes into its status. */
export class NoScaleError extends Error {
  override readonly name = 'NoScaleError';
}

/** The sum of the scales behind `pods`, and the names of pods that nobody controls. Throws NoScaleError. */
export function expectedScale(
  pods: readonly Pod[],
  cache: Cache,
): { readonly expected: number; readonly unmanaged: readonly string[] } {
  const scales = new Map<string, number>();
  const unmanaged: string[] = [];
  for (const pod of pods) {
    const reference = controllerOf(pod);
    if (reference === undefined) unmanaged.push(pod.metadata.name);
    else if (!scales.has(reference.uid)) addScale(pod, reference, cache, scales);
  }
  return { expected: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged };
}

interface Scaled extends KubeObject {
  readonly spec: { readonly replicas?: number };
}

function addScale(pod: Pod, reference: OwnerReference, cache: Cache, scales: Map<string, number>): void {
  const kind = kindOf(reference.apiVersion, reference.kind);
  if (kind !== undefined && !SCALED.includes(kind)) {
    const { group, plural } = kinds[kind];
    throw new NoScaleError(`${group === '' ? plural : `${plural}.${group}`} does not implement the scale subresource`);
  }
  const { namespace = '' } = pod.metadata;
  const found = kind && owner(kind, reference, namespace, cache);
  if (found === undefined) throw new NoScaleError(`found no controllers for pod "${pod.metadata.name}"`);
  // A ReplicaSet of a Deployment has no number of its own: during a rollout several share one.
  const above = kind === 'ReplicaSet' ? controllerOf(found) : undefined;
  const deployment = above?.kind === 'Deployment' ? owner('Deployment', above, namespace, cache) : undefined;
  const { metadata, spec } = deployment ?? found;
  scales.set(metadata.uid, spec.replicas ?? 1);
}

function owner(kind: Kind, { name, uid }: OwnerReference, namespace: string, cache: Cache): Scaled | undefined {
  const found = cache.get(kind, { namespace, name }) as Scaled | undefined; // Only kinds of SCALED come here.
  return found?.metadata.uid === uid ? found : undefined;
}
