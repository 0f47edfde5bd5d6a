/**
 * Reads Tables instead of objects, as `kubectl get` does for people: the server knows the columns of its kinds, also
 * of those that kubectl has never heard of. A server that sends plain objects gets its Tables made here.
 * Models transformRequests of staging/src/k8s.io/kubectl/pkg/cmd/get/get.go (v1.36.3).
 */
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { asTable, plainTable, type Table, tableOfObjects, TABLE_ACCEPT } from '../../printers/serverTable';
import { itemsOf } from '../../printers/objectPrinter';
import type { Access, ListOptions, Mapping, Target, Unstructured } from '../../resource/access';
import { pathOf } from '../../resource/clusterAccess';

/**
 * `invocation`, whose access gives one Table for every list and every object. Other verbs stay as they are.
 * Rows come with whole objects for `includeObject`: sorting needs them.
 */
export function withTables(invocation: Invocation, includeObject: boolean): Invocation {
  const now = () => invocation.env.clock.now();
  return {
    ...invocation,
    run: (argv) => invocation.run(argv),
    access: async () => tableAccess(await invocation.access(), includeObject, now),
  };
}

function tableAccess(access: Access, includeObject: boolean, now: () => number): Access {
  return {
    ...delegating(access),
    get: async (target) => asUnstructured(await tableOf(access, target, includeObject, now())),
    async list(mapping, namespace, options = {}) {
      const table = await listTable(access, mapping, namespace, { ...options, includeObject }, now);
      return { items: [asUnstructured(table)], resourceVersion: table.metadata.resourceVersion ?? '' };
    },
  };
}

/** A Table stands where an object would, as in kubectl itself. */
function asUnstructured(table: Table): Unstructured {
  return table as unknown as Unstructured; // Only code that asks for its kind reads it.
}

/** All verbs of `access`, whatever object it is. */
export function delegating(access: Access): Access {
  return {
    namespace: access.namespace,
    isNamespaceExplicit: access.isNamespaceExplicit,
    host: access.host,
    mapper: () => access.mapper(),
    get: (target) => access.get(target),
    list: (mapping, namespace, options) => access.list(mapping, namespace, options),
    create: (mapping, namespace, object, options) => access.create(mapping, namespace, object, options),
    replace: (target, object, options) => access.replace(target, object, options),
    patch: (target, type, body, options) => access.patch(target, type, body, options),
    delete: (target, options) => access.delete(target, options),
    watch: (mapping, namespace, options, onEvent) => access.watch(mapping, namespace, options, onEvent),
    raw: (request) => access.raw(request),
    stream: (request, handlers) => access.stream(request, handlers),
  };
}

async function tableOf(access: Access, target: Target, includeObject: boolean, now: number): Promise<Table> {
  const { body } = await access.raw({
    method: 'GET',
    path: pathOf(target.mapping, target.namespace, target.name, target.subresource),
    query: includeObject ? { includeObject: 'Object' } : {},
    headers: { accept: TABLE_ACCEPT },
  });
  refuseText(body);
  // A server has no columns for these.
  const isPlain = target.subresource === 'resize' || target.subresource === 'ephemeralcontainers';
  if (isPlain && asTable(body) === undefined) return plainTable([body as Unstructured], now); // One object was asked for.
  return tableOfBody(target.mapping, body, now);
}

/** Subresources such as the log of a pod are no objects. Throws CommandError. */
export function refuseText(body: unknown): void {
  if (typeof body === 'string') throw new CommandError("serializer for text/plain doesn't exist");
}

/** A Table of what a server sent: one already, a list, or one object. */
export function tableOfBody(mapping: Pick<Mapping, 'group' | 'kind'>, body: unknown, now: number): Table {
  const table = asTable(body);
  if (table !== undefined) return table;
  const object = body as Unstructured & { readonly items?: readonly Unstructured[] }; // Servers send nothing else.
  if (itemsOf(object) !== undefined) {
    return tableOfObjects(mapping, object.items ?? [], now, object.metadata.resourceVersion);
  }
  return tableOfObjects(kindOf(object) ?? mapping, [object], now, object.metadata.resourceVersion);
}

/** A subresource has a kind of its own. */
function kindOf({ apiVersion, kind }: Unstructured): Pick<Mapping, 'group' | 'kind'> | undefined {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  return { group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind };
}

/** The Table of a whole collection, read page by page. */
async function listTable(
  access: Access,
  mapping: Mapping,
  namespace: string | undefined,
  { labelSelector, fieldSelector, limit = 0, includeObject }: ListOptions & { readonly includeObject: boolean },
  now: () => number,
): Promise<Table> {
  const pages: Table[] = [];
  let next = '';
  do {
    const { body } = await access.raw({
      method: 'GET',
      path: pathOf(mapping, namespace),
      query: {
        ...(next === '' ? {} : { continue: next }),
        ...(fieldSelector === undefined ? {} : { fieldSelector }),
        ...(includeObject ? { includeObject: 'Object' } : {}),
        ...(labelSelector === undefined ? {} : { labelSelector }),
        ...(limit > 0 ? { limit: String(limit) } : {}),
      },
      headers: { accept: TABLE_ACCEPT },
    });
    const page = tableOfBody(mapping, body, now());
    pages.push(page);
    next = continueOf(body);
  } while (next !== '');
  const [first, ...more] = pages;
  if (first === undefined) throw new RangeError('a list has at least one page');
  return more.length === 0 ? first : { ...first, rows: pages.flatMap(({ rows }) => rows ?? []) };
}

function continueOf(body: unknown): string {
  const { metadata } = body as { readonly metadata?: { readonly continue?: unknown } }; // A list or a Table.
  return typeof metadata?.continue === 'string' ? metadata.continue : '';
}
