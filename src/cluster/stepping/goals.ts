/** What a step runs to: each goal looks on, and tells between two events whether it has happened. */
import type { Pod } from '../../api/core/pod';
import type { ObjectPlace } from '../../client/why';
import type { Stop, StepTarget } from '../../client/stepping';
import { storageKey, storagePrefix } from '../../apiserver/storageKey';
import { ownName } from '../../controllers/selection';
import type { Kernel } from '../../sim/kernel';
import type { Cluster } from '../cluster';
import { isHeartbeat } from '../heartbeat';
import { changeTold, placeOf, visibleKinds } from './places';

/** What a stop tells of the thing that has happened. */
export type Happened = Pick<Stop, 'what' | 'object' | 'revision' | 'probe'>;

/** Something that a step waits for. */
export interface Goal {
  /** What has happened, once it has. */
  happened(): Happened | undefined;
  /** Of a condition: why it could not be told when it was looked at last. */
  error?(): string | undefined;
  /** It looks no more. */
  close(): void;
}

/** The goal of a step. Conditions have goals of their own. */
export function goalOf(cluster: Cluster, target: Exclude<StepTarget, { readonly type: 'condition' }>): Goal {
  switch (target.type) {
    case 'change':
      return target.object === undefined ? anyChange(cluster) : changeOf(cluster, target.object);
    case 'reconcile':
      return reconcile(cluster, target.controller);
    case 'probe':
      return probe(cluster, target.pod, target.withSystem === true);
    default:
      return target satisfies never;
  }
}

function anyChange({ store }: Cluster): Goal {
  let first: Happened | undefined;
  const stops = visibleKinds.map((kind) =>
    store.watch(storagePrefix(kind), store.revision, (change) => {
      if (!isHeartbeat(change)) first ??= changeTold(change);
    }),
  );
  return {
    happened: () => first,
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Also its creation, and its end; a successor of the same name is another object if the uid was told. */
function changeOf({ store }: Cluster, { kind, name, namespace, uid }: ObjectPlace): Goal {
  const key = storageKey(kind, { name, ...(namespace === undefined ? {} : { namespace }) });
  let first: Happened | undefined;
  const close = store.watch(key, store.revision, (change) => {
    const isMeant = change.key === key && (uid === undefined || change.value.metadata.uid === uid);
    if (isMeant && !isHeartbeat(change)) first ??= changeTold(change);
  });
  return { happened: () => first, close };
}

/** A controller may be several loops: `garbage-collector-controller/Pod`. */
function reconcile({ kernel }: Cluster, controller: string | undefined): Goal {
  let first: Happened | undefined;
  const close = listen(kernel, (what, who, of) => {
    const isMeant = what === 'reconcile' && (controller === undefined || ownName(who) === controller);
    if (isMeant) first ??= { what: `${who} ${of}` };
  });
  return { happened: () => first, close };
}

/** One listener at a time: a later step has taken the place of one that it ended. */
function listen(kernel: Kernel, listener: NonNullable<Kernel['onDid']>): () => void {
  kernel.onDid = listener;
  return () => {
    if (kernel.onDid === listener) kernel.onDid = undefined;
  };
}

function probe({ kernel, store }: Cluster, pod: ObjectPlace | undefined, withSystem: boolean): Goal {
  const pods = () => store.list(storagePrefix('Pod')).entries.map(({ value }) => value as Pod); // Nothing else lies there.
  const wanted =
    pod && (pod.uid ?? pods().find(({ metadata }) => isAt(metadata, pod))?.metadata.uid ?? 'nobody has this uid');
  let first: Happened | undefined;
  const close = listen(kernel, (what, who, result) => {
    // As the kubelet calls its workers: uid, container and probe.
    const [uid = '', container = '', type = ''] = who.split('/');
    if (what !== 'probe' || first !== undefined || (wanted !== undefined && uid !== wanted)) return;
    const asked = pods().find(({ metadata }) => metadata.uid === uid);
    if (wanted === undefined && !withSystem && asked?.metadata.namespace?.startsWith('kube-') === true) return;
    const named = asked && { what: `pod/${asked.metadata.name}`, object: placeOf('Pod', asked) };
    first = { ...named, probe: { type, container, result } };
  });
  return { happened: () => first, close };
}

const isAt = (metadata: { readonly name: string; readonly namespace?: string }, { name, namespace }: ObjectPlace) =>
  metadata.name === name && metadata.namespace === namespace;
