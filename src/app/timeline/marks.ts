/**
 * Marks of the time bar as data: what the components did (as the engine tells it, or by their events on a real cluster),
 * and what is already due. Models the shapes of the lanes: diamond you, dot, triangle warning, octagon death, tick heartbeat.
 */
import type { Event } from '../../api/core/event';
import { kinds, type Kind } from '../../api/kinds';
import type { WaitRow } from '../../client/simulation';
import type { LaneMark, LaneMarkType, WhyCard } from '../../client/why';
import { lastInstant } from '../inspector/events';
import type { ObjectRef } from '../stores/selectionStore';

/** Lanes with a name of their own; the others are `controllers/NAME` and `kubelet/NODE`. */
export const YOU = 'you';
export const API_SERVER = 'kube-apiserver';
export const SCHEDULER = 'kube-scheduler';
export const NODE_LIFECYCLE = 'node-lifecycle';
/** What the names of the controllers' and the kubelets' lanes begin with. */
export const CONTROLLERS = 'controllers/';
export const KUBELET = 'kubelet/';

export type MarkShape = 'deed' | 'dot' | 'warning' | 'death' | 'beat';

/** One mark, or several alike at one place. */
export interface Mark {
  /** As `lane` of LaneMark. */
  readonly lane: string;
  readonly shape: MarkShape;
  /** Of the first and of the last of them, in virtual milliseconds since the epoch. */
  readonly at: number;
  readonly until: number;
  /** Of the last of them. */
  readonly text: string;
  readonly count: number;
  /** What a click selects. */
  readonly ref?: ObjectRef;
  /** Already scheduled, not yet happened: drawn hollow. */
  readonly due?: true;
  /** Of what is due: when the wait began. */
  readonly since?: number;
  /** Its stamp is cut to whole seconds. */
  readonly isCoarse?: true;
}

const SHAPES: Readonly<Record<LaneMarkType, MarkShape>> = {
  command: 'deed',
  write: 'dot',
  reconcile: 'dot',
  binding: 'dot',
  start: 'dot',
  probeFailure: 'warning',
  // Its event is Normal, as that of a start.
  kill: 'dot',
  exit: 'death',
  eviction: 'warning',
  warning: 'warning',
  heartbeat: 'beat',
};

/** A mark as the engine told it. */
export function markOf({ lane, type, at, until, count, text, object }: LaneMark): Mark {
  const mark = { lane, shape: SHAPES[type], at, until, count, text };
  return object === undefined ? mark : { ...mark, ref: refOf(object) };
}

function refOf({ kind, namespace, name }: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>): ObjectRef {
  return namespace === undefined ? { kind, name } : { kind, namespace, name };
}

/** Marks of the cluster's own events, in the lanes of the components that wrote them. */
export function eventMarks(events: readonly Event[]): readonly Mark[] {
  return events.flatMap((event): readonly Mark[] => {
    const at = lastInstant(event);
    if (at === undefined) return [];
    const { kind, namespace, name = '' } = event.involvedObject;
    const known = kind !== undefined && Object.hasOwn(kinds, kind) ? (kind as Kind) : undefined;
    const mark: Mark = {
      lane: laneOf(event),
      shape: event.type === 'Warning' ? 'warning' : 'dot',
      at,
      until: at,
      text: `${event.reason ?? ''} ${name}`.trim(),
      count: 1,
      ...(at % 1000 === 0 ? { isCoarse: true } : {}),
    };
    return [
      known === undefined ? mark : { ...mark, ref: refOf({ kind: known, name, ...(namespace ? { namespace } : {}) }) },
    ];
  });
}

/** The lane of the component that wrote an event. */
function laneOf(event: Event): string {
  const component = event.source?.component ?? event.reportingComponent ?? '';
  if (component === 'kubelet') return KUBELET + (event.source?.host ?? event.reportingInstance ?? '');
  if (component.endsWith('scheduler')) return SCHEDULER;
  if (component === 'node-controller' || component === 'taint-eviction-controller') return NODE_LIFECYCLE;
  return CONTROLLERS + component;
}

/** What is due after `after`: hollow marks, each with the wait that leads to it. */
export function dueMarks(
  waits: readonly WaitRow[],
  after: number,
  word: (wait: WaitRow) => string,
  nodeOf: (wait: WaitRow) => string | undefined,
): readonly Mark[] {
  return waits
    .filter(({ until }) => until > after)
    .map((wait) => ({
      lane: laneOfWait(wait, nodeOf),
      shape: 'dot',
      at: wait.until,
      until: wait.until,
      since: wait.since,
      text: `${word(wait)} ${wait.name}`,
      count: 1,
      due: true,
      ref: refOf(wait),
    }));
}

function laneOfWait(wait: WaitRow, nodeOf: (wait: WaitRow) => string | undefined): string {
  if (wait.what === 'eviction' || wait.what === 'nodeNotHeardOf') return NODE_LIFECYCLE;
  return wait.what === 'schedulingBackOff' ? SCHEDULER : KUBELET + (nodeOf(wait) ?? '');
}

/** The lane of a card of a why-chain. */
export function laneOfCard({ by, controller, command }: Pick<WhyCard, 'by' | 'controller' | 'command'>): string {
  if (command !== undefined) return YOU;
  if (controller === undefined) return by;
  return controller.startsWith('node-lifecycle') || controller.startsWith('taint-eviction')
    ? NODE_LIFECYCLE
    : CONTROLLERS + controller;
}

/** Where a machine's heartbeats stop: after this long without one, nobody knows of it. Leases are renewed each 10 s. */
const SILENT_AFTER = 25_000;

/** Stretches in which a lane that has heartbeats was silent, up to `until`. */
export function silences(
  beats: readonly Mark[],
  until: number,
): readonly { readonly from: number; readonly to: number }[] {
  return beats.flatMap((beat, index) => {
    const from = beat.until;
    const to = Math.min(until, beats[index + 1]?.at ?? until);
    return to - from > SILENT_AFTER ? [{ from, to }] : [];
  });
}
