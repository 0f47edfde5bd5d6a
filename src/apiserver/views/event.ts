/** events.k8s.io/v1 Event: the core Event with other names. Models pkg/apis/events/v1/conversion.go (v1.36.3). */
import type { View } from './views';

/** Names in the core form, and in this one. */
const NAMES = [
  ['involvedObject', 'regarding'],
  ['message', 'note'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
  ['count', 'deprecatedCount'],
] as const;
const toView = new Map<string, string>(NAMES);
const fromView = new Map<string, string>(NAMES.map(([core, other]) => [other, core]));
const regarding = ['kind', 'namespace', 'name', 'uid', 'apiVersion', 'resourceVersion', 'fieldPath'];

export const eventView: View = {
  kind: 'Event',
  group: 'events.k8s.io',
  version: 'v1',
  selectors: {
    ...Object.fromEntries(regarding.map((name) => [`regarding.${name}`, `involvedObject.${name}`])),
    reportingController: 'reportingComponent',
  },
  toView: (object) => renamed(object, toView),
  fromView: (object) => renamed(object, fromView),
};

function renamed(object: object, names: ReadonlyMap<string, string>): object {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names.get(name) ?? name, value]));
}
