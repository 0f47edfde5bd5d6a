/**
 * The server's hand in metadata: what it sets itself and what a client may not change.
 * Models staging/src/k8s.io/apiserver/pkg/registry/rest/{create,update}.go and meta.go (v1.36.3).
 * Left out: managedFields, which are dropped.
 */
import { isDeepEqual } from '../api/meta/equality';
import type { KubeObject, ObjectMeta, Time } from '../api/meta/objectMeta';
import type { ResourceStrategy } from './resourceStrategy';

type Draft = { -readonly [Key in keyof ObjectMeta]?: ObjectMeta[Key] };

/** Metadata in the order in which the API server prints it; `resourceVersion` is the store's to fill in. */
function ordered(from: Partial<ObjectMeta>, server: Partial<ObjectMeta>): ObjectMeta {
  const { name = '', namespace, uid = '', generation, creationTimestamp = '' } = server;
  const { generateName, labels, annotations, ownerReferences, finalizers } = from;
  const metadata: Draft = { name };
  if (generateName !== undefined && generateName !== '') metadata.generateName = generateName;
  if (namespace !== undefined) metadata.namespace = namespace;
  metadata.uid = uid;
  metadata.resourceVersion = server.resourceVersion ?? '';
  if (generation !== undefined) metadata.generation = generation;
  metadata.creationTimestamp = creationTimestamp;
  if (server.deletionTimestamp !== undefined) metadata.deletionTimestamp = server.deletionTimestamp;
  if (server.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds = server.deletionGracePeriodSeconds;
  }
  if (isFilled(labels)) metadata.labels = labels;
  if (isFilled(annotations)) metadata.annotations = annotations;
  if (ownerReferences !== undefined && ownerReferences.length > 0) metadata.ownerReferences = ownerReferences;
  if (finalizers !== undefined && finalizers.length > 0) metadata.finalizers = finalizers;
  return metadata as ObjectMeta; // Name, uid, resourceVersion and creationTimestamp are set above.
}

function isFilled(map: object | null | undefined): boolean {
  if (map === undefined || map === null) return false;
  for (const _key in map) return true;
  return false;
}

/** What the server decides about a new object. */
export interface SystemFields {
  readonly name: string;
  readonly namespace?: string;
  readonly uid: string;
  readonly creationTimestamp: Time;
}

/** Metadata of a new object. What the client sent of uid, times and deletion is ignored. */
export function metadataForCreate(
  sent: Partial<ObjectMeta>,
  system: SystemFields,
  strategy: ResourceStrategy,
): ObjectMeta {
  // Kinds without generation keep what they are sent, as the real server does.
  const generation = strategy.hasGeneration ? 1 : sent.generation;
  return ordered(sent, { ...system, ...(generation === undefined ? {} : { generation }) });
}

/** Metadata of an update: identity, times and deletion stay as they are stored. */
export function metadataForUpdate(sent: Partial<ObjectMeta>, old: ObjectMeta): ObjectMeta {
  if (sent === old) return old;
  const next = ordered(sent, old);
  return isDeepEqual(next, old) ? old : next;
}

/** `object` with the generation that the change from `old` gives it. */
export function withGeneration(next: KubeObject, old: KubeObject, strategy: ResourceStrategy): KubeObject {
  const generation = old.metadata.generation ?? 0;
  const wanted = isSpecChanged(next, old, strategy) ? generation + 1 : generation;
  if (wanted === next.metadata.generation || (wanted === 0 && next.metadata.generation === undefined)) return next;
  return { ...next, metadata: { ...next.metadata, generation: wanted } };
}

function isSpecChanged(next: KubeObject, old: KubeObject, strategy: ResourceStrategy): boolean {
  const { spec } = next as { readonly spec?: unknown }; // Kinds with a generation have a spec.
  const { spec: before } = old as { readonly spec?: unknown };
  if (!isDeepEqual(spec, before)) return true;
  return (
    strategy.generationFollowsAnnotations === true &&
    !isDeepEqual(next.metadata.annotations ?? {}, old.metadata.annotations ?? {})
  );
}
