/** The kept versions of an object, oldest first, each with the fields that it changed. */
import { isHeartbeat } from '../cluster/heartbeat';
import type { ObjectPlace, ObjectVersion } from '../client/why';
import { doerOf } from './doer';
import type { Explained } from './explained';
import { fieldDiffs } from './fieldDiffs';
import { Past, typeOf } from './past';

/** Of an object with more only the newest are told. */
const MOST_VERSIONS = 1_000;

/** Empty if nothing is known of the object. */
export function versions({ kernel, store }: Explained, object: ObjectPlace): readonly ObjectVersion[] {
  const past = new Past({ kernel, store });
  const told: ObjectVersion[] = [];
  for (const change of past.back(past.last(object))) {
    const row = kernel.trace.row(change.cause);
    if (row === undefined || told.length >= MOST_VERSIONS) break;
    const { by, controller } = doerOf(row);
    told.push({
      revision: change.revision,
      at: row.at,
      by,
      ...(controller === undefined ? {} : { controller }),
      type: typeOf(change),
      diffs: typeOf(change) === 'MODIFIED' ? fieldDiffs(change.previous, change.value) : [],
      ...(isHeartbeat(change) ? { routine: true } : {}),
    });
  }
  return told.reverse();
}
