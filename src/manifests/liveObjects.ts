/**
 * The objects of a cluster that answers, as far as copies are made of them. Lists in pages, one after the other.
 * The values of Secrets are dropped as they arrive, unless they are asked for.
 */
import { isJsonObject } from '../api/meta/jsonObject';
import { type Kind, apiVersionOf, infoOf, kinds } from '../api/kinds';
import { pathOf } from '../client/client';
import type { ApiRequest, ApiResponse } from '../client/transport';
import { withoutValues } from './cleanSecret';
import { planOf } from './kindPlan';
import { listAt, type Manifest, manifestOf, textAt, withAt } from './manifest';
import type { Note } from './note';

export interface LiveOptions {
  /** Absent: all. */
  readonly namespaces?: readonly string[];
  readonly withSecretValues?: boolean;
  /** An export has no machines. */
  readonly withNodes: boolean;
}

export interface LiveObjects {
  readonly objects: readonly Manifest[];
  /** Kinds that may not be listed. */
  readonly notes: readonly Note[];
}

/** Sends one request; a refusal is an answer. */
export type Send = (request: ApiRequest) => Promise<ApiResponse>;

const PAGE = 500;
/** Left out as well, but people should hear of them. */
const TOLD: readonly Kind[] = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

interface Collection {
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
}

/** Lists what a copy is made of. Rejects as `send` does, and with an Error where the server fails. */
export async function liveObjects(send: Send, options: LiveOptions): Promise<LiveObjects> {
  const objects: Manifest[] = [];
  const notes: Note[] = [];
  const take = async (collection: Collection) => {
    const found = await listAll(send, collection);
    if (typeof found === 'string') {
      notes.push({ tone: 'leftOut', key: 'forbidden', params: { kind: collection.kind, why: found } });
      return;
    }
    for (const item of found) objects.push(options.withSecretValues === true ? item : bare(item));
  };
  for (const kind of Object.keys(kinds) as Kind[]) {
    const isTaken = kind === 'Node' ? options.withNodes : 'phase' in planOf(kind) || TOLD.includes(kind);
    if (!isTaken) continue;
    const { namespaced } = infoOf(kind);
    const scopes = namespaced && options.namespaces !== undefined ? options.namespaces : [undefined];
    for (const scope of scopes) await take({ path: pathOf(kind, scope), apiVersion: apiVersionOf(kind), kind });
  }
  for (const collection of objects.flatMap((object) => customCollections(object, options))) await take(collection);
  return { objects, notes };
}

/** Where the objects of a definition are, in the version in which they are stored. */
function customCollections(definition: Manifest, { namespaces }: LiveOptions): readonly Collection[] {
  if (definition.kind !== 'CustomResourceDefinition') return [];
  const group = textAt(definition, 'spec', 'group') ?? '';
  const kind = textAt(definition, 'spec', 'names', 'kind') ?? '';
  const plural = textAt(definition, 'spec', 'names', 'plural') ?? '';
  const versions = listAt(definition, 'spec', 'versions').filter(({ served }) => served === true);
  const version = versions.find(({ storage }) => storage === true) ?? versions[0];
  if (version === undefined) return [];
  const apiVersion = `${group}/${String(version.name)}`;
  const isScoped = textAt(definition, 'spec', 'scope') === 'Namespaced' && namespaces !== undefined;
  const scopes = isScoped ? namespaces.map((namespace) => `/namespaces/${namespace}`) : [''];
  return scopes.map((scope) => ({ path: `/apis/${apiVersion}${scope}/${plural}`, apiVersion, kind }));
}

/** All objects of a collection; none where the server does not have it; its words where it may not be read. */
async function listAll(send: Send, collection: Collection, isWhole = false): Promise<readonly Manifest[] | string> {
  const { path, apiVersion, kind } = collection;
  const objects: Manifest[] = [];
  let next: string | undefined;
  do {
    const page = isWhole ? {} : { limit: String(PAGE), ...(next === undefined ? {} : { continue: next }) };
    const { code, body } = await send({ method: 'GET', path, query: page, headers: { accept: 'application/json' } });
    if (code === 404) return [];
    // The list that the pages are of has been compacted away: at once, then.
    if (code === 410 && next !== undefined) return listAll(send, collection, true);
    const message = textAt(body, 'message') ?? `HTTP ${code}`;
    if (code === 403) return message;
    if (code !== 200) throw new Error(`${path}: ${message}`);
    for (const item of listAt(body, 'items')) {
      const manifest = manifestOf({ apiVersion, kind, ...item });
      if (typeof manifest !== 'string') objects.push(manifest);
    }
    next = textAt(body, 'metadata', 'continue');
  } while (next !== undefined && next !== '');
  return objects;
}

/** A Secret without values; what kubectl remembers of it has them too. */
function bare(object: Manifest): Manifest {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
  const { annotations } = object.metadata;
  const path = ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'];
  const forgotten = isJsonObject(annotations) ? withAt(object, path, undefined) : object;
  return withoutValues(forgotten).object;
}
