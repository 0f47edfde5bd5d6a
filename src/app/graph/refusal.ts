/** Shortens the scheduler's message for the tray; the whole text stays in the tooltip and the inspector. Pure. */

/** At most two reasons of `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Insufficient cpu. ...`. */
export function refusalLines(message: string): readonly string[] {
  const reasons = /nodes are available: (.*?)\.(?:\s|$)/.exec(message)?.[1];
  if (reasons === undefined) return [message];
  return reasons
    .split(', ')
    .map((reason) => reason.replace(/node\(s\) /, ''))
    .slice(0, 2);
}
