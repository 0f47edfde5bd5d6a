/**
 * POST of an Eviction: a deletion that asks first.
 * Models pkg/registry/core/pod/storage/eviction.go (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { conditionOf } from '../api/meta/conditions';
import type { ObjectMeta } from '../api/meta/objectMeta';
import { formatTime } from '../api/meta/time';
import type { ApiResponse } from '../client/transport';
import type { Entry } from '../storage/store';
import { readBody } from './body';
import { type Call, beginCall, isTerminating, objectKey, respond } from './call';
import { askDisruptionBudget } from './disruptionBudget';
import { deleteEntry } from './delete';
import { type DeleteOptions, deleteOptions } from './deleteOptions';
import { badRequest, notFound } from './errors';
import { storageKey } from './storageKey';
import { writeUpdate } from './update';

interface Eviction {
  readonly metadata?: Partial<ObjectMeta>;
  readonly deleteOptions?: object;
}

/** Answers POST of `.../pods/x/eviction`. */
export function evictRequest(call: Call, namespace: string | undefined, name: string): ApiResponse {
  const eviction = readBody(call.request, 'Eviction', call.backend.yaml).value as Eviction; // An object: readBody.
  if ((eviction.metadata?.name ?? '') !== name) throw badRequest('name in URL does not match name in Eviction object');
  const { store } = call.backend;
  const key = storageKey('Pod', objectKey('Pod', namespace, name));
  const entry = store.get(key);
  if (entry === undefined) throw notFound('Pod', name);
  const options = optionsOf(call, eviction);
  askDisruptionBudget(call, entry.value as Pod, options.dryRun); // The prefix holds pods only.
  call.backend.applying('evictionAllowed', { pod: name }, () => {
    if (!options.dryRun && !isTerminating(entry.value)) markDisrupted(call, entry);
    const marked = store.get(key);
    if (marked !== undefined) deleteEntry(call, 'Pod', marked, options);
  });
  return respond(call, 201, { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 });
}

function optionsOf(call: Call, { deleteOptions: body }: Eviction): DeleteOptions {
  const headers = { 'content-type': 'application/json' };
  return deleteOptions(beginCall(call.backend, { ...call.request, headers, body: body ?? '' }), 'Pod');
}

/** Tells in the status why the pod goes. */
function markDisrupted(call: Call, entry: Entry): void {
  const pod = entry.value as Pod; // The prefix holds pods only.
  const conditions = pod.status.conditions ?? [];
  const old = conditionOf(conditions, 'DisruptionTarget');
  const now = formatTime(call.backend.clock.now());
  const next = {
    type: 'DisruptionTarget',
    status: 'True' as const,
    lastProbeTime: null,
    lastTransitionTime: old?.status === 'True' ? old.lastTransitionTime : now,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const all = old === undefined ? [...conditions, next] : conditions.map((each) => (each === old ? next : each));
  writeUpdate(call, 'Pod', entry, { ...pod, status: { ...pod.status, conditions: all } } as Pod, false);
}
