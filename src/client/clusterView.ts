/**
 * What a program in a pod that follows the API server (CoreDNS, an ingress controller) knows of the cluster: the content
 * of its informers, as an interface. Objects are frozen.
 */
import type { Kind, Kinds } from '../api/kinds';
import type { EndpointSlice } from '../api/discovery/endpointSlice';
import type { Service } from '../api/core/service';
import type { ObjectKey } from '../api/meta/objectMeta';

export interface ClusterView {
  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined;
  /** In key order. Do not keep the array. */
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][];
  /** The slices of a Service, by their label, in key order. O(hits). */
  slicesOf(namespace: string, service: string): readonly EndpointSlice[];
  /** The Service that has this cluster address. O(1). */
  serviceAt(clusterIP: string): Service | undefined;
  /** The slices that list this address, in key order. O(hits). */
  slicesWith(address: string): readonly EndpointSlice[];
}

/** Of a program that follows nothing. */
export const NO_CLUSTER: ClusterView = {
  get: () => undefined,
  list: () => [],
  slicesOf: () => [],
  serviceAt: () => undefined,
  slicesWith: () => [],
};
