/**
 * Plays a recorded timeline: its manifests, commands and faults at their seconds. What watchers saw of each pod, and
 * when each Event came, is compared with the recording.
 */
import { parseAllDocuments } from 'yaml';
import { kindOf, kinds } from '../../src/api/kinds';
import type { Event } from '../../src/api/core/event';
import type { Pod } from '../../src/api/core/pod';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { storagePrefix } from '../../src/apiserver/storageKey';
import { pathOf } from '../../src/client/client';
import { Cluster } from '../../src/cluster/cluster';
import { podState } from '../../src/app/graph/podState';
import { normalise } from './transcript';

/** Something seen of one object at a second since the first apply. */
export interface Sighting {
  readonly at: number;
  /** Generated suffixes are replaced: such pods are compared by count alone. */
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
  /** Images that were on the machines before. */
  readonly present: readonly string[];
}

export function parseTimeline(text: string): Timeline {
  const [script = '', ...watches] = text.split('# every line as it came:\n');
  const watched = (command: string) => watches.find((block) => block.startsWith(`$ ${command}\n`)) ?? '';
  const events = lines(watched('kubectl get events -w')).flatMap(eventSighting);
  return {
    manifests: Object.fromEntries(
      [...script.matchAll(/^\$ cat (\S+)\n([\s\S]*?)(?=^\$ |^# )/gm)].map((found) => [found[1] ?? '', found[2] ?? '']),
    ),
    actions: actions(script),
    pods: changes(lines(watched('kubectl get pods -w')).flatMap(podSighting)),
    events,
    present: [...new Set(events.flatMap(({ what }) => /image "([^"]+)" already present/.exec(what)?.[1] ?? []))].filter(
      (image) => !events.some(({ what }) => what.startsWith('Normal Pulling') && what.includes(`"${image}"`)),
    ),
  };
}

function actions(script: string): readonly Action[] {
  let at = 0;
  const found: Action[] = [];
  for (const line of script.split('\n')) {
    const time = /^# t=([\d.]+)/.exec(line);
    if (time !== null) at = Number(time[1]);
    if (/^# node operation: |^\$ kubectl (apply|delete|label|scale) /.test(line))
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

function podSighting({ at, line }: { readonly at: number; readonly line: string }): readonly Sighting[] {
  const [name = '', ready = '', status = '', restarts = ''] = line.split(/\s{2,}/);
  return [{ at, name: normalise(name), what: `${ready} ${status} ${restarts.split(' ')[0]}` }];
}

function eventSighting({ at, line }: { readonly at: number; readonly line: string }): readonly Sighting[] {
  const [, type, reason, object = '', ...message] = line.split(/\s{2,}/);
  const [kind, name = ''] = object.split('/');
  return kind === 'pod'
    ? [{ at, name: normalise(name), what: normalise(`${type} ${reason} ${inDefault(message.join('  '))}`) }]
    : [];
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

const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));

/** Runs the timeline's actions for `seconds` and hands back what was seen. */
export async function playTimeline(timeline: Timeline, seconds: number): Promise<Pick<Timeline, 'pods' | 'events'>> {
  const cluster = await Cluster.create({ nodes: NODES });
  await cluster.kernel.command('test', 'pull', '', async () => {
    for (const image of timeline.present)
      for (const { name } of NODES) cluster.machines.runtime(name)?.pullImage(image, { hasCredentials: false });
  });
  await cluster.advance(60_000);
  const start = cluster.now();
  const pods: Sighting[] = [];
  const events: Sighting[] = [];
  const at = () => (cluster.now() - start) / 1000;
  cluster.store.watch(storagePrefix('Pod'), cluster.store.revision, ({ type, value }) => {
    if (type === 'delete') return;
    const { ready, status, restarts } = podState(value as Pod, undefined); // That prefix holds pods.
    pods.push({ at: at(), name: normalise(value.metadata.name), what: `${ready} ${status} ${restarts}` });
  });
  cluster.store.watch(storagePrefix('Event'), cluster.store.revision, ({ type, value }) => {
    const { involvedObject, type: kind, reason, message } = value as Event; // That prefix holds Events.
    if (type === 'delete' || involvedObject.kind !== 'Pod') return;
    events.push({
      at: at(),
      name: normalise(involvedObject.name ?? ''),
      what: normalise(`${kind} ${reason} ${message}`),
    });
  });
  for (const action of timeline.actions) {
    if (action.at > seconds) break;
    await cluster.advance(Math.max(0, Math.round(action.at * 1000) - (cluster.now() - start)));
    await act(cluster, action.text, timeline.manifests);
  }
  await cluster.advance(Math.max(0, seconds * 1000 - (cluster.now() - start)));
  return { pods: changes(pods), events };
}

async function act(cluster: Cluster, text: string, manifests: Timeline['manifests']): Promise<void> {
  const [, , verb = '', ...words] = ` ${text}`.split(' ');
  const operation = /^node operation: (\w+) (\S+)/.exec(text);
  if (operation !== null) {
    const types = { kill: 'stopKubelet', start: 'bringBack', poweroff: 'powerOff' } as const;
    const type = types[operation[1] as keyof typeof types]; // The recordings know these three.
    return cluster.fault({ type, node: operation[2] ?? '' });
  }
  if (verb === 'apply') return apply(cluster, manifests[words[1] ?? ''] ?? '');
  if (verb === 'delete' && words[0] === 'pod') return remove(cluster, words.slice(1));
  throw new Error(`no player for ${text}`);
}

async function apply(cluster: Cluster, manifest: string): Promise<void> {
  for (const document of parseAllDocuments(manifest)) {
    const object = document.toJS() as KubeObject | null; // A recorded manifest.
    const kind = object === null ? undefined : kindOf(object.apiVersion, object.kind);
    if (object === null || kind === undefined) continue; // A kind that is not simulated yet.
    const { code, body } = await cluster.request({
      method: 'POST',
      path: pathOf(kind, kinds[kind].namespaced ? 'default' : undefined),
      body: object,
    });
    if (code >= 300) throw new Error(JSON.stringify(body));
  }
}

async function remove(cluster: Cluster, words: readonly string[]): Promise<void> {
  const grace = words.includes('--now') ? 1 : Number(/--grace-period=(\d+)/.exec(words.join(' '))?.[1] ?? Number.NaN);
  for (const name of words.filter((word) => !word.startsWith('-'))) {
    const body = Number.isNaN(grace) ? {} : { gracePeriodSeconds: grace };
    await cluster.request({ method: 'DELETE', path: pathOf('Pod', 'default', name), body });
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
  options: { readonly toleranceSeconds: number; readonly ignore?: (sighting: Sighting) => boolean },
): readonly Mismatch[] {
  const mismatches: Mismatch[] = [];
  const text = (sighting: Sighting | undefined) =>
    sighting === undefined ? 'nothing' : `${sighting.at.toFixed(1)} ${sighting.what}`;
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
