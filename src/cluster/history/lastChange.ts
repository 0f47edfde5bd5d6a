/** Where the last change lies that a person would see, of anything or of one object. */
import type { HistoryAsk, Moment } from '../../client/history';
import type { Revision } from '../../storage/store';
import type { Cluster } from '../cluster';
import { isHeartbeat } from '../heartbeat';

type Of = Extract<HistoryAsk, { readonly type: 'stepBack' }>['of'];

/**
 * The moment just before the instant of that change; before all changes of that instant, if there were several. The
 * start of the run if there is none since; so far as the store's history goes, if that does not go back to it.
 */
export function lastChange({ kernel, startedAt, store }: Cluster, of: Of): Moment {
  let oldest = 0;
  for (let revision: number = store.revision; revision > 0; revision -= 1) {
    const change = store.changeAt(revision as Revision); // Every write has one number.
    const at = change && kernel.trace.row(change.cause)?.at;
    if (change === undefined || at === undefined) break;
    if (at < startedAt) return { atMs: 0, commands: 0 };
    oldest = at;
    const { kind, metadata } = change.value;
    const isOfIt =
      of === undefined
        ? kind !== 'Event'
        : kind === of.kind && metadata.name === of.name && metadata.namespace === of.namespace;
    if (!isOfIt || isHeartbeat(change)) continue;
    return at === startedAt ? { atMs: 0, commands: 0 } : { atMs: at - 1 - startedAt };
  }
  return oldest > startedAt ? { atMs: oldest - 1 - startedAt } : { atMs: 0, commands: 0 };
}
