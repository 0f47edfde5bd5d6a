/**
 * One scheduling cycle: which nodes can take the pod, which of them is best. A pure function of pod and snapshot.
 * Models pkg/scheduler/schedule_one.go, schedulePod (v1.36.3).
 * Left out: extenders, and the reuse of an earlier pod's result (OpportunisticBatching).
 */
import type { Pod } from '../api/core/pod';
import {
  type NodeFilter,
  type NodeInfo,
  type Refusal,
  type RegisteredPlugin,
  type Snapshot,
  unresolvable,
} from './framework';
import { altered } from './whatIf';

/** A plugin's refusal of one node. */
export interface NodeRefusal extends Refusal {
  readonly plugin: string;
}

/** Weighted scores of the feasible nodes: `values` has one row of `plugins.length` numbers for each of `nodes`. */
export interface ScoreTable {
  readonly plugins: readonly string[];
  readonly nodes: readonly string[];
  readonly values: readonly number[];
}

/** All that a cycle found out. */
export interface Diagnosis {
  /** Filter plugins that judged nodes, in order; those in `skipped` had nothing to say about this pod. */
  readonly filters: readonly string[];
  readonly skipped: readonly string[];
  readonly refusals: ReadonlyMap<string, NodeRefusal>;
  /** A plugin ruled out every node before any was looked at. */
  readonly rejection?: NodeRefusal;
  readonly scores?: ScoreTable;
  /** How many nodes were looked at. */
  readonly processed: number;
}

export type CycleResult =
  | { readonly type: 'fits'; readonly node: string; readonly diagnosis: Diagnosis }
  | { readonly type: 'unschedulable'; readonly diagnosis: Diagnosis }
  | { readonly type: 'noNodes' };

/** What a cycle is given besides the pod. `random` draws from [0, 1). */
export interface CycleInput {
  readonly plugins: readonly RegisteredPlugin[];
  readonly snapshot: Snapshot;
  /** Where in the list of nodes to begin, so that large clusters are used evenly. */
  readonly startIndex: number;
  readonly random: () => number;
}

/** Finds a node for `pod`. */
export function schedulePod(pod: Pod, input: CycleInput): CycleResult {
  const { nodes } = input.snapshot;
  if (nodes.length === 0) return { type: 'noNodes' };
  const prepared = prepareFilters(pod, input.plugins, input.snapshot);
  const refusals = new Map<string, NodeRefusal>();
  const { filters, skipped, rejection } = prepared;
  const names = { filters: filters.map(({ name }) => name), skipped };
  if (rejection !== undefined) {
    for (const { name } of nodes) refusals.set(name, rejection);
    return { type: 'unschedulable', diagnosis: { ...names, refusals, rejection, processed: 0 } };
  }
  const { feasible, processed } = findFeasible(pod, prepared, input, refusals);
  const diagnosis = { ...names, refusals, processed };
  const [first] = feasible;
  if (first === undefined) return { type: 'unschedulable', diagnosis };
  if (feasible.length === 1) return { type: 'fits', node: first.name, diagnosis };
  const scores = scoreNodes(pod, input, feasible);
  return { type: 'fits', node: selectHost(scores, input.random), diagnosis: { ...diagnosis, scores } };
}

export interface PreparedFilters {
  readonly filters: readonly { readonly name: string; readonly filter: NodeFilter }[];
  readonly skipped: readonly string[];
  readonly rejection?: NodeRefusal;
  /** If present, other nodes are out; `pinnedBy` tells by which plugins. */
  readonly nodeNames?: ReadonlySet<string>;
  readonly pinnedBy: readonly string[];
}

/** Asks every plugin once about the pod (PreFilter). The first rejection ends it. */
export function prepareFilters(pod: Pod, plugins: readonly RegisteredPlugin[], snapshot: Snapshot): PreparedFilters {
  const filters: { name: string; filter: NodeFilter }[] = [];
  const skipped: string[] = [];
  const pinnedBy: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  for (const { plugin } of plugins) {
    const answer = plugin.preFilter?.(pod, snapshot);
    if (answer === undefined) continue;
    if (answer.type === 'skip') skipped.push(plugin.name);
    if (answer.type === 'reject') {
      return { filters, skipped, pinnedBy, rejection: { ...answer.refusal, plugin: plugin.name } };
    }
    if (answer.type !== 'filter') continue;
    filters.push({ name: plugin.name, filter: answer.filter });
    const { nodeNames: own } = answer;
    if (own === undefined) continue;
    pinnedBy.push(plugin.name);
    nodeNames = nodeNames === undefined ? own : new Set([...nodeNames].filter((name) => own.has(name)));
  }
  return { filters, skipped, pinnedBy, ...(nodeNames === undefined ? {} : { nodeNames }) };
}

/** The first refusal of `node`, if any. */
export function filterNode(node: NodeInfo, { filters, nodeNames, pinnedBy }: PreparedFilters): NodeRefusal | undefined {
  if (nodeNames !== undefined && !nodeNames.has(node.name)) {
    const refusal = unresolvable(`node(s) didn't satisfy plugin(s) [${pinnedBy.join(' ')}]`);
    return { ...refusal, plugin: pinnedBy[0] ?? '' };
  }
  for (const { name, filter } of filters) {
    const refusal = filter(node);
    if (refusal !== undefined) return { ...refusal, plugin: name };
  }
  return undefined;
}

/**
 * The first refusal of `node`, if any. Pods for which room was made there, and which are no less important, count as if
 * they had come; since they may also stay away, the pod must fit without them too (think of affinity).
 */
export function judgeNode(
  pod: Pod,
  node: NodeInfo,
  prepared: PreparedFilters,
  { plugins, snapshot }: Pick<CycleInput, 'plugins' | 'snapshot'>,
): NodeRefusal | undefined {
  const nominated = snapshot.nominatedOn(node.name);
  if (nominated.length > 0) {
    const added = nominated.filter(
      ({ metadata, spec }) => metadata.uid !== pod.metadata.uid && (spec.priority ?? 0) >= (pod.spec.priority ?? 0),
    );
    const refusal = added.length === 0 ? undefined : refusalAmong(pod, node.name, plugins, { snapshot, added });
    if (refusal !== undefined) return refusal;
  }
  return filterNode(node, prepared);
}

function refusalAmong(
  pod: Pod,
  node: string,
  plugins: readonly RegisteredPlugin[],
  { snapshot, added }: { readonly snapshot: Snapshot; readonly added: readonly Pod[] },
): NodeRefusal | undefined {
  const crowded = altered(snapshot, { node, added });
  const info = crowded.nodes.find(({ name }) => name === node);
  return info === undefined ? undefined : filterNode(info, prepareFilters(pod, plugins, crowded));
}

/** Looks at nodes, from the start index on, until enough fit. */
function findFeasible(
  pod: Pod,
  prepared: PreparedFilters,
  input: CycleInput,
  refusals: Map<string, NodeRefusal>,
): { readonly feasible: readonly NodeInfo[]; readonly processed: number } {
  const { startIndex } = input;
  const { nodes } = input.snapshot;
  const { nominatedNodeName = '' } = pod.status;
  const nominated = nominatedNodeName === '' ? undefined : nodes.find(({ name }) => name === nominatedNodeName);
  if (nominated !== undefined && judgeNode(pod, nominated, prepared, input) === undefined) {
    return { feasible: [nominated], processed: 0 };
  }
  const wanted = nodesToFind(nodes.length);
  const feasible: NodeInfo[] = [];
  let processed = 0;
  while (processed < nodes.length && feasible.length < wanted) {
    const node = nodes[(startIndex + processed) % nodes.length];
    processed += 1;
    if (node === undefined) continue;
    const refusal = judgeNode(pod, node, prepared, input);
    if (refusal === undefined) feasible.push(node);
    else refusals.set(node.name, refusal);
  }
  return { feasible, processed };
}

const MIN_FEASIBLE_NODES = 100;
const MIN_FEASIBLE_PERCENTAGE = 5;

/** How many feasible nodes are enough: all of up to 100, a falling share of more. */
export function nodesToFind(total: number): number {
  if (total < MIN_FEASIBLE_NODES) return total;
  const percentage = Math.max(50 - Math.floor(total / 125), MIN_FEASIBLE_PERCENTAGE);
  return Math.max(Math.floor((total * percentage) / 100), MIN_FEASIBLE_NODES);
}

function scoreNodes(pod: Pod, { plugins, snapshot }: CycleInput, nodes: readonly NodeInfo[]): ScoreTable {
  const names: string[] = [];
  const columns: { readonly scores: readonly number[]; readonly weight: number }[] = [];
  for (const { plugin, weight } of plugins) {
    const answer = plugin.preScore?.(pod, snapshot, nodes);
    if (answer?.type !== 'score') continue;
    const raw = nodes.map(answer.score);
    names.push(plugin.name);
    columns.push({ scores: answer.normalize?.(raw, nodes) ?? raw, weight });
  }
  const values: number[] = [];
  for (let row = 0; row < nodes.length; row += 1) {
    for (const { scores, weight } of columns) values.push((scores[row] ?? 0) * weight);
  }
  return { plugins: names, nodes: nodes.map(({ name }) => name), values };
}

/** The node with the highest total; among equals, each is as likely as the others. */
function selectHost({ plugins, nodes, values }: ScoreTable, random: () => number): string {
  let best: string[] = [];
  let highest = -1;
  nodes.forEach((name, row) => {
    let total = 0;
    for (let column = 0; column < plugins.length; column += 1) total += values[row * plugins.length + column] ?? 0;
    if (total > highest) {
      best = [name];
      highest = total;
    } else if (total === highest) best.push(name);
  });
  const chosen = best.length === 1 ? 0 : Math.floor(random() * best.length);
  return best[chosen] ?? '';
}
