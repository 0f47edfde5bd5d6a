/** What came of a future, for two to be compared: what was written, how many requests failed, how many pods were ready when. */
import { storagePrefix } from '../apiserver/storageKey';
import type { Kind } from '../api/kinds';
import { isHeartbeat } from '../cluster/heartbeat';
import { isPodReady } from '../api/core/podStatus';
import type { Pod } from '../api/core/pod';
import { type KubeObject, controllerOf, keyOf, keyText } from '../api/meta/objectMeta';
import type { Digest, DigestWrite } from '../client/why';
import type { Change } from '../storage/store';
import { doerOf } from './doer';
import type { Explained } from './explained';
import type { TraceRow } from '../sim/trace';
import { Past, typeOf } from './past';

/** What came since the instant `sinceMs`, as far as it is remembered. */
export function digest(of: Explained, sinceMs: number): Digest {
  const past = new Past(of);
  const writes: DigestWrite[] = [];
  const steps = new Steps(sinceMs);
  for (let index = past.firstAt(sinceMs); index < past.trace.end; index += 1) {
    const row = past.trace.row(index);
    if (row?.type !== 'write') continue;
    const change = past.at(row.revision ?? 0);
    if (change !== undefined) steps.see(change, row.at);
    if (change === undefined ? isBeat(row) : isHeartbeat(change)) continue;
    const { by, controller } = doerOf(row);
    const type = change === undefined ? past.typeOfRow(index) : typeOf(change);
    writes.push({ at: row.at, key: row.subject ?? '', type, by: controller ?? by });
  }
  for (const kind of ['Pod', ...OWNERS] as readonly Kind[]) {
    for (const { value } of of.store.list(storagePrefix(kind)).entries) steps.rest(value);
  }
  return { now: of.kernel.clock.now(), writes, ...requestsSince(of, sinceMs), ready: steps.all() };
}

/** Of a write that is forgotten: kubelets write their nodes and leases as heartbeats, hardly ever otherwise. */
function isBeat({ subject = '', by = '' }: TraceRow): boolean {
  if (subject.startsWith(storagePrefix('Lease'))) return true;
  return by.startsWith('kubelet/') && subject.startsWith(storagePrefix('Node'));
}

function requestsSince({ traffic }: Explained, sinceMs: number): Pick<Digest, 'requests' | 'failedRequests'> {
  const totals = traffic.requests.totals.list();
  const last = totals.at(-1);
  // The second in which it began counts whole: both futures have it in common.
  const before = totals.findLast(({ at }) => at < sinceMs - (sinceMs % 1000));
  return {
    requests: (last?.requests ?? 0) - (before?.requests ?? 0),
    failedRequests: (last?.failed ?? 0) - (before?.failed ?? 0),
  };
}

/** Kinds that tell how many of their pods are ready. */
const OWNERS: ReadonlySet<string> = new Set<Kind>([
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
]);

/** How many pods whoever keeps them had ready, from an instant on. What another one of them controls is told by that one. */
class Steps {
  readonly #steps = new Map<string, [number, number][]>();

  constructor(private readonly sinceMs: number) {}

  see({ type, value, previous }: Change, at: number): void {
    const key = keyOfOwner(value);
    if (key === undefined) return;
    let steps = this.#steps.get(key);
    if (steps === undefined) {
      steps = previous === undefined ? [] : [[this.sinceMs, readyOf(previous)]];
      this.#steps.set(key, steps);
    }
    const ready = type === 'delete' ? 0 : readyOf(value);
    const last = steps.at(-1);
    if (last === undefined || last[1] !== ready) steps.push([at, ready]);
  }

  /** Of what was never written since: it was so all the time. */
  rest(value: KubeObject): void {
    const key = keyOfOwner(value);
    if (key !== undefined && !this.#steps.has(key)) this.#steps.set(key, [[this.sinceMs, readyOf(value)]]);
  }

  all(): Digest['ready'] {
    return Object.fromEntries([...this.#steps].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function keyOfOwner(object: KubeObject): string | undefined {
  if (object.kind !== 'Pod' && !OWNERS.has(object.kind)) return undefined;
  const owner = controllerOf(object)?.kind ?? '';
  const isTold = object.kind === 'Pod' ? owner !== '' : OWNERS.has(owner);
  return isTold ? undefined : `${object.kind} ${keyText(keyOf(object))}`;
}

function readyOf(object: KubeObject): number {
  if (object.kind === 'Pod') return isPodReady(object as Pod) ? 1 : 0; // As its kind says.
  const { status = {} } = object as { readonly status?: Readonly<Record<string, unknown>> };
  const ready = status.readyReplicas ?? status.numberReady ?? status.ready;
  return typeof ready === 'number' ? ready : 0;
}
