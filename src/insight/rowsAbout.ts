/** Which rows of the trace concern one object: what wrote it or tells of it, and what led to that. */
import { storageKey, storagePrefix } from '../apiserver/storageKey';
import type { Event } from '../api/core/event';
import { parseKey } from '../api/meta/objectMeta';
import type { ObjectPlace } from '../client/why';
import type { TraceRow } from '../sim/trace';
import { kindOfLoop, loopOf } from './doer';
import type { Explained } from './explained';
import type { Past } from './past';
import { ownName } from '../controllers/selection';

const EVENTS = storagePrefix('Event');

/** Their indexes from `first` on up to the instant `to`, in order. */
export function rowsAbout(
  { kernel: { trace } }: Explained,
  past: Past,
  object: ObjectPlace,
  first: number,
  to: number,
): readonly number[] {
  const key = past.key(object);
  const lease = object.kind === 'Node' ? storageKey('Lease', { namespace: 'kube-node-lease', name: object.name }) : '';
  const uid = object.uid ?? past.last(object)?.value.metadata.uid;
  const found = new Set<number>();
  for (let index = first; index < trace.end; index += 1) {
    const row = trace.row(index);
    if (row === undefined || row.at > to) break;
    if (row.type === 'write' ? isWritten(row) : isWorkedOn(row)) add(index);
  }
  return [...found].sort((a, b) => a - b);

  function isWritten({ subject = '', revision = 0 }: TraceRow): boolean {
    if (subject === lease) return true;
    const isEvent = subject.startsWith(EVENTS);
    if (subject !== key && !isEvent) return false;
    const value = past.at(revision)?.value;
    if (value === undefined || !isEvent) return subject === key && (value === undefined || isMeant(value.metadata.uid));
    const { kind, name, uid: about } = (value as Event).involvedObject; // That prefix holds nothing else.
    return name === object.name && kind === object.kind && isMeant(about);
  }

  function isMeant(about: string | undefined): boolean {
    return object.uid === undefined || about === uid;
  }

  /** A rule of a kubelet about the pod, or a turn of the object's own controller. */
  function isWorkedOn({ type, event, detail }: TraceRow): boolean {
    const data = type === 'rule' ? event : detail;
    if (typeof data !== 'object' || data === null) return false;
    const { podUid } = data as { readonly podUid?: unknown }; // A list has none.
    if (podUid !== undefined) return podUid === uid;
    const loop = type === 'reconcile' ? loopOf(data) : undefined;
    if (loop?.key === undefined || kindOfLoop(ownName(loop.controller)) !== object.kind) return false;
    const { namespace, name } = parseKey(loop.key);
    return name === object.name && namespace === object.namespace;
  }

  /** The row, and what led to it up to the next write or command. */
  function add(index: number): void {
    found.add(index);
    for (let at = trace.row(index)?.cause ?? -1; at >= first && !found.has(at); ) {
      const row = trace.row(at);
      if (row === undefined || row.type === 'write') return;
      found.add(at);
      at = row.cause;
    }
  }
}
