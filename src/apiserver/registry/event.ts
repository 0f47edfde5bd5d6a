/** How the API server treats Events. Models pkg/registry/core/event/strategy.go (v1.36.3). */
import type { Event } from '../../api/core/event';
import type { Strategy } from './strategy';
import { checkEvent } from './validation/cluster';
import { validations } from './validation/rules';

export const event: Strategy<'Event'> = {
  kind: 'Event',
  hasGeneration: false,
  allowUnconditionalUpdate: true,
  allowCreateOnUpdate: true,
  defaults,
  prepareForCreate: (given) => given,
  prepareForUpdate: (next) => next,
  ...validations('Event', { check: checkEvent }),
  selectableFields: {
    'involvedObject.kind': ({ involvedObject }) => involvedObject.kind ?? '',
    'involvedObject.namespace': ({ involvedObject }) => involvedObject.namespace ?? '',
    'involvedObject.name': ({ involvedObject }) => involvedObject.name ?? '',
    'involvedObject.uid': ({ involvedObject }) => involvedObject.uid ?? '',
    'involvedObject.apiVersion': ({ involvedObject }) => involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': ({ involvedObject }) => involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': ({ involvedObject }) => involvedObject.fieldPath ?? '',
    reason: ({ reason }) => reason ?? '',
    reportingComponent: ({ reportingComponent }) => reportingComponent ?? '',
    source: ({ source, reportingComponent }) => source?.component || (reportingComponent ?? ''),
    type: ({ type }) => type ?? '',
  },
};

const nothing = Object.freeze({});

/** Nothing is defaulted, but these fields are printed even when empty. */
function defaults(given: Event): Event {
  const complete =
    given.involvedObject !== undefined &&
    given.source !== undefined &&
    given.firstTimestamp !== undefined &&
    given.lastTimestamp !== undefined &&
    given.eventTime !== undefined &&
    given.reportingComponent !== undefined &&
    given.reportingInstance !== undefined;
  if (complete) return given;
  return {
    ...given,
    involvedObject: given.involvedObject ?? nothing,
    source: given.source ?? nothing,
    firstTimestamp: given.firstTimestamp ?? null,
    lastTimestamp: given.lastTimestamp ?? null,
    eventTime: given.eventTime ?? null,
    reportingComponent: given.reportingComponent ?? '',
    reportingInstance: given.reportingInstance ?? '',
  };
}
