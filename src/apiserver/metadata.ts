/**
 * The server's hand in metadata: what it sets itself and what a client may not change.
 * Models staging/src/k8s.io/apiserver/pkg/registry/rest/{create,update}.go and meta.go (v1.36.3).
 * Left out: managedFields, which apply/managers.ts keeps beside the objects.
 */
import { isDeepEqual } from '../api/meta/equality';
import type { KubeObject, ObjectMeta, Time } from '../api/meta/objectMeta';
import type { ResourceStrategy } from './resourceStrategy';

type Draft = { -readonly [Key in keyof ObjectMeta]?: ObjectMeta[Key] };

/** What a client decides, in the order in which the API server prints it. */
function addSent(
  metadata: Draft,
  { labels, annotations, ownerReferences, finalizers }: Partial<ObjectMeta>,
): ObjectMeta {
  if (isFilled(labels)) metadata.labels = labels;
  if (isFilled(annotations)) metadata.annotations = annotations;
  if (ownerReferences !== undefined && ownerReferences.length > 0) metadata.ownerReferences = ownerReferences;
  if (finalizers !== undefined && finalizers.length > 0) metadata.finalizers = finalizers;
  return metadata as ObjectMeta; // The callers have set name, uid, resourceVersion and creationTimestamp.
}

/** True for a map that has any key. */
export function isFilled(map: object | undefined): boolean {
  if (map === undefined) return false;
  for (const _key in map) return true;
  return false;
}

/** Metadata of a new object. What the client sent of uid, times and deletion is ignored. */
export function metadataForCreate(
  sent: Partial<ObjectMeta>,
  system: SystemFields,
  strategy: ResourceStrategy,
): ObjectMeta {
  const { name, namespace, uid, creationTimestamp } = system;
  const metadata: Draft = { name };
  if (sent.generateName !== undefined && sent.generateName !== '') metadata.generateName = sent.generateName;
  if (namespace !== undefined) metadata.namespace = namespace;
  metadata.uid = uid;
  metadata.resourceVersion = '';
  // Kinds without generation keep what they are sent, as the real server does.
  const generation = strategy.hasGeneration ? 1 : sent.generation;
  if (generation !== undefined) metadata.generation = generation;
  metadata.creationTimestamp = creationTimestamp;
  return addSent(metadata, sent);
}

/** What the server decides about a new object. */
export interface SystemFields {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly uid: string;
  readonly creationTimestamp: Time;
}

function updated(sent: Partial<ObjectMeta>, old: ObjectMeta): ObjectMeta {
  const metadata: Draft = { name: old.name };
  if (sent.generateName !== undefined && sent.generateName !== '') metadata.generateName = sent.generateName;
  if (old.namespace !== undefined) metadata.namespace = old.namespace;
  metadata.uid = old.uid;
  metadata.resourceVersion = old.resourceVersion;
  if (old.generation !== undefined) metadata.generation = old.generation;
  metadata.creationTimestamp = old.creationTimestamp;
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (old.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds = old.deletionGracePeriodSeconds;
  }
  return addSent(metadata, sent);
}

/** Metadata of an update: identity, times and deletion stay as they are stored. */
export function metadataForUpdate(sent: Partial<ObjectMeta>, old: ObjectMeta): ObjectMeta {
  if (sent === old) return old;
  const next = updated(sent, old);
  return isDeepEqual(next, old) ? old : next;
}

/** `object` with the generation that the change from `old` gives it. */
export function withGeneration(next: KubeObject, old: KubeObject, strategy: ResourceStrategy): KubeObject {
  const generation = old.metadata.generation ?? 0;
  const count = isSpecChanged(next, old, strategy) ? generation + 1 : generation;
  if (count === next.metadata.generation || (count === 0 && next.metadata.generation === undefined)) return next;
  return { ...next, metadata: { ...next.metadata, generation: count } };
}

function isSpecChanged(next: KubeObject, old: KubeObject, strategy: ResourceStrategy): boolean {
  const { wanted = specOf } = strategy;
  if (!isDeepEqual(wanted(next), wanted(old))) return true;
  return (
    strategy.generationFollowsAnnotations === true &&
    !isDeepEqual(next.metadata.annotations ?? {}, old.metadata.annotations ?? {})
  );
}

function specOf(object: KubeObject): unknown {
  return (object as { readonly spec?: unknown }).spec; // Most kinds say there what is wanted.
}
