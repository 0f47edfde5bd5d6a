/** Which marks of which lanes a row of the trace is. */
import { storagePrefix } from '../apiserver/storageKey';
import type { Event } from '../api/core/event';
import type { Pod } from '../api/core/pod';
import { isHeartbeat } from '../cluster/heartbeat';
import type { LaneMarkType } from '../client/why';
import { ownName, programOf } from '../controllers/selection';
import type { RuleKey } from '../rules/registry';
import type { TraceRow } from '../sim/trace';
import type { Change } from '../storage/store';
import { componentOf, loopOf } from './doer';
import type { Past } from './past';

/** Takes a mark. */
export type MarkTaker = (lane: string, type: LaneMarkType, row: TraceRow, index: number) => void;

const API_SERVER = 'kube-apiserver';
const SCHEDULER = 'kube-scheduler';
const NODE_LIFECYCLE = 'node-lifecycle';
/** Both were one controller once, and together they tell of lost nodes. */
const OF_NODE_LIFECYCLE = new Set(['node-lifecycle-controller', 'taint-eviction-controller']);
/** Rules that tell that a container has ended. */
const EXITS: ReadonlySet<string> = new Set<RuleKey>(['programEnded', 'graceOver', 'oomKilled', 'nodeOom', 'exited']);
/** What Events tell of the component that writes them, beside warnings. */
const BY_REASON: Readonly<Record<string, LaneMarkType>> = {
  Started: 'start',
  Unhealthy: 'probeFailure',
  ProbeError: 'probeFailure',
  Killing: 'kill',
  Evicted: 'eviction',
  TaintManagerEviction: 'eviction',
  Preempted: 'eviction',
};

const LEASES = storagePrefix('Lease');
const EVENTS = storagePrefix('Event');
const NODES = storagePrefix('Node');
const PODS = storagePrefix('Pod');

/** Hands the marks of `row`, which is number `index`, to `take`. */
export function marksOf(past: Past, row: TraceRow, index: number, take: MarkTaker): void {
  if (row.type === 'write') marksOfWrite(past, row, index, take);
  else if (row.type === 'rule') {
    if (EXITS.has(row.subject ?? '')) take(componentOf(row.actor), 'exit', row, index);
  } else if (row.type === 'reconcile' || row.type === 'tick') {
    const lane = laneOfLoop(row);
    if (lane !== undefined) take(lane, 'reconcile', row, index);
  } else if (row.actor === 'you') take('you', 'command', row, index);
}

function marksOfWrite(past: Past, row: TraceRow, index: number, take: MarkTaker): void {
  const { subject = '', by = API_SERVER, revision = 0 } = row;
  if (subject.startsWith(LEASES)) {
    if (by.startsWith('kubelet/')) take(by, 'heartbeat', row, index);
    return;
  }
  const change = past.at(revision);
  if (change === undefined) return take(API_SERVER, 'write', row, index);
  if (subject.startsWith(NODES) && isHeartbeat(change)) return take(componentOf(by), 'heartbeat', row, index);
  take(API_SERVER, 'write', row, index);
  if (subject.startsWith(EVENTS)) {
    const { reason = '', type } = change.value as Event; // That prefix holds nothing else.
    const mark = BY_REASON[reason] ?? (type === 'Warning' ? 'warning' : undefined);
    if (mark !== undefined) take(laneOfWriter(row), mark, row, index);
  } else if (by === SCHEDULER && subject.startsWith(PODS) && isBinding(change)) take(SCHEDULER, 'binding', row, index);
}

/** Whether a write gives a pod its node. */
export function isBinding({ value, previous }: Change): boolean {
  return previous !== undefined && (value as Pod).spec.nodeName !== (previous as Pod).spec.nodeName; // Of a pod.
}

/** The lane of who wrote. */
function laneOfWriter(row: TraceRow): string {
  return laneOfLoop(row) ?? componentOf(row.by ?? API_SERVER);
}

/** By the name of the loop: there are thousands of rows and few names. */
const lanesOfLoops = new Map<string, string>();

/** The lane of the controller that ran; undefined if none did. */
function laneOfLoop({ type, event, detail }: TraceRow): string | undefined {
  const { controller } = loopOf(type === 'write' ? event : detail) ?? {};
  if (controller === undefined) return undefined;
  let lane = lanesOfLoops.get(controller);
  if (lane === undefined) {
    const name = ownName(controller);
    lane = OF_NODE_LIFECYCLE.has(name) ? NODE_LIFECYCLE : (programOf(controller) ?? `controllers/${name}`);
    lanesOfLoops.set(controller, lane);
  }
  return lane;
}
