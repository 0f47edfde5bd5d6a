/**
 * Where the pod's spec stands in the kinds that make pods.
 * Models staging/src/k8s.io/kubectl/pkg/polymorphichelpers/updatepodspec.go (v1.36.3).
 */
import type { PodSpec } from '../../api/core/pod';
import type { Unstructured } from '../resource/access';
import { goTypeOf } from './goType';

/** Paths from an object to the spec of its pods, by kind and group. */
const paths: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  'Deployment.apps': ['spec', 'template', 'spec'],
  'DaemonSet.apps': ['spec', 'template', 'spec'],
  'ReplicaSet.apps': ['spec', 'template', 'spec'],
  'StatefulSet.apps': ['spec', 'template', 'spec'],
  'Job.batch': ['spec', 'template', 'spec'],
  'CronJob.batch': ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** `Pod`, `Deployment.apps`: kind and group of an object, as a GroupKind is printed. */
export function groupKindOf({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? kind : `${kind}.${group}`;
}

/** The spec of the pods that `object` makes, or of the Pod itself; undefined for other kinds. */
export function podSpecOf(object: Unstructured): PodSpec | undefined {
  const path = paths[groupKindOf(object)];
  if (path === undefined) return undefined;
  let value: unknown = object;
  for (const field of path) value = fieldOf(value, field);
  return (value ?? { containers: [] }) as PodSpec; // What the server has at this path of these kinds.
}

/** `object` with another spec for its pods. Throws an Error in kubectl's words for kinds without. */
export function withPodSpec(object: Unstructured, change: (spec: PodSpec) => PodSpec): Unstructured {
  const path = paths[groupKindOf(object)];
  const spec = podSpecOf(object);
  if (path === undefined || spec === undefined) {
    throw new Error(`the object is not a pod or does not have a pod template: ${goTypeOf(object)}`);
  }
  return replaced(object, path, change(spec)) as Unstructured; // Only the spec inside it is another.
}

function replaced(value: unknown, [field, ...rest]: readonly string[], spec: PodSpec): unknown {
  if (field === undefined) return spec;
  const bag = typeof value === 'object' && value !== null ? value : {};
  return { ...bag, [field]: replaced(fieldOf(value, field), rest, spec) };
}

function fieldOf(value: unknown, field: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[field]; // Any object is a record of unknown values.
}
