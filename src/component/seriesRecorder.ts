/**
 * Writes Events in the style of events.k8s.io, as the scheduler does: one instant and an action, repetitions as a
 * series.
 * Models staging/src/k8s.io/client-go/tools/events/event_broadcaster.go (v1.36.3).
 * Left out: the refresh of a running series every half hour; a series that ended is written when its next Event comes.
 */
import type { Event } from '../api/core/event';
import { formatMicroTime } from '../api/meta/time';
import type { Draft } from '../client/client';
import type { Instant, StateMap } from '../sim/clock';
import type { EventRecorder } from './component';
import { remember } from './eventCorrelator';
import { type EventNames, namespaceOf, referenceTo, swallowApiErrors } from './eventObject';
import type { RecorderParts } from './recorder';

/** A series that was silent for longer is over. */
const SERIES_END_MS = 360_000;

interface Series {
  readonly name: string;
  readonly count: number;
  readonly at: Instant;
}

/** A recorder in the events.k8s.io style. Refusals by the API server are swallowed. */
export function createSeriesRecorder(parts: RecorderParts, names: EventNames): EventRecorder {
  const { client, clock, component, hostname = 'control-plane' } = parts;
  const series: StateMap<Series> = parts.state.map('events/series');
  return {
    async event(about, type, reason, message, options = {}) {
      const now = clock.now();
      const namespace = namespaceOf(about);
      const regarding = referenceTo(about, options.fieldPath);
      const reporting = options.source ?? component;
      const { kind, name: object, uid = '', resourceVersion = '', fieldPath = '' } = regarding;
      const words = [type, options.action, reason, reporting, kind, namespace, object, uid, resourceVersion, fieldPath];
      const key = words.join('|');
      const known = series.get(key);
      const patchSeries = (of: Series) =>
        swallowApiErrors(() => {
          const body = { series: { count: of.count, lastObservedTime: formatMicroTime(of.at) } };
          return client.patch('Event', { namespace, name: of.name }, { type: 'strategic', body });
        });
      if (known !== undefined && now - known.at <= SERIES_END_MS) {
        const next = { ...known, count: known.count + 1, at: now };
        remember(series, key, next);
        // Only the second one is told at once.
        if (next.count === 2) await patchSeries(next);
        return;
      }
      if (known !== undefined && known.count > 2) await patchSeries(known);
      const name = names.next(about.metadata.name, now);
      remember(series, key, { name, count: 1, at: now });
      const draft: Draft<Event> = {
        metadata: { name, namespace },
        involvedObject: regarding,
        reason,
        message,
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type,
        eventTime: formatMicroTime(now),
        ...(options.action === undefined ? {} : { action: options.action }),
        reportingComponent: reporting,
        reportingInstance: `${reporting}-${options.host ?? hostname}`,
      };
      await swallowApiErrors(() => client.create('Event', draft));
    },
  };
}
