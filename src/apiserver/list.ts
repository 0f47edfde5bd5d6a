/**
 * GET of a collection: pages, selectors, older states.
 * Models Store.ListPredicate and the watch cache's GetList in staging/src/k8s.io/apiserver (v1.36.3).
 * Items keep kind and apiVersion, which a real server leaves out: they are the stored objects themselves, not copies.
 */
import { type Kind, apiVersionOf } from '../api/kinds';
import type { KubeObject, ListOf } from '../api/meta/objectMeta';
import type { ApiResponse } from '../client/transport';
import { ApiError, failure } from '../api/meta/status';
import { Compacted, type Entry, type Revision, type Store } from '../storage/store';
import { type Call, respond } from './call';
import { decodeContinuation, encodeContinuation } from './continueToken';
import { badRequest, expired, futureVersion } from './errors';
import { integerParameter, parseVersion, versionOptions, versionSyntaxError } from './options';
import { strategyOf } from './resourceStrategy';
import { type Selection, selectionOf } from './selection';
import { storagePrefix } from './storageKey';

const CONTINUE_TOO_OLD =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** What matched in a range, by selection. A range is a new array after every write, so nothing here grows old. */
const matched = new WeakMap<readonly Entry[], Map<string, readonly KubeObject[]>>();

/** Answers a GET of a collection. */
export function listRequest(call: Call, kind: Kind, namespace: string | undefined): ApiResponse {
  return respond(call, 200, listObjects(call, kind, namespace));
}

/** The list that the parameters of `call` ask for. Throws ApiError. */
export function listObjects(call: Call, kind: Kind, namespace: string | undefined): ListOf<KubeObject> {
  const { query, backend } = call;
  const { store } = backend;
  const selection = selectionOf(kind, query.labelSelector, query.fieldSelector);
  const limit = Math.max(0, integerParameter(query.limit) ?? 0);
  const prefix = storagePrefix(kind, namespace);
  const token = query.continue ?? '';
  const version = requestedVersion(call, limit > 0, token !== '');
  if (token === '' && limit === 0 && version === undefined) {
    const { revision, entries } = store.list(prefix);
    return listOf(kind, matchingIn(entries, selection), revision);
  }
  const from = token === '' ? undefined : decodeContinuation(token);
  const wanted = from === undefined ? version : from.revision < 0 ? undefined : from.revision;
  const state = stateAt(store, prefix, wanted, from?.start);
  return page(kind, prefix, state, selection, limit, from?.start);
}

/** The revision to show; undefined for the present one. */
function requestedVersion(call: Call, isPaged: boolean, isContinued: boolean): number | undefined {
  const { resourceVersion, match } = versionOptions(call, false);
  if (resourceVersion === '' || resourceVersion === '0') return undefined;
  const version = parseVersion(resourceVersion);
  if (version === undefined) {
    throw badRequest(
      `invalid resource version: resourceVersion: Invalid value: ${JSON.stringify(resourceVersion)}: ${versionSyntaxError(resourceVersion)}`,
    );
  }
  if (isContinued) throw badRequest('specifying resource version is not allowed when using continue');
  const current = call.backend.store.revision;
  if (version > current) throw futureVersion(resourceVersion, current);
  const isExact = match === 'Exact' || (match === '' && isPaged);
  return isExact ? version : undefined;
}

interface State {
  readonly revision: number;
  readonly entries: readonly Entry[];
}

/** The entries under `prefix` as they were at `revision`. Throws 410 if that is forgotten. */
function stateAt(store: Store, prefix: string, revision: number | undefined, start: string | undefined): State {
  const present = store.list(prefix);
  if (revision === undefined || revision === present.revision) return present;
  // The first change of a key after the revision tells what it was then.
  const before = new Map<string, KubeObject | undefined>();
  try {
    const stop = store.watch(prefix, revision as Revision, ({ key, previous }) => {
      if (!before.has(key)) before.set(key, previous);
    });
    stop();
  } catch (error) {
    if (!(error instanceof Compacted)) throw error;
    if (start === undefined) throw expired('The resourceVersion for the provided list is too old.');
    throw continueExpired(start);
  }
  if (before.size === 0) return { revision, entries: present.entries };
  const entries = present.entries.filter(({ key }) => !before.has(key));
  for (const [key, value] of before) {
    if (value !== undefined) entries.push(formerEntry(key, value));
  }
  entries.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { revision, entries };
}

function formerEntry(key: string, value: KubeObject): Entry {
  const revision = Number(value.metadata.resourceVersion) as Revision;
  return { key, value, revision, createRevision: revision };
}

function continueExpired(start: string): ApiError {
  const status = failure(410, 'Expired', CONTINUE_TOO_OLD);
  const again = encodeContinuation(start.replace(/\0$/, ''), -1);
  return new ApiError({ ...status, metadata: { continue: again } as typeof status.metadata }); // ListMeta of a Status.
}

function page(
  kind: Kind,
  prefix: string,
  { revision, entries }: State,
  selection: Selection,
  limit: number,
  start: string | undefined,
): ListOf<KubeObject> {
  const from = start === undefined ? 0 : entries.findIndex(({ key }) => key.slice(prefix.length) >= start);
  const items: KubeObject[] = [];
  let at = from < 0 ? entries.length : from;
  let last = '';
  for (; at < entries.length && (limit === 0 || items.length < limit); at += 1) {
    const entry = entries[at];
    if (entry === undefined || !selection.matches(entry.value)) continue;
    items.push(entry.value);
    last = entry.key.slice(prefix.length);
  }
  const list = listOf(kind, items, revision);
  const remaining = entries.length - at;
  if (remaining === 0) return list;
  return {
    ...list,
    metadata: {
      ...list.metadata,
      continue: encodeContinuation(last, revision),
      ...(selection.text === '' ? { remainingItemCount: remaining } : {}),
    },
  };
}

function listOf(kind: Kind, items: readonly KubeObject[], revision: number): ListOf<KubeObject> {
  return {
    kind: strategyOf(kind).listKind ?? `${kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata: { resourceVersion: String(revision) },
    items,
  };
}

/** The objects of a range that a selection finds, scanned once per state of the range. */
export function matchingIn(entries: readonly Entry[], selection: Selection): readonly KubeObject[] {
  let known = matched.get(entries);
  if (known === undefined) {
    known = new Map();
    matched.set(entries, known);
  }
  let found = known.get(selection.text);
  if (found === undefined) {
    const objects: KubeObject[] = [];
    for (const { value } of entries) if (selection.matches(value)) objects.push(value);
    found = Object.freeze(objects);
    known.set(selection.text, found);
  }
  return found;
}
