/**
 * POST of a new object.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/handlers/create.go and registry/rest/create.go (v1.36.3).
 */
import { type Kind, infoOf } from '../api/kinds';
import type { Service } from '../api/core/service';
import { formatTime } from '../api/meta/time';
import type { KubeObject, ObjectMeta } from '../api/meta/objectMeta';
import type { ApiResponse } from '../client/transport';
import type { Revision } from '../storage/store';
import { type Attributes, admit, validateAdmission } from './admission/admission';
import { readBody } from './body';
import { type Call, isTerminating, respond, warn } from './call';
import { chargeQuotas } from './chargeQuotas';
import { decodeBody } from './decode';
import { alreadyExists, badRequest, noUniqueName, plainError } from './errors';
import { metadataForCreate } from './metadata';
import { MAX_NAME_ATTEMPTS, generateName, nameStream, newUid } from './names';
import { writeOptions } from './options';
import { invalidError } from './registry/fieldError';
import type { AllocationContext } from './registry/strategy';
import { type ResourceStrategy, strategyOf } from './resourceStrategy';
import { entryOf, storagePrefix } from './storageKey';

const ABSENT = 0 as Revision;

/** Answers a POST to a collection. */
export function createRequest(call: Call, kind: Kind, namespace: string | undefined): ApiResponse {
  const options = writeOptions(call, 'CreateOptions');
  const sent = decodeBody(
    call,
    kind,
    readBody(call.request, infoOf(kind).kind, call.backend.yaml),
    options.fieldValidation,
  );
  const object = createObject(call, kind, namespace, sent, options.dryRun);
  const { managers } = call.backend;
  const shown = options.dryRun
    ? managers.shownUnstored(call, kind, sent, object)
    : managers.shown(call, kind, entryOf(kind, object));
  return respond(call, 201, shown);
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
  const own = infoOf(kind).namespaced ? namespace : undefined;
  const stream = nameStream(kind, own, sent.metadata);
  const { key, name } = place(call, kind, own, sent.metadata, stream);
  const uid = newUid(backend.clock, stream, key);
  const system = { name, namespace: own, uid, creationTimestamp: formatTime(now) };
  const metadata = metadataForCreate(sent.metadata, system, strategy);
  const attributes: Attributes<never> = {
    operation: 'CREATE',
    kind: kind as never, // The union of kinds cannot be tied to `kind` here.
    object: strategy.defaults({ ...sent, metadata }) as never,
    ...(namespace === undefined ? {} : { namespace }),
    // A real server draws the name after admission, whose refusals therefore name the prefix.
    name: sent.metadata.name ?? sent.metadata.generateName ?? '',
    subresource: '',
    request,
    reader: backend.reader,
    now,
    settings: backend.settings,
  };
  const prepared = strategy.prepareForCreate(admit(attributes), { now, request });
  const object = strategy.allocate?.(prepared, undefined, allocationContext(call, dryRun)) ?? prepared;
  validateNew(call, kind, strategy, object, sent);
  const verdict = validateAdmission({ ...attributes, kind, object: object as never, name });
  for (const text of verdict.warnings) warn(call, text);
  const existing = backend.store.get(key);
  if (existing === undefined) {
    if (!dryRun) chargeQuotas(call, verdict.charged);
    const written = explainedService(call, kind, sent, object, () => write(call, kind, key, object, dryRun));
    if (!dryRun) backend.managers.created(call, kind, key, sent, written);
    return written;
  }
  if (sent.metadata.name === undefined) throw noUniqueName(kind, name);
  throw alreadyExists(kind, name, isTerminating(existing.value));
}

/** Stores by `write` what may be a Service: with the rules by which it was given what `before` does not ask for. */
export function explainedService<T>(call: Call, kind: Kind, before: KubeObject, after: KubeObject, write: () => T): T {
  if (kind !== 'Service') return write();
  const [{ spec: asked }, { metadata, spec }] = [before as Partial<Service>, after as Service]; // The kind says so.
  const service = metadata.name;
  const { applying } = call.backend;
  const isNew = (nodePort: number) => asked?.ports?.some((port) => port.nodePort === nodePort) !== true;
  const nodePort = spec.ports?.find((port) => port.nodePort !== undefined && isNew(port.nodePort))?.nodePort;
  const withPort = () =>
    nodePort === undefined ? write() : applying('nodePortDrawn', { service, nodePort, range: '30000-32767' }, write);
  const { clusterIP = '' } = spec;
  const isGiven = clusterIP !== '' && clusterIP !== 'None' && asked?.clusterIP !== clusterIP;
  return isGiven ? applying('addressDrawn', { service, clusterIP, range: '10.96.0.0/12' }, withPort) : withPort();
}

/** What a strategy sees of the cluster while it hands out what is unique. */
export function allocationContext({ backend }: Call, isDryRun: boolean): AllocationContext {
  return {
    isDryRun,
    list: (kind) => backend.reader.list(kind),
    random: (stream) => backend.clock.random(stream),
  };
}

function checkNamespace(sent: KubeObject, kind: Kind, namespace: string | undefined): void {
  const own = sent.metadata.namespace ?? '';
  const expected = infoOf(kind).namespaced ? (namespace ?? '') : '';
  if (own === '' || own === expected) return;
  throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
}

/** Name and key of a new object; a generated name that is taken is drawn anew, so often. */
function place(
  call: Call,
  kind: Kind,
  namespace: string | undefined,
  sent: Partial<ObjectMeta>,
  stream: string,
): { readonly name: string; readonly key: string } {
  const { clock, store } = call.backend;
  const collection = storagePrefix(kind, namespace);
  const { name = '', generateName: prefix = '' } = sent;
  if (name !== '' || prefix === '') return { name, key: collection + name };
  for (let attempt = 1; ; attempt += 1) {
    const drawn = generateName(clock, stream, prefix);
    const key = collection + drawn;
    if (attempt === MAX_NAME_ATTEMPTS || store.get(key) === undefined) return { name: drawn, key };
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
