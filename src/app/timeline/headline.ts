/** What happened last, as one sentence for a page that has room for no more. Pure; the component words it. */
import type { Event } from '../../api/core/event';
import type { Command } from '../../client/simulation';
import type { TextKey } from '../i18n/text';
import { lastInstant } from '../inspector/events';
import { isDeed } from './deeds';

/** The newest thing: what somebody did, or what the cluster said. */
export type Headline =
  | { readonly type: 'command'; readonly at: number; readonly command: Command }
  | { readonly type: 'event'; readonly at: number; readonly event: Event };

const SENTENCES: ReadonlyMap<string, TextKey> = new Map([
  ['Scheduled', 'headline.Scheduled'],
  ['FailedScheduling', 'headline.FailedScheduling'],
  ['Pulling', 'headline.Pulling'],
  ['Started', 'headline.Started'],
  ['Killing', 'headline.Killing'],
  ['Unhealthy', 'headline.Unhealthy'],
  ['BackOff', 'headline.BackOff'],
  ['SuccessfulCreate', 'headline.SuccessfulCreate'],
  ['SuccessfulDelete', 'headline.SuccessfulDelete'],
  ['ScalingReplicaSet', 'headline.ScalingReplicaSet'],
  ['NodeReady', 'headline.NodeReady'],
  ['TaintManagerEviction', 'headline.TaintManagerEviction'],
]);

/** Our sentence for an event, or undefined where Kubernetes' own message must do. */
export function sentenceOf({ reason, involvedObject }: Event): TextKey | undefined {
  if (reason === 'NodeNotReady')
    return involvedObject.kind === 'Node' ? 'headline.NodeNotReady' : 'headline.NodeNotReady.pod';
  return SENTENCES.get(reason ?? '');
}

/**
 * The newest of both since the run began; undefined before anything happened.
 * Events know seconds only: in the same second the command came first, and the event with the higher resourceVersion last.
 */
export function headlineOf(
  events: readonly Event[],
  commands: readonly Command[],
  startedAt: number,
): Headline | undefined {
  const last = commands.findLast(isDeed);
  let newest: Headline | undefined =
    last === undefined ? undefined : { type: 'command', at: startedAt + last.atMs, command: last };
  for (const event of events) {
    const at = lastInstant(event);
    if (at === undefined || at < startedAt || sentenceOf(event) === undefined) continue;
    if (newest === undefined || isAfter(event, at, newest)) newest = { type: 'event', at, event };
  }
  return newest;
}

function isAfter(event: Event, at: number, newest: Headline): boolean {
  const gap = Math.floor(at / 1000) - Math.floor(newest.at / 1000);
  if (gap !== 0 || newest.type === 'command') return gap >= 0;
  return Number(event.metadata.resourceVersion) > Number(newest.event.metadata.resourceVersion);
}
