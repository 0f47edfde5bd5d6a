/**
 * Writes Kubernetes Events about objects, counted and limited as every component of Kubernetes does.
 * Models staging/src/k8s.io/client-go/tools/record/event.go (v1.36.3).
 * Left out: the retry of an Event that the API server could not be reached for; it is lost.
 */
import { formatTime } from '../api/meta/time';
import { isReason } from '../api/meta/status';
import type { Event } from '../api/core/event';
import type { Draft, KubeClient } from '../client/client';
import type { Clock, Instant, StateSpace } from '../sim/clock';
import type { EventOptions, EventRecorder, EventSubject } from './component';
import { EventCorrelator, type Verdict } from './eventCorrelator';
import { EventNames, namespaceOf, referenceTo, swallowApiErrors } from './eventObject';
import { createSeriesRecorder } from './seriesRecorder';

/** What a recorder is made of. `component` names the source where an Event does not. */
export interface RecorderParts {
  readonly component: string;
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly state: StateSpace;
  /** The machine of the process, as `reportingInstance` of events.k8s.io shows it. */
  readonly hostname?: string;
}

/**
 * A recorder of Events in the v1 form (first and last time, a count), or in that of events.k8s.io where the options
 * name an action. Refusals by the API server are swallowed.
 */
export function createRecorder(parts: RecorderParts): EventRecorder {
  const { client, clock, state } = parts;
  const correlator = new EventCorrelator(state, 'events');
  const names = new EventNames(state, parts.component);
  const series = createSeriesRecorder(parts, names);
  return {
    async event(about, type, reason, message, options = {}) {
      if (options.action !== undefined) return series.event(about, type, reason, message, options);
      const now = clock.now();
      const component = options.source ?? parts.component;
      const identity = {
        source: sourceKey(component, about, type, options),
        fieldPath: options.fieldPath ?? '',
        reason,
        message,
      };
      const verdict = correlator.judge(identity, names.next(about.metadata.name, now), now);
      if (verdict.type === 'drop') return;
      const host = options.host;
      const draft = (name: string, count: number, firstAt: Instant): Draft<Event> => ({
        metadata: { name, namespace: namespaceOf(about) },
        involvedObject: referenceTo(about, options.fieldPath),
        reason,
        message: verdict.message,
        source: host === undefined ? { component } : { component, host },
        firstTimestamp: formatTime(firstAt),
        lastTimestamp: formatTime(now),
        count,
        type,
        eventTime: null,
        // A combined Event is made anew, and its maker leaves these out.
        reportingComponent: verdict.isCombined ? '' : component,
        reportingInstance: verdict.isCombined ? '' : (host ?? ''),
      });
      await swallowApiErrors(() => send(verdict, draft, about, now));
    },
  };

  async function send(
    verdict: Exclude<Verdict, { type: 'drop' }>,
    draft: (name: string, count: number, firstAt: Instant) => Draft<Event>,
    about: EventSubject,
    now: Instant,
  ): Promise<void> {
    if (verdict.type === 'create') {
      await client.create('Event', draft(verdict.name, 1, now));
      return;
    }
    const { seen, key, message } = verdict;
    const body = { count: seen.count, lastTimestamp: formatTime(now), message };
    try {
      await client.patch('Event', { namespace: namespaceOf(about), name: seen.name }, { type: 'strategic', body });
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
      const name = names.next(about.metadata.name, now);
      correlator.renamed(key, name, now);
      await client.create('Event', draft(name, seen.count, seen.firstAt));
    }
  }
}

function sourceKey(component: string, about: EventSubject, type: string, options: EventOptions): string {
  const { name, namespace = '', uid } = about.metadata;
  return [component, options.host ?? '', about.apiVersion, about.kind, namespace, name, uid, type].join('|');
}
