/**
 * Whether pods of lower priority can make room for a pod that fits nowhere, and which of them.
 * Models pkg/scheduler/framework/preemption and plugins/defaultpreemption (v1.36.3).
 */
import type { Pod } from '../api/core/pod';
import { type CycleInput, type Diagnosis, type NodeRefusal, judgeNode, prepareFilters } from './cycle';
import { sparedByBudgets } from './disruptionBudgets';
import { fitErrorText } from './fitError';
import type { NodeInfo, Refusal, Snapshot } from './framework';
import { altered } from './whatIf';

const NEVER = 'not eligible due to preemptionPolicy=Never.';
const TERMINATING = 'not eligible due to a terminating pod on the nominated node.';
const NOT_HELPFUL = 'Preemption is not helpful for scheduling';
const NO_VICTIMS = 'No preemption victims found for incoming pod';

/**
 * What came of it: a sentence that says why not, or the pods to evict. `nominate` is the node to note in the pod's
 * status; empty takes an earlier one back, absent leaves it.
 */
export type Preemption =
  | { readonly type: 'refused'; readonly text: string; readonly nominate?: '' }
  | {
      readonly type: 'nominated';
      readonly nominate: string;
      readonly victims: readonly Pod[];
      /** Pods that lose their own nomination for that node. */
      readonly displaced: readonly Pod[];
    };

/** Looks for the node where evicting pods of lower priority hurts least. */
export function preempt(pod: Pod, input: CycleInput, { refusals }: Diagnosis): Preemption {
  if (pod.spec.preemptionPolicy === 'Never') return { type: 'refused', text: NEVER };
  if (isWaitingForVictims(pod, input.snapshot, refusals)) return { type: 'refused', text: TERMINATING };
  const { nodes } = input.snapshot;
  const hopeful = nodes.filter(({ name }) => refusals.get(name)?.code === 'Unschedulable');
  const { candidates, reasons } = tryNodes(pod, hopeful, input);
  const best = pickOne(candidates, input.random);
  if (best !== undefined) {
    return { type: 'nominated', nominate: best.node, victims: best.victims, displaced: displacedBy(pod, best, input) };
  }
  const others = nodes.slice(hopeful.length).map(() => ({ reasons: [NOT_HELPFUL] }));
  return { type: 'refused', text: fitErrorText(nodes.length, [...others, ...reasons]), nominate: '' };
}

/** At least so many nodes with victims are compared, or a tenth of all. */
const MIN_CANDIDATES = 100;

/** Tries nodes from a random one on, until there are enough to choose from. */
function tryNodes(
  pod: Pod,
  nodes: readonly NodeInfo[],
  input: CycleInput,
): { readonly candidates: readonly Candidate[]; readonly reasons: readonly Pick<Refusal, 'reasons'>[] } {
  const wanted = Math.max(Math.floor(nodes.length / 10), MIN_CANDIDATES);
  const offset = nodes.length > wanted ? Math.floor(input.random() * nodes.length) : 0;
  const candidates: Candidate[] = [];
  const reasons: Pick<Refusal, 'reasons'>[] = [];
  for (let index = 0; index < nodes.length && candidates.length < wanted; index += 1) {
    const node = nodes[(offset + index) % nodes.length];
    if (node === undefined) continue;
    const found = selectVictims(pod, node.name, input);
    if ('victims' in found) candidates.push(found);
    else reasons.push(found);
  }
  return { candidates, reasons };
}

/** Waiting pods of lower priority for which room was made on the same node: they must look elsewhere. */
function displacedBy(pod: Pod, { node }: Candidate, { snapshot }: CycleInput): readonly Pod[] {
  return snapshot.nominatedOn(node).filter((other) => priorityOf(other) < priorityOf(pod));
}

interface Candidate {
  readonly node: string;
  /** The most important first. */
  readonly victims: readonly Pod[];
  /** How many of them a disruption budget would rather keep. */
  readonly spared: number;
}

/** An earlier preemption for this pod is still under way on a node that may yet take it. */
function isWaitingForVictims(pod: Pod, snapshot: Snapshot, refusals: ReadonlyMap<string, NodeRefusal>): boolean {
  const { nominatedNodeName = '' } = pod.status;
  if (nominatedNodeName === '' || refusals.get(nominatedNodeName)?.code === 'UnschedulableAndUnresolvable')
    return false;
  return snapshot
    .podsOn(nominatedNodeName)
    .some(
      (other) =>
        other.metadata.deletionTimestamp !== undefined &&
        priorityOf(other) < priorityOf(pod) &&
        other.status.conditions?.some(
          ({ type, status, reason }) =>
            type === 'DisruptionTarget' && status === 'True' && reason === 'PreemptionByScheduler',
        ) === true,
    );
}

/**
 * 1. All pods of lower priority leave. 2. If the pod fits then, they come back one by one, those whose budgets are used up
 * before the others, the most important first, as long as it still fits. 3. Who could not come back is a victim.
 */
function selectVictims(pod: Pod, node: string, input: CycleInput): Candidate | Pick<Refusal, 'reasons'> {
  const lower = input.snapshot.podsOn(node).filter((other) => priorityOf(other) < priorityOf(pod));
  if (lower.length === 0) return { reasons: [NO_VICTIMS] };
  const refusal = refusalWithout(pod, node, lower, input);
  if (refusal !== undefined) return refusal;
  let gone: readonly Pod[] = [...lower].sort(moreImportant);
  const spared = sparedByBudgets(gone, input.snapshot.disruptionBudgets());
  const inTurn = [...gone.filter((each) => spared.has(each)), ...gone.filter((each) => !spared.has(each))];
  for (const candidate of inTurn) {
    const fewer = gone.filter((each) => each !== candidate);
    if (refusalWithout(pod, node, fewer, input) === undefined) gone = fewer;
  }
  return { node, victims: gone, spared: gone.filter((each) => spared.has(each)).length };
}

/** What would keep `pod` off `node` if the pods `gone` were not there. */
function refusalWithout(pod: Pod, node: string, gone: readonly Pod[], input: CycleInput): NodeRefusal | undefined {
  const snapshot = altered(input.snapshot, { node, gone });
  const info = snapshot.nodes.find(({ name }) => name === node);
  if (info === undefined) return undefined;
  const { plugins } = input;
  return judgeNode(pod, info, prepareFilters(pod, plugins, snapshot), { plugins, snapshot });
}

/** The candidate that hurts least; among equals each is as likely as the others. */
function pickOne(candidates: readonly Candidate[], random: () => number): Candidate | undefined {
  const [first, ...others] = [...candidates].sort(hurtsLess);
  if (first === undefined) return undefined;
  const best = [first, ...others.filter((each) => hurtsLess(first, each) === 0)];
  return best.length === 1 ? first : best[Math.floor(random() * best.length)];
}

/** Order of nodes by what is lost there, each rule where those before it are equal. */
function hurtsLess(a: Candidate, b: Candidate): number {
  // 1. The fewest budgets are broken.
  if (a.spared !== b.spared) return a.spared - b.spared;
  // 2. The highest priority among the victims is lowest.
  const highest = priorityOf(a.victims[0]) - priorityOf(b.victims[0]);
  if (highest !== 0) return highest;
  // 3. The sum of their priorities, moved above zero, is lowest.
  const sum = sumOfPriorities(a) - sumOfPriorities(b);
  if (sum !== 0) return sum;
  // 4. There are fewer of them.
  if (a.victims.length !== b.victims.length) return a.victims.length - b.victims.length;
  // 5. The oldest of the most important ones started latest.
  const left = earliestStart(a);
  const right = earliestStart(b);
  return left === right ? 0 : left > right ? -1 : 1;
}

function sumOfPriorities({ victims }: Candidate): number {
  return victims.reduce((sum, pod) => sum + priorityOf(pod) + 2 ** 31, 0);
}

function earliestStart({ victims }: Candidate): string {
  const top = victims.filter((pod) => priorityOf(pod) === priorityOf(victims[0])).map(startOf);
  return top.reduce((earliest, start) => (start < earliest ? start : earliest));
}

/** Higher priority first, then who started earlier. */
function moreImportant(a: Pod, b: Pod): number {
  if (priorityOf(a) !== priorityOf(b)) return priorityOf(b) - priorityOf(a);
  return startOf(a) === startOf(b) ? 0 : startOf(a) < startOf(b) ? -1 : 1;
}

/** RFC 3339 in UTC, which sorts as text. A pod that has not started is the youngest. */
function startOf(pod: Pod): string {
  return pod.status.startTime ?? '9';
}

function priorityOf(pod: Pod | undefined): number {
  return pod?.spec.priority ?? 0;
}
