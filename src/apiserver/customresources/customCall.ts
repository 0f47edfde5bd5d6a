/** Requests and watches of custom resources: the handlers of built-in kinds over a store in the version that is asked for. */
import type { CustomResourceDefinition } from '../../api/apiextensions/customResourceDefinition';
import { isCrdCondition } from '../../api/apiextensions/customResourceDefinition';
import { ApiError, failure } from '../../api/meta/status';
import type { Store } from '../../storage/store';
import { type Call, storeReader } from '../call';
import type { Route } from '../paths';
import { Watches } from '../watch';
import type { CustomResource } from './resource';
import { VersionedStore } from './versionedStore';

/** One per resource and store: what it keeps is derived. */
const stores = new WeakMap<Store, WeakMap<CustomResource, VersionedStore>>();

function storeFor(store: Store, resource: CustomResource): VersionedStore {
  let known = stores.get(store);
  if (known === undefined) {
    known = new WeakMap();
    stores.set(store, known);
  }
  let own = known.get(resource);
  if (own === undefined) {
    own = new VersionedStore(store, resource);
    known.set(resource, own);
  }
  return own;
}

/** `call` as the handlers of `resource` see it. */
export function customCall(call: Call, resource: CustomResource): Call {
  const store = storeFor(call.backend.store, resource);
  return { ...call, backend: { ...call.backend, store, reader: storeReader(store), custom: resource } };
}

/** Nothing is made any more while the definition goes. Throws 405. */
export function refuseTerminating({ request }: Call, route: Route, definition: CustomResourceDefinition): void {
  if (route.type !== 'collection' || request.method !== 'POST' || !isCrdCondition(definition, 'Terminating')) return;
  const { group, names } = definition.spec;
  const message = 'create not allowed while custom resource definition is terminating';
  throw new ApiError(failure(405, 'MethodNotAllowed', message, { group, kind: names.plural }));
}

/** The watches of custom resources: one hub per resource and version. */
export class CustomWatches {
  readonly #open = new Map<CustomResource, Watches>();

  constructor(private readonly store: Store) {}

  /** The watches of `resource`. */
  of(resource: CustomResource): Watches {
    let watches = this.#open.get(resource);
    if (watches === undefined) {
      watches = new Watches(storeFor(this.store, resource));
      this.#open.set(resource, watches);
    }
    return watches;
  }

  /** As `Watches.bookmark`. */
  bookmark(): void {
    for (const watches of this.#open.values()) watches.bookmark();
  }

  /** As `Watches.endAll`. */
  endAll(): void {
    for (const watches of this.#open.values()) watches.endAll();
    this.#open.clear();
  }
}
