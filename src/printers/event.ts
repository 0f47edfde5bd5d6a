/**
 * Table of Events, and the times that other views of them show.
 * Models pkg/printers/internalversion/printers.go, printEvent, and kubectl/pkg/cmd/events/event_printer.go (v1.36.3).
 */
import type { Event, ObjectReference } from '../api/core/event';
import type { KubeObject, MicroTime, Time } from '../api/meta/objectMeta';
import { sinceText } from './duration';
import { columns, type TablePrinter, wideColumns } from './table';

/** `kubectl get events`. */
export const eventTable: TablePrinter<Event> = {
  columns: [
    ...columns('Last Seen', 'Type', 'Reason', 'Object'),
    ...wideColumns('Subobject', 'Source'),
    ...columns('Message'),
    ...wideColumns('First Seen', 'Count', 'Name'),
  ],
  cells(event, now) {
    const { involvedObject, series } = event;
    const first = sinceText(event.firstTimestamp ?? event.eventTime, now);
    const last = event.lastTimestamp == null ? first : sinceText(event.lastTimestamp, now);
    const kind = (involvedObject.kind ?? '').toLowerCase();
    const name = involvedObject.name ?? '';
    return [
      series === undefined ? last : sinceText(series.lastObservedTime, now),
      event.type,
      event.reason,
      name === '' ? kind : `${kind}/${name}`,
      involvedObject.fieldPath,
      sourceText(event),
      event.message?.trim(),
      first,
      series === undefined ? event.count || 1 : series.count,
      event.metadata.name,
    ];
  },
};

/** An Event of events.k8s.io/v1: the same with other names. Models staging/src/k8s.io/api/events/v1/types.go. */
interface NewEvent extends KubeObject {
  readonly regarding?: ObjectReference;
  readonly reason?: string;
  readonly note?: string;
  readonly type?: string;
  readonly eventTime?: MicroTime | null;
  readonly series?: Event['series'];
  readonly reportingController?: string;
  readonly reportingInstance?: string;
  readonly deprecatedSource?: Event['source'];
  readonly deprecatedFirstTimestamp?: Time | null;
  readonly deprecatedLastTimestamp?: Time | null;
  readonly deprecatedCount?: number;
}

/** `kubectl get events.events.k8s.io`. */
export const newEventTable: TablePrinter<NewEvent> = {
  columns: eventTable.columns,
  cells: (event, now) => eventTable.cells(coreEvent(event), now),
};

function coreEvent({ regarding, note, reportingController, ...event }: NewEvent): Event {
  return {
    ...event,
    involvedObject: regarding ?? {},
    message: note,
    reportingComponent: reportingController,
    source: event.deprecatedSource,
    firstTimestamp: event.deprecatedFirstTimestamp,
    lastTimestamp: event.deprecatedLastTimestamp,
    count: event.deprecatedCount,
  };
}

/** `kubelet, node1`; newer events name a reporting component instead of a source. */
function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}

/** `5s`, or `3m (x4 over 10m)` for an event that happened more than once. */
export function eventInterval(
  { eventTime, firstTimestamp, lastTimestamp, count = 0, series }: Event,
  now: number,
): string {
  const first = sinceText(eventTime ?? firstTimestamp, now);
  if (series !== undefined && series !== null) {
    return `${sinceText(series.lastObservedTime, now)} (x${series.count} over ${first})`;
  }
  return count > 1 ? `${sinceText(lastTimestamp, now)} (x${count} over ${first})` : first;
}
