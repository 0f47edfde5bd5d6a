/**
 * The last attempt at each pod, plugin by plugin and node by node, kept for the views.
 * Ours alone: a real scheduler keeps none of this. Bounded by rows, the oldest attempt goes first.
 */
import type { Pod } from '../api/core/pod';
import type { NodeVerdict, SchedulingVerdict } from '../client/simulation';
import type { Instant, StateMap, StateSpace } from '../sim/clock';
import type { Diagnosis, ScoreTable } from './cycle';

/** One row is one pod on one node: 1,000 pods on 50 nodes. */
const MAX_ROWS = 50_000;

/** A verdict in few objects. `refused` tells of a node by its place in `nodes`. */
interface VerdictRecord {
  readonly namespace: string;
  readonly pod: string;
  readonly atMs: Instant;
  readonly chosen?: string;
  readonly message?: string;
  readonly filters: readonly string[];
  readonly skipped: readonly string[];
  readonly nodes: readonly string[];
  readonly refused: readonly { readonly node: number; readonly plugin: string; readonly reason: string }[];
  readonly scores?: ScoreTable;
  /** Its slot in the ring; an older slot of the same pod is stale. */
  readonly slot: number;
}

/** What an attempt ended with. */
export interface Attempt {
  readonly pod: Pod;
  readonly at: Instant;
  readonly nodes: readonly string[];
  readonly diagnosis: Diagnosis;
  readonly chosen?: string;
  readonly message?: string;
}

/** Keeps `attempt` as the pod's last one. */
export function recordVerdict(state: StateSpace, attempt: Attempt): void {
  const { records, ring, counters } = mapsOf(state);
  const { pod, at, nodes, diagnosis, chosen, message } = attempt;
  const { namespace = '', name, uid } = pod.metadata;
  const { filters, skipped, refusals, rejection, scores } = diagnosis;
  forgetVerdict(state, uid);
  const slot = counters.get('tail') ?? 0;
  const refused = nodes.flatMap((node, index) => {
    const refusal = refusals.get(node);
    return refusal === undefined ? [] : [{ node: index, plugin: refusal.plugin, reason: refusal.reasons.join(', ') }];
  });
  records.set(uid, {
    namespace,
    pod: name,
    atMs: at,
    ...(chosen === undefined ? {} : { chosen }),
    ...(message === undefined ? {} : { message }),
    filters: rejection === undefined ? filters : [...filters, rejection.plugin],
    skipped,
    nodes,
    refused,
    ...(scores === undefined ? {} : { scores }),
    slot,
  });
  ring.set(String(slot), uid);
  counters.set('tail', slot + 1);
  counters.set('rows', (counters.get('rows') ?? 0) + nodes.length);
  thin(state);
}

/** Drops the verdict of a pod that is gone. */
export function forgetVerdict(state: StateSpace, uid: string): void {
  const { records, ring, counters } = mapsOf(state);
  const record = records.get(uid);
  if (record === undefined) return;
  records.delete(uid);
  ring.delete(String(record.slot));
  counters.set('rows', (counters.get('rows') ?? 0) - record.nodes.length);
}

/** Drops the oldest verdicts while there are too many rows; the newest always stays. */
function thin(state: StateSpace): void {
  const { ring, counters } = mapsOf(state);
  const tail = counters.get('tail') ?? 0;
  let head = counters.get('head') ?? 0;
  while ((counters.get('rows') ?? 0) > MAX_ROWS && head < tail - 1) {
    const uid = ring.get(String(head));
    if (uid !== undefined) forgetVerdict(state, uid);
    head += 1;
  }
  counters.set('head', head);
}

/** The last attempt at the pod with that uid, if it is still known. `state` is the scheduler's own. */
export function verdictOf(state: StateSpace, uid: string): SchedulingVerdict | undefined {
  const record = mapsOf(state).records.get(uid);
  if (record === undefined) return undefined;
  const { namespace, pod, atMs, chosen, message, nodes } = record;
  return {
    namespace,
    pod,
    uid,
    atMs,
    ...(chosen === undefined ? {} : { chosen }),
    ...(message === undefined ? {} : { message }),
    nodes: nodes.map((node, index) => nodeVerdict(record, node, index)),
  };
}

function nodeVerdict({ filters, skipped, refused, scores }: VerdictRecord, node: string, index: number): NodeVerdict {
  const refusal = refused.find((each) => each.node === index);
  const rows: NodeVerdict['filters'][number][] = skipped.map((plugin) => ({ plugin, status: 'skip' }));
  for (const plugin of filters) {
    if (plugin === refusal?.plugin) {
      rows.push({ plugin, status: 'refuse', reason: refusal.reason });
      break;
    }
    rows.push({ plugin, status: 'pass' });
  }
  const row = scores?.nodes.indexOf(node) ?? -1;
  if (scores === undefined || row < 0) return { node, filters: rows };
  const width = scores.plugins.length;
  const values = scores.plugins.map((plugin, column) => ({ plugin, score: scores.values[row * width + column] ?? 0 }));
  return { node, filters: rows, scores: values };
}

interface VerdictMaps {
  readonly records: StateMap<VerdictRecord>;
  /** Slot number to uid, oldest first. */
  readonly ring: StateMap<string>;
  readonly counters: StateMap<number>;
}

function mapsOf(state: StateSpace): VerdictMaps {
  return {
    records: state.map('verdicts/records'),
    ring: state.map('verdicts/ring'),
    counters: state.map('verdicts/counters'),
  };
}
