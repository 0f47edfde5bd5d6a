/**
 * The store as the handlers of one version of a custom resource see it: every object in that version with its defaults,
 * written back in the version that is stored.
 * Models the codecs of apiextensions-apiserver/pkg/apiserver/customresource_handler.go and the None converter (v1.36.3).
 */
import { apiVersionOf } from '../../api/kinds';
import type { KubeObject } from '../../api/meta/objectMeta';
import { deepFreeze } from '../../sim/freeze';
import type { Change, Entry, Revision, Store } from '../../storage/store';
import { customParts } from './parts';
import type { CustomResource } from './resource';

/** The store for `resource`. Keeps nothing of its own but derived forms. */
export class VersionedStore implements Store {
  readonly #objects = new WeakMap<KubeObject, KubeObject>();
  readonly #ranges = new WeakMap<readonly Entry[], readonly Entry[]>();
  readonly #version: string;

  constructor(
    private readonly store: Store,
    private readonly resource: CustomResource,
  ) {
    this.#version = apiVersionOf(resource.kind);
  }

  get revision(): Revision {
    return this.store.revision;
  }

  get(key: string): Entry | undefined {
    const entry = this.store.get(key);
    return entry === undefined || !isCustom(key) ? entry : this.#entry(entry);
  }

  list(prefix: string): { readonly revision: Revision; readonly entries: readonly Entry[] } {
    const listed = this.store.list(prefix);
    if (!isCustom(prefix)) return listed;
    let entries = this.#ranges.get(listed.entries);
    if (entries === undefined) {
      entries = listed.entries.map((entry) => this.#entry(entry));
      this.#ranges.set(listed.entries, entries);
    }
    return { revision: listed.revision, entries };
  }

  count(resource: string): number {
    return this.store.count(resource);
  }

  put(key: string, value: KubeObject, expected: Revision): Entry {
    if (!isCustom(key)) return this.store.put(key, value, expected);
    const { storedAs } = this.resource;
    const stored = value.apiVersion === storedAs ? value : { ...value, apiVersion: storedAs };
    return this.#entry(this.store.put(key, stored, expected));
  }

  delete(key: string, expected: Revision): Entry {
    const entry = this.store.delete(key, expected);
    return isCustom(key) ? this.#entry(entry) : entry;
  }

  watch(prefix: string, since: Revision, onChange: (change: Change) => void): () => void {
    if (!isCustom(prefix)) return this.store.watch(prefix, since, onChange);
    return this.store.watch(prefix, since, (change) => {
      const previous = change.previous === undefined ? undefined : this.#object(change.previous);
      onChange({ ...change, value: this.#object(change.value), previous });
    });
  }

  changeAt(revision: Revision): Change | undefined {
    return this.store.changeAt(revision);
  }

  reset(): void {
    this.store.reset();
  }

  #entry(entry: Entry): Entry {
    const value = this.#object(entry.value);
    return value === entry.value ? entry : { ...entry, value };
  }

  #object(stored: KubeObject): KubeObject {
    let shown = this.#objects.get(stored);
    if (shown === undefined) {
      const own = stored.apiVersion === this.#version ? stored : { ...stored, apiVersion: this.#version };
      shown = deepFreeze(customParts().withDefaults(own, this.resource.schema) as KubeObject); // An object stays one.
      this.#objects.set(stored, shown);
    }
    return shown;
  }
}

function isCustom(key: string): boolean {
  return key.startsWith('/registry/customresources/');
}
