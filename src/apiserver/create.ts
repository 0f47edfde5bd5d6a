/**
 * POST of a new object.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and registry/rest/create.go (v1.36.3).
 */
import { type Kind, kinds } from '../api/kinds';
import { formatTime } from '../api/meta/time';
import type { KubeObject } from '../api/meta/objectMeta';
import type { ApiResponse } from '../client/transport';
import type { Revision } from '../storage/store';
import { admit } from './admission/admission';
import { readBody } from './body';
import { type Call, isTerminating, respond, warn } from './call';
import { decodeBody } from './decode';
import { alreadyExists, badRequest, noUniqueName, plainError } from './errors';
import { metadataForCreate } from './metadata';
import { MAX_NAME_ATTEMPTS, generateName, nameStream, newUid } from './names';
import { writeOptions } from './options';
import { invalidError } from './registry/fieldError';
import { type ResourceStrategy, strategyOf } from './resourceStrategy';
import { storageKey } from './storageKey';

const ABSENT = 0 as Revision;

/** Answers a POST to a collection. */
export function createRequest(call: Call, kind: Kind, namespace: string | undefined): ApiResponse {
  const options = writeOptions(call, 'CreateOptions');
  const sent = decodeBody(call, kind, readBody(call.request, kind), options.fieldValidation);
  return respond(call, 201, createObject(call, kind, namespace, sent, options.dryRun));
}

/** Stores a decoded object that was not there before; hands back what is stored. Throws ApiError. */
export function createObject(
  call: Call,
  kind: Kind,
  namespace: string | undefined,
  sent: KubeObject,
  dryRun: boolean,
): KubeObject {
  checkNamespace(sent, kind, namespace);
  const { backend, request } = call;
  const strategy = strategyOf(kind);
  const now = backend.clock.now();
  const stream = nameStream(kind, namespace === undefined ? sent.metadata : { ...sent.metadata, namespace });
  const system = {
    name: sent.metadata.name ?? '',
    ...(kinds[kind].namespaced && namespace !== undefined ? { namespace } : {}),
    uid: newUid(
      backend.clock,
      stream,
      storageKey(kind, { namespace: namespace ?? '', name: sent.metadata.name ?? '' }),
    ),
    creationTimestamp: formatTime(now),
  };
  const filled = strategy.defaults({ ...sent, metadata: metadataForCreate(sent.metadata, system, strategy) });
  const admitted: KubeObject = admit({
    operation: 'CREATE',
    kind,
    object: filled as never, // The union of kinds cannot be tied to `kind` here; strategies and plugins switch on it.
    ...(namespace === undefined ? {} : { namespace }),
    name: system.name === '' ? (sent.metadata.generateName ?? '') : system.name,
    subresource: '',
    request,
    reader: backend.reader,
    now,
    settings: backend.settings,
  });
  const object = strategy.prepareForCreate(admitted, { now, request });
  return store(call, kind, strategy, object, sent, stream, dryRun);
}

function checkNamespace(sent: KubeObject, kind: Kind, namespace: string | undefined): void {
  const own = sent.metadata.namespace ?? '';
  const expected = kinds[kind].namespaced ? (namespace ?? '') : '';
  if (own === '' || own === expected) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** Names, validates and writes `object`; a generated name that is taken is drawn anew. */
function store(
  call: Call,
  kind: Kind,
  strategy: ResourceStrategy,
  object: KubeObject,
  sent: KubeObject,
  stream: string,
  dryRun: boolean,
): KubeObject {
  const { clock, store: etcd } = call.backend;
  const prefix = object.metadata.name === '' ? (object.metadata.generateName ?? '') : '';
  let next = object;
  for (let attempt = 1; ; attempt += 1) {
    if (prefix !== '')
      next = { ...object, metadata: { ...object.metadata, name: generateName(clock, stream, prefix) } };
    if (attempt === 1) validateNew(call, kind, strategy, next, sent);
    const { name } = next.metadata;
    const key = storageKey(kind, next.metadata);
    const existing = etcd.get(key);
    if (existing === undefined) return write(call, kind, key, next, dryRun);
    if (prefix === '') throw alreadyExists(kind, name, isTerminating(existing.value));
    if (attempt === MAX_NAME_ATTEMPTS) throw noUniqueName(kind, name);
  }
}

function validateNew(call: Call, kind: Kind, strategy: ResourceStrategy, next: KubeObject, sent: KubeObject): void {
  const errors = strategy.validate(next);
  if (errors.length > 0) throw invalidError(kind, next.metadata.name, errors);
  for (const text of strategy.warnings?.(next) ?? []) warn(call, text);
  const version = sent.metadata.resourceVersion;
  if (version !== undefined && version !== '' && version !== '0') {
    throw plainError('resourceVersion should not be set on objects to be created');
  }
}

function write(call: Call, kind: Kind, key: string, object: KubeObject, dryRun: boolean): KubeObject {
  const { store: etcd, onEventWritten } = call.backend;
  if (dryRun) {
    const { resourceVersion: _unset, ...metadata } = object.metadata;
    return { ...object, metadata } as KubeObject; // What is not stored has no resourceVersion, as on a real server.
  }
  const entry = etcd.put(key, object, ABSENT);
  if (kind === 'Event') onEventWritten(key, entry.revision);
  return entry.value;
}
