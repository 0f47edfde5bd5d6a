/** The table of what came of two futures up to one moment. Rows that say the same of both are left out. Pure. */
import type { Pod } from '../../api/core/pod';
import { controllerOf } from '../../api/meta/objectMeta';
import { parseTime } from '../../api/meta/time';
import { isPodReady } from '../../api/core/podStatus';
import type { Digest } from '../../client/why';
import { elapsedText } from '../graph/duration';
import { isNodeLost, podState } from '../graph/podState';
import type { TextKey, TextParams } from '../i18n/text';
import { shortClock } from '../timeline/clockText';
import { type Half, nodeOf, podKey } from './half';

/** A sentence that is not yet in a language. */
export interface Words {
  readonly key: TextKey;
  readonly params?: TextParams;
}

/** One row: what it is about, and what each of the two says. */
export interface Difference {
  readonly id: string;
  readonly what: Words;
  readonly first: Words;
  readonly second: Words;
}

/** A future up to now: its objects, and what was written since the two parted. */
export interface Future {
  readonly half: Half;
  readonly digest: Digest;
}

/** More rows of one sort would only be scrolled past. */
const MOST_ROWS = 8;
const MOST_NAMES = 4;

const words = (key: TextKey, params?: TextParams): Words => (params === undefined ? { key } : { key, params });

/** Everything that differs, what matters most first. `since`: when they parted. */
export function differences(first: Future, second: Future, since: number): readonly Difference[] {
  const rows = [
    ...belowRows(first, second, since),
    ...replacementRows(first.half, second.half),
    ...daemonRows(first.half, second.half),
    row('pods', words('compare.row.pods'), podsOf(first.half), podsOf(second.half)),
    row('restarts', words('compare.row.restarts'), restartsOf(first.half), restartsOf(second.half)),
    row('failed', words('compare.row.failed'), failedOf(first.digest), failedOf(second.digest)),
    row('only', words('compare.row.only'), onlyIn(first.digest, second.digest), onlyIn(second.digest, first.digest)),
  ];
  return rows.filter((each) => !isSame(each.first, each.second));
}

const row = (id: string, what: Words, first: Words, second: Words): Difference => ({ id, what, first, second });
const isSame = (left: Words, right: Words) => JSON.stringify(left) === JSON.stringify(right);

/** How many pods a controller wants now; undefined if it is not there, or of a kind that wants no number ready. */
export function wantedBy({ controllers }: Half, owner: string): number | undefined {
  const controller = controllers.find(
    ({ kind, metadata }) => owner === `${kind} ${metadata.namespace}/${metadata.name}`,
  );
  if (controller === undefined) return undefined;
  if ('desiredNumberScheduled' in controller.status) return controller.status.desiredNumberScheduled;
  return 'replicas' in controller.spec ? (controller.spec.replicas ?? 1) : undefined;
}

function belowRows(first: Future, second: Future, since: number): readonly Difference[] {
  const owners = [...new Set([...Object.keys(first.digest.ready), ...Object.keys(second.digest.ready)])];
  return owners.slice(0, MOST_ROWS).flatMap((owner) => {
    const wanted = Math.max(wantedBy(first.half, owner) ?? 0, wantedBy(second.half, owner) ?? 0);
    if (wanted === 0) return [];
    const name = owner.slice(owner.lastIndexOf('/') + 1);
    // One number for both: each against its own would not be one row.
    const of = ({ half, digest }: Future) =>
      wantedBy(half, owner) === undefined
        ? words('compare.row.none')
        : belowWords(digest.ready[owner] ?? [], wanted, since, half.now);
    return [row(`below ${owner}`, words('compare.row.below', { wanted, owner: name }), of(first), of(second))];
  });
}

function belowWords(steps: readonly (readonly [number, number])[], wanted: number, since: number, now: number): Words {
  const { ms, isStill } = below(steps, wanted, since, now);
  if (ms === 0 && !isStill) return words('compare.row.below.never');
  return words(isStill ? 'compare.row.below.still' : 'compare.row.below.time', { time: elapsedText(ms) });
}

/** For how long there were fewer than `wanted` from `since` to `now`, and whether there still are. */
export function below(
  steps: readonly (readonly [number, number])[],
  wanted: number,
  since: number,
  now: number,
): { readonly ms: number; readonly isStill: boolean } {
  let ms = 0;
  let isStill = false;
  for (const [index, [at, ready]] of steps.entries()) {
    const end = Math.min(now, steps[index + 1]?.[0] ?? now);
    const begin = Math.max(since, at);
    if (at <= now) isStill = ready < wanted;
    if (ready < wanted && end > begin) ms += end - begin;
  }
  return { ms, isStill };
}

const idOf = (pod: Pod): string => `${pod.metadata.uid} ${podKey(pod)}`;
const isGoing = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

/** Pods of controllers that one of them still has and the other has not, or is losing: who stands in for them. */
function replacementRows(first: Half, second: Half): readonly Difference[] {
  const [inFirst, inSecond] = [first, second].map(({ pods }) => new Map(pods.map((pod) => [idOf(pod), pod])));
  const lost = new Map<string, Pod>();
  for (const [mine, theirs] of [[inFirst, inSecond] as const, [inSecond, inFirst] as const]) {
    for (const [id, pod] of mine ?? []) {
      const twin = theirs?.get(id);
      const isLost = twin === undefined ? isOld(pod, first, second) : isGoing(twin) !== isGoing(pod);
      if (isLost && controllerOf(pod) !== undefined) lost.set(id, pod);
    }
  }
  const rows = [...lost.values()].slice(0, MOST_ROWS);
  const taken: readonly [Set<string>, Set<string>] = [new Set(), new Set()];
  return rows.map((pod) => {
    const what = words('compare.row.replacement', { pod: pod.metadata.name });
    const of = (half: Half, other: Half, used: Set<string>) => replacementWords(pod, half, other, used);
    return row(`pod ${idOf(pod)}`, what, of(first, second, taken[0]), of(second, first, taken[1]));
  });
}

/** Whether a pod that one of them lacks is older than what stands there instead: else it is the replacement itself. */
function isOld(pod: Pod, first: Half, second: Half): boolean {
  const owner = controllerOf(pod)?.uid;
  const youngest = (half: Half) =>
    half.pods
      .filter((each) => controllerOf(each)?.uid === owner)
      .reduce((last, { metadata }) => (metadata.creationTimestamp > last ? metadata.creationTimestamp : last), '');
  const has = first.pods.some((each) => idOf(each) === idOf(pod)) ? second : first;
  return pod.metadata.creationTimestamp < youngest(has) || !has.pods.some((each) => controllerOf(each)?.uid === owner);
}

/** What `half` has in place of `pod`; `taken` are those that already stand in for another. */
function replacementWords(pod: Pod, half: Half, other: Half, taken: Set<string>): Words {
  const own = half.pods.find((each) => idOf(each) === idOf(pod));
  if (own !== undefined && !isGoing(own)) {
    const due = evictionOf(half, own);
    if (due === undefined) return words('compare.row.runs');
    return words('compare.row.due', { moment: shortClock(due - half.startedAt) });
  }
  const owner = controllerOf(pod)?.uid;
  const there = new Set(other.pods.filter((each) => !isGoing(each)).map(idOf));
  const [by] = half.pods
    .filter((each) => controllerOf(each)?.uid === owner && !isGoing(each))
    .filter((each) => !there.has(idOf(each)) && !taken.has(idOf(each)))
    .filter(({ metadata }) => metadata.creationTimestamp >= pod.metadata.creationTimestamp)
    .sort((x, y) => (x.metadata.creationTimestamp < y.metadata.creationTimestamp ? -1 : 1));
  if (by === undefined) return words(own === undefined ? 'compare.row.noOne' : 'compare.row.going');
  taken.add(idOf(by));
  const moment = shortClock(parseTime(by.metadata.creationTimestamp) - half.startedAt);
  const { nodeName = '' } = by.spec;
  const params = { pod: by.metadata.name, node: nodeName, moment };
  return words(nodeName === '' ? 'compare.row.byPending' : 'compare.row.by', params);
}

/** When a pod is to be evicted, if it is. */
function evictionOf(half: Half, pod: Pod): number | undefined {
  const rows = half.waits.get(`Pod ${podKey(pod)}`) ?? [];
  return rows.find(({ what }) => what === 'eviction')?.until;
}

/** Pods of DaemonSets on machines that one of them hears no more from. */
function daemonRows(first: Half, second: Half): readonly Difference[] {
  const lost = [...first.nodes, ...second.nodes].filter(isNodeLost).map(({ metadata }) => metadata.name);
  const pods = new Map(
    [...first.pods, ...second.pods]
      .filter((pod) => controllerOf(pod)?.kind === 'DaemonSet' && lost.includes(pod.spec.nodeName ?? ''))
      .map((pod) => [idOf(pod), pod]),
  );
  return [...pods.values()].slice(0, MOST_ROWS).map((pod) => {
    const what = words('compare.row.daemon', { pod: pod.metadata.name, node: pod.spec.nodeName ?? '' });
    return row(`daemon ${idOf(pod)}`, what, daemonWords(first, pod), daemonWords(second, pod));
  });
}

function daemonWords(half: Half, pod: Pod): Words {
  const own = half.pods.find((each) => idOf(each) === idOf(pod));
  if (own === undefined) return words('compare.row.gone');
  if (!isNodeLost(nodeOf(half, own))) return words('compare.row.well');
  const due = evictionOf(half, own);
  return due === undefined
    ? words('compare.row.stays')
    : words('compare.row.leaves', { moment: shortClock(due - half.startedAt) });
}

function podsOf({ pods }: Half): Words {
  return words('compare.row.count', { ready: pods.filter(isPodReady).length, count: pods.length });
}

function restartsOf(half: Half): Words {
  const count = half.pods.reduce((sum, pod) => sum + podState(pod, nodeOf(half, pod)).restarts, 0);
  return words('compare.row.times', { count });
}

const failedOf = ({ failedRequests, requests }: Digest): Words =>
  words('compare.row.failed.of', { failed: failedRequests, requests });

/** What only follows from other objects, or is told in other rows. */
const FOLLOWS =
  /^\/registry\/(pods|events|leases|endpointslices|services\/endpoints|replicasets|controllerrevisions)\//;

/** Names of the objects that came to be in `mine` and are still there, and did not in `other`. */
function onlyIn(mine: Digest, other: Digest): Words {
  const theirs = madeIn(other);
  const names = [...madeIn(mine)].filter((key) => !theirs.has(key)).map(nameOfKey);
  if (names.length === 0) return words('compare.row.noOne');
  const shown = names.slice(0, MOST_NAMES).join(', ');
  if (names.length <= MOST_NAMES) return words('compare.row.times', { count: shown });
  return words('compare.row.more', { names: shown, count: names.length - MOST_NAMES });
}

function madeIn({ writes }: Digest): ReadonlySet<string> {
  const made = new Set<string>();
  for (const { key, type } of writes) {
    if (FOLLOWS.test(key)) continue;
    if (type === 'ADDED') made.add(key);
    if (type === 'DELETED') made.delete(key);
  }
  return made;
}

/** `deployments/web` of a key of the store. */
function nameOfKey(key: string): string {
  const parts = key.split('/').filter((part) => part !== '' && part !== 'registry');
  const [name = ''] = parts.slice(-1);
  const plural = { controllers: 'replicationcontrollers', minions: 'nodes', specs: 'services' };
  const kind = parts[0] === 'services' ? 'services' : (parts[0] ?? '');
  return `${Object.entries(plural).find(([from]) => from === kind)?.[1] ?? kind}/${name}`;
}
