/**
 * PUT of an object or a subresource, and what PATCH, scale and binding share with it.
 * Models Store.Update in staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go and rest/update.go (v1.36.3).
 */
import { type Kind, infoOf } from '../api/kinds';
import { isDeepEqual } from '../api/meta/equality';
import type { KubeObject } from '../api/meta/objectMeta';
import type { ApiResponse } from '../client/transport';
import type { Entry } from '../storage/store';
import { type Attributes, admit, validateAdmission } from './admission/admission';
import { allowCreation } from './authorization/authorize';
import { readBody } from './body';
import { type Call, objectKey, respond, warn } from './call';
import { chargeQuotas } from './chargeQuotas';
import { allocationContext, createObject, explainedService } from './create';
import { decodeBody } from './decode';
import { badRequest, modified, notFound, plainError, uidConflict } from './errors';
import { metadataForUpdate, withGeneration } from './metadata';
import { parseVersion, versionSyntaxError, writeOptions } from './options';
import { invalid, invalidError } from './registry/fieldError';
import type { WriteTarget } from './registry/strategy';
import { type ResourceStrategy, strategyOf } from './resourceStrategy';
import { entryOf, storageKey } from './storageKey';

/** Where a write goes. */
export interface Target {
  readonly kind: Kind;
  readonly namespace?: string;
  readonly name: string;
  readonly target: WriteTarget;
}

/** Answers a PUT to an object, its status or its finalizers. */
export function updateRequest(call: Call, target: Target): ApiResponse {
  const { kind, namespace, name } = target;
  const options = writeOptions(call, 'UpdateOptions');
  const entry = call.backend.store.get(storageKey(kind, objectKey(kind, namespace, name)));
  const sent = decodeBody(
    call,
    kind,
    readBody(call.request, infoOf(kind).kind, call.backend.yaml),
    options.fieldValidation,
    entry?.value,
  );
  checkIdentity(sent, target);
  if (entry === undefined) {
    if (target.target !== '' || !strategyOf(kind).allowCreateOnUpdate) throw notFound(kind, name);
    allowCreation(call, kind, namespace, name);
    return respond(call, 201, createObject(call, kind, namespace, sent, options.dryRun));
  }
  const object = updateObject(call, target, entry, sent, options.dryRun);
  return respond(call, 200, call.backend.managers.shown(call, kind, entryOf(kind, object)));
}

/** Throws 400 if name or namespace of `object` are not those of the URL. */
export function checkIdentity(object: KubeObject, { kind, namespace, name }: Target): void {
  const sentName = object.metadata.name ?? '';
  if (sentName === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (sentName !== name) {
    throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`);
  }
  const sentNamespace = object.metadata.namespace ?? '';
  if (sentNamespace !== '' && sentNamespace !== (infoOf(kind).namespaced ? (namespace ?? '') : '')) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
}

/** Writes `sent` over what `entry` holds; hands back what is stored then. Throws ApiError. */
export function updateObject(call: Call, target: Target, entry: Entry, sent: KubeObject, dryRun: boolean): KubeObject {
  const { kind } = target;
  const strategy = strategyOf(kind);
  checkPreconditions(target, entry, sent, strategy);
  const { managers } = call.backend;
  const owners = dryRun ? undefined : managers.rewritten(call, kind, entry, sent);
  if (owners !== undefined) managers.set(entry.key, entry.value.metadata.uid, owners);
  const written = replaceObject(call, target, entry, strategy.defaults(sent), dryRun);
  return owners !== undefined && written === entry.value ? writeUpdate(call, kind, entry, written, dryRun) : written;
}

/** 1. The uid, if one is sent. 2. The resourceVersion, if one is sent or the kind demands it. */
function checkPreconditions(target: Target, entry: Entry, sent: KubeObject, strategy: ResourceStrategy): void {
  const { kind, name } = target;
  const { uid = '', resourceVersion = '' } = sent.metadata;
  const found = entry.value.metadata.uid;
  if (uid !== '' && uid !== found) throw uidConflict(kind, name, entry.key, uid, found);
  checkVersion(target, entry, resourceVersion, strategy);
}

/** Throws 409 if `resourceVersion` is not that of `entry`, 422 if the kind demands one, 500 if it is no number. */
export function checkVersion(target: Target, entry: Entry, resourceVersion: string, strategy: ResourceStrategy): void {
  const { kind, name } = target;
  if (resourceVersion === entry.value.metadata.resourceVersion) return;
  const version = resourceVersion === '' ? 0 : parseVersion(resourceVersion);
  if (version === undefined) throw plainError(versionSyntaxError(resourceVersion));
  if (version !== 0 && version !== entry.revision) throw modified(kind, name);
  if (version !== 0 || strategy.allowUnconditionalUpdate) return;
  const { group, plural } = infoOf(kind);
  const error = invalid('metadata.resourceVersion', 0, 'must be specified for an update');
  throw invalidError(kind, name, [error], { kind: plural, group });
}

/** Endpoints whose writes say what is wanted, and so count generations. */
const wanting: ReadonlySet<WriteTarget> = new Set(['', 'scale', 'resize', 'ephemeralcontainers']);

/** The part of an update that follows the preconditions. `sent` is decoded and defaulted. */
export function replaceObject(call: Call, target: Target, entry: Entry, sent: KubeObject, dryRun: boolean): KubeObject {
  const { kind, name } = target;
  const old = entry.value;
  const strategy = strategyOf(kind);
  const metadata = metadataForUpdate(sent.metadata, old.metadata);
  const attributes = updateAttributes(call, target, metadata === sent.metadata ? sent : { ...sent, metadata }, old);
  const prepared = strategy.prepareForUpdate(admit(attributes), old, target.target);
  const isSpecWrite = wanting.has(target.target);
  const counted = strategy.hasGeneration && isSpecWrite ? withGeneration(prepared, old, strategy) : prepared;
  const isAllocated = strategy.allocate !== undefined && target.target === '';
  const next = isAllocated ? (strategy.allocate?.(counted, old, allocationContext(call, dryRun)) ?? counted) : counted;
  if (isDeepEqual(next, old)) return old;
  const errors = strategy.validateUpdate(next, old, target.target);
  if (errors.length > 0) throw invalidError(kind, name, errors);
  for (const text of strategy.warnings?.(next, old) ?? []) warn(call, text);
  const verdict = validateAdmission({ ...attributes, kind, object: next as never });
  for (const text of verdict.warnings) warn(call, text);
  if (!dryRun) chargeQuotas(call, verdict.charged);
  const write = () => writeUpdate(call, kind, entry, next, dryRun);
  const written = explainedService(call, kind, old, next, write);
  // What was not stored has nobody who owns it.
  if (written !== next) call.backend.managers.updated(call, kind, entry.key, target.target, old, written);
  return written;
}

function updateAttributes(call: Call, target: Target, object: KubeObject, old: KubeObject): Attributes<never> {
  const { backend, request } = call;
  return {
    operation: 'UPDATE',
    kind: target.kind as never, // The union of kinds cannot be tied to `kind` here; plugins switch on it.
    object: object as never,
    old: old as never,
    ...(target.namespace === undefined ? {} : { namespace: target.namespace }),
    name: target.name,
    subresource: target.target,
    request,
    reader: backend.reader,
    now: backend.clock.now(),
    settings: backend.settings,
  };
}

/** Stores `next`, or removes the object if the write took the last finalizer of one that is going away. */
export function writeUpdate(call: Call, kind: Kind, entry: Entry, next: KubeObject, dryRun: boolean): KubeObject {
  const { store, onEventWritten } = call.backend;
  if (dryRun) return next;
  if (isFinished(kind, next)) {
    const { name } = next.metadata;
    call.backend.applying('lastFinalizer', { kind, name }, () => store.delete(entry.key, entry.revision));
    call.backend.managers.forget(entry.key);
    return next;
  }
  const written = store.put(entry.key, next, entry.revision);
  if (kind === 'Event') onEventWritten(entry.key, written.revision);
  return written.value;
}

/** True if nothing holds an object back that is to be deleted. */
export function isFinished(kind: Kind, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata;
  if (deletionTimestamp === undefined || (deletionGracePeriodSeconds ?? 0) > 0) return false;
  if (finalizers !== undefined && finalizers.length > 0) return false;
  if (kind !== 'Namespace') return true;
  const { spec } = object as { readonly spec?: { readonly finalizers?: readonly string[] } }; // It is a Namespace.
  return (spec?.finalizers ?? []).length === 0;
}
