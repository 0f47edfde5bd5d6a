/** DELETE of a collection. Models Store.DeleteCollection and handlers/delete.go in staging/src/k8s.io/apiserver (v1.36.3). */
import type { Kind } from '../api/kinds';
import type { ApiResponse } from '../client/transport';
import { type Call, respond } from './call';
import { deleteEntry } from './delete';
import { deleteOptions } from './deleteOptions';
import { methodNotAllowed } from './errors';
import { listObjects } from './list';
import { storageKeyOf } from './storageKey';

/** Kinds whose collection cannot be deleted at once. */
const indivisible: readonly Kind[] = ['Namespace'];

/** Answers a DELETE of a collection: deletes what the selectors find, one by one, and hands back the list of it. */
export function deleteCollectionRequest(call: Call, kind: Kind, namespace: string | undefined): ApiResponse {
  if (indivisible.includes(kind)) throw methodNotAllowed();
  const options = deleteOptions(call, kind);
  const list = listObjects(call, kind, namespace);
  for (const object of list.items) {
    const entry = call.backend.store.get(storageKeyOf(kind, object));
    if (entry !== undefined) deleteEntry(call, kind, entry, options);
  }
  return respond(call, 200, list);
}
