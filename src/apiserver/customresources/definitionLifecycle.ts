/**
 * What the API server itself does with definitions: accepts their names, serves them, and empties them before they go.
 * Models apiextensions-apiserver/pkg/controller/{status,establish,finalizer} (v1.36.3). Each step is an event of the
 * server's own; nothing happens while no definition is written.
 */
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionNames,
  isCrdCondition,
  storageVersionOf,
} from '../../api/apiextensions/customResourceDefinition';
import { isDeepEqual } from '../../api/meta/equality';
import { formatTime } from '../../api/meta/time';
import type { Entry, Revision } from '../../storage/store';
import { type Backend, beginCall, type Call } from '../call';
import { deleteEntry } from '../delete';
import { storageKey, storagePrefix } from '../storageKey';
import { CLEANUP, type Condition, withCondition } from './cleanup';
import { type CustomResource, customResourceOf } from './resource';
import { definitionsIn } from './routes';
import { VersionedStore } from './versionedStore';

/** Type of the event that has the server look at a definition. Its data: the name. */
export const DEFINITION_EVENT = 'definition';
/** The controllers watch definitions through a cache of their own. */
const LATENCY_MS = 5;
/** How often the finalizer looks whether instances are gone. */
const POLL_MS = 5_000;

/** Follows every write of a definition. */
export class DefinitionLifecycle {
  constructor(private readonly backend: Backend) {
    const prefix = storagePrefix('CustomResourceDefinition');
    backend.store.watch(prefix, backend.store.revision, ({ value, type }) => {
      this.#look(value.metadata.name, LATENCY_MS);
      // Names that were taken may be free now.
      if (type === 'delete')
        for (const name of this.#refused(value as CustomResourceDefinition)) this.#look(name, LATENCY_MS);
    });
  }

  /** Looks at the definition called `name`. */
  handle(name: string): void {
    const { store, applying } = this.backend;
    const entry = store.get(storageKey('CustomResourceDefinition', { name }));
    if (entry === undefined) return;
    const crd = entry.value as CustomResourceDefinition; // By its key.
    if (crd.metadata.deletionTimestamp !== undefined) {
      if (crd.metadata.finalizers?.includes(CLEANUP) === true)
        applying('definitionEmptied', { crd: name }, () => this.#cleanUp(entry, crd));
      return;
    }
    const named = withNames(crd, definitionsIn(this.backend.store), this.#now());
    const next =
      named === crd && isCrdCondition(crd, 'NamesAccepted') && !isCrdCondition(crd, 'Established')
        ? withCondition(crd, established, this.#now())
        : named;
    if (next !== crd) applying('definitionServed', { crd: name }, () => this.#write(entry, next));
  }

  #look(name: string, delayMs: number): void {
    this.backend.clock.schedule(delayMs, { actor: 'kube-apiserver', type: DEFINITION_EVENT, data: name });
  }

  #refused({ spec }: CustomResourceDefinition): readonly string[] {
    return definitionsIn(this.backend.store)
      .filter((each) => each.spec.group === spec.group && !isCrdCondition(each, 'NamesAccepted'))
      .map(({ metadata }) => metadata.name);
  }

  /** Deletes the instances; once there are none, lets the definition go. */
  #cleanUp(entry: Entry, crd: CustomResourceDefinition): void {
    const { group, names } = crd.spec;
    const prefix = `/registry/customresources/${group}/${names.plural}/`;
    const { store } = this.backend;
    const resource = customResourceOf({ ...crd, spec: servingAll(crd) }, storageVersionOf(crd));
    if (resource !== undefined) this.#deleteInstances(resource, prefix);
    if (store.list(prefix).entries.length > 0) {
      const next = withCondition(crd, inProgress, this.#now());
      if (next !== crd) this.#write(entry, next);
      this.#look(crd.metadata.name, POLL_MS);
      return;
    }
    const { finalizers = [], ...metadata } = crd.metadata;
    const rest = finalizers.filter((each) => each !== CLEANUP);
    const written = this.#write(entry, withCondition(crd, completed, this.#now()));
    if (rest.length === 0) {
      store.delete(entry.key, written);
      this.backend.managers.forget(entry.key);
    } else {
      store.put(entry.key, { ...crd, metadata: { ...metadata, finalizers: rest } }, written);
    }
  }

  #deleteInstances(resource: CustomResource, prefix: string): void {
    const store = new VersionedStore(this.backend.store, resource);
    const call = this.#call({ ...this.backend, store });
    for (const entry of store.list(prefix).entries) {
      const options = { dryRun: false, policy: undefined, defaultPolicy: 'Background' } as const;
      deleteEntry(call, resource.kind, entry, options as Parameters<typeof deleteEntry>[3]); // The plain deletion.
    }
  }

  #write(entry: Entry, next: CustomResourceDefinition): Revision {
    const { store, managers } = this.backend;
    const written = store.put(entry.key, next, entry.revision);
    managers.updated(
      this.#call(this.backend),
      'CustomResourceDefinition',
      entry.key,
      'status',
      entry.value,
      written.value,
    );
    return written.revision;
  }

  #call(backend: Backend): Call {
    const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    return beginCall(backend, { method: 'PUT', path, headers: { 'user-agent': 'kube-apiserver' } });
  }

  #now(): string {
    return formatTime(this.backend.clock.now());
  }
}

/** `crd` as a deletion finds it: instances go, whatever is served. */
function servingAll({ spec }: CustomResourceDefinition): CustomResourceDefinition['spec'] {
  return {
    ...spec,
    versions: spec.versions.map((version) => (version.storage ? { ...version, served: true } : version)),
  };
}

const established: Condition = {
  type: 'Established',
  status: 'True',
  reason: 'InitialNamesAccepted',
  message: 'the initial names have been accepted',
};
const inProgress: Condition = {
  type: 'Terminating',
  status: 'True',
  reason: 'InstanceDeletionInProgress',
  message: 'CustomResource deletion is in progress',
};
const completed: Condition = {
  type: 'Terminating',
  status: 'False',
  reason: 'InstanceDeletionCompleted',
  message: 'removed all instances',
};

/** Names, and the one that takes them, that a definition may not have. */
interface Conflict {
  readonly reason: string;
  readonly message: string;
}

/** `crd` with the names that it may have. The first definition that has a name keeps it. */
function withNames(
  crd: CustomResourceDefinition,
  all: readonly CustomResourceDefinition[],
  now: string,
): CustomResourceDefinition {
  const others = all.filter((each) => each.spec.group === crd.spec.group && each.metadata.name !== crd.metadata.name);
  const taken = new Set(others.flatMap(({ status }) => resourceNames(status.acceptedNames)));
  const kinds = new Set(
    others.flatMap(({ status: { acceptedNames } }) => [acceptedNames.kind, acceptedNames.listKind]),
  );
  const wanted = crd.spec.names;
  const had = crd.status.acceptedNames;
  const conflicts: Conflict[] = [];
  const note = (what: string, text: string): void => void conflicts.push({ reason: `${what}Conflict`, message: text });
  const free = (name: string | undefined): boolean => name === undefined || !taken.has(name);
  let accepted: CustomResourceDefinitionNames = had;
  const accept = (part: Partial<CustomResourceDefinitionNames>): void => {
    accepted = { ...accepted, ...part };
  };
  if (free(wanted.plural)) accept({ plural: wanted.plural });
  else note('Plural', `"${wanted.plural}" is already in use`);
  if (free(wanted.singular)) accept({ singular: wanted.singular ?? '' });
  else note('Singular', `"${wanted.singular}" is already in use`);
  const short = (wanted.shortNames ?? []).filter((name) => !free(name));
  if (short.length === 0) accept({ shortNames: wanted.shortNames ?? [] });
  else note('ShortNames', `"${short.join(', ')}" is already in use`);
  if (!kinds.has(wanted.kind)) accept({ kind: wanted.kind });
  else note('Kind', `"${wanted.kind}" is already in use`);
  if (!kinds.has(wanted.listKind)) accept({ listKind: wanted.listKind ?? '' });
  else note('ListKind', `"${wanted.listKind}" is already in use`);
  accept({ categories: wanted.categories ?? [] });
  return withAccepted(crd, tidy(accepted), conflicts, now);
}

function withAccepted(
  crd: CustomResourceDefinition,
  acceptedNames: CustomResourceDefinitionNames,
  conflicts: readonly Conflict[],
  now: string,
): CustomResourceDefinition {
  const last = conflicts.at(-1);
  const names: Condition =
    last === undefined
      ? { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' }
      : { type: 'NamesAccepted', status: 'False', ...last };
  const before = crd.status.conditions?.find(({ type }) => type === 'Established');
  const notYet: Condition =
    last === undefined
      ? { type: 'Established', status: 'False', reason: 'Installing', message: 'the initial names have been accepted' }
      : { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' };
  const withNamesAccepted = withCondition(
    isDeepEqual(acceptedNames, crd.status.acceptedNames) ? crd : { ...crd, status: { ...crd.status, acceptedNames } },
    names,
    now,
  );
  return before?.status === 'True' ? withNamesAccepted : withCondition(withNamesAccepted, notYet, now);
}

function tidy({
  singular,
  shortNames,
  listKind,
  categories,
  ...names
}: CustomResourceDefinitionNames): CustomResourceDefinitionNames {
  return {
    plural: names.plural,
    ...(singular === undefined || singular === '' ? {} : { singular }),
    ...(shortNames === undefined || shortNames.length === 0 ? {} : { shortNames }),
    kind: names.kind,
    ...(listKind === undefined || listKind === '' ? {} : { listKind }),
    ...(categories === undefined || categories.length === 0 ? {} : { categories }),
  };
}

function resourceNames({ plural, singular, shortNames = [] }: CustomResourceDefinitionNames): readonly string[] {
  return [plural, ...(singular === undefined ? [] : [singular]), ...shortNames].filter((name) => name !== '');
}
