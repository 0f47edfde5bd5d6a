/**
 * A pod goes where the volumes of its claims can be reached. Claims that wait for their first pod get their volumes
 * here: the cycle chooses them with the node, and the pod has its next turn when they are bound.
 * Models pkg/scheduler/framework/plugins/volumebinding (v1.36.3). Left out: storage capacity, dynamic scoring; the wait
 * for the binding, which holds the pod back in the real one.
 */
import { classOf, findVolume, isReachableFrom } from '../../api/core/claimMatching';
import type { Node } from '../../api/core/node';
import type { PersistentVolume } from '../../api/core/persistentVolume';
import type { PersistentVolumeClaim } from '../../api/core/persistentVolumeClaim';
import type { Pod } from '../../api/core/pod';
import { type Plugin, type StorageReader, skip, unresolvable } from '../framework';

const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const NOTHING_TO_BIND = "node(s) didn't find available persistent volumes to bind";
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** What is to be done about a claim before its pod can be bound. Without a volume a provisioner is to make one. */
export interface Provision {
  readonly claim: PersistentVolumeClaim;
  readonly volume?: PersistentVolume;
}

export const volumeBinding: Plugin = {
  name: 'VolumeBinding',
  preFilter(pod, { storage }) {
    const names = claimNames(pod);
    if (names.length === 0) return skip;
    const claims: PersistentVolumeClaim[] = [];
    for (const name of names) {
      const claim = storage.claim(pod.metadata.namespace ?? '', name);
      if (claim === undefined) return reject(`persistentvolumeclaim "${name}" not found`);
      if (claim.metadata.deletionTimestamp !== undefined) {
        return reject(`persistentvolumeclaim "${name}" is being deleted`);
      }
      if (claim.status.phase === 'Lost') {
        return reject(
          `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec.volumeName}"`,
        );
      }
      claims.push(claim);
    }
    const bound = claims.filter(isBound);
    const unbound = claims.filter((claim) => !isBound(claim));
    if (unbound.some((claim) => !isDelayed(claim, storage))) {
      return reject('pod has unbound immediate PersistentVolumeClaims');
    }
    return {
      type: 'filter',
      filter({ node }) {
        const volumes = bound.map(({ spec }) => storage.volume(spec.volumeName ?? ''));
        if (volumes.some((volume) => volume === undefined)) return unresolvable(NO_VOLUME);
        if (volumes.some((volume) => volume !== undefined && !isReachableFrom(volume, node))) {
          return unresolvable(NODE_CONFLICT);
        }
        return provisionsFor(unbound, node, storage) === undefined ? unresolvable(NOTHING_TO_BIND) : undefined;
      },
    };
  },
  wakes(event, pod) {
    if (event.type !== 'storageChange') return event.type === 'nodeAdd' || event.type === 'nodeUpdate';
    const { claim } = event;
    return claim === undefined || (claim.namespace === pod.metadata.namespace && claimNames(pod).includes(claim.name));
  },
};

/** What is to be done for the claims of `pod` before it is bound to `node`; empty if all of them are bound. */
export function openProvisions(pod: Pod, node: Node, storage: StorageReader): readonly Provision[] {
  const claims = claimNames(pod).flatMap((name) => storage.claim(pod.metadata.namespace ?? '', name) ?? []);
  const unbound = claims.filter((claim) => !isBound(claim));
  return provisionsFor(unbound, node, storage) ?? [];
}

function reject(reason: string) {
  return { type: 'reject', refusal: unresolvable(reason) } as const;
}

function claimNames({ spec }: Pod): readonly string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

function isBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return (spec.volumeName ?? '') !== '' && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

function isDelayed(claim: PersistentVolumeClaim, storage: StorageReader): boolean {
  return storage.storageClass(classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** A volume or a provisioner for each claim; undefined if one has neither. */
function provisionsFor(
  claims: readonly PersistentVolumeClaim[],
  node: Node,
  storage: StorageReader,
): readonly Provision[] | undefined {
  let volumes = claims.length === 0 ? [] : storage.volumes();
  const provisions: Provision[] = [];
  for (const claim of claims) {
    const volume = findVolume(claim, volumes, { node });
    volumes = volumes.filter((each) => each !== volume);
    const { provisioner = '' } = storage.storageClass(classOf(claim)) ?? {};
    if (volume === undefined && provisioner.startsWith('kubernetes.io/')) return undefined;
    provisions.push(volume === undefined ? { claim } : { claim, volume });
  }
  return provisions;
}
