/**
 * A run without what can be guessed, for links: default nodes, seed and profile, gaps instead of instants, and the
 * last-applied annotation where it only repeats the manifest around it.
 * The defaults are part of codec version 1 and never change: an old link must lead to the same cluster for ever.
 */
import { type JsonObject, isJsonObject } from '../../api/meta/jsonObject';
import type { Command, NodeSpec } from '../../client/simulation';
import type { Run } from '../../client/simulation';
import type { ApiRequest } from '../../client/transport';
import { LAST_APPLIED, lastAppliedText } from '../../kubectl/apply/lastApplied';

const PROFILE = 'v1.36';
const SEED = 1;
const NODES: readonly NodeSpec[] = [1, 2, 3].map((n) => ({ name: `worker-${n}`, cpu: 4, memory: '8Gi', pods: 110 }));
/** What most runs come up with. */
const ADDONS: readonly string[] = ['kube-proxy', 'coredns'];
/** How a page's own writes introduce themselves most of the time. */
const USER_AGENT = 'kubectl';

/** A command, or a hole where there should be one. */
type Expanded = JsonObject | undefined;

/** Marks an annotation that `lastAppliedText` gives back. No Kubernetes annotation is a number. */
const SAME_AS_BODY = 1;

/** Stands where a request has its method. */
const WORDS = {
  /** `text` */
  line: 'line',
  /** `method, path, rest` */
  stream: 'stream',
  /** `stream, channel, data` */
  streamInput: 'in',
  /** `stream` */
  unstream: 'end',
  /** `ask, line` */
  send: 'send',
} as const;

/** What `expand` reads. Short names because a link holds them. */
interface Compact {
  readonly v: 1;
  readonly p?: string;
  readonly s?: number;
  /** Where the run starts, if that is not where all do. */
  readonly i?: number;
  /** Which controllers run, if not all. */
  readonly k?: readonly string[];
  readonly n?: readonly NodeSpec[];
  /** The add-ons it comes up with, if any; 1: the usual ones. */
  readonly d?: readonly string[] | 1;
  readonly f?: Run['files'];
  /** `[gap in ms, fault]`, `[gap in ms, method, path, rest]` or `[gap in ms, word, ...]` as in WORDS. */
  readonly c?: readonly unknown[];
  readonly t: number;
  /** How far before the end the clock stands, if not there. */
  readonly a?: number;
  /** Its branches, if there are several, as in `compactBranches`. */
  readonly b?: readonly unknown[];
  /** Which of them is shown. */
  readonly w?: number;
  /** The lesson it was done in. */
  readonly l?: string;
  /** It is the solution of that one. */
  readonly o?: true;
}

/** `run` as plain JSON data, as small as it gets before compression. */
export function compact(run: Run): Compact {
  const { commands, last } = compactCommands(run.commands, 0);
  const { branches, branch } = run;
  return {
    v: 1,
    ...(run.profile === PROFILE ? {} : { p: run.profile }),
    ...(run.seed === SEED ? {} : { s: run.seed }),
    ...(run.startedAt === undefined ? {} : { i: run.startedAt }),
    ...(run.controllers === undefined ? {} : { k: run.controllers }),
    ...(sameText(run.nodes, NODES) ? {} : { n: run.nodes }),
    ...(run.addons === undefined ? {} : { d: sameText(run.addons, ADDONS) ? 1 : run.addons }),
    ...(Object.keys(run.files).length === 0 ? {} : { f: run.files }),
    ...(commands.length === 0 ? {} : { c: commands }),
    t: run.untilMs - last,
    ...(run.atMs === undefined ? {} : { a: run.untilMs - run.atMs }),
    ...(run.lesson === undefined ? {} : { l: run.lesson }),
    ...(run.isSolution === true ? { o: true } : {}),
    ...(branches === undefined ? {} : { b: compactBranches(run), w: branches.findIndex(({ id }) => id === branch) }),
  };
}

function compactCommands(commands: readonly Command[], since: number): { commands: readonly unknown[]; last: number } {
  let last = since;
  const written = commands.map((command) => {
    const gap = command.atMs - last;
    last = command.atMs;
    return compactCommand(command, gap);
  });
  return { commands: written, last };
}

/**
 * `[id, name, from, gap to its end, which, count, commands]`: it begins as the branch with the number `which`, with so
 * many of that one's commands. `from` is `[id, instant]`, with a 1 behind them if a person named the branch, or 0. The one that is shown has its name and `from` alone.
 */
function compactBranches({ branches = [], branch }: Run): readonly unknown[] {
  const shown = branches.findIndex(({ id }) => id === branch);
  const texts = branches.map(({ commands }) => commands.map((command) => JSON.stringify(command)));
  return branches.map(({ id, name, isNamed, from, untilMs, commands }, index) => {
    const head = [id, name, from === undefined ? 0 : [from.id, from.atMs, ...(isNamed === true ? [1] : [])]];
    if (index === shown) return head;
    const own = texts[index] ?? [];
    const shares = texts.map((other, at) => (at < index || at === shown ? alike(own, other) : -1));
    const count = Math.max(...shares);
    const { commands: written, last } = compactCommands(commands.slice(count), commands[count - 1]?.atMs ?? 0);
    return [...head, untilMs - last, shares.indexOf(count), count, written];
  });
}

/** How many of both are the same from the start. */
function alike(x: readonly string[], y: readonly string[]): number {
  const other = x.findIndex((text, index) => text !== y[index]);
  return other < 0 ? x.length : other;
}

/** What `compact` made, written out. Hands back anything else with holes: `checkRun` names them. */
export function expand(value: unknown): unknown {
  if (!isJsonObject(value)) return value;
  if (value.v !== 1) return { version: value.v };
  const { commands, last } = expandCommands(value.c, 0);
  const untilMs = typeof value.t === 'number' ? last + value.t : value.t;
  return {
    version: 1,
    profile: value.p ?? PROFILE,
    seed: value.s ?? SEED,
    ...(value.i === undefined ? {} : { startedAt: value.i }),
    ...(value.k === undefined ? {} : { controllers: value.k }),
    nodes: value.n ?? NODES,
    ...(value.d === undefined ? {} : { addons: value.d === 1 ? ADDONS : value.d }),
    files: value.f ?? {},
    commands,
    untilMs,
    ...(typeof value.a === 'number' && typeof untilMs === 'number' ? { atMs: untilMs - value.a } : {}),
    ...(value.l === undefined ? {} : { lesson: value.l }),
    ...(value.o === undefined ? {} : { isSolution: value.o }),
    ...(Array.isArray(value.b) ? expandBranches(value.b, Number(value.w), commands) : {}),
  };
}

function expandCommands(value: unknown, since: number): { commands: readonly Expanded[]; last: number } {
  let last = since;
  const commands = (Array.isArray(value) ? value : []).map((entry: unknown) => {
    const command = Array.isArray(entry) ? expandCommand(entry, last) : undefined;
    if (typeof command?.atMs === 'number') last = command.atMs;
    return command;
  });
  return { commands, last };
}

/** What `compactBranches` made. */
function expandBranches(value: readonly unknown[], shown: number, commands: readonly Expanded[]): JsonObject {
  const lists: (readonly Expanded[])[] = [];
  lists[shown] = commands;
  const branches = value.map((entry, index) => {
    const [id, name, from, gap, which, count, own] = Array.isArray(entry) ? (entry as readonly unknown[]) : [];
    const [of, atMs, isNamed] = Array.isArray(from) ? (from as readonly unknown[]) : [];
    const fork = of === undefined ? {} : { from: { id: of, atMs }, ...(isNamed === 1 ? { isNamed: true } : {}) };
    if (index === shown) return { id, name, ...fork };
    const begun = lists[Number(which)]?.slice(0, Number(count)) ?? [];
    const since = begun.at(-1)?.atMs;
    const rest = expandCommands(own, typeof since === 'number' ? since : 0);
    lists[index] = [...begun, ...rest.commands];
    return { id, name, ...fork, commands: lists[index], untilMs: rest.last + Number(gap) };
  });
  return { branches, branch: branches[shown]?.id };
}

function compactCommand(command: Command, gap: number): readonly unknown[] {
  switch (command.type) {
    case 'fault':
      return [gap, command.fault];
    case 'line':
      return [gap, WORDS.line, command.text];
    case 'stream':
      return [gap, WORDS.stream, ...compactRequest(command)];
    case 'streamInput':
      return [gap, WORDS.streamInput, command.stream, command.message.channel, command.message.data];
    case 'unstream':
      return [gap, WORDS.unstream, command.stream];
    case 'send':
      return [gap, WORDS.send, command.ask, ...(command.line === undefined ? [] : [command.line])];
    case 'request':
      return [gap, ...compactRequest(command)];
    default:
      return command satisfies never;
  }
}

function compactRequest({ request, line }: Extract<Command, { readonly request: ApiRequest }>): readonly unknown[] {
  const { method, path, query, headers, body } = request;
  const { 'user-agent': agent, ...others } = headers ?? {};
  const rest = {
    ...(query === undefined ? {} : { q: query }),
    // `a` is absent for our usual name, null for none at all.
    ...(agent === USER_AGENT ? {} : { a: agent ?? null }),
    ...(Object.keys(others).length === 0 ? {} : { h: others }),
    ...(headers === undefined ? { h: null } : {}),
    ...(body === undefined ? {} : { b: compactBody(body) }),
    ...(line === undefined ? {} : { l: line }),
  };
  return Object.keys(rest).length === 0 ? [method, path] : [method, path, rest];
}

function expandCommand(entry: readonly unknown[], last: number): JsonObject {
  const [gap, word, ...more] = entry;
  const atMs = typeof gap === 'number' ? last + gap : gap;
  if (typeof word !== 'string') return { atMs, type: 'fault', fault: word };
  const [first, channel, data] = more;
  switch (word) {
    case WORDS.line:
      return { atMs, type: 'line', text: first };
    case WORDS.stream:
      return { atMs, type: 'stream', ...expandRequest(more) };
    case WORDS.streamInput:
      return { atMs, type: 'streamInput', stream: first, message: { channel, data } };
    case WORDS.unstream:
      return { atMs, type: 'unstream', stream: first };
    case WORDS.send:
      return { atMs, type: 'send', ask: first, ...(channel === undefined ? {} : { line: channel }) };
    default:
      return { atMs, type: 'request', ...expandRequest(entry.slice(1)) };
  }
}

function expandRequest([method, path, rest]: readonly unknown[]): JsonObject {
  const { q, a, h, b, l } = isJsonObject(rest) ? rest : {};
  const agent = a === undefined ? { 'user-agent': USER_AGENT } : a === null ? {} : { 'user-agent': a };
  const headers = h === null ? undefined : { ...agent, ...(isJsonObject(h) ? h : {}) };
  return {
    request: {
      method,
      path,
      ...(q === undefined ? {} : { query: q }),
      ...(headers === undefined ? {} : { headers }),
      ...(b === undefined ? {} : { body: expandBody(b) }),
    },
    ...(l === undefined ? {} : { line: l }),
  };
}

function compactBody(body: unknown): unknown {
  return withAnnotation(body, (value, bare) => (value === lastAppliedText(bare) ? SAME_AS_BODY : value));
}

function expandBody(body: unknown): unknown {
  return withAnnotation(body, (value, bare) => (value === SAME_AS_BODY ? lastAppliedText(bare) : value));
}

/** `body` with its last-applied annotation replaced in place, so that the order of keys stays. */
function withAnnotation(body: unknown, change: (value: unknown, body: JsonObject) => unknown): unknown {
  if (!isJsonObject(body) || !isJsonObject(body.metadata) || !isJsonObject(body.metadata.annotations)) return body;
  const { annotations } = body.metadata;
  if (!Object.hasOwn(annotations, LAST_APPLIED)) return body;
  const changed = { ...annotations, [LAST_APPLIED]: change(annotations[LAST_APPLIED], body) };
  return { ...body, metadata: { ...body.metadata, annotations: changed } };
}

const sameText = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
