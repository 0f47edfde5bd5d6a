/** What comes next for an object: waits of its own, of the pods of a controller, and evictions from a node. Pure. */
import type { Pod, Probe } from '../../api/core/pod';
import { controllerOf, type KubeObject } from '../../api/meta/objectMeta';
import type { WaitRow } from '../../client/simulation';
import type { ObjectPlace, WhyCard } from '../../client/why';
import type { RuleKey } from '../../rules/registry';
import type { ObjectStore } from '../cluster/objectStore';
import { refKey } from '../stores/selectionStore';
import { isProbe } from '../timeline/waitWords';

/** Cards that stand on top of a chain. */
const MOST = 2;

/** Something comes of it: a probe that passes will be followed by the next one. */
export const isPressing = ({ what, failures = 0 }: WaitRow): boolean => !isProbe(what) || failures > 0;

type Known = Pick<ObjectStore, 'get' | 'list'>;

/**
 * The waits that an answer about `object` shows, the latest first. Probes only where nothing else is waited for; of a pod
 * and of what controls it also that its node is given up.
 */
export function waitsOf(object: ObjectPlace, rows: readonly WaitRow[], known: Known): readonly WaitRow[] {
  const isOwn = (row: WaitRow) => row.kind === object.kind && refKey(row) === refKey(object);
  const own = rows.filter(isOwn);
  const pressing = [
    ...own.filter(isPressing),
    ...ofNodes(object, rows, known),
    ...(own.length > 0 ? [] : ofPods(object, rows, known)),
  ];
  const all = pressing.length > 0 ? pressing : own;
  return all
    .toSorted((a, b) => a.until - b.until)
    .slice(0, MOST)
    .reverse();
}

/** When silent nodes are given up that the pod, or a pod of the controller, is on. */
function ofNodes(object: ObjectPlace, rows: readonly WaitRow[], known: Known): readonly WaitRow[] {
  const silent = rows.filter(({ what }) => what === 'nodeNotHeardOf');
  if (silent.length === 0 || object.kind === 'Node') return [];
  const own = object.kind === 'Pod' ? known.get('Pod', refKey(object)) : undefined;
  const pods = own === undefined ? known.list('Pod').filter((pod) => isOwnedBy(pod, object, known)) : [own];
  return silent.filter(({ name }) => pods.some(({ spec }) => spec.nodeName === name));
}

/** What pods of a controller wait for, or when those of a node are evicted. */
function ofPods(object: ObjectPlace, rows: readonly WaitRow[], known: Known): readonly WaitRow[] {
  if (object.kind === 'Pod') return [];
  return rows.filter((row) => {
    if (row.kind !== 'Pod' || isProbe(row.what)) return false;
    const pod = known.get('Pod', refKey(row));
    if (pod === undefined) return false;
    return object.kind === 'Node'
      ? row.what === 'eviction' && pod.spec.nodeName === object.name
      : isOwnedBy(pod, object, known);
  });
}

/** By itself, or as a ReplicaSet or Job between them. */
function isOwnedBy(pod: Pod, { kind, namespace, name }: ObjectPlace, known: Known): boolean {
  if (pod.metadata.namespace !== namespace) return false;
  let owned: KubeObject | undefined = pod;
  for (let depth = 0; depth < 3 && owned !== undefined; depth += 1) {
    const owner = controllerOf(owned);
    if (owner === undefined) return false;
    if (owner.kind === kind && owner.name === name) return true;
    const key = refKey({ namespace, name: owner.name });
    owned = owner.kind === 'ReplicaSet' || owner.kind === 'Job' ? known.get(owner.kind, key) : undefined;
  }
  return false;
}

/** How many more failures in a row a probe may have before something is done; undefined for what is no failing probe. */
export function failuresLeft({ what, container, failures = 0 }: WaitRow, pod: Pod | undefined): number | undefined {
  if (failures === 0 || pod === undefined) return undefined;
  const probe = probeOf(containerOf(pod, container), what);
  const left = probe === undefined ? 0 : (probe.failureThreshold ?? 3) - failures;
  return left > 0 ? left : undefined;
}

/** The rule that decides when a wait is over, with what a card says of it; undefined while a probe passes. */
export function ruleOfWait(
  { what, kind, container, since, until, graceMs = until - since, failures = 0 }: WaitRow,
  pod: Pod | undefined,
): Pick<WhyCard, 'rule' | 'params'> | undefined {
  if (isProbe(what)) {
    const threshold = probeOf(containerOf(pod, container), what)?.failureThreshold ?? 3;
    return failures === 0 ? undefined : { rule: `${what}Failed`, params: { threshold } };
  }
  if (what === 'eviction') {
    const ms = until - since;
    return kind === 'Node'
      ? { rule: 'podEvictionTimeout', params: { timeoutMs: ms } }
      : { rule: 'tolerationOver', params: { toleratedMs: ms } };
  }
  const rule = RULES.get(what);
  return rule === undefined ? undefined : { rule, params: { graceMs } };
}

const RULES: ReadonlyMap<string, RuleKey> = new Map<string, RuleKey>([
  ['nodeNotHeardOf', 'nodeNotHeardOf'],
  ['grace', 'graceOver'],
  ['backOff', 'crashBackOff'],
  ['imageBackOff', 'imageBackOff'],
]);

const containerOf = (pod: Pod | undefined, container: string | undefined): Probed =>
  [...(pod?.spec.containers ?? []), ...(pod?.spec.initContainers ?? [])].find(({ name }) => name === container) ?? {};

interface Probed {
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly startupProbe?: Probe;
}

function probeOf(container: Probed, what: string): Probe | undefined {
  if (what === 'liveness') return container.livenessProbe;
  return what === 'readiness' ? container.readinessProbe : what === 'startup' ? container.startupProbe : undefined;
}
