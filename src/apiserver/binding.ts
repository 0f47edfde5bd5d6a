/**
 * POST of a Binding: the scheduler's word on which node a pod runs.
 * Models BindingREST of pkg/registry/core/pod/storage/storage.go and the PodTopologyLabels admission plugin (v1.36.3).
 */
import type { Pod, PodCondition } from '../api/core/pod';
import { conditionOf } from '../api/meta/conditions';
import type { Labels, ObjectMeta } from '../api/meta/objectMeta';
import { ApiError, failure } from '../api/meta/status';
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import { readBody } from './body';
import { type Call, objectKey, respond } from './call';
import { DecodeError, cannotBeHandled, readValue } from './decode';
import { badRequest, notFound, plainError } from './errors';
import { writeOptions } from './options';
import { storageKey } from './storageKey';
import { writeUpdate } from './update';

interface Binding {
  readonly metadata?: Partial<ObjectMeta>;
  readonly target?: { readonly kind?: string; readonly name?: string };
}

/** Labels of a node that its pods get, so that they can read where they run. */
const topologyLabels = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone'];

/** Answers POST of `.../pods/x/binding`, or of `.../bindings`, whose body alone names the pod. */
export function bindRequest(call: Call, namespace: string | undefined, wanted: string | undefined): ApiResponse {
  const { dryRun, fieldValidation } = writeOptions(call, 'CreateOptions');
  const body = readBody(call.request, 'Binding', call.backend.yaml);
  const binding = decode(() =>
    readValue(call, 'Binding', 'v1', body.value as object, fieldValidation, body.complaints),
  );
  const name = wanted ?? binding.metadata?.name ?? '';
  if ((binding.metadata?.name ?? name) !== name) throw badRequest('name in URL does not match name in Binding object');
  checkTarget(binding);
  const entry = call.backend.store.get(storageKey('Pod', objectKey('Pod', namespace, name)));
  if (entry === undefined) throw notFound('Pod', name);
  const pod = entry.value as Pod; // The prefix holds pods only.
  checkPod(pod, binding.metadata?.uid, entry.key);
  writeUpdate(call, 'Pod', entry, bound(call, pod, binding), dryRun);
  return respond(call, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

function decode(read: () => Readonly<Record<string, unknown>>): Binding {
  try {
    return read() as Binding; // Read by the table of Binding's fields.
  } catch (error) {
    if (error instanceof DecodeError) throw cannotBeHandled(error, 'Binding');
    throw error;
  }
}

function checkTarget({ target }: Binding): void {
  const { kind = '', name = '' } = target ?? {};
  if (kind !== '' && kind !== 'Node') {
    throw plainError(`target.kind: Unsupported value: ${JSON.stringify(kind)}: supported values: "Node", "<empty>"`);
  }
  if (name === '') throw plainError('target.name: Required value');
}

function checkPod(pod: Pod, uid: string | undefined, key: string): void {
  const { name, deletionTimestamp } = pod.metadata;
  const { nodeName = '', schedulingGates = [] } = pod.spec;
  if (uid !== undefined && uid !== '' && uid !== pod.metadata.uid) {
    throw conflict(
      name,
      `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${pod.metadata.uid}`,
    );
  }
  if (deletionTimestamp !== undefined) {
    throw conflict(name, `pod ${name} is being deleted, cannot be assigned to a host`);
  }
  if (nodeName !== '') throw conflict(name, `pod ${name} is already assigned to node "${nodeName}"`);
  if (schedulingGates.length > 0) throw conflict(name, `pod ${name} has non-empty .spec.schedulingGates`);
}

function conflict(name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on pods/binding "${name}": ${why}`;
  return new ApiError(failure(409, 'Conflict', message, { name, kind: 'pods/binding' }));
}

function bound(call: Call, pod: Pod, { metadata, target }: Binding): Pod {
  const nodeName = target?.name ?? '';
  const { nominatedNodeName: _cleared, ...status } = pod.status;
  const labels = withTopology(call, pod.metadata.labels, nodeName);
  const annotations =
    metadata?.annotations === undefined
      ? pod.metadata.annotations
      : { ...pod.metadata.annotations, ...metadata.annotations };
  return {
    ...pod,
    metadata: {
      ...pod.metadata,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: { ...pod.spec, nodeName },
    status: { ...status, conditions: scheduled(pod, formatTime(call.backend.clock.now())) },
  };
}

function withTopology(call: Call, labels: Labels | undefined, nodeName: string): Labels | undefined {
  const node = call.backend.reader.get('Node', { name: nodeName });
  const found = topologyLabels.flatMap((key) => {
    const value = node?.metadata.labels?.[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return found.length === 0 ? labels : { ...labels, ...Object.fromEntries(found) };
}

function scheduled(pod: Pod, now: string): readonly PodCondition[] {
  const conditions = pod.status.conditions ?? [];
  const old = conditionOf(conditions, 'PodScheduled');
  const next = {
    type: 'PodScheduled',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    status: 'True' as const,
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'True' ? old.lastTransitionTime : now,
  };
  return old === undefined ? [...conditions, next] : conditions.map((each) => (each === old ? next : each));
}
