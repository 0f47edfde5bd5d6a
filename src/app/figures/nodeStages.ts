/** The instants of a node's failure, from what the cluster keeps of them. Pure. */
import type { Event } from '../../api/core/event';
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { conditionOf } from '../../api/meta/conditions';

export interface Stage {
  readonly name: 'beat' | 'lost' | 'evicted' | 'replaced' | 'back';
  /** In milliseconds since the epoch. Undefined: it has not come, and is not foreseen. */
  readonly at: number | undefined;
  readonly isForeseen: boolean;
}

/** What is known of a node; instants in milliseconds since the epoch. */
export interface NodePast {
  readonly node: Node;
  readonly events: readonly Event[];
  readonly pods: readonly Pod[];
  /** Heartbeats, oldest first. */
  readonly beats: readonly number[];
  /** When it will be given up, and when the first of its pods will have to go, as far as somebody waits for that. */
  readonly foreseen: { readonly lost: number | undefined; readonly evicted: number | undefined };
}

const instant = (text: string | null | undefined): number | undefined => (text == null ? undefined : Date.parse(text));

/** Whether somebody told that this very node was lost. */
export function isLossOf({ reason, involvedObject }: Event, node: string): boolean {
  return reason === 'NodeNotReady' && involvedObject.kind === 'Node' && involvedObject.name === node;
}

/** In order; `back` only once it is back. What comes after the loss is that of the last one. */
export function nodeStages({ node, events, pods, beats, foreseen }: NodePast): readonly Stage[] {
  const { name } = node.metadata;
  const ready = conditionOf(node.status.conditions, 'Ready');
  const isReady = ready?.status === 'True';
  const lost = isReady
    ? instant(events.findLast((event) => isLossOf(event, name))?.lastTimestamp)
    : instant(ready?.lastTransitionTime);
  // The condition's lastHeartbeatTime is that of the whole status, which is posted far more seldom than the Lease is renewed.
  const heard = beats.findLast((at) => lost === undefined || at < lost);
  const beat = heard ?? (lost === undefined ? instant(ready?.lastHeartbeatTime) : undefined);
  const evicted = lost === undefined ? undefined : firstEviction(events, lost);
  const replaced = evicted === undefined ? undefined : firstReplacement(pods, name, evicted);
  const back = isReady && lost !== undefined ? instant(ready.lastTransitionTime) : undefined;
  return [
    { name: 'beat', at: beat, isForeseen: false },
    stage('lost', lost, foreseen.lost),
    stage('evicted', evicted, foreseen.evicted),
    { name: 'replaced', at: replaced, isForeseen: false },
    ...(back !== undefined && lost !== undefined && back >= lost
      ? [{ name: 'back', at: back, isForeseen: false } as const]
      : []),
  ];
}

function stage(name: Stage['name'], at: number | undefined, foreseen: number | undefined): Stage {
  return { name, at: at ?? foreseen, isForeseen: at === undefined && foreseen !== undefined };
}

function firstEviction(events: readonly Event[], since: number): number | undefined {
  return events
    .filter(
      ({ reason, message }) =>
        reason === 'TaintManagerEviction' && message?.startsWith('Marking for deletion') === true,
    )
    .flatMap((event) => instant(event.lastTimestamp ?? event.eventTime) ?? [])
    .filter((at) => at >= since)
    .toSorted((left, right) => left - right)[0];
}

function firstReplacement(pods: readonly Pod[], lostNode: string, since: number): number | undefined {
  return pods
    .filter(({ metadata, spec }) => metadata.ownerReferences !== undefined && spec.nodeName !== lostNode)
    .map(({ metadata }) => Date.parse(metadata.creationTimestamp))
    .filter((at) => at >= since)
    .toSorted((left, right) => left - right)[0];
}
