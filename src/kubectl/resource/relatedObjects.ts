/**
 * Reads objects that belong to another one: its pods, events, revisions, lease.
 * They are asked for by fixed paths, without discovery, as the real one's typed client does.
 */
import { compiledMapping } from './compiledMapping';
import type { KubeObject } from '../../api/meta/objectMeta';
import { isReason } from '../../api/meta/status';
import type { Access, ListOptions, Mapping } from './access';

const resources = {
  Pod: ['', 'v1', 'pods', true],
  Event: ['', 'v1', 'events', true],
  Service: ['', 'v1', 'services', true],
  ResourceQuota: ['', 'v1', 'resourcequotas', true],
  LimitRange: ['', 'v1', 'limitranges', true],
  ReplicaSet: ['apps', 'v1', 'replicasets', true],
  ControllerRevision: ['apps', 'v1', 'controllerrevisions', true],
  EndpointSlice: ['discovery.k8s.io', 'v1', 'endpointslices', true],
  Lease: ['coordination.k8s.io', 'v1', 'leases', true],
} as const satisfies Readonly<Record<string, readonly [group: string, version: string, plural: string, boolean]>>;

/** Kinds that are looked up. */
export type RelatedKind = keyof typeof resources;

/** Related objects of one cluster. */
export class RelatedObjects {
  constructor(
    private readonly access: Access,
    private readonly chunkSize = 0,
  ) {}

  /** All objects of a kind in `namespace` (undefined: everywhere) that match. Rejects with ApiError. */
  async list<T extends KubeObject>(
    kind: RelatedKind,
    namespace: string | undefined,
    options: Pick<ListOptions, 'labelSelector' | 'fieldSelector'> = {},
  ): Promise<readonly T[]> {
    const mapping = mappingOf(kind);
    const { items } = await this.access.list(mapping, namespace, { ...options, limit: this.chunkSize });
    const apiVersion = mapping.group === '' ? mapping.version : `${mapping.group}/${mapping.version}`;
    // Items of lists do not say their kind. The server sends what it was asked for.
    const complete: readonly KubeObject[] = items.map((item) => ({ ...item, apiVersion, kind }));
    return complete as readonly T[];
  }

  /** The objects of a kind, undefined where the server does not know it. Rejects with ApiError. */
  async listIfServed<T extends KubeObject>(
    kind: RelatedKind,
    namespace: string | undefined,
    options: Pick<ListOptions, 'labelSelector' | 'fieldSelector'> = {},
  ): Promise<readonly T[] | undefined> {
    try {
      return await this.list<T>(kind, namespace, options);
    } catch (error) {
      if (isReason(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** One object. Rejects with ApiError. */
  async get<T extends KubeObject>(kind: RelatedKind, namespace: string | undefined, name: string): Promise<T> {
    const mapping = mappingOf(kind);
    const object: KubeObject = await this.access.get({
      mapping,
      name,
      ...(namespace === undefined ? {} : { namespace }),
    });
    return object as T; // The server sends what it was asked for.
  }
}

function mappingOf(kind: RelatedKind): Mapping {
  const [group, version, plural, namespaced] = resources[kind];
  return compiledMapping(group === '' ? version : `${group}/${version}`, kind, { plural, namespaced });
}
