/**
 * The time bar as data: what you did, what the cluster did, what went wrong, what is already due.
 * Everything is placed on a stretch of virtual time; the component only draws it.
 */
import type { Event } from '../../api/core/event';
import { kinds, type Kind } from '../../api/kinds';
import type { Command, Fault, WaitRow } from '../../client/simulation';
import type { ApiRequest } from '../../client/transport';
import { lastInstant } from '../inspector/events';
import type { ObjectRef } from '../stores/selectionStore';

export type LaneName = 'you' | 'cluster' | 'warnings';
export const LANES: readonly LaneName[] = ['you', 'cluster', 'warnings'];

/** Who did it: a component of the cluster, or the person. */
export type Source = 'you' | 'controllers' | 'scheduler' | 'nodes' | 'kubelet';

/** One drawn mark. Marks that would lie on each other are one, with a count. */
export interface Mark {
  readonly lane: LaneName;
  readonly source: Source;
  /** The node of a kubelet. */
  readonly host?: string;
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
  readonly count: number;
  /** What a click selects. */
  readonly ref?: ObjectRef;
  /** Already scheduled, not yet happened: drawn hollow. */
  readonly future?: true;
}

/** The stretch of time that is shown, and its width on the screen. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly widthPx: number;
}

/** Marks nearer than this to each other become one. */
const MERGE_PX = 9;
/** Rough width of a character of 11 px text; Hangul is about twice as wide. */
const LATIN_PX = 6.3;
const WIDE_PX = 11;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How much of the past is shown at a speed: about two minutes of watching. */
export function spanMs(speed: number): number {
  if (speed <= 2) return 2 * MINUTE;
  if (speed <= 5) return 5 * MINUTE;
  if (speed <= 10) return 10 * MINUTE;
  return speed <= 60 ? 30 * MINUTE : 120 * MINUTE;
}

/** The window at `now`: the past, and a quarter of it ahead, where the future is drawn. */
export function windowAt(now: number, startedAt: number, speed: number, widthPx: number): Window {
  const span = spanMs(speed);
  const from = Math.max(startedAt, now - span);
  return { from, to: from + span * 1.25, widthPx };
}

/** Pixels from the left edge. */
export function positionOf(at: number, { from, to, widthPx }: Window): number {
  return ((at - from) / (to - from)) * widthPx;
}

/** Round instants for the axis, since the run began, at least 70 px apart. */
export function ticksOf(
  window: Window,
  startedAt: number,
): readonly { readonly at: number; readonly sinceMs: number }[] {
  const steps = [5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * SECOND);
  const perPx = (window.to - window.from) / Math.max(1, window.widthPx);
  const step = steps.find((candidate) => candidate / perPx >= 70) ?? 3600 * SECOND;
  const first = Math.ceil((window.from - startedAt) / step) * step;
  const ticks: { at: number; sinceMs: number }[] = [];
  for (let since = first; startedAt + since <= window.to; since += step)
    ticks.push({ at: startedAt + since, sinceMs: since });
  return ticks;
}

/** Marks of the cluster's own events: Warnings in their lane, the others in theirs. */
export function eventMarks(events: readonly Event[]): readonly Mark[] {
  return events.flatMap((event): readonly Mark[] => {
    const at = lastInstant(event);
    if (at === undefined) return [];
    const { kind, namespace, name = '' } = event.involvedObject;
    const known = kind !== undefined && Object.hasOwn(kinds, kind) ? (kind as Kind) : undefined;
    const ref = known === undefined ? undefined : { kind: known, name, ...(namespace ? { namespace } : {}) };
    return [
      {
        lane: event.type === 'Warning' ? 'warnings' : 'cluster',
        ...sourceOf(event),
        at,
        text: `${event.reason ?? ''} ${name}`.trim(),
        count: 1,
        ...(ref === undefined ? {} : { ref }),
      },
    ];
  });
}

/** The component that wrote an event; a kubelet with its node. */
export function sourceOf(event: Event): Pick<Mark, 'source' | 'host'> {
  const component = event.source?.component ?? event.reportingComponent ?? '';
  if (component === 'kubelet') {
    const host = event.source?.host ?? event.reportingInstance;
    return host === undefined ? { source: 'kubelet' } : { source: 'kubelet', host };
  }
  if (component.endsWith('scheduler')) return { source: 'scheduler' };
  return {
    source: component === 'node-controller' || component === 'taint-eviction-controller' ? 'nodes' : 'controllers',
  };
}

/** Marks of what the person did. `word` names a fault in the language of the page. */
export function commandMarks(
  commands: readonly Command[],
  startedAt: number,
  word: (fault: Fault['type']) => string,
): readonly Mark[] {
  return commands.flatMap((command): readonly Mark[] => {
    const text = commandText(command, word);
    return text === undefined ? [] : [{ lane: 'you', source: 'you', at: startedAt + command.atMs, text, count: 1 }];
  });
}

/** False for what only belongs to another command: requests of a typed line, keys that were typed into a stream. */
export function isDeed(command: Command): boolean {
  if (command.type === 'request' || command.type === 'stream' || command.type === 'send')
    return command.line === undefined;
  return command.type === 'fault' || command.type === 'line';
}

/** What a command is called; undefined for what is no deed of its own. */
function commandText(command: Command, word: (fault: Fault['type']) => string): string | undefined {
  if (!isDeed(command)) return undefined;
  switch (command.type) {
    case 'fault':
      return faultText(command, word);
    case 'line': {
      const [first = '', ...more] = command.text.split('\n');
      return more.length === 0 ? first : `${first} …`;
    }
    case 'request':
    case 'stream':
      return requestText(command.request);
    case 'send':
      if (command.ask.type === 'unresolved') return command.ask.url;
      return command.ask.type === 'http' ? (command.ask.requests[0]?.url ?? command.ask.to.ip) : command.ask.ip;
    default:
      return undefined;
  }
}

function faultText({ fault }: Extract<Command, { type: 'fault' }>, word: (fault: Fault['type']) => string): string {
  if ('pod' in fault) return `${word(fault.type)} ${fault.pod}`;
  if ('host' in fault) return `${word(fault.type)} ${fault.host}`;
  if ('load' in fault) return `${word(fault.type)} ${fault.load.url}`;
  if ('component' in fault) return `${word(fault.type)} ${fault.component}`;
  if (fault.type === 'stopUpstreamDns' || fault.type === 'startUpstreamDns') return word(fault.type);
  if (fault.type === 'stopLoad') return `${word(fault.type)} ${fault.name}`;
  return `${word(fault.type)} ${typeof fault.node === 'string' ? fault.node : fault.node.name}`;
}

const VERBS: Readonly<Record<ApiRequest['method'], string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** `create pod kubia`, `patch deployment web scale`. */
export function requestText({ method, path, body }: ApiRequest): string {
  const parts = path.split('/').filter((part) => part !== '');
  const rest = parts.slice(parts[0] === 'api' ? 2 : 3);
  const [collection = '', named, subresource] = rest[0] === 'namespaces' && rest.length > 2 ? rest.slice(2) : rest;
  const kind =
    Object.values(kinds)
      .find(({ plural }) => plural === collection)
      ?.kind.toLowerCase() ?? collection;
  return [VERBS[method], kind, named ?? nameIn(body), subresource].filter((word) => word !== undefined).join(' ');
}

function nameIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('metadata' in body)) return undefined;
  const { metadata } = body;
  return typeof metadata === 'object' && metadata !== null && 'name' in metadata ? String(metadata.name) : undefined;
}

/** What is due: hollow marks. Probes are not drawn, they would be all there is. */
export function futureMarks(
  waits: readonly WaitRow[],
  now: number,
  word: (wait: WaitRow) => string,
  nodeOf: (wait: WaitRow) => string | undefined,
): readonly Mark[] {
  return waits
    .filter(({ what, until }) => until > now && !['liveness', 'readiness', 'startup'].includes(what))
    .map((wait) => ({
      lane: 'cluster',
      ...dueAt(wait, nodeOf(wait)),
      at: wait.until,
      text: `${word(wait)} ${wait.name}`,
      count: 1,
      future: true,
      ref: { kind: wait.kind, name: wait.name, ...(wait.namespace === undefined ? {} : { namespace: wait.namespace }) },
    }));
}

function dueAt({ what }: WaitRow, host: string | undefined): Pick<Mark, 'source' | 'host'> {
  if (what === 'eviction') return { source: 'nodes' };
  if (what === 'schedulingBackOff') return { source: 'scheduler' };
  return host === undefined ? { source: 'kubelet' } : { source: 'kubelet', host };
}

/** One row of the time bar. */
export interface Lane {
  readonly key: string;
  /** What it is about: a source, or in a low bar a coarse lane. */
  readonly title: Source | LaneName;
  /** The node of a kubelet's row. */
  readonly host?: string;
  has(mark: Mark): boolean;
}

/** The least height of a row with 11 px text. */
const LEAST_LANE_PX = 22;
const PARTS = ['you', 'controllers', 'scheduler', 'nodes'] as const;

/** As many rows as `heightPx` has room for: one per component and kubelet; all kubelets in one; or three coarse ones. */
export function lanesFor(nodes: readonly string[], heightPx: number): readonly Lane[] {
  const most = Math.floor(heightPx / LEAST_LANE_PX);
  const parts = PARTS.map((part): Lane => ({ key: part, title: part, has: ({ source }) => source === part }));
  if (parts.length + nodes.length <= most)
    return [
      ...parts,
      ...nodes.map(
        (host): Lane => ({
          key: `kubelet ${host}`,
          title: 'kubelet',
          host,
          has: (mark) => mark.source === 'kubelet' && mark.host === host,
        }),
      ),
    ];
  if (parts.length < most)
    return [...parts, { key: 'kubelet', title: 'kubelet', has: ({ source }) => source === 'kubelet' }];
  return LANES.map((name) => ({ key: name, title: name, has: ({ lane }) => lane === name }));
}

/** A mark with its place; `label` is its text where there is room for it. */
export interface PlacedMark extends Mark {
  readonly x: number;
  readonly label: string | undefined;
}

/**
 * The marks of one row inside the window, neighbours merged, with labels that do not run into the next mark.
 * What you did is labelled first; the newest mark of the other lanes is, if it has the room.
 */
export function placeMarks(marks: readonly Mark[], window: Window): readonly PlacedMark[] {
  const inside = marks
    .filter((mark) => mark.at >= window.from && mark.at <= window.to)
    .sort((left, right) => left.at - right.at);
  const merged: Mark[] = [];
  for (const mark of inside) {
    const last = merged.at(-1);
    const near = last !== undefined && positionOf(mark.at, window) - positionOf(last.at, window) < MERGE_PX;
    if (near && last.future === mark.future) {
      // The place of the first and the words of the last: the newest is what is asked about.
      const lane = last.lane === 'warnings' ? last.lane : mark.lane;
      merged[merged.length - 1] = { ...mark, lane, at: last.at, count: last.count + 1 };
    } else merged.push(mark);
  }
  return merged.map((mark, index) => {
    const x = positionOf(mark.at, window);
    const next = merged[index + 1];
    const room = (next === undefined ? window.widthPx : positionOf(next.at, window)) - x - 22;
    const text = mark.count > 1 ? `${mark.text} x${mark.count}` : mark.text;
    return { ...mark, x, label: textWidth(text) <= room ? text : undefined };
  });
}

/** What is due behind the right edge, soonest first. */
export function beyond(marks: readonly Mark[], window: Window): readonly Mark[] {
  return marks.filter((mark) => mark.future === true && mark.at > window.to).sort((left, right) => left.at - right.at);
}

function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? WIDE_PX : LATIN_PX;
  return width;
}
