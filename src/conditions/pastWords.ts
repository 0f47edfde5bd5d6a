/**
 * The words of lessons: functions over what has been since the lesson began. They are known where a scene has a past.
 * Regular expressions over names match whole names; those over lines, outputs, messages and urls match anywhere in them.
 */
import type { Event } from '../api/core/event';
import type { Job } from '../api/batch/job';
import type { Pod } from '../api/core/pod';
import { controllerOf, type KubeObject } from '../api/meta/objectMeta';
import { formatTime, parseTime } from '../api/meta/time';
import type { Req } from '../client/reqs';
import { NewVersions } from './newVersions';
import { patternOf } from './patterns';
import type { Past, Scene, Version } from './scene';
import { inExpression, originOf, valueOf } from './values';
import { eventTest, kindNamed, restartsOf, type WordFunction } from './words';

/** So much of what a line printed is looked at. */
const LONGEST_OUTPUT = 16_384;

/** Throws where a scene has none. */
export function pastOf({ past }: Scene): Past {
  if (past === undefined) throw new Error('only lessons know what has been');
  return past;
}

/** Objects of the versions of one kind and name, oldest first. */
function versionsOf(scene: Scene, kind: unknown, name: unknown): readonly KubeObject[] {
  const named = patternOf(name, true);
  const all = pastOf(scene).versions(kindNamed(kind));
  return all.flatMap(({ object }) => (named.test(object.metadata.name) ? [object] : []));
}

/** The versions as an expression sees them. */
function versionValues(scene: Scene, kind: unknown, name: unknown): readonly object[] {
  return versionsOf(scene, kind, name).map(valueOf);
}

function start(scene: Scene, kind: unknown, name: unknown, namespace: unknown = 'default'): object | null {
  const found = pastOf(scene)
    .start(kindNamed(kind))
    .find(({ metadata }) => metadata.name === name && (metadata.namespace ?? namespace) === namespace);
  return found === undefined ? null : valueOf(found);
}

const events = new WeakMap<readonly Version[], { readonly versions: NewVersions; readonly last: Map<string, Event> }>();

/** The last version of each event since the lesson began, whether or not it has expired. */
function ev(scene: Scene, asked: unknown): readonly object[] {
  const isMeant = eventTest(asked);
  const all = pastOf(scene).versions('Event');
  const { versions, last } = events.get(all) ?? { versions: new NewVersions(all), last: new Map<string, Event>() };
  events.set(all, { versions, last });
  for (let next = versions.next(); next !== undefined; next = versions.next())
    last.set(next.object.metadata.uid, next.object as Event); // Of that kind.
  return [...last.values()].filter(isMeant).map(valueOf);
}

function times(events: unknown): bigint {
  const all = (Array.isArray(events) ? events : []).map((each) => originOf(each) as Event | undefined); // Words for events.
  return BigInt(all.reduce((sum, event) => sum + (event?.count ?? event?.series?.count ?? 1), 0));
}

const secondsBetween = (from: string, to: number): bigint => BigInt(Math.round((to - parseTime(from)) / 1000));

/** Seconds from a pod's creation to its so-manieth restart. */
function reached(scene: Scene, pod: unknown, count: unknown): bigint {
  const named = patternOf(pod, true);
  const least = Number(count);
  for (const { at, object } of pastOf(scene).versions('Pod')) {
    const isMeant = named.test(object.metadata.name) && restartsOf(object as Pod) >= least; // Of that kind.
    if (isMeant) return secondsBetween(object.metadata.creationTimestamp, at);
  }
  return -1n;
}

/** Seconds from the start of a Job to its completion. */
function duration(scene: Scene, kind: unknown, name: unknown): bigint {
  const all = versionsOf(scene, kind, name) as readonly Job[]; // No other kind has these fields.
  const { startTime, completionTime } =
    all.findLast(({ status }) => status?.completionTime !== undefined)?.status ?? {};
  if (startTime === undefined || completionTime === undefined) return -1n;
  return secondsBetween(startTime, parseTime(completionTime));
}

/** The most pods that a Job had at once. */
function maxActive(scene: Scene, kind: unknown, name: unknown): bigint {
  const all = versionsOf(scene, kind, name) as readonly Job[]; // As above.
  return BigInt(Math.max(0, ...all.map(({ status }) => status?.active ?? 0)));
}

/** Whether there was a Job of a CronJob for an instant of its schedule: Jobs are named after its minutes since the epoch. */
function jobAt(scene: Scene, cronJob: unknown, time: unknown): boolean {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(String(time)) ?? [];
  if (hours === undefined || minutes === undefined) throw new Error(`"${String(time)}" is no time such as "12:03"`);
  const wanted = Number(hours) * 60 + Number(minutes);
  return versionsOf(scene, 'Job', '.*').some((job) => {
    const owner = controllerOf(job);
    const [, minute] = /-(\d+)$/.exec(job.metadata.name) ?? [];
    return owner?.kind === 'CronJob' && owner.name === cronJob && Number(minute) % (24 * 60) === wanted;
  });
}

function ran(scene: Scene, line: unknown, output: unknown = ''): boolean {
  const [typed, printed] = [patternOf(line), patternOf(output)];
  const isMeant = ({ text, exitCode, output: all }: ReturnType<Past['lines']>[number]) =>
    exitCode === 0 && typed.test(text) && printed.test(all.slice(0, LONGEST_OUTPUT));
  return pastOf(scene).lines().some(isMeant);
}

function ranFailed(scene: Scene, output: unknown, line: unknown = ''): boolean {
  const [typed, printed] = [patternOf(line), patternOf(output)];
  const isMeant = ({ text, exitCode, output: all }: ReturnType<Past['lines']>[number]) =>
    exitCode !== 0 && typed.test(text) && printed.test(all.slice(0, LONGEST_OUTPUT));
  return pastOf(scene).lines().some(isMeant);
}

const converted = new WeakMap<Req, object>();
function requestValue(request: Req): unknown {
  const value = converted.get(request) ?? (inExpression(request) as object); // A request is one.
  converted.set(request, value);
  return value;
}

function reqs(scene: Scene, url: unknown = ''): readonly unknown[] {
  const asked = patternOf(url);
  return pastOf(scene)
    .requests()
    .filter((request) => asked.test(request.url))
    .map(requestValue);
}

/** All functions but those that look at each version in turn. */
export const pastFunctions: readonly WordFunction[] = [
  { signature: 'versions(string, string): list', call: versionValues },
  { signature: 'start(string, string): dyn', call: start },
  { signature: 'start(string, string, string): dyn', call: start },
  { signature: 'ev(map): list', call: ev },
  { signature: 'times(list): int', call: (_, events) => times(events) },
  { signature: 'reached(string, int): int', call: reached },
  { signature: 'duration(string, string): int', call: duration },
  { signature: 'maxActive(string, string): int', call: maxActive },
  { signature: 'jobAt(string, string): bool', call: jobAt },
  { signature: 'labStart(): string', call: (scene) => formatTime(pastOf(scene).startedAt) },
  { signature: 'ran(string): bool', call: ran },
  { signature: 'ran(string, string): bool', call: ran },
  { signature: 'ranFailed(string): bool', call: ranFailed },
  { signature: 'ranFailed(string, string): bool', call: ranFailed },
  { signature: 'reqs(): list', call: reqs },
  { signature: 'reqs(string): list', call: reqs },
  {
    signature: 'everPaused(string): bool',
    call: (scene, component) =>
      pastOf(scene)
        .faults()
        .some((fault) => fault.type === 'pauseComponent' && fault.component === component),
  },
  {
    signature: 'faultUsed(string): bool',
    call: (scene, type) =>
      pastOf(scene)
        .faults()
        .some((fault) => fault.type === type),
  },
];
