/**
 * What would make a waiting pod fit: fixes are put together, node by node, until the filters say yes; the smallest and
 * mildest are told. A part of its own, fetched when somebody asks; it counts the cluster anew and changes nothing.
 */
import type { Pod } from '../api/core/pod';
import type { ObjectKey } from '../api/meta/objectMeta';
import type { Cache } from '../client/cache';
import type { NodeVerdict, SchedulingRemedy, SchedulingVerdict } from '../client/simulation';
import { CowMap } from '../sim/cowMap';
import { type NodeRefusal, judgeNode, prepareFilters } from './cycle';
import { fixesFor, taintText, taintsAgainst } from './fixes';
import type { NodeInfo, Snapshot } from './framework';
import { amountText, freeOn } from './lowerRequests';
import { newNode } from './newNode';
import { defaultPlugins } from './plugins/registry';
import { scaleDowns } from './scaleDown';
import { SchedulerCache } from './schedulerCache';
import type { Fix, Trial } from './trial';

/** At most so many are told. */
const MOST = 4;
/** So many nodes are tried, those first that differ in what they refuse and have most room. */
const MOST_NODES = 24;
/** Nodes are named as fitting from among so many. */
const MOST_NAMED = 200;

type ChangeType = Fix['change']['type'];

/** How far from what was asked for: what costs nobody anything comes first. */
const weights: Readonly<Record<ChangeType, number>> = {
  uncordon: 1,
  nodeBack: 1,
  pressureEnds: 1,
  lowerRequests: 2,
  addLabels: 2,
  tolerate: 2,
  removeTaints: 3,
  addPartner: 3,
  scaleDown: 4,
  removePods: 4,
  dropHostPorts: 5,
  dropNodeSelector: 5,
  dropAffinity: 5,
  dropAntiAffinity: 5,
  dropSpread: 5,
  addNode: 6,
};

/** `verdict` on a pod that fits nowhere, with what is in the way and what would help, as `cache` shows the cluster now. */
export function withRemedies(verdict: SchedulingVerdict, cache: Cache): SchedulingVerdict {
  const key: ObjectKey = { namespace: verdict.namespace, name: verdict.pod };
  const pod = cache.get('Pod', key);
  if (pod === undefined || pod.metadata.uid !== verdict.uid || (pod.spec.nodeName ?? '') !== '') return verdict;
  const snapshot = snapshotOf(cache);
  const nodes = verdict.nodes.map((each) => withDetail(each, pod, snapshot));
  return { ...verdict, nodes, remedies: remediesFor({ pod, snapshot }, cache) };
}

/** The cluster counted anew, apart from the scheduler's own books. */
function snapshotOf(cache: Cache): Snapshot {
  const maps = new Map<string, CowMap<unknown>>();
  const map = (name: string) => {
    const found = maps.get(name) ?? new CowMap<unknown>();
    maps.set(name, found);
    return found;
  };
  const state = { map, drop: () => undefined } as ConstructorParameters<typeof SchedulerCache>[0]['state']; // One type for each name.
  const counted = new SchedulerCache({ cache, state });
  counted.rebuild();
  return counted.snapshot();
}

/** The smallest changes that make the pod of `trial` fit, mildest first. */
export function remediesFor(trial: Trial, cache: Cache): readonly SchedulingRemedy[] {
  const found = candidates(trial).flatMap((node) => solutions(trial, node.name, 2));
  for (const fix of scaleDowns(trial, cache, (each, node) => refusalOf(each, node) === undefined)) found.push([fix]);
  const fresh = newNode(trial);
  if (fresh !== undefined && refusalOf(fresh.trial, String(fresh.change.params.node)) === undefined)
    found.push([fresh]);
  found.sort((a, b) => weightOf(a) - weightOf(b));
  const told = new Map<string, SchedulingRemedy>();
  for (const fixes of found) {
    if (told.size === MOST) break;
    const kinds = fixes.map(({ change }) => change.type).join(' ');
    // What one change does, no two need do.
    const isMore = fixes.length > 1 && fixes.some(({ change }) => told.has(change.type));
    const last = fixes.at(-1);
    if (told.has(kinds) || isMore || last === undefined) continue;
    told.set(kinds, { changes: fixes.map(({ change }) => change), nodes: fitting(last.trial) });
  }
  return [...told.values()];
}

/** What keeps the pod of `trial` off the node of that name. */
function refusalOf({ pod, snapshot }: Trial, node: string): NodeRefusal | undefined {
  const prepared = prepareFilters(pod, defaultPlugins, snapshot);
  if (prepared.rejection !== undefined) return prepared.rejection;
  const info = snapshot.nodes.find(({ name }) => name === node);
  return info && judgeNode(pod, info, prepared, { plugins: defaultPlugins, snapshot });
}

/** Nodes that take the pod of `trial`. */
function fitting({ pod, snapshot }: Trial): readonly string[] {
  const prepared = prepareFilters(pod, defaultPlugins, snapshot);
  if (prepared.rejection !== undefined) return [];
  return snapshot.nodes
    .slice(-MOST_NAMED)
    .filter((node) => judgeNode(pod, node, prepared, { plugins: defaultPlugins, snapshot }) === undefined)
    .map(({ name }) => name);
}

/** Nodes worth trying: of each way of being refused a few, those with most room first. */
function candidates(trial: Trial): readonly NodeInfo[] {
  const { pod, snapshot } = trial;
  const prepared = prepareFilters(pod, defaultPlugins, snapshot);
  if (prepared.rejection !== undefined) return snapshot.nodes.slice(0, MOST_NODES);
  const groups = new Map<string, NodeInfo[]>();
  for (const node of snapshot.nodes) {
    const refusal = judgeNode(pod, node, prepared, { plugins: defaultPlugins, snapshot });
    const way = `${refusal?.plugin} ${refusal?.reasons.join()}`;
    groups.set(way, [...(groups.get(way) ?? []), node]);
  }
  const each = Math.max(2, Math.floor(MOST_NODES / groups.size));
  const roomiest = (a: NodeInfo, b: NodeInfo) => freeOn(b).cpu - freeOn(a).cpu || freeOn(b).memory - freeOn(a).memory;
  return [...groups.values()].flatMap((group) => group.sort(roomiest).slice(0, each)).slice(0, MOST_NODES);
}

/** Rows of at most `depth` fixes after which the node takes the pod. */
function solutions(trial: Trial, node: string, depth: number): readonly (readonly Fix[])[] {
  const refusal = refusalOf(trial, node);
  if (refusal === undefined) return [[]];
  const info = trial.snapshot.nodes.find(({ name }) => name === node);
  if (depth === 0 || info === undefined) return [];
  return fixesFor(refusal, info, trial).flatMap((fix) =>
    solutions(fix.trial, node, depth - 1).map((rest) => [fix, ...rest]),
  );
}

/** Fewer changes before more, then the milder ones; of two alike the one that takes less away. */
function weightOf(fixes: readonly Fix[]): number {
  return fixes.reduce((sum, { change, loss = 0 }) => sum + weights[change.type] + loss, fixes.length * 100);
}

function withDetail(verdict: NodeVerdict, pod: Pod, snapshot: Snapshot): NodeVerdict {
  const info = snapshot.nodes.find(({ name }) => name === verdict.node);
  if (info === undefined) return verdict;
  const filters = verdict.filters.map((filter) => {
    if (filter.status !== 'refuse') return filter;
    const detail = detailOf(filter.plugin, filter.reason ?? '', info, pod);
    return detail === undefined ? filter : { ...filter, detail };
  });
  return { ...verdict, filters };
}

function detailOf(plugin: string, reason: string, node: NodeInfo, pod: Pod): NodeVerdict['filters'][number]['detail'] {
  if (plugin === 'TaintToleration') {
    const text = taintsAgainst(pod, node.node).map(taintText).join(', ');
    return text === '' ? undefined : { type: 'taints', text };
  }
  if (plugin !== 'NodeResourcesFit') return undefined;
  const free = freeOn(node);
  const short = (['cpu', 'memory'] as const).filter((resource) => reason.includes(`Insufficient ${resource}`));
  const text = short.map((resource) => `${resource} ${amountText(resource, free[resource])}`).join(', ');
  return text === '' ? undefined : { type: 'free', text };
}
