/** The text of a FailedScheduling event, cut at the reasons that the table has. Pure. */
import type { SchedulingVerdict } from '../../client/simulation';

/** A piece of the text; `marked`: a reason of the table, with its count. */
export interface TextPart {
  readonly text: string;
  readonly marked: boolean;
}

/** The parts of `message`, in their order: together they are the message to the letter. */
export function eventParts(message: string, verdict: Pick<SchedulingVerdict, 'nodes'>): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const places = reasonsOf(verdict)
    .map((reason) => ({ reason, from: message.indexOf(reason) }))
    .filter(({ from }) => from >= 0)
    .sort((a, b) => a.from - b.from);
  for (const { reason, from } of places) {
    if (from < at) continue;
    if (from > at) parts.push({ text: message.slice(at, from), marked: false });
    parts.push({ text: reason, marked: true });
    at = from + reason.length;
  }
  if (at < message.length) parts.push({ text: message.slice(at), marked: false });
  return parts;
}

/** `2 Insufficient cpu`; without its count where a plugin ruled out all nodes beforehand and the event has none. */
function reasonsOf({ nodes }: Pick<SchedulingVerdict, 'nodes'>): readonly string[] {
  const counts = new Map<string, number>();
  const refusals = nodes.flatMap(({ filters }) => filters.filter(({ status }) => status === 'refuse'));
  for (const { reason = '' } of refusals) {
    for (const each of reason.split(', ')) counts.set(each, (counts.get(each) ?? 0) + 1);
  }
  return [...counts].flatMap(([reason, count]) => [`${count} ${reason}`, reason]);
}
