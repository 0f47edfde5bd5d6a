/** In which order objects are made, and in which namespace those that name none. */
import { builtInKind, type ServedKinds } from './customKinds';
import { planOf } from './kindPlan';
import type { Manifest } from './manifest';

/** The objects by the plan of their kinds; inside of one kind in the order given. */
export function creationOrder(objects: readonly Manifest[]): readonly Manifest[] {
  return objects
    .map((object, index) => ({ object, index, order: orderOf(object) }))
    .sort((one, other) => one.order - other.order || one.index - other.index)
    .map(({ object }) => object);
}

function orderOf(object: Manifest): number {
  const plan = planOf(builtInKind(object));
  return 'leftOut' in plan ? 0 : plan.order;
}

/** As kubectl places it: in namespace `default`, or in none if its kind has none. */
export function placed(object: Manifest, served: ServedKinds): Manifest {
  const info = served(object.apiVersion, object.kind);
  if (typeof info !== 'object') return object;
  const { namespace, ...rest } = object.metadata;
  if (!info.namespaced) return namespace === undefined ? object : { ...object, metadata: { ...rest, name: rest.name } };
  return namespace === undefined ? { ...object, metadata: { ...object.metadata, namespace: 'default' } } : object;
}
