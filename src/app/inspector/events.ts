/**
 * Events as the inspector lists them: those of one object, or all, in the order of `kubectl describe`.
 * Models staging/src/k8s.io/kubectl/pkg/describe/describe.go, DescribeEvents (v1.36.3).
 */
import type { Event } from '../../api/core/event';
import type { Kind } from '../../api/kinds';
import { instantOf } from '../../printers/duration';
import { eventInterval } from '../../printers/event';

/** One line of an event list. */
export interface EventRow {
  readonly key: string;
  readonly warning: boolean;
  readonly reason: string;
  /** With the field in front, as describe prints it since 1.36: `spec.containers{kubia}: Container started`. */
  readonly message: string;
  /** `33s`, or `33s (x3 over 53s)`. */
  readonly age: string;
  readonly count: number;
  /** The component that said it. */
  readonly from: string;
  /** Milliseconds since the epoch; undefined if the event carries no time. */
  readonly at: number | undefined;
  /** What it is about. */
  readonly about: { readonly kind: string; readonly namespace: string | undefined; readonly name: string };
  /** The version of the Event that says so: "why?" is asked about that write. */
  readonly revision: number;
}

interface Subject {
  readonly kind: Kind;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly uid: string };
}

/** True if `event` is about the object: name, namespace and uid. Kubelets use a node's name as its uid. */
export function isEventOf(event: Event, { kind, metadata }: Subject): boolean {
  const { involvedObject } = event;
  if (involvedObject.name !== metadata.name || (involvedObject.namespace ?? '') !== (metadata.namespace ?? ''))
    return false;
  if (kind === 'Node') {
    return (
      involvedObject.kind === 'Node' && (involvedObject.uid === metadata.uid || involvedObject.uid === metadata.name)
    );
  }
  return involvedObject.uid === metadata.uid && (kind === 'Pod' || involvedObject.kind === kind);
}

/** The last time it happened: lastTimestamp, else eventTime, else firstTimestamp. */
export function lastInstant(event: Event): number | undefined {
  const known = instants.get(event);
  if (known !== undefined) return known;
  const at = instantOf(event.lastTimestamp) ?? instantOf(event.eventTime) ?? instantOf(event.firstTimestamp);
  if (at !== undefined) instants.set(event, at);
  return at;
}

/** Events are frozen and looked at often. */
const instants = new WeakMap<Event, number>();

/** Rows in the order of describe: by lastTimestamp, oldest first; those without one come before all others. */
export function eventRows(events: readonly Event[], now: number): readonly EventRow[] {
  const last = (event: Event) => instantOf(event.lastTimestamp) ?? 0;
  return [...events].sort((left, right) => last(left) - last(right)).map((event) => eventRow(event, now));
}

/** The newest `most` events, newest first. */
export function newestFirst(events: readonly Event[], most = Number.POSITIVE_INFINITY): readonly Event[] {
  const dated = events.map((event) => ({ event, at: lastInstant(event) ?? 0 }));
  dated.sort((left, right) => right.at - left.at);
  return dated.slice(0, most).map(({ event }) => event);
}

/** An event in words, its age counted to `now` in milliseconds since the epoch. */
export function eventRow(event: Event, now: number): EventRow {
  const { involvedObject, reason = '', message = '', count = 1 } = event;
  const field = involvedObject.fieldPath;
  return {
    key: event.metadata.uid,
    warning: event.type === 'Warning',
    reason,
    message: field === undefined || field === '' ? message.trim() : `${field}: ${message.trim()}`,
    age: eventInterval(event, now),
    count,
    from: event.source?.component || event.reportingComponent || '',
    at: lastInstant(event),
    about: {
      kind: involvedObject.kind ?? '',
      namespace: involvedObject.namespace === '' ? undefined : involvedObject.namespace,
      name: involvedObject.name ?? '',
    },
    revision: Number(event.metadata.resourceVersion),
  };
}
