/**
 * DELETE of one object: preconditions, grace periods, finalizers, propagation.
 * Models Store.Delete in staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, rest/delete.go, and the
 * strategies of pods and namespaces in pkg/registry/core (v1.36.3).
 */
import { type Kind, infoOf } from '../api/kinds';
import type { CustomResourceDefinition } from '../api/apiextensions/customResourceDefinition';
import type { Pod } from '../api/core/pod';
import type { KubeObject } from '../api/meta/objectMeta';
import { formatTime, parseTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import type { Entry } from '../storage/store';
import { admit } from './admission/admission';
import { type Call, objectKey, respond } from './call';
import { markedForCleanup } from './customresources/cleanup';
import { type DeleteOptions, deleteOptions } from './deleteOptions';
import { deletePrecondition, notFound } from './errors';
import { strategyOf } from './resourceStrategy';
import { storageKey } from './storageKey';

/** What a delete came to. `gone`: it is no longer there; else it waits for grace or finalizers. */
export interface Deletion {
  readonly object: KubeObject;
  readonly gone: boolean;
}

/** Answers a DELETE of one object. */
export function deleteRequest(call: Call, kind: Kind, namespace: string | undefined, name: string): ApiResponse {
  const options = deleteOptions(call, kind);
  const entry = call.backend.store.get(storageKey(kind, objectKey(kind, namespace, name)));
  if (entry === undefined) throw notFound(kind, name);
  const { object, gone } = deleteEntry(call, kind, entry, options);
  if (!gone || strategyOf(kind).returnsDeletedObject === true) {
    return respond(call, !gone && options.orphanDependents === false ? 202 : 200, object);
  }
  const { group, plural } = infoOf(kind);
  return respond(call, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group === '' ? {} : { group }), kind: plural, uid: object.metadata.uid },
  });
}

/** Deletes what `entry` holds, as far as grace and finalizers allow. Throws ApiError. */
export function deleteEntry(call: Call, kind: Kind, entry: Entry, options: DeleteOptions): Deletion {
  const { backend, request } = call;
  const { name, namespace } = entry.value.metadata;
  admit({
    operation: 'DELETE',
    kind,
    object: entry.value as never, // The union of kinds cannot be tied to `kind` here; plugins switch on it.
    ...(namespace === undefined ? {} : { namespace }),
    name,
    subresource: '',
    request,
    reader: backend.reader,
    now: backend.clock.now(),
    settings: backend.settings,
  });
  checkPreconditions(kind, entry.value, options);
  if (kind === 'Namespace') return deleteNamespace(call, entry, options);
  if (kind === 'CustomResourceDefinition') {
    const crd = entry.value as CustomResourceDefinition; // The kind says so.
    const value = markedForCleanup(crd, formatTime(backend.clock.now()));
    return deleteGracefully(call, kind, { ...entry, value }, options);
  }
  return deleteGracefully(call, kind, entry, options);
}

function checkPreconditions(kind: Kind, object: KubeObject, { preconditions }: DeleteOptions): void {
  const { name, uid, resourceVersion } = object.metadata;
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw deletePrecondition(
      kind,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw deletePrecondition(
      kind,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** A namespace is emptied by its controller first: the server only marks it, and removes it once it has no finalizers. */
function deleteNamespace(call: Call, entry: Entry, options: DeleteOptions): Deletion {
  const { metadata } = entry.value;
  const namespace = entry.value as KubeObject & {
    readonly spec?: { readonly finalizers?: readonly string[] };
    readonly status?: object;
  }; // The key's prefix holds Namespaces only.
  if (metadata.deletionTimestamp === undefined) {
    const deletionTimestamp = formatTime(call.backend.clock.now());
    const next = {
      ...namespace,
      metadata: { ...metadata, deletionTimestamp },
      status: { ...namespace.status, phase: 'Terminating' },
    };
    const mark = () => put(call, entry, next, options.dryRun);
    const object = call.backend.applying('namespaceTerminating', { namespace: metadata.name }, mark);
    return { object, gone: false };
  }
  if ((namespace.spec?.finalizers ?? []).length > 0) return { object: namespace, gone: false };
  return deleteGracefully(call, 'Namespace', entry, options);
}

function deleteGracefully(call: Call, kind: Kind, entry: Entry, options: DeleteOptions): Deletion {
  const old = entry.value;
  const grace = kind === 'Pod' ? podGrace(old as Pod, options, call.backend.clock.now()) : noGrace; // Stored under pods.
  // A deletion that is under way is not changed by asking for the same or more.
  if (grace.type === 'pending') return { object: old, gone: false };
  const finalizers = finalizersFor(old, options);
  const isPending = finalizers.length > 0;
  if (grace.type === 'none' && !isPending) return remove(call, entry, options.dryRun);
  const marked = grace.type === 'set' ? withGrace(old, grace) : markedAsDeleting(call, old);
  const next = withFinalizers(marked, finalizers);
  const mark = (): Deletion => {
    const object = put(call, entry, next, options.dryRun);
    if (isPending || (grace.type === 'set' && grace.seconds > 0)) return { object, gone: false };
    if (options.dryRun) return { object, gone: true };
    const written = call.backend.store.get(entry.key);
    return written === undefined ? { object, gone: true } : remove(call, written, false);
  };
  const { applying } = call.backend;
  const { name, deletionTimestamp } = old.metadata;
  if (isPending) return applying('finalizersWait', { kind, name, finalizers: finalizers.join(', ') }, mark);
  // What is under way has been explained, and its kubelet says what ends it.
  if (grace.type !== 'set' || deletionTimestamp !== undefined) return mark();
  if (grace.seconds > 0) return applying('gracefulDeletion', { pod: name, graceMs: grace.seconds * 1000 }, mark);
  return applying(options.gracePeriodSeconds === 0 ? 'forcedDeletion' : 'promptDeletion', { pod: name }, mark);
}

function remove(call: Call, entry: Entry, dryRun: boolean): Deletion {
  const object = dryRun ? entry.value : call.backend.store.delete(entry.key, entry.revision).value;
  if (!dryRun) call.backend.managers.forget(entry.key);
  return { object, gone: true };
}

function put(call: Call, entry: Entry, next: KubeObject, dryRun: boolean): KubeObject {
  return dryRun || next === entry.value ? next : call.backend.store.put(entry.key, next, entry.revision).value;
}

/** Kubernetes' three answers to "may it go slowly": no grace at all, grace set anew, already under way. */
type Grace =
  | { readonly type: 'none' }
  | { readonly type: 'pending' }
  | { readonly type: 'set'; readonly seconds: number; readonly deletionTimestamp: string };

const noGrace: Grace = { type: 'none' };

function podGrace(pod: Pod, options: DeleteOptions, now: number): Grace {
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
  const asked = options.gracePeriodSeconds;
  if (deletionTimestamp !== undefined) {
    if (deletionGracePeriodSeconds === undefined) return noGrace;
    const seconds = asked === undefined ? undefined : asked < 0 ? 1 : asked;
    if (seconds === undefined || seconds >= deletionGracePeriodSeconds) return { type: 'pending' };
    const begun = parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
    return { type: 'set', seconds, deletionTimestamp: formatTime(begun + seconds * 1000) };
  }
  const seconds = podGraceSeconds(pod, asked);
  return { type: 'set', seconds, deletionTimestamp: formatTime(now + seconds * 1000) };
}

/** Nobody has to be waited for if the pod has no node yet, or has ended. */
function podGraceSeconds({ spec, status }: Pod, asked: number | undefined): number {
  if ((spec.nodeName ?? '') === '' || status.phase === 'Succeeded' || status.phase === 'Failed') return 0;
  const seconds = asked ?? spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}

function withGrace(old: KubeObject, grace: Grace & { readonly type: 'set' }): KubeObject {
  const { metadata } = old;
  const isFirst = metadata.deletionTimestamp === undefined;
  return {
    ...old,
    metadata: {
      ...metadata,
      ...(isFirst && metadata.generation !== undefined ? { generation: metadata.generation + 1 } : {}),
      deletionTimestamp: grace.deletionTimestamp,
      deletionGracePeriodSeconds: grace.seconds,
    },
  };
}

/** An object with finalizers and without grace: it is to go now, and stays until they are done. */
function markedAsDeleting(call: Call, old: KubeObject): KubeObject {
  const { metadata } = old;
  if (metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0) return old;
  const raised = metadata.deletionTimestamp === undefined && metadata.generation !== undefined;
  return {
    ...old,
    metadata: {
      ...metadata,
      ...(raised ? { generation: (metadata.generation ?? 0) + 1 } : {}),
      deletionTimestamp: metadata.deletionTimestamp ?? formatTime(call.backend.clock.now()),
      deletionGracePeriodSeconds: 0,
    },
  };
}

/** The finalizers that the propagation policy leaves, adds or takes away. */
function finalizersFor(object: KubeObject, options: DeleteOptions): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  const policy =
    options.policy ??
    (present.includes('orphan')
      ? 'Orphan'
      : present.includes('foregroundDeletion')
        ? 'Foreground'
        : options.defaultPolicy);
  const wanted = policy === 'Orphan' ? 'orphan' : policy === 'Foreground' ? 'foregroundDeletion' : undefined;
  if (wanted === undefined) {
    return present.some(isPropagation) ? present.filter((finalizer) => !isPropagation(finalizer)) : present;
  }
  if (present.filter(isPropagation).length === 1 && present.includes(wanted)) return present;
  return [...present.filter((finalizer) => !isPropagation(finalizer)), wanted];
}

function isPropagation(finalizer: string): boolean {
  return finalizer === 'orphan' || finalizer === 'foregroundDeletion';
}

function withFinalizers(object: KubeObject, finalizers: readonly string[]): KubeObject {
  const { finalizers: before = [], ...metadata } = object.metadata;
  if (finalizers === before || (finalizers.length === 0 && before.length === 0)) return object;
  return { ...object, metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers } };
}
