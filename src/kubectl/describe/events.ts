/**
 * The events of a described object.
 * Models DescribeEvents and searchEvents of staging/src/k8s.io/kubectl/pkg/describe/describe.go (v1.36.3).
 */
import type { Event } from '../../api/core/event';
import type { KubeObject } from '../../api/meta/objectMeta';
import { ApiError } from '../../api/meta/status';
import { parseTime } from '../../api/meta/time';
import { eventInterval } from '../../printers/event';
import type { DescribeContext } from './describer';
import type { Description } from './description';

/** What events are looked up by; by default the object's own kind and UID. */
export interface EventSearch {
  /** Empty: events of any kind. */
  readonly kind?: string;
  readonly uid?: string;
}

/** Looks up the events of `object` and writes them, unless they are not wanted. */
export async function describeEvents(d: Description, object: KubeObject, context: DescribeContext): Promise<void> {
  if (context.showEvents) writeEvents(d, await eventsOf(object, context), context.now);
}

/** Events about `object`; none if the server refuses to tell. */
export async function eventsOf(
  { kind: ownKind, metadata }: KubeObject,
  { related }: DescribeContext,
  { kind = ownKind, uid = metadata.uid }: EventSearch = {},
): Promise<readonly Event[]> {
  const terms = [`involvedObject.name=${metadata.name}`];
  terms.push(`involvedObject.namespace=${metadata.namespace ?? ''}`);
  if (kind !== '') terms.push(`involvedObject.kind=${kind}`);
  if (uid !== '') terms.push(`involvedObject.uid=${uid}`);
  try {
    return await related.list<Event>('Event', metadata.namespace, { fieldSelector: terms.join(',') });
  } catch (error) {
    if (error instanceof ApiError) return [];
    throw error;
  }
}

/** Writes events by the time they were last seen. */
export function writeEvents(d: Description, events: readonly Event[], now: number): void {
  if (events.length === 0) {
    d.line(0, 'Events:\t<none>');
    return;
  }
  d.flush();
  const sorted = [...events].sort((a, b) => lastSeen(a) - lastSeen(b));
  d.line(0, 'Events:');
  d.line(1, 'Type\tReason\tAge\tFrom\tMessage');
  d.line(1, '----\t------\t----\t----\t-------');
  for (const event of sorted) {
    const { type = '', reason = '', source, reportingComponent = '' } = event;
    const component = source?.component ?? '';
    const from = component === '' ? reportingComponent : component;
    d.line(1, `${type}\t${reason}\t${eventInterval(event, now)}\t${from}\t${messageText(event)}`);
  }
}

/** Events of the newer API have only eventTime: they come first. */
function lastSeen({ lastTimestamp }: Event): number {
  return lastTimestamp === null || lastTimestamp === undefined ? Number.NEGATIVE_INFINITY : parseTime(lastTimestamp);
}

function messageText({ involvedObject, message = '' }: Event): string {
  const { fieldPath = '' } = involvedObject;
  const text = message.trim();
  return fieldPath === '' ? text : `${fieldPath}: ${text}`;
}
