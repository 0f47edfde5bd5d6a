/**
 * Plays a recorded timeline: its manifests, commands and faults at their seconds. What watchers saw of each pod, and
 * when each Event came, is compared with the recording.
 */
import { kinds } from '../../src/api/kinds';
import type { Event } from '../../src/api/core/event';
import type { Pod } from '../../src/api/core/pod';
import type { EndpointSlice } from '../../src/api/discovery/endpointSlice';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { storagePrefix } from '../../src/apiserver/storageKey';
import { pathOf } from '../../src/client/client';
import { Cluster } from '../../src/cluster/cluster';
import { plainLine } from '../../src/session/normalise';
import { podState } from '../../src/app/graph/podState';
import { type Read, parseReads } from './objects';
import { act } from './timelineActions';

/** Something seen of one object at a second since the first apply. */
export interface Sighting {
  readonly at: number;
  /** Of a generated name the owner's part and a number in the order of appearance; other kinds than pods stand before it. */
  readonly name: string;
  readonly what: string;
}

interface Action {
  readonly at: number;
  readonly text: string;
}

export interface Timeline {
  readonly manifests: Readonly<Record<string, string>>;
  readonly actions: readonly Action[];
  /** `READY STATUS restarts`, each time it changed. */
  readonly pods: readonly Sighting[];
  readonly events: readonly Sighting[];
  /** What the conditions of a Service's endpoints were, each time they changed. */
  readonly slices: readonly Sighting[];
  /** Images that were on the machines before. */
  readonly present: readonly string[];
  readonly numbers: Numbers;
  readonly reads: readonly Read[];
}

/** What was seen when a timeline was played. */
export interface Played extends Pick<Timeline, 'pods' | 'events' | 'slices'> {
  /** For each of the timeline's reads up to the end of play, the object at that second. */
  readonly objects: readonly KubeObject[];
}

export function parseTimeline(text: string): Timeline {
  const [script = '', ...watches] = text.split('# every line as it came:\n');
  const watched = (command: string) => watches.find((block) => block.startsWith(`$ ${command}\n`)) ?? '';
  const numbers = new Numbers();
  const pods = lines(watched('kubectl get pods -w')).flatMap((line) => podSighting(line, numbers));
  const events = lines(watched('kubectl get events -w')).flatMap((line) => eventSighting(line, numbers));
  return {
    manifests: Object.fromEntries(
      [...script.matchAll(/^\$ cat (\S+)\n([\s\S]*?)(?=^\$ |^# )/gm)].map((found) => [found[1] ?? '', found[2] ?? '']),
    ),
    actions: actions(script),
    pods: changes(pods),
    events,
    slices: changes(
      lines(watches.find((block) => block.startsWith('$ kubectl get endpointslices -w -o custom')) ?? '').map(slice),
    ),
    reads: parseReads(script),
    present: [...new Set(events.flatMap(({ what }) => /image "([^"]+)" already present/.exec(what)?.[1] ?? []))].filter(
      (image) => !events.some(({ what }) => what.startsWith('Normal Pulling') && what.includes(`"${image}"`)),
    ),
    numbers,
  };
}

function actions(script: string): readonly Action[] {
  let at = 0;
  const found: Action[] = [];
  for (const line of script.split('\n')) {
    const time = /^# t=([\d.]+)/.exec(line);
    if (time !== null) at = Number(time[1]);
    if (/^# node operation: |^\$ kubectl (apply|delete|label|scale|create|cordon|uncordon|drain|patch) /.test(line))
      found.push({ at, text: line.replace(/^(\$|#) /, '').trim() });
  }
  return found.sort((x, y) => x.at - y.at);
}

function lines(block: string): readonly { readonly at: number; readonly line: string }[] {
  let at = 0;
  return block.split('\n').flatMap((line) => {
    const time = /^# t=([\d.]+)/.exec(line);
    if (time !== null) at = Number(time[1]);
    return line === '' || /^[#$]/.test(line) || /^(NAME|LAST SEEN) /.test(line) ? [] : [{ at, line }];
  });
}

interface Line {
  readonly at: number;
  readonly line: string;
}

/** Generated names by number: two clusters draw different ones, but their pods come in the same order. */
class Numbers {
  readonly #known = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #count = new Map<string, number>();

  of(name: string): string {
    const plain = plainText(name);
    if (plain === name) return name;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const number = (this.#count.get(plain) ?? 0) + 1;
    this.#count.set(plain, number);
    this.#known.set(name, `${plain} ${number}`);
    this.#names.set(`${plain} ${number}`, name);
    return `${plain} ${number}`;
  }

  /** The name behind a number, once it has appeared. */
  nameOf(numbered: string): string | undefined {
    return this.#names.get(numbered);
  }
}

/** Kinds other than pods whose Events are compared. */
const tellers = ['job', 'cronjob', 'daemonset', 'replicaset', 'deployment', 'replicationcontroller'];

/** `true,false  true,true  false,false`: ready, serving, terminating of each endpoint. */
function slice({ at, line }: Line): Sighting {
  const [, , ...conditions] = line.split(/\s{2,}/);
  return { at, name: 'endpoints', what: conditions.join('  ') };
}

function sliceText({ endpoints }: EndpointSlice): string {
  if ((endpoints ?? []).length === 0) return ['<none>', '<none>', '<none>'].join('  ');
  const told = (['ready', 'serving', 'terminating'] as const).map((condition) =>
    (endpoints ?? []).map(({ conditions }) => String(conditions?.[condition])).join(','),
  );
  return told.join('  ');
}

function podSighting({ at, line }: Line, numbers: Numbers): readonly Sighting[] {
  const [name = '', ready = '', status = '', restarts = ''] = line.split(/\s{2,}/);
  return [{ at, name: numbers.of(name), what: `${ready} ${status} ${restarts.split(' ')[0]}` }];
}

function eventSighting({ at, line }: Line, numbers: Numbers): readonly Sighting[] {
  const [, type, reason, object = '', ...message] = line.split(/\s{2,}/);
  const [kind, name = ''] = object.split('/');
  const what = eventText(`${type} ${reason} ${inDefault(message.join('  '))}`, name);
  if (kind === 'pod') return [{ at, name: numbers.of(name), what }];
  return tellers.includes(kind ?? '') ? [{ at, name: `${kind}/${numbers.of(name)}`, what }] : [];
}

/** Generated names inside of a message are nobody's. */
function eventText(text: string, name: string): string {
  return plainText(text.replaceAll(name, plainText(name))).replace(
    /\b([\w-]+)-[bcdfghjklmnpqrstvwxz2456789]{5}(?=$|[\s,_"])/g,
    '$1-<sfx>',
  );
}

/** Each case was recorded in a namespace of its own, c01, c02b, ...; here it is default. */
function inDefault(text: string): string {
  return text.replace(/\bc\d+\w?\//g, 'default/').replace(/_c\d+\w?\(/g, '_default(');
}

/** Only what differs from the sighting before of the same name. */
function changes(sightings: readonly Sighting[]): readonly Sighting[] {
  const last = new Map<string, string>();
  return sightings.filter(({ name, what }) => {
    const changed = last.get(name) !== what;
    last.set(name, what);
    return changed;
  });
}

/** The machines of the recordings. */
export const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({
  name,
  cpu: 4,
  memory: '8Gi',
  pods: 110,
}));

/** What a recording left to chance. */
export interface How {
  /** The second of the minute in which it began. */
  readonly startSecond?: number;
  /** Chosen so that pods alike land on nodes as they did. */
  readonly seed?: number;
}

/** Runs the timeline's actions for `seconds` and hands back what was seen. */
export async function playTimeline(timeline: Timeline, seconds: number, how: How = {}): Promise<Played> {
  const { startSecond, seed = 1 } = how;
  const cluster = await Cluster.create({ nodes: NODES, seed });
  await cluster.kernel.command('test', 'pull', '', async () => {
    for (const image of timeline.present)
      for (const { name } of NODES) cluster.machines.runtime(name)?.pullImage(image, []);
  });
  await cluster.advance(60_000);
  if (startSecond !== undefined) {
    const past = (cluster.now() / 1000) % 60;
    await cluster.advance(Math.round(((startSecond - past + 60) % 60) * 1000));
  }
  const start = cluster.now();
  const pods: Sighting[] = [];
  const events: Sighting[] = [];
  const slices: Sighting[] = [];
  const numbers = new Numbers();
  const at = () => (cluster.now() - start) / 1000;
  cluster.store.watch(storagePrefix('Pod'), cluster.store.revision, ({ type, value }) => {
    if (type === 'delete') return;
    const { ready, status, restarts } = podState(value as Pod, undefined); // That prefix holds pods.
    pods.push({ at: at(), name: numbers.of(value.metadata.name), what: `${ready} ${status} ${restarts}` });
  });
  cluster.store.watch(storagePrefix('EndpointSlice'), cluster.store.revision, ({ type, value }) => {
    if (type === 'delete' || value.metadata.namespace !== 'default') return;
    slices.push({ at: at(), name: 'endpoints', what: sliceText(value as EndpointSlice) }); // That prefix holds slices.
  });
  cluster.store.watch(storagePrefix('Event'), cluster.store.revision, ({ type, value }) => {
    const { involvedObject, type: kind, reason, message } = value as Event; // That prefix holds Events.
    const { name = '' } = involvedObject;
    const teller = (involvedObject.kind ?? '').toLowerCase();
    if (type === 'delete' || (teller !== 'pod' && !tellers.includes(teller))) return;
    const own = teller === 'pod' ? numbers.of(name) : `${teller}/${numbers.of(name)}`;
    events.push({ at: at(), name: own, what: eventText(`${kind} ${reason} ${message}`, name) });
  });
  const objects: KubeObject[] = [];
  const names = new Names(cluster, (recorded) => numbers.nameOf(timeline.numbers.of(recorded)));
  for (const moment of [...timeline.actions, ...timeline.reads].sort((x, y) => x.at - y.at)) {
    if (moment.at > seconds) break;
    await cluster.advance(Math.max(0, Math.round(moment.at * 1000) - (cluster.now() - start)));
    if ('text' in moment) await act(cluster, names.inText(moment.text), timeline.manifests);
    else objects.push(await read(cluster, { ...moment, name: names.of(moment.name) }));
  }
  await cluster.advance(Math.max(0, seconds * 1000 - (cluster.now() - start)));
  return { pods: changes(pods), events, slices: changes(slices), objects };
}

async function read(cluster: Cluster, { kind, name, namespace = 'default' }: Read): Promise<KubeObject> {
  const path = pathOf(kind, kinds[kind].namespaced ? namespace : undefined, name);
  return (await cluster.request({ method: 'GET', path })).body as KubeObject; // The recording has it at this second.
}

/** Recorded generated names, each standing for a pod of the same owner here. */
class Names {
  readonly #known = new Map<string, string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly byNumber: (recorded: string) => string | undefined,
  ) {}

  of(recorded: string): string {
    const known = this.#known.get(recorded);
    if (known !== undefined || plainText(recorded) === recorded) return known ?? recorded;
    const numbered = this.byNumber(recorded);
    if (numbered !== undefined) return numbered;
    const taken = new Set(this.#known.values());
    const name =
      this.cluster.store
        .list(storagePrefix('Pod'))
        .entries.map(({ value }) => value.metadata)
        .find(
          (one) =>
            plainText(one.name) === plainText(recorded) && one.deletionTimestamp === undefined && !taken.has(one.name),
        )?.name ?? recorded;
    this.#known.set(recorded, name);
    return name;
  }

  inText(text: string): string {
    return text.replace(/[\w-]+-[bcdfghjklmnpqrstvwxz2456789]{5}\b/g, (name) => this.of(name));
  }
}

export interface Mismatch {
  readonly name: string;
  readonly want: string;
  readonly got: string;
}

/** What was seen of each name, in order, at about the same second. `ignore` leaves sightings out on both sides. */
export function compareSightings(
  want: readonly Sighting[],
  got: readonly Sighting[],
  options: {
    readonly toleranceSeconds: number;
    readonly ignore?: (sighting: Sighting) => boolean;
    /** Which of several alike did or was what is chance: only what was seen when counts. */
    readonly isAnyone?: boolean;
  },
): readonly Mismatch[] {
  const mismatches: Mismatch[] = [];
  const text = (sighting: Sighting | undefined) =>
    sighting === undefined ? 'nothing' : `${sighting.at.toFixed(1)} ${sighting.what}`;
  if (options.isAnyone === true) {
    const anyone = (sightings: readonly Sighting[]) =>
      sightings
        .filter((sighting) => options.ignore?.(sighting) !== true)
        .map(({ at, name, what }) => ({ at, name: `${name.replace(/ \d+$/, '')} ${what}`, what }));
    return compareTimes(anyone(want), anyone(got), options.toleranceSeconds);
  }
  const keep = (sightings: readonly Sighting[], name: string) =>
    changes(sightings.filter((sighting) => sighting.name === name && options.ignore?.(sighting) !== true));
  for (const name of new Set([...want, ...got].map((sighting) => sighting.name))) {
    const [wanted, played] = [keep(want, name), keep(got, name)];
    for (let i = 0; i < Math.max(wanted.length, played.length); i++) {
      const [x, y] = [wanted[i], played[i]];
      if (x?.what === y?.what && Math.abs((x?.at ?? 0) - (y?.at ?? 0)) <= options.toleranceSeconds) continue;
      mismatches.push({ name, want: text(x), got: text(y) });
      if (x?.what !== y?.what) break; // What follows is shifted.
    }
  }
  return mismatches;
}

/** The same seen as often, at about the same seconds. */
function compareTimes(
  want: readonly Sighting[],
  got: readonly Sighting[],
  toleranceSeconds: number,
): readonly Mismatch[] {
  return [...new Set([...want, ...got].map(({ name }) => name))].flatMap((name) => {
    const [wanted, played] = [want, got].map((all) => all.filter((one) => one.name === name).map(({ at }) => at)) as [
      number[],
      number[],
    ]; // Two in, two out.
    const isSame =
      wanted.length === played.length &&
      wanted.every((at, index) => Math.abs(at - (played[index] ?? 0)) <= toleranceSeconds);
    return isSame
      ? []
      : [{ name, want: wanted.map((at) => at.toFixed(1)).join(' '), got: played.map((at) => at.toFixed(1)).join(' ') }];
  });
}

function plainText(text: string): string {
  return plainLine(text).text;
}
