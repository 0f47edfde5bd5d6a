/** The cluster as programs in pods see it that follow the API server: straight from the store, with indexes of slices and addresses. */
import { storageKey, storagePrefix } from '../apiserver/storageKey';
import type { EndpointSlice } from '../api/discovery/endpointSlice';
import type { Service } from '../api/core/service';
import type { Kind, Kinds } from '../api/kinds';
import { type ObjectKey, keyText } from '../api/meta/objectMeta';
import type { ClusterView } from '../client/clusterView';
import type { Change, Store } from '../storage/store';

const SLICE_SERVICE = 'kubernetes.io/service-name';

/** What is looked up by more than a key. Derived: thrown away after a restore. */
interface Indexes {
  readonly slicesOf: Map<string, Map<string, EndpointSlice>>;
  readonly slicesWith: Map<string, Map<string, EndpointSlice>>;
  readonly serviceAt: Map<string, string>;
}

export class StoreView implements ClusterView {
  #indexes: Indexes | undefined;

  constructor(private readonly store: Store) {
    store.watch(storagePrefix('EndpointSlice'), store.revision, (change) => this.#sliceChanged(change));
    store.watch(storagePrefix('Service'), store.revision, (change) => this.#serviceChanged(change));
  }

  get<K extends Kind>(kind: K, key: ObjectKey): Kinds[K] | undefined {
    return this.store.get(storageKey(kind, key))?.value as Kinds[K] | undefined; // That prefix holds nothing else.
  }
  list<K extends Kind>(kind: K, namespace?: string): readonly Kinds[K][] {
    return this.store.list(storagePrefix(kind, namespace)).entries.map(({ value }) => value as Kinds[K]);
  }
  slicesOf(namespace: string, service: string): readonly EndpointSlice[] {
    return inOrder(this.#index().slicesOf.get(`${namespace}/${service}`));
  }
  serviceAt(clusterIP: string): Service | undefined {
    const key = this.#index().serviceAt.get(clusterIP);
    if (key === undefined) return undefined;
    const [namespace = '', name = ''] = key.split('/');
    return this.get('Service', { namespace, name });
  }
  slicesWith(address: string): readonly EndpointSlice[] {
    return inOrder(this.#index().slicesWith.get(address));
  }

  /** Drops what was derived from the store: another state was restored. */
  reset(): void {
    this.#indexes = undefined;
  }

  #index(): Indexes {
    if (this.#indexes !== undefined) return this.#indexes;
    const indexes: Indexes = { slicesOf: new Map(), slicesWith: new Map(), serviceAt: new Map() };
    for (const slice of this.list('EndpointSlice')) addSlice(indexes, slice);
    for (const service of this.list('Service')) addService(indexes, service);
    this.#indexes = indexes;
    return indexes;
  }

  #sliceChanged({ type, value, previous }: Change): void {
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    // That prefix holds slices alone.
    if (previous !== undefined) removeSlice(indexes, previous as EndpointSlice);
    if (type === 'put') addSlice(indexes, value as EndpointSlice);
  }

  #serviceChanged({ type, value, previous }: Change): void {
    const indexes = this.#indexes;
    if (indexes === undefined) return;
    const before = previous as Service | undefined; // That prefix holds Services alone.
    for (const ip of before?.spec.clusterIPs ?? []) indexes.serviceAt.delete(ip);
    if (type === 'put') addService(indexes, value as Service);
  }
}

function addSlice(indexes: Indexes, slice: EndpointSlice): void {
  const key = keyText(slice.metadata);
  for (const map of homesOf(indexes, slice)) map.set(key, slice);
}

function removeSlice(indexes: Indexes, slice: EndpointSlice): void {
  const key = keyText(slice.metadata);
  for (const map of homesOf(indexes, slice)) map.delete(key);
}

function homesOf({ slicesOf, slicesWith }: Indexes, { metadata, endpoints }: EndpointSlice) {
  const service = metadata.labels?.[SLICE_SERVICE];
  const owned = service === undefined ? [] : [bucket(slicesOf, `${metadata.namespace}/${service}`)];
  return [...owned, ...(endpoints ?? []).flatMap(({ addresses }) => addresses.map((ip) => bucket(slicesWith, ip)))];
}

function bucket(index: Map<string, Map<string, EndpointSlice>>, key: string): Map<string, EndpointSlice> {
  const found = index.get(key) ?? new Map<string, EndpointSlice>();
  index.set(key, found);
  return found;
}

function addService({ serviceAt }: Indexes, { metadata, spec }: Service): void {
  for (const ip of spec.clusterIPs ?? []) if (ip !== 'None' && ip !== '') serviceAt.set(ip, keyText(metadata));
}

function inOrder(found: ReadonlyMap<string, EndpointSlice> | undefined): readonly EndpointSlice[] {
  if (found === undefined || found.size === 0) return [];
  return [...found].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, slice]) => slice);
}
