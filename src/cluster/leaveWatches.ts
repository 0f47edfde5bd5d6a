/**
 * Watches that go along when the cluster goes to another moment: whoever follows is told the differences between
 * before and after, as ordinary events, instead of having to list again.
 */
import { isDeepEqual } from '../api/meta/equality';
import { type KubeObject, keyOf, keyText } from '../api/meta/objectMeta';
import type { Mailbox } from '../client/mailbox';
import type { ApiRequest, Transport, WatchEvent } from '../client/transport';

type Found = ReadonlyMap<string, KubeObject>;

/** Leaves the watches of `mail`, by their numbers. Hands back what goes on with them at the other moment. */
export async function leaveWatches(
  mail: Mailbox,
  api: Transport,
  watched: ReadonlyMap<number, ApiRequest>,
): Promise<() => Promise<void>> {
  const before = new Map<number, Found>();
  for (const [id, request] of watched) {
    mail.halt(id);
    before.set(id, (await list(api, request)).found);
  }
  return async () => {
    for (const [id, request] of watched) {
      const { found, revision } = await list(api, request);
      const query = { ...request.query, ...(revision === undefined ? {} : { resourceVersion: revision }) };
      const events = differences(before.get(id) ?? new Map(), found);
      mail.resume(id, events, (onEvent) => api.watch({ ...request, query }, onEvent));
    }
  };
}

/** What a watch of `request` would begin with. Nothing where there is no such resource at the moment. */
async function list(api: Transport, request: ApiRequest): Promise<{ found: Found; revision?: string }> {
  const { labelSelector, fieldSelector } = request.query ?? {};
  const query = { ...(labelSelector && { labelSelector }), ...(fieldSelector && { fieldSelector }) };
  const { code, body } = await api.request({ method: 'GET', path: request.path, query });
  if (code >= 400) return { found: new Map() };
  const { items, metadata } = body as {
    readonly items: readonly KubeObject[];
    readonly metadata: { readonly resourceVersion: string };
  }; // The answer to a list.
  return { found: new Map(items.map((item) => [keyText(keyOf(item)), item])), revision: metadata.resourceVersion };
}

/** What turns `before` into `after`. An object that has another uid is another one. */
export function differences(before: Found, after: Found): readonly WatchEvent[] {
  const events: WatchEvent[] = [];
  for (const [key, object] of before) {
    const now = after.get(key);
    if (now?.metadata.uid !== object.metadata.uid) events.push({ type: 'DELETED', object });
  }
  for (const [key, object] of after) {
    const known = before.get(key);
    if (known !== undefined && isSame(known, object)) continue;
    events.push({ type: known?.metadata.uid === object.metadata.uid ? 'MODIFIED' : 'ADDED', object });
  }
  return events;
}

/** What was lived through again is another object that says the same; on another branch its revision may say otherwise. */
function isSame(known: KubeObject, object: KubeObject): boolean {
  if (known === object) return true;
  return known.metadata.resourceVersion === object.metadata.resourceVersion && isDeepEqual(known, object);
}
