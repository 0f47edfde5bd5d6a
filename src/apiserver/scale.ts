/**
 * The scale subresource: replicas of any workload as one small object, autoscaling/v1 Scale.
 * Models ScaleREST of pkg/registry/apps/deployment/storage/storage.go and its neighbours (v1.36.3).
 */
import type { JsonObject } from '../api/meta/jsonObject';
import type { Kind } from '../api/kinds';
import { formatLabelSelector } from '../api/meta/labels';
import type { KubeObject, LabelSelector, Labels } from '../api/meta/objectMeta';
import type { ApiResponse } from '../client/transport';
import type { Entry } from '../storage/store';
import { readBody } from './body';
import { type Call, objectKey, respond } from './call';
import { DecodeError, cannotBeHandled, readValue } from './decode';
import { badRequest, methodNotAllowed, notFound, uidConflict } from './errors';
import { type FieldValidation, type WriteOptions, writeOptions } from './options';
import { applyPatch, decoded, readPatch } from './patch/patch';
import { invalid, invalidError } from './registry/fieldError';
import { strategyOf } from './resourceStrategy';
import { storageKey } from './storageKey';
import { type Target, checkVersion, replaceObject } from './update';

/** What a client sees and sends. A zero is left out. */
interface Scale {
  readonly kind: 'Scale';
  readonly apiVersion: 'autoscaling/v1';
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
  };
  readonly spec: { readonly replicas?: number };
  readonly status: { readonly replicas: number; readonly selector?: string };
}

/** The part of a workload that scaling is about. ReplicationControllers select by a plain map. */
interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly selector?: LabelSelector | Labels };
  readonly status: { readonly replicas?: number };
}

/** Answers GET, PUT and PATCH of `.../scale`. */
export function scaleRequest(call: Call, target: Target): ApiResponse {
  const { kind, namespace, name } = target;
  const { method } = call.request;
  if (method !== 'GET' && method !== 'PUT' && method !== 'PATCH') throw methodNotAllowed();
  const entry = (): Entry => {
    const found = call.backend.store.get(storageKey(kind, objectKey(kind, namespace, name)));
    if (found === undefined) throw notFound(kind, name);
    return found;
  };
  if (method === 'GET') return respond(call, 200, scaleOf(kind, entry().value));
  if (method === 'PUT') {
    const options = writeOptions(call, 'UpdateOptions');
    const sent = sentScale(call, options.fieldValidation);
    return write(call, target, entry(), sent, options);
  }
  const patch = readPatch(call.request);
  const options = writeOptions(call, 'PatchOptions');
  const old = entry();
  const value = applyPatch(patch, scaleOf(kind, old.value) as unknown as JsonObject, 'Scale'); // Plain JSON.
  const sent = decoded(patch, value, () => read(call, value as object, options.fieldValidation)); // A patched object.
  return write(call, target, old, sent, options);
}

/** The Scale of a workload. */
export function scaleOf(kind: Kind, object: KubeObject): Scale {
  const { metadata, spec, status } = object as Workload; // Only kinds with a scale subresource come here.
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { replicas = 0, selector } = spec ?? {};
  const text = selector === undefined ? '' : formatLabelSelector(labelSelectorOf(kind, selector));
  const { scale } = strategyOf(kind);
  const found = scale?.read(object) ?? { replicas, present: status?.replicas ?? 0, selector: text };
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: found.replicas === 0 ? {} : { replicas: found.replicas },
    status: { replicas: found.present, ...(found.selector === '' ? {} : { selector: found.selector }) },
  };
}

function labelSelectorOf(kind: Kind, selector: LabelSelector | Labels): LabelSelector {
  return kind === 'ReplicationController' ? { matchLabels: selector as Labels } : (selector as LabelSelector); // By kind.
}

function sentScale(call: Call, validation: FieldValidation): Scale {
  const body = readBody(call.request, 'Scale', call.backend.yaml);
  try {
    return read(call, body.value as object, validation, body.complaints); // readBody takes objects only.
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(error, 'Scale');
    throw error;
  }
}

function read(call: Call, value: object, validation: FieldValidation, complaints: readonly string[] = []): Scale {
  return readValue(call, 'Scale', 'autoscaling/v1', value, validation, complaints) as unknown as Scale; // By its table.
}

function write(call: Call, target: Target, entry: Entry, sent: Scale, options: WriteOptions): ApiResponse {
  const { kind, name } = target;
  const { uid = '', resourceVersion = '', name: sentName = '' } = sent.metadata ?? {};
  if (sentName === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (sentName !== name) {
    throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`);
  }
  const replicas = sent.spec?.replicas ?? 0;
  if (replicas < 0) {
    const error = invalid('spec.replicas', replicas, 'must be greater than or equal to 0');
    throw invalidError(kind, name, [error], { kind: 'Scale', group: 'autoscaling' });
  }
  const old = entry.value as Workload; // Only kinds with a scale subresource come here.
  if (uid !== '' && uid !== old.metadata.uid) throw uidConflict(kind, name, entry.key, uid, old.metadata.uid);
  checkVersion(target, entry, resourceVersion, strategyOf(kind));
  const next = strategyOf(kind).scale?.withReplicas(old, replicas) ?? { ...old, spec: { ...old.spec, replicas } };
  return respond(call, 200, scaleOf(kind, replaceObject(call, target, entry, next, options.dryRun)));
}
