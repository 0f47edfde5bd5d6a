/**
 * The parts of an Event object that both forms share: its name, its reference, its namespace.
 * Models staging/src/k8s.io/client-go/tools/record/event.go and tools/reference (v1.36.3).
 */
import type { ObjectReference } from '../api/core/event';
import { ApiError } from '../api/meta/status';
import type { Instant, StateMap, StateSpace } from '../sim/clock';
import type { EventSubject } from './component';

/** Makes Event names: the object's name and a time in nanoseconds, never the same twice for one component. */
export class EventNames {
  readonly #last: StateMap<number>;
  readonly #offset: number;

  constructor(state: StateSpace, component: string) {
    this.#last = state.map('events/names');
    // Components that speak of one object in the same millisecond must not choose the same name.
    let hash = 0;
    for (const character of component) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
    this.#offset = hash % 1000;
  }

  next(object: string, now: Instant): string {
    const sequence = ((this.#last.get('sequence') ?? 0) + 1) % 1000;
    this.#last.set('sequence', sequence);
    const nanoseconds = BigInt(now) * 1_000_000n + BigInt(this.#offset * 1000 + sequence);
    return `${object}.${nanoseconds.toString(16)}`;
  }
}

/** The reference by which an Event names its object. An empty uid is left out: the object may be gone. */
export function referenceTo(about: EventSubject, fieldPath?: string): ObjectReference {
  const { name, namespace, uid, resourceVersion } = about.metadata;
  return {
    kind: about.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name,
    ...(uid === '' ? {} : { uid }),
    apiVersion: about.apiVersion,
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
    ...(fieldPath === undefined ? {} : { fieldPath }),
  };
}

/** Where Events about the object are kept: those of cluster-scoped objects are in `default`. */
export function namespaceOf(about: EventSubject): string {
  return about.metadata.namespace ?? 'default';
}

/** Runs `write`; an Event that the API server refuses (its namespace is going, the network is cut) is lost. */
export async function swallowApiErrors(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
